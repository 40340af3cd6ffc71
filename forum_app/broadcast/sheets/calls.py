"""Call sheets as the facts that `templates/sheets/call.typ` sets: every text is said already."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from ... import clock
from ...forums.models import Forum, Point
from ...i18n import N_, SOURCE, say, say_many
from ...programme.models import Session
from ...typesetting import Paper
from ..models import CheckItem, Link, PointContact, Relay
from ..queries.sheets import CallSheet
from ..rules.contacts import PARTS
from ..rules.kinds import TRANSPORTS
from ..rules.relays import ROLES
from ..rules.sheets import OUT, OUT_MEANS, PURPOSES, address_said, language_of

TEMPLATE = "call.typ"
SHEET = N_("Call sheet")
LABELS = {  # name in the template -> msgid
    "sheet": SHEET,
    "when": N_("When"),
    "session": N_("Session"),
    "part": N_("Part"),
    "call": N_("Be there at"),
    "starts": N_("Starts"),
    "ends": N_("Ends"),
    "no_part": N_("This point has no part in a session yet."),
    "lines": N_("Lines"),
    "use": N_("For"),
    "how": N_("How"),
    "address": N_("Address or number"),
    "room": N_("Meeting number"),
    "no_line": N_("No line is set up for this point yet."),
    "passcodes": N_(
        "Passcodes are not printed: each is shown where the line is opened, in its time."
    ),
    "fails": N_("Phone, if all else fails"),
    "contacts": N_("Contacts"),
    "name": N_("Name"),
    "phone": N_("Phone"),
    "second": N_("Second channel"),
    "checks": N_("Check list"),
}


def facts_of(
    forum: Forum, sheets: Iterable[CallSheet], *, lang: str, now: datetime
) -> dict[str, Any]:
    """lang: of all of them; "" for each point's own."""
    title = say(lang or SOURCE, SHEET)
    pages = [_page(forum, x, language_of(x.point.languages, lang), now) for x in sheets]
    return {"title": f"{title}: {forum.name.said_in(lang or SOURCE)}", "pages": pages}


def _page(forum: Forum, sheet: CallSheet, lang: str, now: datetime) -> dict[str, Any]:
    said = _Said(forum, sheet.point, lang)
    page = {
        "labels": {name: say(lang, msgid) for name, msgid in LABELS.items()},
        "forum": said.text(forum.name.said_in(lang)),
        "code": sheet.point.code,
        "name": said.text(sheet.point.name.said_in(lang)),
        "out": [say(lang, msgid) for msgid in (OUT, OUT_MEANS)] if sheet.point.withdrawn_at else [],
        "about": [said.text(x) for x in _about(sheet.point, lang)],
        "zones": [said.text(x) for x in said.zones()],
        "parts": [said.part(session, relay) for session, relay in sheet.parts],
        "lines": [said.line(x) for x in sheet.lines if x is not sheet.phone],
        "phone": said.line(sheet.phone) if sheet.phone else None,
        "contacts": [said.contact(x) for x in sheet.contacts] + [said.organisers()],
        "checks": [said.check(x) for x in sheet.items],
        "as_of": f"{say(lang, 'As of')} {clock.Moment(now, forum.zone).said_in(lang)}",
    }
    return page | said.facts


def _about(point: Point, lang: str) -> list[str]:
    told = [x.said_in(lang) for x in (point.host_institution, point.address) if x is not None]
    label = point.screen_label
    return told + ([f"{say(lang, 'On the screen')}: {label}"] if label else [])


class _Said(Paper):
    """What is told on one page, in its language."""

    def __init__(self, forum: Forum, point: Point, lang: str) -> None:
        super().__init__(lang)
        self.forum, self.point = forum, point
        self.city, self.venue = point.city.said_in(lang), forum.city.said_in(lang)

    def zones(self) -> list[str]:
        """Whose clocks are meant, by name; the offset of each session stands beside its day."""
        here, venue = (self.city, self.point.zone), (self.venue, self.forum.zone)
        return [f"{city}: {zone}" for city, zone in dict.fromkeys((here, venue))]

    def part(self, session: Session, relay: Relay) -> dict[str, Any]:
        zone = self.point.zone
        day = clock.day_on_wall(session.starts_at, zone)
        return {
            "code": session.code,
            "title": self.text(session.title.said_in(self.lang)),
            "day": clock.short_day_said(day, self.lang),
            "offset": clock.offset_said(session.starts_at, zone),
            "role": say(self.lang, ROLES[relay.role]),
            "people": self.people(relay.expected),
            "call": self.instant(relay.call_at) if relay.call_at else None,
            "starts": self.instant(session.starts_at),
            "ends": self.instant(session.ends_at),
        }

    def people(self, many: int | None) -> str:
        if many is None:
            return ""
        return say_many(self.lang, "%(n)s person", "%(n)s people", many)

    def instant(self, at: datetime) -> dict[str, str]:
        """At the point, its day shift, and at the venue: always both."""
        zone = self.point.zone
        return {
            "here": clock.time_said(at, zone),
            "city": self.text(self.city),
            "shift": self.shift(clock.day_shift(at, zone, self.forum.zone)),
            "venue": f"{clock.time_said(at, self.forum.zone)} {self.text(self.venue)}",
        }

    def line(self, link: Link) -> dict[str, str]:
        channel, session = link.channel, f" · {link.session.code}" if link.session else ""
        use = channel.said_in(self.lang) if channel else say(self.lang, PURPOSES[link.purpose])
        return {
            "use": use + session,
            "how": say(self.lang, TRANSPORTS[link.transport]),
            "address": self.text(address_said(link.address)),
            "room": self.text(link.room) if link.room else "",
        }

    def contact(self, one: PointContact) -> list[str]:
        part = say(self.lang, PARTS[one.part])
        return [self.text(x) for x in (one.name, part, one.phone, one.second_channel)]

    def organisers(self) -> list[str]:
        told = (say(self.lang, "The organisers"), self.venue, self.forum.contact_email, "")
        return [self.text(x) for x in told]

    def check(self, item: CheckItem) -> str:
        return self.text(item.title.said_in(self.lang))
