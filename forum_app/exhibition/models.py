"""Tables of the exhibition room, and the facts the database itself refuses to break."""

from datetime import date, datetime
from enum import StrEnum, auto

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Base
from ..forums.models import Forum, OfForum, same_forum
from ..i18n import Words


class PlanState(StrEnum):
    DRAFT = auto()
    PUBLISHED = auto()
    SUPERSEDED = auto()


class FloorPlan(OfForum, Base):
    """One version of how a hall is laid out."""

    __tablename__ = "floor_plans"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        UniqueConstraint("forum_id", "hall_id", "version"),
        CheckConstraint("width_cm > 0 AND depth_cm > 0", name="has_floor"),
        same_forum("hall_id", "halls"),
    )

    hall_id: Mapped[int]
    version: Mapped[int]
    state: Mapped[PlanState]
    width_cm: Mapped[int]
    depth_cm: Mapped[int]
    published_at: Mapped[datetime | None]


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
        CheckConstraint("price_minor >= 0", name="price_not_negative"),
        CheckConstraint("opens_at < closes_at", name="closes_after_it_opens"),
    )

    code: Mapped[str]
    name: Mapped[Words]
    mode: Mapped[ZoneMode]
    price_minor: Mapped[int]  # in the smallest unit of `currency`; the đồng has none smaller
    currency: Mapped[str]  # ISO 4217
    hold_minutes: Mapped[int]  # how long an unconfirmed booking keeps its booth
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]  # from this instant on no booth of the zone is booked


class Cell(OfForum, Base):
    """The smallest piece of floor that can be owned; it outlives every plan."""

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


booth_cells = Table(
    "booth_cells",
    Base.metadata,
    Column("forum_id", Integer, nullable=False),
    Column("booth_id", Integer, primary_key=True),
    Column("cell_id", Integer, primary_key=True),
    same_forum("booth_id", "booths"),
    same_forum("cell_id", "cells"),
)


class Booth(OfForum, Base):
    __tablename__ = "booths"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        UniqueConstraint("forum_id", "code"),
        same_forum("zone_id", "zones"),
    )

    code: Mapped[str]
    zone_id: Mapped[int]
    blocked_reason: Mapped[str | None]

    forum: Mapped[Forum] = relationship(viewonly=True)
    zone: Mapped[Zone] = relationship(viewonly=True)
    cells: Mapped[list[Cell]] = relationship(secondary=booth_cells, order_by=Cell.id, viewonly=True)


class Exhibitor(OfForum, Base):
    __tablename__ = "exhibitors"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        UniqueConstraint("forum_id", "slug"),
        UniqueConstraint("forum_id", "contact_id"),
        same_forum("contact_id", "persons"),
    )

    slug: Mapped[str]
    name: Mapped[str]
    profile: Mapped[Words | None]
    contact_id: Mapped[int]  # the person who books for it


class BookingState(StrEnum):
    """held → submitted, confirmed, expired; submitted → confirmed, declined; live → cancelled."""

    HELD = auto()
    SUBMITTED = auto()
    CONFIRMED = auto()
    DECLINED = auto()
    EXPIRED = auto()
    CANCELLED = auto()


class Booking(OfForum, Base):
    """An exhibitor's wish for a booth; held, submitted and confirmed ones own cells."""

    __tablename__ = "bookings"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        CheckConstraint("(state = 'held') = (held_until IS NOT NULL)", name="only_holds_end"),
        CheckConstraint("state <> 'confirmed' OR confirmed_at IS NOT NULL", name="confirmed_when"),
        CheckConstraint(
            "(state = 'cancelled') = (cancelled_at IS NOT NULL)", name="cancelled_when"
        ),
        CheckConstraint("price_minor >= 0", name="price_not_negative"),
        same_forum("booth_id", "booths"),
        same_forum("exhibitor_id", "exhibitors"),
    )

    uuid: Mapped[str] = mapped_column(unique=True)
    booth_id: Mapped[int]
    exhibitor_id: Mapped[int]
    booked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    state: Mapped[BookingState]
    version: Mapped[int] = mapped_column(default=1)
    price_minor: Mapped[int]  # as it was when booked
    currency: Mapped[str]
    booked_at: Mapped[datetime]
    held_until: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]

    exhibitor: Mapped[Exhibitor] = relationship(viewonly=True)


class CellClaim(Base):
    """One cell, one day, one booking: the primary key says so, the only proof of ownership."""

    __tablename__ = "cell_claims"
    __table_args__ = (same_forum("cell_id", "cells"), same_forum("booking_id", "bookings"))

    cell_id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(index=True)
    forum_id: Mapped[int]
