"""When points are tested, and by whom."""

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...db import Base
from ...forums.models import OfForum, Point, same_forum
from ...i18n import Words


class Crew(OfForum, Base):
    """People who test lines with the points: one point at a time."""

    __tablename__ = "crews"
    __table_args__ = (UniqueConstraint("forum_id", "id"), UniqueConstraint("forum_id", "code"))

    code: Mapped[str]
    name: Mapped[Words]
    retired_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class TestRound(OfForum, Base):
    """Some days in which each point is tested once: a line test, a rehearsal."""

    __test__ = False  # no test of ours
    __tablename__ = "test_rounds"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        UniqueConstraint("forum_id", "code"),
        CheckConstraint("first_day <= last_day", name="ends_after_it_begins"),
        CheckConstraint("from_time < until_time", name="day_ends_after_it_begins"),
        CheckConstraint("minutes > 0 AND minutes % 15 = 0", name="whole_quarters"),
        CheckConstraint("rebook_hours >= 0", name="rebook_hours_not_negative"),
    )

    code: Mapped[str]
    title: Mapped[Words]
    first_day: Mapped[date]  # on the forum's walls
    last_day: Mapped[date]
    from_time: Mapped[time]
    until_time: Mapped[time]
    minutes: Mapped[int]
    position: Mapped[int]
    # until so many hours before its test a point chooses another time by itself
    rebook_hours: Mapped[int] = mapped_column(default=12, server_default=text("12"))
    version: Mapped[int] = mapped_column(default=1)


class TestSlot(OfForum, Base):
    """One test of one point by one crew. What it takes of their time is claimed by quarters."""

    __test__ = False
    __tablename__ = "test_slots"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        CheckConstraint("starts_at < ends_at", name="ends_after_it_begins"),
        CheckConstraint("done_at IS NULL OR missed_at IS NULL", name="done_or_missed"),
        same_forum("round_id", "test_rounds"),
        same_forum("point_id", "points"),
        same_forum("crew_id", "crews"),
        Index(
            "uq_test_slots_one_planned_per_point_and_round",
            "round_id",
            "point_id",
            unique=True,
            sqlite_where=text("missed_at IS NULL AND cancelled_at IS NULL"),
            postgresql_where=text("missed_at IS NULL AND cancelled_at IS NULL"),
        ),
        Index("ix_test_slots_starts", "forum_id", "starts_at"),
    )

    round_id: Mapped[int]
    point_id: Mapped[int]
    crew_id: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    missed_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    planned_at: Mapped[datetime | None]  # when it was given this time
    rebooked_at: Mapped[datetime | None]  # the same, where the point itself chose it
    version: Mapped[int] = mapped_column(default=1)

    round: Mapped[TestRound] = relationship(viewonly=True)
    point: Mapped[Point] = relationship(viewonly=True)
    crew: Mapped[Crew] = relationship(viewonly=True)


class SlotClaim(Base):
    """A quarter of an hour of a crew and of a point: neither is in two tests at once."""

    __tablename__ = "slot_claims"
    __table_args__ = (
        UniqueConstraint("point_id", "quarter_at"),
        same_forum("crew_id", "crews"),
        same_forum("point_id", "points"),
        same_forum("slot_id", "test_slots"),
    )

    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"))
    crew_id: Mapped[int] = mapped_column(primary_key=True)
    quarter_at: Mapped[datetime] = mapped_column(primary_key=True)
    point_id: Mapped[int]
    slot_id: Mapped[int] = mapped_column(index=True)
