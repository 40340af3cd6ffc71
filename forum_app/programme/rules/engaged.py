"""Somebody's part in the sessions of the releases, as every calendar of theirs says it. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from icalendar import Event

from ...calendars import an_event
from ...clock import hours_said
from ...i18n import N_, Words, say
from .frozen import OwnSession, ReleasedAppearance, own_sessions
from .speaking import ROLES
from .ways import AppearanceRole


@dataclass(frozen=True, kw_only=True)
class Engaged:
    """Who, and where the releases have them.

    releases: number -> what it froze, the latest first. changes: of their answers. declined: codes
    of the sessions that they declined since. points: the name of each, by code.
    """

    uuid: str
    name: str
    changes: int
    releases: Mapping[int, Mapping[str, Any]]
    declined: set[str]
    points: Mapping[str, Words]
    venue: Words

    @property
    def sequence(self) -> int:
        """Of each of their events, in whatever file: it grows with each release and each answer."""
        return self.changes + max(self.releases, default=0)


def events_of(engaged: Engaged, lang: str, *, now: datetime) -> dict[str, Event]:
    """UUID of a session -> what a calendar says of their part in it (iCalendar, RFC 5545).

    What an earlier release had and the latest has not stays in as CANCELLED, so that it is taken
    out; so do sessions declined since. Each session keeps its UID for good.
    """
    of_latest: dict[str, tuple[OwnSession, bool]] = {}
    for n, frozen in enumerate(engaged.releases.values()):
        for mine in own_sessions(frozen, engaged.uuid):
            off = bool(n) or mine.cancelled or mine.code in engaged.declined
            of_latest.setdefault(mine.uuid, (mine, off))
    return {
        uuid: _event(engaged, mine, lang, now, off=off) for uuid, (mine, off) in of_latest.items()
    }


def _event(engaged: Engaged, mine: OwnSession, lang: str, now: datetime, *, off: bool) -> Event:
    event = an_event(
        f"{mine.uuid}.{engaged.uuid}",
        (mine.starts_at, mine.ends_at),
        mine.zone,
        summary=f"{mine.code} {mine.title.said_in(lang)}",
        where=_where(engaged, mine, lang),
        now=now,
    )
    event.add("status", "CANCELLED" if off else "CONFIRMED")
    event.add("description", "\n".join(_lines(mine, lang)))
    event.add("sequence", engaged.sequence)
    return event


def _where(engaged: Engaged, mine: OwnSession, lang: str) -> str:
    first = mine.appearances[0]
    if first.from_way == "online":
        return say(lang, N_("Online"))
    if name := engaged.points.get(first.point or ""):
        return f"{name.said_in(lang)} ({first.point})"
    return f"{mine.hall.said_in(lang)}, {engaged.venue.said_in(lang)}"


def _lines(mine: OwnSession, lang: str) -> Iterable[str]:
    yield ", ".join(dict.fromkeys(_role_said(one, lang) for one in mine.appearances))
    of_mine = {one.talk for one in mine.appearances}
    for talk in mine.talks:
        if talk.uuid in of_mine:
            hours = hours_said(talk.starts_at, talk.ends_at, mine.zone)
            yield f"{hours} {talk.title.said_in(lang)}"


def _role_said(one: ReleasedAppearance, lang: str) -> str:
    role = say(lang, ROLES[AppearanceRole(one.role)])
    return f"{role}: {one.channel.said_in(lang)}" if one.channel else role
