"""What the tables of a role at one thing share: who has it, and to whom it is offered.

The thing is a session or a point. Each table names it by a column of its own, with the foreign key
that keeps it in its forum; `thing_id` and `thing` are the names that serve them all.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from .owned import OfForum, same_forum


class BoundHolder:
    """A user who has the role at one thing, and at nothing else."""

    if TYPE_CHECKING:
        thing_id: Mapped[int]

    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"), primary_key=True, sort_order=-1)
    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id"), primary_key=True, index=True, sort_order=1
    )
    given_at: Mapped[datetime] = mapped_column(sort_order=2)
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), sort_order=2)


class BoundInvitation(OfForum):
    """The role for an address without an account: given as soon as it has one."""

    if TYPE_CHECKING:
        thing_id: Mapped[int]
        thing: Mapped[Any]

    email: Mapped[str] = mapped_column(sort_order=1)
    link_id: Mapped[int] = mapped_column(
        ForeignKey("mailed_links.id"), sort_order=1
    )  # the latest mailed
    made_at: Mapped[datetime] = mapped_column(sort_order=1)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), sort_order=1)
    accepted_at: Mapped[datetime | None] = mapped_column(sort_order=1)
    withdrawn_at: Mapped[datetime | None] = mapped_column(sort_order=1)


def invited_once(table: str, thing: str, things: str) -> tuple[Any, ...]:
    """What holds in a table of invitations to one `thing` ("session") out of `things`."""
    still_open = text("accepted_at IS NULL AND withdrawn_at IS NULL")
    column = f"{thing}_id"
    return (
        UniqueConstraint("forum_id", "id"),
        CheckConstraint("email = lower(email)", name="email_is_folded"),
        CheckConstraint(
            "accepted_at IS NULL OR withdrawn_at IS NULL", name="accepted_or_withdrawn"
        ),
        same_forum(column, things),
        Index(
            f"uq_{table}_one_open_per_{thing}",
            column,
            "email",
            unique=True,
            sqlite_where=still_open,
            postgresql_where=still_open,
        ),
        Index(f"ix_{table}_email", "email"),
    )
