"""Moving the people of a point that takes part no more: where to, and what became of each seat."""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...db import Base
from ...forums.models import OfForum, Point, same_forum
from ..rules.relocating import Outcome as Outcome
from .bulk import BulkAct


class Relocation(OfForum, Base):
    """What is particular to an act that moves the people of a point: one row for each of those."""

    __tablename__ = "relocations"
    __table_args__ = (
        UniqueConstraint("act_id"),
        CheckConstraint("to_online OR to_point_id IS NOT NULL", name="somewhere"),
        CheckConstraint("to_point_id <> point_id", name="elsewhere"),
        same_forum("act_id", "bulk_acts"),
        same_forum("point_id", "points"),
        same_forum("to_point_id", "points"),
        Index("ix_relocations_point_id", "point_id"),
    )

    act_id: Mapped[int]
    point_id: Mapped[int]
    to_point_id: Mapped[int | None]  # asked first, where there is one
    to_online: Mapped[bool]  # for whoever finds no seat there, or for all
    withdrew: Mapped[bool]  # whether the act took the point out of the forum
    at_once: Mapped[bool]  # the letters leave without waiting until it cannot be undone any more

    act: Mapped[BulkAct] = relationship(viewonly=True)
    point: Mapped[Point] = relationship(viewonly=True, foreign_keys="Relocation.point_id")
    to_point: Mapped[Point | None] = relationship(
        viewonly=True, foreign_keys="Relocation.to_point_id"
    )


class Relocated(OfForum, Base):
    """What became of one place, or turn in a line, that somebody had at the point."""

    __tablename__ = "relocated"
    __table_args__ = (
        UniqueConstraint("act_id", "delegate_id", "session_id"),
        CheckConstraint(
            "(was_place_id IS NULL) <> (was_waiting_id IS NULL)", name="a_place_or_a_turn"
        ),
        CheckConstraint("(outcome = 'moved') = (place_id IS NOT NULL)", name="place_where_moved"),
        same_forum("act_id", "bulk_acts"),
        same_forum("delegate_id", "delegates"),
        same_forum("session_id", "sessions"),
        same_forum("was_place_id", "places"),
        same_forum("was_waiting_id", "waitings"),
        same_forum("place_id", "places"),
        Index("ix_relocated_delegate_id", "delegate_id"),
    )

    act_id: Mapped[int]
    delegate_id: Mapped[int]
    session_id: Mapped[int]
    was_place_id: Mapped[int | None]
    was_waiting_id: Mapped[int | None]
    outcome: Mapped[Outcome]
    place_id: Mapped[int | None]  # the new one
    returned: Mapped[bool] = mapped_column(default=False)  # the act was undone, and this with it
