"""Of two persons: that they are one, or that they are two after all."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ...db import Base
from .owned import same_forum


class MergedPerson(Base):
    """A person that was found to be another one. What it had is the other's now; its row stays."""

    __tablename__ = "merged_persons"
    __table_args__ = (
        CheckConstraint("gone_id <> kept_id", name="two_people"),
        same_forum("gone_id", "persons"),
        same_forum("kept_id", "persons"),
    )

    gone_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"))
    kept_id: Mapped[int] = mapped_column(index=True)
    merged_at: Mapped[datetime]
    merged_by: Mapped[str]  # an actor: "user 3"


class DistinctPersons(Base):
    """Two people who look like one and are not: nobody is asked about them again."""

    __tablename__ = "distinct_persons"
    __table_args__ = (
        CheckConstraint("one_id < other_id", name="in_order"),
        same_forum("one_id", "persons"),
        same_forum("other_id", "persons"),
    )

    one_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    other_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, index=True)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"))
    told_at: Mapped[datetime]
    told_by: Mapped[str]  # an actor: "user 3"
