"""A speaker's own calendar: what the releases say of them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from icalendar import Event

from ...calendars import a_calendar, calendar_file
from ...clock import hours_said
from ...forums.models import Forum, Point
from ...i18n import N_, say
from ..models import Release, SpeakerPage
from ..rules.frozen import OwnSession, ReleasedAppearance, own_sessions
from ..rules.speaking import ROLES
from ..rules.ways import AppearanceRole


def speaker_calendar(
    forum: Forum,
    page: SpeakerPage,
    releases: Iterable[Release],
    declined: Iterable[str],
    lang: str,
    *,
    points: Mapping[str, Point],
    now: datetime,
) -> bytes:
    """The sessions of `page`'s person, as iCalendar (RFC 5545), with the zone's own rules.

    releases: the latest first; what an earlier one had and the latest has not stays in as
    CANCELLED, so that it is taken out; so do sessions declined since (their codes). points: by
    code. Each session keeps its UID; SEQUENCE grows with each release and each answer.
    """
    calendar = a_calendar("Speaker", f"{forum.short_name.said_in(lang)}: {page.person.name}")
    of_latest: dict[str, tuple[OwnSession, bool]] = {}
    sequence = page.changes
    for n, release in enumerate(releases):
        sequence += 0 if n else release.number
        for mine in own_sessions(release.frozen, page.person.uuid):
            off = bool(n) or mine.cancelled or mine.code in set(declined)
            of_latest.setdefault(mine.uuid, (mine, off))
    for mine, off in of_latest.values():
        event = _event(page, mine, lang, now)
        event.add("location", _where(forum, mine, points, lang))
        event.add("status", "CANCELLED" if off else "CONFIRMED")
        event.add("sequence", sequence)
        calendar.add_component(event)
    return calendar_file(calendar)


def _event(page: SpeakerPage, mine: OwnSession, lang: str, now: datetime) -> Event:
    zone, event = ZoneInfo(mine.zone), Event()
    event.add("uid", f"{mine.uuid}.{page.person.uuid}")
    event.add("dtstamp", now)
    event.add("dtstart", mine.starts_at.astimezone(zone))
    event.add("dtend", mine.ends_at.astimezone(zone))
    event.add("summary", f"{mine.code} {mine.title.said_in(lang)}")
    event.add("description", "\n".join(_lines(mine, lang)))
    return event


def _where(forum: Forum, mine: OwnSession, points: Mapping[str, Point], lang: str) -> str:
    first = mine.appearances[0]
    if first.from_way == "online":
        return say(lang, N_("Online"))
    if there := points.get(first.point or ""):
        return f"{there.name.said_in(lang)} ({there.code})"
    return f"{mine.hall.said_in(lang)}, {forum.venue.said_in(lang)}"


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
