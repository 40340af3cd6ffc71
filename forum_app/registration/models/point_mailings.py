"""Whether those who sit at a point that changed were written to."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...db import Base
from ...forums.models import OfForum, Point, same_forum

_OPEN = text("asked_at IS NULL AND let_be_at IS NULL")


class PointMailing(OfForum, Base):
    """What a point was when its people were told last: edits after that are one letter.

    Open until an organiser writes to them, or lets it be; at most one of a point is open.
    """

    __tablename__ = "point_mailings"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        CheckConstraint("(asked_at IS NULL) = (asked_by IS NULL)", name="asked_by_somebody"),
        CheckConstraint("asked_at IS NULL OR let_be_at IS NULL", name="asked_or_let_be"),
        CheckConstraint("ended_at IS NULL OR asked_at IS NOT NULL", name="ended_after_asked"),
        CheckConstraint("people >= 0", name="people_not_negative"),
        same_forum("point_id", "points"),
        Index(
            "uq_point_mailings_one_open_per_point",
            "point_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    point_id: Mapped[int]
    was: Mapped[dict[str, Any]] = mapped_column(JSON)  # column -> plain value; what differs alone
    since: Mapped[datetime]  # of the latest of these edits
    asked_at: Mapped[datetime | None]
    asked_by: Mapped[str | None]  # an actor: "user 3"
    let_be_at: Mapped[datetime | None]
    people: Mapped[int] = mapped_column(default=0)  # written to so far
    ended_at: Mapped[datetime | None]  # all letters are in the outbox

    point: Mapped[Point] = relationship(viewonly=True)
