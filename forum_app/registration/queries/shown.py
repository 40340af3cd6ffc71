"""Whose ticket is shown at a door, and what they hold."""

import re
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ...clock import day_on_wall
from ...db import db
from ...forums.models import Forum, Person
from ...programme.models import ReleasedSession
from ...programme.queries import released_sessions
from ...text import folded
from ..models import Delegate, Place, Ticket, TicketPurpose
from ..models.delegates import LIVE
from ..rules.doors import LEAST_OF_A_NAME, Held
from ..rules.tickets import code_claimed, code_in, looks_like_code
from .delegates import delegate_with
from .doors import Door
from .places import live_places_of

_REFERENCE = re.compile(r"([A-Z0-9]{4})-?([A-Z0-9]{4})")


@dataclass(frozen=True, kw_only=True)
class Shown:
    ticket: Ticket
    delegate: Delegate | None  # None: a ticket of a stand or of the crew

    @property
    def is_revoked(self) -> bool:
        return self.ticket.revoked_at is not None


def shown_at(forum: Forum, typed: str) -> Shown | None:
    """Whose code or reference this is, typed or scanned by anybody; None where it is no such thing.

    A reference shows the ticket that counts now. At most three queries.
    """
    if looks_like_code(typed):
        code = code_in(typed, forum.id)
        ticket = _ticket(Ticket.forum_id == forum.id, Ticket.code == code) if code else None
        return Shown(ticket=ticket, delegate=_delegate_of(ticket)) if ticket else None
    reference = _REFERENCE.fullmatch(typed.strip().upper())
    delegate = delegate_with(forum, "-".join(reference.groups())) if reference else None
    if delegate is None:
        return None
    ticket = _latest_ticket_of(delegate)
    return Shown(ticket=ticket, delegate=delegate) if ticket else None


def is_of_another_forum(forum: Forum, typed: str) -> bool:
    """Whether this is a true code of another forum of the site. At most one query."""
    code = code_claimed(typed)
    ticket = _ticket(Ticket.code == code) if looks_like_code(typed) and code else None
    if ticket is None or ticket.forum_id == forum.id:
        return False
    return code_in(typed, ticket.forum_id) == code


def _ticket(*wanted: object) -> Ticket | None:
    asked = select(Ticket).where(*wanted).options(joinedload(Ticket.person))  # type: ignore[arg-type]
    return db.session.scalars(asked.execution_options(populate_existing=True)).one_or_none()


def _latest_ticket_of(delegate: Delegate) -> Ticket | None:
    asked = select(Ticket).where(
        Ticket.person_id == delegate.person_id, Ticket.purpose == TicketPurpose.DELEGATE
    )
    live_first = asked.order_by(Ticket.revoked_at.is_not(None), Ticket.id.desc()).limit(1)
    return db.session.scalars(live_first.execution_options(populate_existing=True)).one_or_none()


def _delegate_of(ticket: Ticket) -> Delegate | None:
    """The registration behind it: the live one of the person, else the last that ended."""
    if ticket.purpose is not TicketPurpose.DELEGATE:
        return None
    asked = (
        select(Delegate)
        .where(Delegate.person_id == ticket.person_id)
        .options(joinedload(Delegate.person), joinedload(Delegate.category))
        .order_by(Delegate.state.not_in(LIVE), Delegate.id.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(asked).one_or_none()


@dataclass(frozen=True, kw_only=True)
class HeldPlace:
    place: Place
    session: ReleasedSession


def places_held(forum: Forum, delegate: Delegate | None) -> list[HeldPlace]:
    """What somebody holds in the released programme, by start; cancelled sessions left out.

    Two queries.
    """
    if delegate is None:
        return []
    places = {place.session_id: place for place in live_places_of(delegate)}
    return [
        HeldPlace(place=places[one.session_id], session=one)
        for one in released_sessions(forum)
        if one.session_id in places and not one.cancelled
    ]


def held_facts(door: Door, held: list[HeldPlace]) -> list[Held]:
    """The same, as the rules want them told: a seat that its point has not given is none yet."""
    return [
        Held(
            way=one.place.way,
            point_id=one.place.point_id,
            day=day_on_wall(one.session.starts_at, door.forum.zone),
            is_here=one.session.session_id == door.session_id,
            is_meanwhile=_overlap(door.session, one.session),
        )
        for one in held
        if not one.place.is_undecided
    ]


def _overlap(one: ReleasedSession | None, other: ReleasedSession) -> bool:
    if one is None or one.session_id == other.session_id:
        return False
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def named_at(forum: Forum, words: str, *, at_most: int) -> list[Delegate]:
    """Those whose name holds each of `words`, marks left out, live ones first, then by name.

    Nobody for fewer than two letters. One query.
    """
    wanted = folded(words).split()
    if sum(map(len, wanted)) < LEAST_OF_A_NAME:
        return []
    asked = (
        select(Delegate)
        .join(Person, Person.id == Delegate.person_id)
        .where(
            Delegate.forum_id == forum.id,
            *(Person.name_folded.contains(word, autoescape=True) for word in wanted),
        )
        .options(joinedload(Delegate.person), joinedload(Delegate.category))
        .order_by(Delegate.state.not_in(LIVE), Person.name_sort, Delegate.id)
        .limit(at_most)
    )
    return list(db.session.scalars(asked))
