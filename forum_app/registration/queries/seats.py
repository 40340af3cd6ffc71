"""Seats beside their lines, for the organiser's desk: as planned, released or not."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from ...db import db
from ...forums.models import Forum, PointKind
from ...programme.models import SeatCount, Session, SessionKind, Way
from ...programme.queries import rises_of, seat_counts_of
from ..models import Waiting, WaitingState
from .places import queue_lengths


@dataclass(frozen=True, kw_only=True)
class SeatLine:
    """The seats of one session, way and point, and how many wait for one."""

    count: SeatCount
    waiting: int
    rises_to: int | None  # where a large rise is still under way
    room: int | None  # how many the hall or the point holds; None: online


@dataclass(frozen=True, kw_only=True)
class Sum:
    seats: int
    taken: int
    waiting: int
    over: int = 0  # taken beyond the seats, since they were cut

    @property
    def share(self) -> float:
        """How full it is: 1 where all seats are taken, more where people wait as well."""
        return (self.taken + self.waiting) / self.seats if self.seats else float(self.waiting > 0)


@dataclass(frozen=True, kw_only=True)
class SessionSeats:
    session: Session
    lines: list[SeatLine]  # hall, points in their order, online

    @property
    def points(self) -> list[SeatLine]:
        return [line for line in self.lines if line.count.way is Way.POINT]

    def idle_points(self, with_part: Collection[int]) -> set[int]:
        """Ids of the points with seats in it and no part: none of a session that has no time yet.

        with_part: ids of those that have one; the hall's own point needs none.
        """
        if self.session.unscheduled_at is not None or self.session.kind is SessionKind.BREAK:
            return set()
        there = (line.count.point for line in self.points if line.count.seats)
        remote = {x.id for x in there if x and not (x.withdrawn_at or x.kind is PointKind.CENTRAL)}
        return remote - set(with_part)

    def sum_of(self, way: str) -> Sum | None:
        """Over all points, where the way is one; None where nobody can attend this way."""
        lines = [line for line in self.lines if line.count.way == way]
        return _sum(lines) if lines else None


def seats_of_sessions(forum: Forum) -> list[SessionSeats]:
    """Every session that people can attend in some way and that is not cancelled, by start.

    Four queries.
    """
    asked = select(Session).where(Session.forum_id == forum.id, Session.cancelled_at.is_(None))
    asked = asked.options(joinedload(Session.hall)).order_by(Session.starts_at, Session.code)
    counts, waiting, rises = seat_counts_of(forum), queue_lengths(forum), rises_of(forum)
    found = []
    for session in db.session.scalars(asked):
        lines = [
            SeatLine(
                count=count,
                waiting=waiting.get(count.id, 0),
                rises_to=rises.get(count.id),
                room=_room(session, count),
            )
            for count in counts
            if count.session_id == session.id
        ]
        found += [SessionSeats(session=session, lines=lines)] if lines else []
    return found


def _room(session: Session, count: SeatCount) -> int | None:
    if count.way is Way.HALL:
        return session.hall.seats
    return count.point.seats if count.point else None


def _sum(lines: Iterable[SeatLine]) -> Sum:
    lines = list(lines)
    return Sum(
        seats=sum(line.count.seats for line in lines),
        taken=sum(line.count.taken for line in lines),
        waiting=sum(line.waiting for line in lines),
        over=sum(line.count.over for line in lines),
    )


def promoted_at(seat_count_id: int, now: datetime) -> int:
    """How many were given a seat of this count at that very instant. One query."""
    asked = select(func.count()).where(
        Waiting.seat_count_id == seat_count_id,
        Waiting.state == WaitingState.PROMOTED,
        Waiting.ended_at == now,
    )
    return db.session.scalar(asked) or 0
