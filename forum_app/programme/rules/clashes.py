"""What cannot be in a programme, and what should not: the clashes of sessions.

Hard ones keep a draft from being released: a hall or a person twice at one time, whether in the
hall, at a point or online; outside the forum's days or a speaker's hours; an order of sessions that
is broken, goes in a circle or names one that is not held; too little time between two remote
speakers in one hall, from session to session and from talk to talk; talks that are longer than
their session; a hall or a time zone that is not there.

Soft ones are only shown: a plenary that is not alone, fewer seats than places taken, a speaker who
declined, local hours outside 07:00–23:00 (DESIGN, section 3) where somebody speaks at a point, or
online from a zone they named, or people follow at a point; a language without an interpreter, a
channel that nobody interprets or is interpreted from such a one, and points whose own languages
are not those of the floor, where somebody speaks there, or cannot be followed, where people sit
there.

Not judged, for want of rows: local hours of whoever follows online (nobody's zone is known), and
languages of people. A session that does not say what is spoken in it is not asked who interprets
the rest.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import product

from ...clock import day_on_wall, hours_said, wall_of, zone_named
from . import clash
from .clash import Clash, Listed, SeatsSaid
from .planned import Plan, PlannedAppearance, PlannedSession, Span, merged
from .times import FAIR
from .ways import ChannelKind, SessionKind, Way

_INSTANT = timedelta(microseconds=1)
_zone_named = lru_cache(zone_named)  # looking a zone up reads a folder


def alone(session: PlannedSession, plan: Plan) -> Iterator[Clash]:
    """The clashes of one session with the facts around it."""
    one = session.code
    if session.hall not in plan.halls:
        yield Clash(clash.NO_HALL, (one,), facts=(("one", one), ("hall", session.hall)))
    first, last = session.span.starts, session.span.ends - _INSTANT
    if (
        day_on_wall(first, plan.zone) < plan.first_day
        or day_on_wall(last, plan.zone) > plan.last_day
    ):
        yield Clash(clash.OUTSIDE_FORUM, (one,), facts=(("one", one),))
    yield from _unavailable(session, plan)
    yield from _of_people_and_talks(session)
    yield from _changeover_within(session, plan)
    taken = tuple(x for x in session.seats if x.taken > x.seats)
    if taken:
        points = tuple(x.point for x in taken if x.point)
        said = Listed(tuple(SeatsSaid(x) for x in taken))
        yield Clash(clash.SEATS, (one,), points=points, facts=(("one", one), ("seats", said)))
    yield from _local_hours(session, plan)
    yield from _languages(session, plan)
    for point in _points_of(session):
        if _zone_at(point, plan) is None:
            typed = plan.points[point].zone if point in plan.points else ""
            yield Clash(
                clash.NO_ZONE, (one,), points=(point,), facts=(("zone", typed), ("point", point))
            )


def together(one: PlannedSession, other: PlannedSession, plan: Plan) -> Iterator[Clash]:
    """The clashes of two sessions, whichever is named first; both are held, and not the same."""
    if other.code < one.code:
        one, other = other, one
    if one.span.overlaps(other.span):
        yield from _at_once(one, other, plan)
    yield from _twice(one, other)
    if plan.changeover_minutes:
        yield from _changeover(one, other, plan)


def unplaced(session: PlannedSession) -> Iterator[Clash]:
    """What is wrong with one that is in the tray and not cancelled."""
    if session.shown:
        yield Clash(clash.UNPLACED, (session.code,), facts=(("one", session.code),))


def in_order(later: PlannedSession, earlier: PlannedSession | None, code: str) -> Iterator[Clash]:
    """What is wrong with `later` coming after `earlier`, whose code it is; None: not there."""
    facts = (("one", later.code), ("other", code))
    if earlier is None or not earlier.is_held:
        waits = earlier is not None and earlier.unscheduled and not earlier.cancelled
        rule = clash.NOT_PLACED if waits else clash.NOT_HELD
        yield Clash(rule, (later.code, code), facts=facts)
    elif later.span.starts < earlier.span.ends:
        yield Clash(clash.ORDER, (later.code, code), facts=facts)


def circle(codes: tuple[str, ...]) -> Clash:
    return Clash(clash.CIRCLE, codes, facts=(("all", ", ".join(codes)),))


def _at_once(one: PlannedSession, other: PlannedSession, plan: Plan) -> Iterator[Clash]:
    both = (one.code, other.code)
    facts = (("one", one.code), ("other", other.code))
    hall = plan.halls.get(one.hall)
    if one.hall == other.hall and not (hall and hall.holds_several):
        yield Clash(clash.HALL_TWICE, both, facts=(*facts, ("hall", one.hall)))
    plenary, beside = (one, other) if one.kind == SessionKind.PLENARY else (other, one)
    if plenary.kind == SessionKind.PLENARY and beside.kind != SessionKind.BREAK:
        facts = (("one", plenary.code), ("other", beside.code))
        yield Clash(clash.NOT_ALONE, both, facts=facts)


def _twice(one: PlannedSession, other: PlannedSession) -> Iterator[Clash]:
    for mine, theirs in product(one.appearances, other.appearances):
        same = mine.person == theirs.person
        if same and one.span_of(mine).overlaps(other.span_of(theirs)):
            facts = (("person", mine.name), ("one", one.code), ("other", other.code))
            yield Clash(clash.PERSON_TWICE, (one.code, other.code), (mine.person,), facts=facts)


def _changeover(one: PlannedSession, other: PlannedSession, plan: Plan) -> Iterator[Clash]:
    hall = plan.halls.get(one.hall)
    if one.hall != other.hall or (hall and hall.holds_several) or one.span.overlaps(other.span):
        return
    first, then = (one, other) if one.span.starts < other.span.starts else (other, one)
    for mine, theirs in product(_remote(first), _remote(then)):
        free = then.span_of(theirs).starts - first.span_of(mine).ends
        if mine.origin != theirs.origin and free < plan.changeover:
            said = {"person": mine.name, "one": first.code, "next": theirs.name}
            facts = (*said.items(), ("other", then.code), ("minutes", plan.changeover_minutes))
            persons = (mine.person, theirs.person)
            yield Clash(clash.CHANGEOVER, (one.code, other.code), persons, facts=facts)
            return  # one sentence for each pair of sessions


def _changeover_within(session: PlannedSession, plan: Plan) -> Iterator[Clash]:
    """From talk to talk: who is there for the whole session has their line all along."""
    remote = _remote(session)
    for mine, theirs in product(remote, remote):
        if mine.span is None or theirs.span is None:
            continue
        ends, starts = mine.span.ends, theirs.span.starts
        is_soon = starts - plan.changeover < ends <= starts
        if is_soon and not _is_up(theirs, starts, remote, plan):
            said = {"one": session.code, "person": mine.name, "next": theirs.name}
            facts = (*said.items(), ("minutes", plan.changeover_minutes))
            persons = (mine.person, theirs.person)
            yield Clash(clash.CHANGEOVER_WITHIN, (session.code,), persons, facts=facts)


def _is_up(
    one: PlannedAppearance, starts: datetime, remote: list[PlannedAppearance], plan: Plan
) -> bool:
    """Whether the line of `one` is there as their talk starts: since a moment ago, or all along."""
    since = starts - plan.changeover
    same = [x.span for x in remote if x.origin == one.origin]
    return any(span is None or since < span.ends <= starts for span in same)


def _remote(session: PlannedSession) -> list[PlannedAppearance]:
    return [x for x in session.appearances if x.way != Way.HALL]


def _unavailable(session: PlannedSession, plan: Plan) -> Iterator[Clash]:
    for one in session.appearances:
        given = plan.available.get(one.person)
        span = session.span_of(one)
        if given and not any(
            x.starts <= span.starts and span.ends <= x.ends for x in merged(given)
        ):
            facts = (("person", one.name), ("one", session.code))
            yield Clash(clash.UNAVAILABLE, (session.code,), (one.person,), facts=facts)


def _of_people_and_talks(session: PlannedSession) -> Iterator[Clash]:
    one = session.code
    has = (session.span.ends - session.span.starts) // timedelta(minutes=1)
    if session.talk_minutes > has:
        facts = (("one", one), ("minutes", session.talk_minutes - has))
        yield Clash(clash.TALKS_TOO_LONG, (one,), facts=facts)
    for person, name in session.declined:
        yield Clash(clash.DECLINED, (one,), (person,), facts=(("person", name), ("one", one)))


def _local_hours(session: PlannedSession, plan: Plan) -> Iterator[Clash]:
    code, late = session.code, []
    for one in session.appearances:
        span = session.span_of(one)
        zone = _zone_at(one.point, plan) if one.point else _zone_named(one.zone or "")
        hours = _hours_at_night(span, zone)
        said = {"person": one.name, "one": code, "hours": hours}
        if hours and one.point:
            facts = (*said.items(), ("point", one.point))
            yield Clash(clash.SPEAKING_HOURS, (code,), (one.person,), (one.point,), facts)
        elif hours:
            facts = (*said.items(), ("zone", one.zone))
            yield Clash(clash.ONLINE_HOURS, (code,), (one.person,), facts=facts)
    for count in session.seats:
        offered = count.point if count.seats else None
        if offered and (hours := _hours_at_night(session.span, _zone_at(offered, plan))):
            late.append((offered, f"{offered} {hours}"))
    if late:
        points, said_hours = zip(*late, strict=True)
        where = (("one", code), ("points", Listed(said_hours)))
        yield Clash(clash.AUDIENCE_HOURS, (code,), points=points, facts=where)


def _languages(session: PlannedSession, plan: Plan) -> Iterator[Clash]:
    one, manned = session.code, session.interpreted
    has = {x.channel.language for x in session.channels if x.channel.kind != ChannelKind.SIGN}
    unheard = [x for x in session.languages if x not in {*session.spoken, *has}]
    if session.spoken and unheard:
        facts = (("one", one), ("languages", _named(unheard)))
        yield Clash(clash.UNHEARD, (one,), facts=facts)
    for there in session.channels:
        said = (("one", one), ("channel", there.channel))
        if there.channel not in manned:
            yield Clash(clash.NOBODY_INTERPRETS, (one,), facts=said)
        if there.relay_from and there.relay_from not in manned:
            other = ("other", there.relay_from)
            yield Clash(clash.RELAY_UNMANNED, (one,), facts=(*said, other))
    yield from _languages_at_points(session, plan)


def _languages_at_points(session: PlannedSession, plan: Plan) -> Iterator[Clash]:
    one, strange = session.code, []
    floor = set(session.spoken)
    followed = floor | {x.language for x in session.interpreted if x.kind != ChannelKind.SIGN}
    for speaks in session.appearances:
        own = _languages_at(speaks.point, plan)
        if own and floor and not speaks.channel and not floor.intersection(own):
            told = {"person": speaks.name, "one": one, "point": speaks.point}
            facts = (*told.items(), ("languages", _named(own)))
            where = ((speaks.person,), (speaks.point or "",))
            yield Clash(clash.SPEAKING_LANGUAGE, (one,), *where, facts=facts)
    for count in session.seats:
        own = _languages_at(count.point, plan) if count.seats else ()
        can = followed if floor else {*session.languages, *followed}
        if own and can and not can.intersection(own):
            strange.append(count.point or "")
    if strange:
        listed = ("points", ", ".join(strange))
        facts = (("one", one), listed)
        yield Clash(clash.AUDIENCE_LANGUAGE, (one,), points=tuple(strange), facts=facts)


def _languages_at(point: str | None, plan: Plan) -> tuple[str, ...]:
    there = plan.points.get(point or "")
    return there.languages if there else ()


def _named(codes: Iterable[str]) -> Listed:
    return Listed(tuple(clash.Language(code) for code in codes))


def _points_of(session: PlannedSession) -> Iterator[str]:
    """Each once."""
    named = [*(x.point for x in session.appearances), *(x.point for x in session.seats)]
    return iter(dict.fromkeys(point for point in named if point))


def _zone_at(point: str, plan: Plan) -> str | None:
    there = plan.points.get(point)
    return _zone_named(there.zone) if there else None


@lru_cache(maxsize=4096)  # many sessions begin at one hour, and many points have one zone
def _hours_at_night(span: Span, zone: str | None) -> str | None:
    """What clocks show there, where any of `span` is at night; None by day, or without a zone."""
    if zone is None:
        return None
    starts, ends = (wall_of(at, zone)[0] for at in (span.starts, span.ends))
    by_day = starts.date() == ends.date() and FAIR[0] <= starts.time() and ends.time() <= FAIR[1]
    return None if by_day else hours_said(span.starts, span.ends, zone)
