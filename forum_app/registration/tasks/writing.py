"""One letter being written: the blocks that several letters share."""

import io
from datetime import datetime
from typing import Any

import segno
from flask import url_for

from ... import clock, seal
from ...clock import Moment
from ...db import db
from ...forums.models import Forum
from ...i18n import N_, say, say_many
from ...post.rules import (
    Act,
    Attachment,
    Block,
    Item,
    Letter,
    Line,
    Note,
    Picture,
    Reference,
    Text,
    Title,
)
from ...programme.models import ReleasedSession, Way
from .. import queries
from ..feeds import QUIET_ZONE, agenda_calendar, where_said
from ..models import Delegate, DelegateState, Place, Waiting
from ..queries import Attendance
from ..rules.tickets import payload_of


class Writing:
    """One letter being written: whose, in which language, and the sentences said in it."""

    def __init__(self, delegate: Delegate, lang: str) -> None:
        self.delegate, self.lang = delegate, lang
        self.forum = db.session.get_one(Forum, delegate.forum_id)
        self.agenda = queries.agenda_of(self.forum, delegate)

    def session_promoted(self, facts: dict[str, Any]) -> ReleasedSession | None:
        """In which the line that the letter is about brought a seat; None where it was left."""
        promotions = {p.id: p.session_id for p in queries.promotions_of(self.delegate)}
        session_id = promotions.get(facts["waiting_id"])
        return next((a.session for a in self.agenda if a.session.session_id == session_id), None)

    def named(self, facts: dict[str, Any]) -> dict[str, str]:
        """What the organisers' opening may name."""
        named = {
            "name": self.delegate.person.name,
            "reference": self.delegate.reference,
            "forum": self.forum.short_name.said_in(self.lang),
        }
        session = self.session_promoted(facts) if "waiting_id" in facts else None
        title = session and f"{session.code} {session.title.said_in(self.lang)}"
        return named | ({"session": title} if title else {})

    def say(self, msgid: str, **facts: object) -> str:
        return say(self.lang, msgid, **facts)

    def letter(self, subject: str, heading: str, blocks: list[Block], *, calendar: bool) -> Letter:
        person = self.delegate.person
        return Letter(
            sender=self.forum.short_name.said_in(self.lang),
            subject=subject if person.email else addressed(person.name, subject),
            heading=addressed(person.name, heading),
            blocks=blocks,
            attachments=[self.calendar()] if calendar else [],
            contact=self.forum.contact_email,
        )

    def open_link(self, label: str) -> Act:
        secret = seal.opened(self.delegate.link_sealed)
        return Act(label, self.path("registration.show_registration", secret=secret))

    def path(self, endpoint: str, **more: Any) -> str:
        at: dict[str, Any] = {"lang": self.lang, "forum_slug": self.forum.slug}
        return url_for(endpoint, **at, **more)

    def agenda_blocks(self) -> list[Block]:
        """The places, then what is waited for; each with hall or point and both clocks."""
        if not self.agenda:
            return []
        first = self.agenda[0].session
        blocks: list[Block] = [Title(self._heading())]
        for attended in self.agenda:
            blocks += self._items(attended)
        place, last = self.forum.city, self.agenda[-1].session
        offset = clock.offsets_said(first.starts_at, last.ends_at, self.forum.zone, self.lang)
        times = N_("All times are %(place)s time (%(offset)s) unless another is named.")
        blocks.append(Note(self.say(times, place=place, offset=offset)))
        return blocks

    def _heading(self) -> str:
        if self.forum.has_many_days:  # then each session says its own
            return self.say(N_("Your agenda"))
        first = clock.day_on_wall(self.agenda[0].session.starts_at, self.forum.zone)
        return self.say(N_("Your agenda, %(day)s"), day=clock.day_said(first, self.lang))

    def _items(self, attended: Attendance) -> list[Block]:
        session, zone = attended.session, self.forum.zone
        if self.forum.has_many_days:
            when = clock.day_and_hours_said(session.starts_at, session.ends_at, zone, self.lang)
        else:
            when = clock.hours_said(session.starts_at, session.ends_at, zone)
        title = f"{when} · {session.code} {session.title.said_in(self.lang)}"
        items: list[Block] = []
        if attended.place is not None:
            lines = [self._where(session, attended.place)]
            point = attended.place.point
            if point is not None and point.zone != zone:
                local = self._local(session.starts_at, point.zone)
                lines.append(Line(local, self.say(N_("Local time there"))))
            lines += self.undecided(attended.place)
            items.append(Item(attended.place.way.value, title, lines))
        if attended.waiting is not None:
            items.append(Item("wait", title, self._waiting(session, attended)))
        return items

    def undecided(self, place: Place) -> list[Line]:
        """That its point decides who sits there, as long as it did not."""
        decides = N_("Its coordinator decides who sits there, and we will write to you.")
        return [Line(self.say(decides), self.say(N_("Your seat")))] if place.is_undecided else []

    def _local(self, at: datetime, zone: str) -> str:
        """When that is at a point, and by how many days its date is another."""
        days = clock.day_shift(at, zone, self.forum.zone)
        shift = self.say(N_("%(n)s day"), n=f"{'−' if days < 0 else '+'}{abs(days)}")
        local = Moment(at, zone).said_in(self.lang)
        return f"{local}, {shift}" if days else local

    def _waiting(self, session: ReleasedSession, attended: Attendance) -> list[Line]:
        ahead = say_many(
            self.lang, "%(n)s person before you", "%(n)s people before you", attended.ahead
        )
        where = [self._where(session, attended.waiting)] if attended.waiting else []
        return [Line(ahead, self.say(N_("On the waiting list"))), *where]

    def _where(self, session: ReleasedSession, held: Place | Waiting) -> Line:
        """The hall or the point, and which of the ways that is; online is said once."""
        where = where_said(self.forum, session, held, self.lang)
        label = {Way.HALL: N_("In the hall"), Way.POINT: N_("At a point")}.get(held.way)
        return Line(where, self.say(label or N_("How you attend")))

    def confirm_blocks(self) -> list[Block]:
        """The button that confirms the address, and until when; nothing once it is confirmed."""
        delegate, until = self.delegate, self.delegate.confirm_by
        if delegate.state is not DelegateState.SUBMITTED or until is None:
            return []
        mine = N_("Please confirm that this registration is yours.")
        theirs = N_("Please confirm that you have registered %(name)s.")
        asked = mine if delegate.person.email else theirs
        held = N_("Until then the places are held, until %(until)s at the latest.")
        return [
            Text(self.say(asked, name=delegate.person.name)),
            self.open_link(self.say(N_("Confirm the address"))),
            Note(self.say(held, until=Moment(until, self.forum.zone))),
        ]

    def closing_blocks(self) -> list[Block]:
        own = N_("The link is for you alone: whoever has it can change the registration.")
        stranger = N_("Not you? Then do nothing, and the registration lapses by itself.")
        blocks: list[Block] = [Note(self.say(own))]
        if self.delegate.state is DelegateState.SUBMITTED:
            blocks.append(Note(self.say(stranger)))
        return blocks

    def ticket_blocks(self) -> list[Block]:
        """The ticket: reference and code; it opens doors once the registration is confirmed."""
        reference = self.delegate.reference
        blocks: list[Block] = [Title(self.say(N_("Your ticket"))), Reference(reference)]
        ticket = queries.ticket_of(self.delegate)
        if ticket is not None:
            words = self.say(N_("Code of the ticket %(reference)s"), reference=reference)
            blocks.append(Picture(png_of(payload_of(ticket.forum_id, ticket.code)), words))
        if self.delegate.state is not DelegateState.CONFIRMED:
            blocks.append(Note(self.say(N_("It opens doors once your registration is confirmed."))))
        return blocks

    def calendar(self) -> Attachment:
        content = agenda_calendar(self.forum, self.delegate, self.lang, now=clock.now())
        parameters = {"method": "PUBLISH", "charset": "utf-8"}
        return Attachment("agenda.ics", content, "text/calendar", parameters)


def addressed(name: str, heading: str) -> str:
    """`heading` with the name of whom it is about: one mailbox may hold letters about several."""
    return heading if name in heading else f"{name} · {heading}"


def png_of(payload: str) -> bytes:
    file = io.BytesIO()
    segno.make(payload, error="m", micro=False, mask=3).save(
        file, kind="png", scale=8, border=QUIET_ZONE
    )
    return file.getvalue()
