"""Counted places, and the lines of those who found none."""

from datetime import datetime
from enum import StrEnum, auto

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...db import Base
from ...forums.models import OfForum, Point, Seating, same_forum
from ...programme.models import SeatCount, Session, Way
from .delegates import Delegate


class PlaceState(StrEnum):
    CONFIRMED = auto()  # holds a counted seat
    RELEASED = auto()


class WaitingState(StrEnum):
    WAITING = auto()
    PROMOTED = auto()
    DECLINED = auto()  # promoted, and said no
    LEFT = auto()


class _OfSeats:
    """What a place and a line share: whose, which session, which way, counted where."""

    delegate_id: Mapped[int] = mapped_column(index=True)
    session_id: Mapped[int]
    seat_count_id: Mapped[int]
    way: Mapped[Way]
    point_id: Mapped[int | None]

    @property
    def is_stranded(self) -> bool:
        """Whether it is at a point that takes part no more: kept, and of no use there."""
        point: Point | None = self.point  # type: ignore[attr-defined]
        return point is not None and point.withdrawn_at is not None


def _of_seats() -> tuple[object, ...]:
    return (
        CheckConstraint("(way = 'point') = (point_id IS NOT NULL)", name="point_where_point"),
        same_forum("delegate_id", "delegates"),
        same_forum("session_id", "sessions"),
        same_forum("point_id", "points"),
        ForeignKeyConstraint(
            ["forum_id", "seat_count_id", "session_id"],
            ["seat_counts.forum_id", "seat_counts.id", "seat_counts.session_id"],
        ),
    )


class Place(_OfSeats, OfForum, Base):
    """A delegate's seat in a session. Never deleted: a released one tells what was."""

    __tablename__ = "places"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        *_of_seats(),
        CheckConstraint("(state = 'released') = (released_at IS NOT NULL)", name="released_when"),
        Index(
            "uq_places_one_live_per_delegate_and_session",
            "delegate_id",
            "session_id",
            unique=True,
            sqlite_where=text("state = 'confirmed'"),
            postgresql_where=text("state = 'confirmed'"),
        ),
        Index(
            "ix_places_live_by_seats",
            "seat_count_id",
            sqlite_where=text("state = 'confirmed'"),
            postgresql_where=text("state = 'confirmed'"),
        ),
    )

    state: Mapped[PlaceState] = mapped_column(default=PlaceState.CONFIRMED)
    taken_at: Mapped[datetime]
    released_at: Mapped[datetime | None]
    approved_at: Mapped[datetime | None]  # by who decides who sits at the point

    delegate: Mapped[Delegate] = relationship(viewonly=True)
    session: Mapped[Session] = relationship(viewonly=True)
    point: Mapped[Point | None] = relationship(viewonly=True)

    @property
    def is_undecided(self) -> bool:
        """Whether the seat is only held: who sits at its point is decided there, and was not."""
        by_approval = self.point is not None and self.point.seating is Seating.APPROVAL
        return by_approval and self.approved_at is None


class Waiting(_OfSeats, OfForum, Base):
    """A delegate in the line for seats of one session and way; the lowest id is asked first."""

    __tablename__ = "waitings"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        *_of_seats(),
        CheckConstraint("(state = 'waiting') = (ended_at IS NULL)", name="ended_when"),
        CheckConstraint("state <> 'promoted' OR place_id IS NOT NULL", name="promoted_to_a_place"),
        same_forum("place_id", "places"),
        same_forum("given_up_id", "places"),
        Index(
            "uq_waitings_one_line_per_delegate_and_session",
            "delegate_id",
            "session_id",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index(
            "ix_waitings_line",
            "seat_count_id",
            "id",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        {"sqlite_autoincrement": True},  # the order of the line: an id is never used again
    )

    state: Mapped[WaitingState] = mapped_column(default=WaitingState.WAITING)
    since: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    place_id: Mapped[int | None]  # the place a promotion gave
    given_up_id: Mapped[int | None]  # the poorer place that it freed

    delegate: Mapped[Delegate] = relationship(viewonly=True)
    session: Mapped[Session] = relationship(viewonly=True)
    point: Mapped[Point | None] = relationship(viewonly=True)
    seats: Mapped[SeatCount] = relationship(viewonly=True, overlaps="session,delegate,point")
