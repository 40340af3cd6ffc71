"""Points that changed, and who sits there and was not told."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from ...db import db
from ...forums.models import Forum, Point
from ...programme.queries import shown_ids
from ...versioned import plain
from ..models import Delegate, DelegateState, Place, PlaceState, PointMailing, Waiting, WaitingState
from ..rules.point_changes import TOLD


@dataclass(frozen=True)
class Untold:
    """An open mailing. people: who would be written to."""

    mailing: PointMailing
    people: int


def open_mailing(point: Point) -> PointMailing | None:
    asked = select(PointMailing).where(
        PointMailing.point_id == point.id,
        PointMailing.asked_at.is_(None),
        PointMailing.let_be_at.is_(None),
    )
    return db.session.scalars(asked.execution_options(populate_existing=True)).one_or_none()


def untold_at(forum: Forum, point: Point) -> Untold | None:
    """None where nothing changed, or nobody sits there who knew it otherwise. Four queries."""
    mailing = open_mailing(point)
    if mailing is None:
        return None
    asked = to_tell(forum, point, before=mailing.since).subquery()
    people = db.session.scalars(select(func.count()).select_from(asked)).one()
    return Untold(mailing, people) if people else None


def points_untold(forum: Forum) -> list[Point]:
    """Those that changed, and of which nobody was written to yet, in their order. One query."""
    asked = select(Point).join(PointMailing, PointMailing.point_id == Point.id)
    is_open = (PointMailing.asked_at.is_(None), PointMailing.let_be_at.is_(None))
    asked = asked.where(PointMailing.forum_id == forum.id, *is_open)
    return list(db.session.scalars(asked.order_by(Point.position, Point.id)))


def to_tell(forum: Forum, point: Point, *, before: datetime) -> Select[int]:
    """Ids of the confirmed registrations with a place there, in a session that takes place, that
    was taken before that instant; whoever took it later saw the point as it is. One query."""
    seated = select(Place.delegate_id).where(
        Place.point_id == point.id,
        Place.state == PlaceState.CONFIRMED,
        Place.session_id.in_(shown_ids(forum)),
        Place.taken_at < before,
    )
    asked = select(Delegate.id).where(Delegate.id.in_(seated))
    return asked.where(Delegate.state == DelegateState.CONFIRMED)


def told_of(point: Point) -> dict[str, Any]:
    """Column -> plain value, of what people are told."""
    return {name: plain(getattr(point, name)) for name in TOLD}


def is_there_somebody(point: Point) -> bool:
    asked = select(Place.id).where(Place.point_id == point.id, Place.state == PlaceState.CONFIRMED)
    return db.session.scalar(asked.limit(1)) is not None


def lines_at(point_id: int) -> tuple[list[int], set[int], int]:
    """(ids of the seats with a line, in the order of locking; their sessions; how many wait)."""
    waits = (Waiting.point_id == point_id, Waiting.state == WaitingState.WAITING)
    asked = select(Waiting.session_id, Waiting.seat_count_id, func.count()).where(*waits)
    asked = asked.group_by(Waiting.session_id, Waiting.seat_count_id)
    rows = db.session.execute(asked.order_by(Waiting.session_id, Waiting.seat_count_id)).all()
    return [count for _, count, _ in rows], {x for x, _, _ in rows}, sum(n for _, _, n in rows)
