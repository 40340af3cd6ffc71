"""What coordinators are reminded of, and what was."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...db import Base
from ...forums.models import OfForum, Point, same_forum
from ..rules.reminders import Rule


class ReminderPause(Base):
    """A rule that sends nothing in this forum now; one that runs has no row."""

    __tablename__ = "reminder_pauses"

    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"), primary_key=True)
    rule: Mapped[Rule] = mapped_column(primary_key=True)
    paused_at: Mapped[datetime]
    paused_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class Reminder(OfForum, Base):
    """That a rule was kept for one point, once for each test or first session.

    told: whom a letter was laid for, ["user 3", "contact 5"]; empty where nothing was missing or
    nobody can be written to.
    """

    __tablename__ = "reminders"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        UniqueConstraint("point_id", "rule", "for_at"),
        CheckConstraint("letters >= 0", name="letters_not_negative"),
        same_forum("point_id", "points"),
    )

    point_id: Mapped[int]
    rule: Mapped[Rule]
    for_at: Mapped[datetime]  # when the test, or the forum's first session, begins
    at: Mapped[datetime]
    told: Mapped[list[str]] = mapped_column(JSON)
    letters: Mapped[int]  # how many that are

    point: Mapped[Point] = relationship(viewonly=True)
