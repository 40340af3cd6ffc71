"""When points are tested."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from ...clock import Skipped, instant_of
from ...db import db
from ...forums.models import Forum, Point
from ...forums.queries import points_of
from ...programme.rules.planned import Span
from ...programme.rules.times import Comfort
from ..models import Crew, TestRound, TestSlot
from ..rules import slots as rules
from ..rules.refusals import NoCrew
from ..rules.slots import PointAway, Proposal, Round

LIVE = (TestSlot.cancelled_at.is_(None), TestSlot.missed_at.is_(None))


def crews_of(forum: Forum, *, retired: bool = False) -> list[Crew]:
    """Those that test, by code; with those that test no more where asked for. One query."""
    asked = select(Crew).where(Crew.forum_id == forum.id)
    if not retired:
        asked = asked.where(Crew.retired_at.is_(None))
    return list(db.session.scalars(asked.order_by(Crew.code)))


def rounds_of(forum: Forum) -> list[TestRound]:
    """In their order. One query."""
    asked = select(TestRound).where(TestRound.forum_id == forum.id)
    return list(db.session.scalars(asked.order_by(TestRound.first_day, TestRound.position)))


def round_at(forum: Forum, code: str) -> TestRound | None:
    asked = select(TestRound).where(TestRound.forum_id == forum.id, TestRound.code == code)
    return db.session.scalars(asked).one_or_none()


def crew_at(forum: Forum, code: str) -> Crew | None:
    asked = select(Crew).where(Crew.forum_id == forum.id, Crew.code == code)
    return db.session.scalars(asked).one_or_none()


def slot_in(forum: Forum, slot_id: int) -> TestSlot | None:
    asked = _slots(forum).where(TestSlot.id == slot_id)
    return db.session.scalars(asked).one_or_none()


def slots_of(forum: Forum, round_: TestRound | None = None) -> list[TestSlot]:
    """Every slot that was not taken away, by start. One query."""
    asked = _slots(forum).where(TestSlot.cancelled_at.is_(None))
    if round_ is not None:
        asked = asked.where(TestSlot.round_id == round_.id)
    return list(db.session.scalars(asked.order_by(TestSlot.starts_at, TestSlot.crew_id)))


def next_slots(forum: Forum, *, now: datetime) -> dict[int, TestSlot]:
    """point id -> its next test, or the one under way. One query."""
    asked = _slots(forum).where(*LIVE, TestSlot.done_at.is_(None), TestSlot.ends_at > now)
    found: dict[int, TestSlot] = {}
    for slot in db.session.scalars(asked.order_by(TestSlot.starts_at)):
        found.setdefault(slot.point_id, slot)
    return found


def slots_at(point: Point) -> list[TestSlot]:
    """The tests of one point by start. One query."""
    asked = select(TestSlot).where(
        TestSlot.forum_id == point.forum_id, TestSlot.point_id == point.id, *LIVE
    )
    asked = asked.options(joinedload(TestSlot.round), joinedload(TestSlot.crew))
    return list(db.session.scalars(asked.order_by(TestSlot.starts_at)))


def round_facts(round_: TestRound, zone: str) -> Round:
    """The hours of `round_` on each of its days, as instants; zone: of the forum."""
    days = (round_.last_day - round_.first_day).days + 1
    hours = []
    for day in (round_.first_day + timedelta(days=n) for n in range(days)):
        starts, ends = (
            _instant_on(datetime.combine(day, at), zone)
            for at in (round_.from_time, round_.until_time)
        )
        hours.append(Span(starts, ends))
    return Round(timedelta(minutes=round_.minutes), tuple(hours))


def _instant_on(wall: datetime, zone: str) -> datetime:
    """When the walls of `zone` show that hour, or the next quarter where clocks skip it."""
    while True:
        try:
            return instant_of(wall, zone)
        except Skipped:
            wall += rules.QUARTER


def proposed_for(
    forum: Forum, round_: TestRound, *, not_before: datetime | None = None
) -> Proposal:
    """Slots for the points that have none in `round_` yet, around all that is booked.

    not_before: None for the whole round, also what is over of it. Raises NoCrew.
    """
    crews = crews_of(forum)
    if not crews:
        raise NoCrew
    booked = [slot for slot in slots_of(forum) if slot.missed_at is None]
    by_crew, by_point = _busy(booked)
    has_one = {slot.point_id for slot in booked if slot.round_id == round_.id}
    away = [
        PointAway(point.code, point.zone, tuple(by_point[point.id]))
        for point in points_of(forum)
        if point.kind != "central" and point.withdrawn_at is None and point.id not in has_one
    ]
    free = [rules.Crew(crew.code, tuple(by_crew[crew.id])) for crew in crews]
    facts = round_facts(round_, forum.zone)
    return rules.propose(away, free, rules.from_on(facts, not_before) if not_before else facts)


@dataclass(frozen=True)
class FreeTime:
    """A time that a point may have instead of its own."""

    crew: Crew
    span: Span
    comfort: Comfort


def times_for(forum: Forum, slot: TestSlot, *, now: datetime) -> list[FreeTime]:
    """Free times of its round at no hard hour, each once, by start; where it can, of its crew.

    Two queries. None that begins sooner than points may choose (`rebook_hours`).
    """
    booked = [x for x in slots_of(forum) if x.missed_at is None and x.id != slot.id]
    by_crew, by_point = _busy(booked)
    crews = {crew.code: crew for crew in crews_of(forum)}
    away = PointAway(slot.point.code, slot.point.zone, tuple(by_point[slot.point_id]))
    free = [rules.Crew(code, tuple(by_crew[crew.id])) for code, crew in crews.items()]
    found: dict[datetime, FreeTime] = {}
    for code, span, comfort in rules.free_for(away, free, round_facts(slot.round, forum.zone)):
        crew, is_own = crews[code], crews[code].id == slot.crew_id
        is_open = rules.may_rebook(span.starts, slot.round.rebook_hours, now=now)
        if comfort is Comfort.HARD or not is_open or span.starts == slot.starts_at:
            continue
        if is_own or span.starts not in found:
            found[span.starts] = FreeTime(crew, span, comfort)
    return [found[at] for at in sorted(found)]


def _busy(slots: Iterable[TestSlot]) -> tuple[dict[int, list[Span]], dict[int, list[Span]]]:
    by_crew: dict[int, list[Span]] = defaultdict(list)
    by_point: dict[int, list[Span]] = defaultdict(list)
    for slot in slots:
        span = Span(slot.starts_at, slot.ends_at)
        by_crew[slot.crew_id].append(span)
        by_point[slot.point_id].append(span)
    return by_crew, by_point


def _slots(forum: Forum) -> Select[TestSlot]:
    return (
        select(TestSlot)
        .where(TestSlot.forum_id == forum.id)
        .options(joinedload(TestSlot.point), joinedload(TestSlot.crew), joinedload(TestSlot.round))
    )
