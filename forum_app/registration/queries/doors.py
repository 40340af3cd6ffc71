"""Doors: which there are, and who is behind them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload

from ...clock import day_on_wall
from ...db import db
from ...forums.models import Forum, Point
from ...forums.queries import point_at, points_of
from ...i18n import Words
from ...programme.models import ReleasedSession, SeatCount, Way
from ...programme.queries import released_session_at, released_sessions, seat_counts_of
from ...trail.queries import entries_of
from ..models import CheckIn, Delegate, DelegateState, DoorCount, DoorShift, Place, PlaceState
from ..rules.doors import DoorAt, is_of_today, left_under
from .rooms import people_in_hall, people_in_halls


@dataclass(frozen=True, kw_only=True)
class Door:
    """A door of a session, in its hall or at a point; or the entrance of the venue, for one day."""

    forum: Forum
    day: date  # on the forum's walls
    session: ReleasedSession | None = None
    point: Point | None = None

    @property
    def way(self) -> Way | None:
        if self.session is None:
            return None
        return Way.POINT if self.point else Way.HALL

    @property
    def session_id(self) -> int | None:
        return self.session.session_id if self.session else None

    @property
    def point_id(self) -> int | None:
        return self.point.id if self.point else None

    @property
    def limit(self) -> int | None:
        """How many may be behind it: the fire limit of its room; None: no limit is known."""
        if self.session is None:
            return None
        return self.point.seats if self.point else self.session.hall.seats

    @property
    def where(self) -> Words:
        if self.session is None:
            return self.forum.venue
        return self.point.name if self.point else self.session.hall.name

    def facts(self, *, is_today: bool) -> DoorAt:
        return DoorAt(way=self.way, point_id=self.point_id, day=self.day, is_today=is_today)


def entrance_of(forum: Forum, day: str) -> Door | None:
    """The entrance on a day of the forum, typed by anybody: "2020-10-22"."""
    found = next((one for one in forum.days if one.isoformat() == day), None)
    return Door(forum=forum, day=found) if found else None


def door_of(forum: Forum, code: str, point: str | None = None) -> Door | None:
    """The door of a released session, in its hall or at `point`, both typed by anybody.

    None where no seat is offered there. At most three queries.
    """
    session = released_session_at(forum, code)
    there = point_at(forum, point) if point else None
    if session is None or (point and there is None):
        return None
    wanted = SeatCount.point_id == there.id if there else SeatCount.way == Way.HALL
    offered = select(SeatCount.id).where(SeatCount.session_id == session.session_id, wanted)
    if db.session.scalar(offered) is None:
        return None
    day = day_on_wall(session.starts_at, forum.zone)
    return Door(forum=forum, day=day, session=session, point=there)


def lets_in_today(door: Door, *, now: datetime) -> bool:
    """now: on the forum's clock. One query for the entrance on another day, else none."""
    today = day_on_wall(now, door.forum.zone)
    last_end = None if today == door.day else _last_end(door)
    return is_of_today(door.day, today=today, last_end=last_end, now=now)


def _last_end(door: Door) -> datetime | None:
    if door.session is not None:
        return door.session.ends_at
    return max((one.ends_at for one in _sessions_on(door)), default=None)


def _sessions_on(door: Door) -> list[ReleasedSession]:
    """What takes place on the day of an entrance. One query."""
    return [
        one
        for one in released_sessions(door.forum)
        if not one.cancelled and day_on_wall(one.starts_at, door.forum.zone) == door.day
    ]


def door_of_entry(forum: Forum, entry: CheckIn) -> Door | None:
    """The door somebody went through; None where the latest release knows its session no more."""
    if entry.day is not None:
        return entrance_of(forum, entry.day.isoformat())
    found = (one for one in released_sessions(forum) if one.session_id == entry.session_id)
    session = next(found, None)
    if session is None:
        return None
    return door_of(forum, session.code, entry.point.code if entry.point else None)


@dataclass(frozen=True, kw_only=True)
class Choices:
    """The doors one may pick."""

    sessions: list[ReleasedSession]  # with a door in their hall, by start
    points: list[Point]  # with seats in any session
    at_point: list[ReleasedSession]  # those offered at the point that was asked for


def doors_to_pick(forum: Forum, point: Point | None) -> Choices:
    """Four queries at most."""
    sessions = [one for one in released_sessions(forum) if not one.cancelled]
    counts = seat_counts_of(forum)
    in_hall = {one.session_id for one in counts if one.way is Way.HALL}
    seated = {one.point_id for one in counts if one.point_id}
    there = {one.session_id for one in counts if point and one.point_id == point.id}
    return Choices(
        sessions=[one for one in sessions if one.session_id in in_hall],
        points=[one for one in points_of(forum) if one.id in seated],
        at_point=[one for one in sessions if one.session_id in there],
    )


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Who is in, as it is now."""

    inside: int
    places: int  # held by that way; at the entrance: people with a place in a hall that day
    in_room: int  # with whoever is in other sessions of the hall that are not over
    limit: int | None

    @property
    def left(self) -> int | None:
        return None if self.limit is None else left_under(self.limit, self.in_room)


def standing_at(door: Door, *, now: datetime) -> Standing:
    """now: on the forum's clock. Four queries at most."""
    if door.session is None:
        arrived = _arrived(door)
        return Standing(inside=arrived, places=_expected(door), in_room=arrived, limit=None)
    count = select(DoorCount.inside).where(
        DoorCount.session_id == door.session_id,
        DoorCount.point_id.is_not_distinct_from(door.point_id),
    )
    seats = select(SeatCount.taken).where(
        SeatCount.session_id == door.session_id,
        SeatCount.way == door.way,
        SeatCount.point_id.is_not_distinct_from(door.point_id),
    )
    inside, taken = db.session.scalar(count) or 0, db.session.scalar(seats)
    hall = (door.forum.id, door.session.hall_id, door.session.session_id)
    in_room = inside if door.point else people_in_hall(*hall, now=now)
    return Standing(inside=inside, places=taken or 0, in_room=in_room, limit=door.limit)


def _arrived(door: Door) -> int:
    asked = select(func.count()).select_from(CheckIn)
    asked = asked.where(
        CheckIn.forum_id == door.forum.id, CheckIn.day == door.day, CheckIn.undone_at.is_(None)
    )
    return db.session.scalars(asked).one()


def _expected(door: Door) -> int:
    sessions = [one.session_id for one in _sessions_on(door)]
    asked = (
        select(func.count(Place.delegate_id.distinct()))
        .join(Delegate, Delegate.id == Place.delegate_id)
        .where(
            Place.session_id.in_(sessions),
            Place.way == Way.HALL,
            Place.state == PlaceState.CONFIRMED,
            Delegate.state == DelegateState.CONFIRMED,
        )
    )
    return db.session.scalars(asked).one()


@dataclass(frozen=True, kw_only=True)
class Inside:
    session: ReleasedSession
    inside: int
    in_hall: int  # with whoever is in other sessions of it that are not over
    limit: int

    @property
    def left(self) -> int:
        return left_under(self.limit, max(self.inside, self.in_hall))


def insides_of(forum: Forum, *, now: datetime) -> list[Inside]:
    """The halls that anybody has entered, by start of the session. Three queries."""
    asked = select(DoorCount.session_id, DoorCount.inside).where(
        DoorCount.forum_id == forum.id, DoorCount.point_id.is_(None), DoorCount.inside > 0
    )
    inside = dict(db.session.execute(asked).all())
    if not inside:
        return []
    in_halls = people_in_halls(forum, now=now)
    found = [one for one in released_sessions(forum) if one.session_id in inside]
    return [
        Inside(
            session=one,
            inside=inside[one.session_id],
            in_hall=in_halls.get(one.hall_id, 0) if one.ends_at > now else 0,
            limit=one.hall.seats,
        )
        for one in found
    ]


def entries_known(door: Door, person_id: int, nonce: str) -> list[CheckIn]:
    """What came of this very scan before, undone or not, and how the person is in. One query."""
    where = CheckIn.day == door.day
    if door.session is not None:
        where = CheckIn.session_id == door.session_id
    live = and_(CheckIn.person_id == person_id, where, CheckIn.undone_at.is_(None))
    return _entries(CheckIn.forum_id == door.forum.id, or_(CheckIn.nonce == nonce, live))


def entry_at(forum: Forum, entry_id: int) -> CheckIn | None:
    return next(iter(_entries(CheckIn.forum_id == forum.id, CheckIn.id == entry_id)), None)


def let_in_at(entry: CheckIn) -> datetime:
    """When that was, on the real clock, as the trail says. One query."""
    return entries_of(entry.forum_id, "check_in", entry.id)[-1].at


def _entries(*wanted: ColumnElement[bool]) -> list[CheckIn]:
    asked = select(CheckIn).where(*wanted)
    asked = asked.options(
        joinedload(CheckIn.hall), joinedload(CheckIn.point), joinedload(CheckIn.shift)
    )
    return list(db.session.scalars(asked.execution_options(populate_existing=True)))


def shift_with(forum: Forum, device_hash: str) -> DoorShift | None:
    """The shift of a device, ended or not. One query."""
    asked = select(DoorShift).where(
        DoorShift.forum_id == forum.id, DoorShift.device_hash == device_hash
    )
    return db.session.scalars(asked).one_or_none()


def shift_at(forum: Forum, shift_id: int) -> DoorShift | None:
    asked = select(DoorShift).where(DoorShift.forum_id == forum.id, DoorShift.id == shift_id)
    return db.session.scalars(asked).one_or_none()


def open_shifts(forum: Forum, user_id: int | None, *, now: datetime) -> Iterable[DoorShift]:
    """Those under way, the latest first: of one user, or all. One query."""
    asked = select(DoorShift).where(
        DoorShift.forum_id == forum.id, DoorShift.ended_at.is_(None), DoorShift.ends_at > now
    )
    if user_id is not None:
        asked = asked.where(DoorShift.opened_by_id == user_id)
    return list(db.session.scalars(asked.order_by(DoorShift.id.desc())))
