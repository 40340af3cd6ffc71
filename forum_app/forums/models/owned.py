"""What belongs to one forum, and points at nothing of another."""

from sqlalchemy import ForeignKey, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column


class OfForum:
    """A row of one forum. Rows point at it with `same_forum`, so nothing ever joins two forums."""

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-2)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"), sort_order=-1)


def same_forum(column: str, table: str) -> ForeignKeyConstraint:
    """`column` names a row of `table` in the same forum; `table` is unique on (forum_id, id)."""
    return ForeignKeyConstraint(["forum_id", column], [f"{table}.forum_id", f"{table}.id"])
