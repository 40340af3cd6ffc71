"""What organisers did to many registrations at once, one row for each, so that it can be undone."""

from datetime import datetime
from enum import StrEnum, auto

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...db import Base
from ...forums.models import OfForum, same_forum
from ..rules.bulk import Verb as Verb
from .delegates import Category, Delegate


class BulkAct(OfForum, Base):
    """One act. It is under way while an item waits; after that it may be undone for a while."""

    __tablename__ = "bulk_acts"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        CheckConstraint("(verb = 'decline') = (reason IS NOT NULL)", name="reason_where_declined"),
        CheckConstraint(
            "(verb = 'categorise') = (category_id IS NOT NULL)", name="category_where_categorised"
        ),
        CheckConstraint("ended_at >= asked_at", name="ended_after_it_began"),
        CheckConstraint("undone_at IS NULL OR ended_at IS NOT NULL", name="undone_after_it_ended"),
        CheckConstraint("(undone_at IS NULL) = (undone_by_id IS NULL)", name="undone_by_whom"),
        same_forum("category_id", "categories"),
    )

    uuid: Mapped[str] = mapped_column(unique=True)
    verb: Mapped[Verb]
    reason: Mapped[str | None]  # as the people read it
    category_id: Mapped[int | None]  # the new one
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]  # when the last item was settled
    undone_at: Mapped[datetime | None]  # when it was asked to be undone
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    category: Mapped[Category | None] = relationship(viewonly=True)


class ItemState(StrEnum):
    """waiting → done | left; done → undoing → undone | kept."""

    WAITING = auto()
    DONE = auto()
    LEFT = auto()  # as it was: `why` says the reason
    UNDOING = auto()
    UNDONE = auto()
    KEPT = auto()  # could not be undone: `why` says the reason


class BulkItem(OfForum, Base):
    """One registration in an act. version: what the act left it at; another one: changed since."""

    __tablename__ = "bulk_items"
    __table_args__ = (
        same_forum("act_id", "bulk_acts"),
        same_forum("delegate_id", "delegates"),
        UniqueConstraint("act_id", "delegate_id"),
        CheckConstraint("state <> 'done' OR version IS NOT NULL", name="version_where_done"),
        Index(
            "ix_bulk_items_to_do",
            "act_id",
            "id",
            sqlite_where=text("state IN ('waiting', 'undoing')"),
            postgresql_where=text("state IN ('waiting', 'undoing')"),
        ),
        Index("ix_bulk_items_delegate_id", "delegate_id"),
    )

    act_id: Mapped[int]
    delegate_id: Mapped[int]
    state: Mapped[ItemState] = mapped_column(default=ItemState.WAITING)
    version: Mapped[int | None]
    was_category_id: Mapped[int | None]
    settled_at: Mapped[datetime | None]
    why: Mapped[str | None]  # a code of `rules.bulk`
    lost: Mapped[str | None]  # what the undoing could not bring back: "W1 P1 letter"

    delegate: Mapped[Delegate] = relationship(viewonly=True)
