"""Tests in rounds: crews, rounds, and the slot of each point."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError

from ...clock import Day, day_on_wall, wall_of
from ...db import db
from ...forums.models import Forum, Point
from ...forums.queries import points_of
from ...forums.rules import YEARS, CodeTaken, check_code
from ...forums.services.noting import note_act, one_maker_at_a_time
from ...live.services import touch
from ...programme.rules.planned import Span
from ...refusal import ChangedMeanwhile, Refusal
from ...versioned import change, lock
from ..models import Crew, SlotClaim, TestRound, TestSlot
from ..queries.slots import LIVE, crew_at, crews_of, round_at
from ..rules.refusals import (
    CrewBusy,
    NotBegun,
    NotQuarters,
    OutsideRound,
    PointBusy,
    PointHasTest,
    PointLeft,
    RoundBackwards,
    RoundTooLong,
    SlotOver,
)
from ..rules.slots import QUARTER, Proposal
from ..rules.topics import readiness_topic
from .telling import tell_of

LONGEST = 240  # minutes of one test
MOST_DAYS = 31  # of a round: every look at it works out each of them
ENDINGS = {  # how a test ends -> what the trail calls it
    "done": "broadcast.test_done",
    "missed": "broadcast.test_missed",
    "cancelled": "broadcast.test_cancelled",
}


def make_crew(
    forum: Forum, code: str, wanted: Mapping[str, Any], *, actor: str, now: datetime
) -> Crew:
    """wanted: name. Raises BadCode, CodeTaken."""
    check_code(code)
    one_maker_at_a_time(forum)
    if crew_at(forum, code):
        raise CodeTaken(code=code)
    crew = Crew(forum_id=forum.id, code=code, **wanted)
    db.session.add(crew)
    db.session.flush()
    facts = {"code": code}
    note_act(forum.id, "broadcast.make_crew", "crew", crew.id, facts, actor=actor, now=now)
    return crew


def make_round(
    forum: Forum, code: str, wanted: Mapping[str, Any], *, actor: str, now: datetime
) -> TestRound:
    """wanted: title, first_day, last_day, from_time, until_time, minutes, position, rebook_hours.

    Raises BadCode, CodeTaken, RoundBackwards, RoundTooLong, NotQuarters.
    """
    check_code(code)
    _check_round(wanted)
    one_maker_at_a_time(forum)
    if round_at(forum, code):
        raise CodeTaken(code=code)
    made = TestRound(forum_id=forum.id, code=code, **wanted)
    db.session.add(made)
    db.session.flush()
    facts = {"code": code}
    note_act(forum.id, "broadcast.make_round", "test round", made.id, facts, actor=actor, now=now)
    return made


def edit_round(
    round_: TestRound, wanted: Mapping[str, Any], *, seen: int, actor: str, now: datetime
) -> None:
    """Slots that are booked stay where they are. Raises as make_round, ChangedMeanwhile."""
    _check_round(wanted)
    facts = change(round_, wanted, seen=seen)
    act = "broadcast.edit_round"
    note_act(round_.forum_id, act, "test round", round_.id, facts, actor=actor, now=now)


def _check_round(wanted: Mapping[str, Any]) -> None:
    first = wanted["first_day"]
    if wanted["last_day"] < first or wanted["until_time"] <= wanted["from_time"]:
        raise RoundBackwards
    if first.year not in YEARS or (wanted["last_day"] - first).days >= MOST_DAYS:
        raise RoundTooLong(days=MOST_DAYS, first=YEARS[0], last=YEARS[-1])
    if wanted["minutes"] % 15 or not 0 < wanted["minutes"] <= LONGEST:
        raise NotQuarters


def book(
    forum: Forum,
    round_: TestRound,
    point: Point,
    crew: Crew,
    starts_at: datetime,
    *,
    actor: str,
    now: datetime,
) -> TestSlot:
    """Give `point` its test of `round_`; a letter tells those at the point.

    Raises PointLeft, OutsideRound, PointHasTest, PointBusy, CrewBusy.
    """
    slot = _booked(forum, round_, point, crew, starts_at, actor=actor, now=now)
    tell_of([slot], "booked", now=now)
    return slot


def _booked(
    forum: Forum,
    round_: TestRound,
    point: Point,
    crew: Crew,
    starts_at: datetime,
    *,
    actor: str,
    now: datetime,
) -> TestSlot:
    check_takes_part(point)
    span = _span_in(round_, starts_at, forum.zone)
    slot = TestSlot(
        forum_id=forum.id,
        round_id=round_.id,
        point_id=point.id,
        crew_id=crew.id,
        starts_at=span.starts,
        ends_at=span.ends,
        planned_at=now,
    )
    _claim(slot, point, crew)
    facts = {"round": round_.code, "crew": crew.code, "starts_at": span.starts.isoformat()}
    _note(slot, "broadcast.book_test", facts, actor=actor, now=now)
    return slot


def book_proposed(
    forum: Forum, round_: TestRound, proposal: Proposal, *, actor: str, now: datetime
) -> int:
    """Book all that is proposed, or nothing; how many. Raises PointLeft, PointBusy, CrewBusy."""
    one_maker_at_a_time(forum)
    points = {point.code: point for point in points_of(forum)}
    crews = {crew.code: crew for crew in crews_of(forum)}
    booked = []
    for one in proposal.slots:
        point, crew = points[one.point], crews[one.crew]
        starts = one.span.starts
        booked.append(_booked(forum, round_, point, crew, starts, actor=actor, now=now))
    tell_of(booked, "booked", now=now)
    return len(booked)


def move(
    forum: Forum,
    slot: TestSlot,
    crew: Crew,
    starts_at: datetime,
    *,
    seen: int,
    actor: str,
    now: datetime,
    by_point: bool = False,
) -> None:
    """Another time or crew, with a letter to those at the point; by_point: the point chose it.

    Raises ChangedMeanwhile, SlotOver, PointLeft, OutsideRound, PointBusy, CrewBusy.
    """
    check_seen(slot, seen)
    check_takes_part(slot.point)
    was_at = slot.starts_at
    before = {"crew": slot.crew.code, "starts_at": slot.starts_at.isoformat()}
    span = _span_in(slot.round, starts_at, forum.zone)
    _free(slot)
    slot.crew_id, slot.starts_at, slot.ends_at = crew.id, span.starts, span.ends
    slot.version = seen + 1
    slot.planned_at, slot.rebooked_at = now, now if by_point else None
    _claim(slot, slot.point, crew)
    after = {"crew": crew.code, "starts_at": span.starts.isoformat()}
    if before != after:
        facts = {"before": before, "after": after}
        act = "broadcast.rebook_test" if by_point else "broadcast.move_test"
        _note(slot, act, facts, actor=actor, now=now)
        tell_of([slot], "moved", now=now, before={slot.id: was_at})


def end(slot: TestSlot, how: str, *, seen: int, actor: str, now: datetime) -> None:
    """how: done, missed or cancelled. What is missed or cancelled frees its time.

    Raises ChangedMeanwhile, SlotOver, NotBegun.
    """
    check_seen(slot, seen)
    if how != "cancelled" and now < slot.starts_at:
        raise NotBegun
    setattr(slot, f"{how}_at", now)
    slot.version = seen + 1
    if how != "done":
        _free(slot)
    db.session.flush()
    _note(slot, ENDINGS[how], {"round": slot.round.code}, actor=actor, now=now)
    if how == "cancelled":
        tell_of([slot], "cancelled", now=now)


def check_seen(slot: TestSlot, seen: int) -> None:
    """Hold `slot` until the commit. Raises ChangedMeanwhile, SlotOver."""
    lock(slot)
    if slot.version != seen:
        raise ChangedMeanwhile
    if slot.done_at or slot.missed_at or slot.cancelled_at:
        raise SlotOver


def check_takes_part(point: Point) -> None:
    """Raises PointLeft."""
    if point.withdrawn_at is not None:
        raise PointLeft(point=point.name)


def _span_in(round_: TestRound, starts_at: datetime, zone: str) -> Span:
    """Raises OutsideRound."""
    span = Span(starts_at, starts_at + timedelta(minutes=round_.minutes))
    starts, ends = wall_of(span.starts, zone)[0], wall_of(span.ends, zone)[0]
    fits = (
        round_.first_day <= day_on_wall(span.starts, zone) <= round_.last_day
        and starts.date() == ends.date()
        and round_.from_time <= starts.time()
        and ends.time() <= round_.until_time
        and starts_at.timestamp() % QUARTER.total_seconds() == 0
    )
    if not fits:
        raise OutsideRound(
            first=Day(round_.first_day),
            last=Day(round_.last_day),
            from_time=f"{round_.from_time:%H:%M}",
            until_time=f"{round_.until_time:%H:%M}",
        )
    return span


def _claim(slot: TestSlot, point: Point, crew: Crew) -> None:
    """Write `slot` and its quarters. The keys of the claims decide; then it is said who is busy."""
    try:
        with db.session.begin_nested():
            db.session.add(slot)
            db.session.flush()
            db.session.execute(insert(SlotClaim), _quarters(slot))
    except IntegrityError:
        raise _busy_one(slot, point, crew) from None


def _quarters(slot: TestSlot) -> list[dict[str, Any]]:
    ids = {"forum_id": slot.forum_id, "slot_id": slot.id}
    ids |= {"crew_id": slot.crew_id, "point_id": slot.point_id}
    count = int((slot.ends_at - slot.starts_at) / QUARTER)
    return [ids | {"quarter_at": slot.starts_at + n * QUARTER} for n in range(count)]


def _busy_one(slot: TestSlot, point: Point, crew: Crew) -> Refusal:
    same = select(TestSlot.id).where(
        TestSlot.round_id == slot.round_id, TestSlot.point_id == point.id, *LIVE
    )
    if slot.id is None and db.session.scalar(same.limit(1)) is not None:
        return PointHasTest(point=point.name)
    overlapping = select(TestSlot.id).where(
        TestSlot.crew_id == crew.id,
        TestSlot.point_id != point.id,
        TestSlot.starts_at < slot.ends_at,
        TestSlot.ends_at > slot.starts_at,
        *LIVE,
    )
    if db.session.scalar(overlapping.limit(1)) is not None:
        return CrewBusy(crew=crew.name)
    return PointBusy(point=point.name)


def _free(slot: TestSlot) -> None:
    db.session.execute(delete(SlotClaim).where(SlotClaim.slot_id == slot.id))


def _note(slot: TestSlot, act: str, facts: Mapping[str, Any], *, actor: str, now: datetime) -> None:
    note_act(slot.forum_id, act, "point", slot.point_id, facts, actor=actor, now=now)
    touch(readiness_topic(slot.forum_id))
