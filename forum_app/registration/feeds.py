"""Files a delegate takes along: the calendar of the own agenda, and the code of the ticket."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import segno
from icalendar import Event

from ..calendars import a_calendar, an_event, calendar_file
from ..forums.models import Forum, Point
from ..i18n import N_, Words, say
from ..programme.models import ReleasedSession, Way
from ..programme.queries import latest_number, released_sessions
from ..programme.queries.engaged import engaged_of
from ..programme.rules.changelog import Change
from ..programme.rules.engaged import Engaged, events_of
from ..programme.rules.frozen_people import Span, people_of
from . import queries
from .models import Delegate, DelegateState, Place, PlaceState, Ticket, Waiting
from .rules.moves import Move
from .rules.tickets import payload_of

UNDECIDED = (DelegateState.SUBMITTED, DelegateState.PENDING)
HOW = N_("How you attend")
QUIET_ZONE = 4  # modules, the least a reader may count on (ISO/IEC 18004)


def agenda_calendar(forum: Forum, delegate: Delegate, lang: str, *, now: datetime) -> bytes:
    """The sessions `delegate` attends, as iCalendar (RFC 5545), with the zone's own rules.

    Each session keeps its UID for good. SEQUENCE grows with each change of the registration and
    each release of the programme, so that a calendar takes what was moved; what is attended no
    more stays in as CANCELLED, so that it is taken out.

    A session in which they speak too is one entry, as their calendar as a speaker has it; the one
    of who only attends is CANCELLED meanwhile.
    """
    calendar = a_calendar("Agenda", forum.short_name.said_in(lang))
    places = queries.places_ever_of(delegate)
    engaged = engaged_of(forum, delegate.person)
    spoken = _spoken(engaged, delegate, lang, now)
    sequence = latest_number(forum) + _changes_of(delegate, places)
    sequence += engaged.changes if engaged else 0
    for session, place in _attended(forum, places):
        status = _status(delegate, session, place)
        if (speaks := spoken.get(place.session.uuid)) is not None:
            calendar.add_component(_with_place(speaks, forum, session, place, lang))
            status = "CANCELLED" if _is_on(speaks) else status
        event = _event(forum, delegate, session, place, lang, now)
        event.add("status", status)
        event.add("sequence", sequence)
        calendar.add_component(event)
    return calendar_file(calendar)


def spoken_in_agenda(forum: Forum, delegate: Delegate, *, now: datetime) -> set[str]:
    """UUIDs of the sessions whose part as a speaker stands in that calendar."""
    spoken = _spoken(engaged_of(forum, delegate.person), delegate, delegate.lang, now)
    there = _attended(forum, queries.places_ever_of(delegate))
    return spoken.keys() & {place.session.uuid for _, place in there}


def _attended(forum: Forum, places: Iterable[Place]) -> list[tuple[ReleasedSession, Place]]:
    """Each released session of theirs, with their latest place in it."""
    latest = {place.session_id: place for place in places}
    released = {x.session_id: x for x in released_sessions(forum, among=latest)}
    return [(released[id_], place) for id_, place in latest.items() if id_ in released]


def _spoken(
    engaged: Engaged | None, delegate: Delegate, lang: str, now: datetime
) -> dict[str, Event]:
    """None where whoever registered them has the calendar: who interprets is nobody else's."""
    if engaged is None or delegate.person.email is None:
        return {}
    return events_of(engaged, lang, now=now)


def _is_on(event: Event) -> bool:
    return event["status"] != "CANCELLED"


def _with_place(
    speaks: Event, forum: Forum, session: ReleasedSession, place: Place, lang: str
) -> Event:
    """The same, with how they attend it besides."""
    if place.state is PlaceState.CONFIRMED and _is_on(speaks):
        attends = f"{say(lang, HOW)}: {where_said(forum, session, place, lang)}"
        said = f"{speaks.pop('description')}\n{attends}"
        speaks.add("description", said)
    return speaks


def speaking_calendar(
    forum: Forum,
    uuid: str,
    moves: Sequence[Move],
    lang: str,
    *,
    number: int,
    points: Mapping[str, Point],
    now: datetime,
) -> bytes:
    """What moved of the sessions in which the person with this UUID appears, as iCalendar.

    number: the SEQUENCE: a calendar takes the newer over the older. points: by code. What they
    appear in no more is CANCELLED, so that it is taken out.
    """
    calendar = a_calendar("Agenda", forum.short_name.said_in(lang))
    for move in moves:
        change = move.change
        appears = uuid in people_of(change.after or {}) and not change.shown["cancelled"]
        span = Span.of(change.shown)
        event = an_event(
            f"{change.uuid}.{uuid}",
            (span.starts, span.ends),
            forum.zone,
            summary=f"{change.code} {change.title.said_in(lang)}",
            where=_spoken_from(forum, uuid, change, points, lang),
            now=now,
        )
        event.add("status", "CONFIRMED" if appears else "CANCELLED")
        event.add("sequence", number)
        calendar.add_component(event)
    return calendar_file(calendar)


def _spoken_from(
    forum: Forum, uuid: str, change: Change, points: Mapping[str, Point], lang: str
) -> str:
    """As `where_said` says it of a place; of who is in it no more, as it was."""
    person = people_of(change.shown).get(uuid) or people_of(change.before or {}).get(uuid)
    way, point = person.origins[0] if person else (Way.HALL, None)
    if way == Way.ONLINE:
        return say(lang, N_("Online"))
    if there := points.get(point or ""):
        return f"{there.name.said_in(lang)} ({there.code})"
    hall = Words(change.shown["hall"]["name"]).said_in(lang)
    return f"{hall}, {forum.venue.said_in(lang)}"


def _event(
    forum: Forum,
    delegate: Delegate,
    session: ReleasedSession,
    place: Place,
    lang: str,
    now: datetime,
) -> Event:
    return an_event(
        f"{place.session.uuid}.{delegate.uuid}",
        (session.starts_at, session.ends_at),
        session.zone,
        summary=f"{session.code} {session.title.said_in(lang)}",
        where=where_said(forum, session, place, lang),
        now=now,
    )


def _status(delegate: Delegate, session: ReleasedSession, place: Place) -> str:
    if place.state is not PlaceState.CONFIRMED or session.cancelled:
        return "CANCELLED"
    is_open = delegate.state in UNDECIDED or place.is_undecided
    return "TENTATIVE" if is_open else "CONFIRMED"


def _changes_of(delegate: Delegate, places: Sequence[Place]) -> int:
    """How often the registration changed: by a verb, and by each place taken or let go."""
    return delegate.sequence + len(places) + sum(bool(place.released_at) for place in places)


def where_said(forum: Forum, session: ReleasedSession, place: Place | Waiting, lang: str) -> str:
    """Where a place is, or would be: "Room 1, Convention Center", "Singapore (SIN)", "Online"."""
    if place.way is Way.HALL:
        return f"{session.hall.name.said_in(lang)}, {forum.venue.said_in(lang)}"
    if place.point is not None:
        return f"{place.point.name.said_in(lang)} ({place.point.code})"
    return say(lang, N_("Online"))


def ticket_svg(ticket: Ticket) -> str:
    """The ticket's code as an SVG that needs no style: black on white, readable by every door."""
    code = segno.make(payload_of(ticket.forum_id, ticket.code), error="m", micro=False, mask=3)
    return str(
        code.svg_inline(
            border=QUIET_ZONE,
            dark="#000",
            light="#fff",
            svgclass="qr",
            lineclass=None,
            omitsize=True,
        )
    )
