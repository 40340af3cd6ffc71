from datetime import datetime
from enum import StrEnum, auto
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base


class JobState(StrEnum):
    WAITING = auto()
    DONE = auto()
    DEAD = auto()


class Job(Base):
    __tablename__ = "jobs"
    __table_args__ = (
        CheckConstraint("attempts >= 0", name="attempts_not_negative"),
        Index("ix_jobs_due", "state", "next_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    forum_id: Mapped[int | None] = mapped_column(ForeignKey("forums.id"))
    dedup_key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]  # the name of a task: "registration.fill_freed_seats"
    facts: Mapped[dict[str, Any]]
    state: Mapped[JobState] = mapped_column(default=JobState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime]  # when it may be claimed; a claim moves it to the end of the lease
    last_error: Mapped[str | None]
