"""When points are tested."""

from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from ...clock import instant_of
from ...db import db
from ...forums.models import Forum, Point
from ...programme.rules.planned import Span
from ..models import Crew, TestRound, TestSlot
from ..rules.slots import Round

LIVE = (TestSlot.cancelled_at.is_(None), TestSlot.missed_at.is_(None))


def crews_of(forum: Forum) -> list[Crew]:
    """Those that test, by code. One query."""
    asked = select(Crew).where(Crew.forum_id == forum.id, Crew.retired_at.is_(None))
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
            instant_of(datetime.combine(day, at), zone)
            for at in (round_.from_time, round_.until_time)
        )
        hours.append(Span(starts, ends))
    return Round(timedelta(minutes=round_.minutes), tuple(hours))


def _slots(forum: Forum) -> Select[TestSlot]:
    return (
        select(TestSlot)
        .where(TestSlot.forum_id == forum.id)
        .options(joinedload(TestSlot.point), joinedload(TestSlot.crew), joinedload(TestSlot.round))
    )
