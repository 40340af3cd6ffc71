"""The floor: plans, zones, cells, and the booths that are made of them. Nobody owns any here."""

from datetime import datetime
from enum import StrEnum, auto
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...db import Base
from ...forums.models import Forum, Hall, OfForum, same_forum
from ...i18n import Words


class PlanState(StrEnum):
    DRAFT = auto()
    PUBLISHED = auto()
    SUPERSEDED = auto()


class FloorPlan(OfForum, Base):
    """One version of how a hall is laid out: which cells there are, and what is drawn besides."""

    __tablename__ = "floor_plans"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        UniqueConstraint("forum_id", "hall_id", "version"),
        CheckConstraint("width_cm > 0 AND depth_cm > 0", name="has_floor"),
        CheckConstraint("(state = 'draft') = (published_at IS NULL)", name="published_when"),
        Index(
            "uq_floor_plans_one_published_per_hall",
            "hall_id",
            unique=True,
            sqlite_where=text("state = 'published'"),
            postgresql_where=text("state = 'published'"),
        ),
        same_forum("hall_id", "halls"),
    )

    hall_id: Mapped[int]
    version: Mapped[int]
    state: Mapped[PlanState]
    width_cm: Mapped[int]
    depth_cm: Mapped[int]
    # Aisles, stages, doors: {"kind", "x_cm", "y_cm", "width_cm", "depth_cm", "name"?}.
    marks: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    published_at: Mapped[datetime | None]

    hall: Mapped[Hall] = relationship(viewonly=True)


class ZoneMode(StrEnum):
    INVITED = auto()
    FIRST_COME = auto()
    APPLY = auto()


class Zone(OfForum, Base):
    """Booths that are given away the same way."""

    __tablename__ = "zones"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        UniqueConstraint("forum_id", "code"),
        CheckConstraint("hold_minutes > 0", name="holds_last"),
        CheckConstraint("offer_minutes > 0", name="offers_last"),
        CheckConstraint("most_booths > 0", name="some_booths"),
        CheckConstraint("price_minor >= 0", name="price_not_negative"),
        CheckConstraint("opens_at < closes_at", name="closes_after_it_opens"),
    )

    code: Mapped[str]
    name: Mapped[Words]
    mode: Mapped[ZoneMode]
    price_minor: Mapped[int]  # in the smallest unit of `currency`; the đồng has none smaller
    currency: Mapped[str]  # ISO 4217
    hold_minutes: Mapped[int]  # how long an unconfirmed booking keeps its booth
    offer_minutes: Mapped[int] = mapped_column(default=1440)  # how long an offer to the line lasts
    most_booths: Mapped[int | None]  # that one exhibitor may hold by itself; None: no limit
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]  # from this instant on no booth of the zone is booked
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))


class Cell(OfForum, Base):
    """The smallest piece of floor that can be owned; it outlives every plan, its shape kept."""

    __tablename__ = "cells"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        UniqueConstraint("forum_id", "hall_id", "code"),
        CheckConstraint("width_cm > 0 AND depth_cm > 0", name="has_floor"),
        same_forum("hall_id", "halls"),
    )

    hall_id: Mapped[int]
    code: Mapped[str]
    x_cm: Mapped[int]
    y_cm: Mapped[int]
    width_cm: Mapped[int]
    depth_cm: Mapped[int]


plan_cells = Table(
    "plan_cells",
    Base.metadata,
    Column("forum_id", Integer, ForeignKey("forums.id"), nullable=False),
    Column("plan_id", Integer, primary_key=True),
    Column("cell_id", Integer, primary_key=True),
    same_forum("plan_id", "floor_plans"),
    same_forum("cell_id", "cells"),
    Index("ix_plan_cells_cell_id", "cell_id"),
)

booth_cells = Table(
    "booth_cells",
    Base.metadata,
    Column("forum_id", Integer, nullable=False),
    Column("booth_id", Integer, primary_key=True),
    Column("cell_id", Integer, primary_key=True),
    same_forum("booth_id", "booths"),
    same_forum("cell_id", "cells"),
    Index("ix_booth_cells_cell_id", "cell_id"),
)


class Booth(OfForum, Base):
    """What is booked: some cells. Two booths may share one (A1 and the island A1+A2)."""

    __tablename__ = "booths"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        UniqueConstraint("forum_id", "code"),
        CheckConstraint(
            "(blocked_at IS NULL) = (blocked_reason IS NULL)", name="blocked_for_a_reason"
        ),
        same_forum("zone_id", "zones"),
    )

    code: Mapped[str]
    zone_id: Mapped[int]
    blocked_at: Mapped[datetime | None]
    blocked_reason: Mapped[str | None]  # for the desk
    version: Mapped[int] = mapped_column(default=1)

    forum: Mapped[Forum] = relationship(viewonly=True)
    zone: Mapped[Zone] = relationship(viewonly=True)
    cells: Mapped[list[Cell]] = relationship(secondary=booth_cells, order_by=Cell.id, viewonly=True)
