"""Who keeps a door, and how many are behind it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ...db import Base
from ...forums.models import OfForum, same_forum


class DoorShift(OfForum, Base):
    """A device that keeps a door for some hours without anybody signed in on it.

    The device knows a secret (here its fingerprint), whoever holds it knows the PIN. `locks` grows
    with each hand-over: a device that was let in before asks for the PIN again.
    """

    __tablename__ = "door_shifts"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        CheckConstraint("opened_at < ends_at", name="ends_after_it_begins"),
        CheckConstraint("ended_at >= opened_at", name="ended_after_it_began"),
        CheckConstraint("locks >= 0", name="locks_not_negative"),
    )

    door: Mapped[str]  # as the staff call it: "Room 1, left"
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    device_hash: Mapped[str] = mapped_column(unique=True)
    pin_hash: Mapped[str]  # argon2id
    locks: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime]
    ends_at: Mapped[datetime]  # by itself
    ended_at: Mapped[datetime | None]  # by whoever opened it


class DoorCount(OfForum, Base):
    """How many are in one session now: in its hall, or at one point.

    `inside` rises only in SQL, under the fire limit of the room; what a hall's other sessions leave
    of that is counted under the lock of the hall.
    """

    __tablename__ = "door_counts"
    __table_args__ = (
        CheckConstraint("inside >= 0", name="inside_not_negative"),
        same_forum("session_id", "sessions"),
        same_forum("point_id", "points"),
        Index(
            "uq_door_counts_one_per_session",
            "session_id",
            unique=True,
            sqlite_where=text("point_id IS NULL"),
            postgresql_where=text("point_id IS NULL"),
        ),
        Index(
            "uq_door_counts_one_per_session_and_point",
            "session_id",
            "point_id",
            unique=True,
            sqlite_where=text("point_id IS NOT NULL"),
            postgresql_where=text("point_id IS NOT NULL"),
        ),
    )

    session_id: Mapped[int]
    point_id: Mapped[int | None]
    inside: Mapped[int] = mapped_column(default=0)
