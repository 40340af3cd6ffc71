"""Who wishes for which booth, who waits for one, and the proof of who owns which floor."""

from datetime import date, datetime
from enum import StrEnum, auto

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...db import Base
from ...forums.models import OfForum, same_forum
from .exhibitors import Exhibitor
from .floor import Booth, Zone


class BookingState(StrEnum):
    """held → submitted, confirmed, expired; submitted → confirmed, declined; live → cancelled."""

    HELD = auto()
    SUBMITTED = auto()
    CONFIRMED = auto()
    DECLINED = auto()
    EXPIRED = auto()
    CANCELLED = auto()


LIVE = (BookingState.HELD, BookingState.SUBMITTED, BookingState.CONFIRMED)  # they own cells


class Booking(OfForum, Base):
    """An exhibitor's wish for a booth; held, submitted and confirmed ones own cells."""

    __tablename__ = "bookings"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        CheckConstraint("(state = 'held') = (held_until IS NOT NULL)", name="only_holds_end"),
        CheckConstraint("state <> 'submitted' OR submitted_at IS NOT NULL", name="submitted_when"),
        CheckConstraint("state <> 'confirmed' OR confirmed_at IS NOT NULL", name="confirmed_when"),
        CheckConstraint(
            "(state = 'cancelled') = (cancelled_at IS NOT NULL)", name="cancelled_when"
        ),
        CheckConstraint(
            "state <> 'declined' OR (decided_at IS NOT NULL AND reason IS NOT NULL)",
            name="declined_for_a_reason",
        ),
        CheckConstraint("price_minor >= 0", name="price_not_negative"),
        Index("ix_bookings_exhibitor", "forum_id", "exhibitor_id"),
        Index("ix_bookings_held_until", "state", "held_until"),
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
    submitted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]  # by an organiser: approved or declined
    reason: Mapped[str | None]  # why it was declined or cancelled, as the exhibitor reads it
    confirmed_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]

    booth: Mapped[Booth] = relationship(viewonly=True)
    exhibitor: Mapped[Exhibitor] = relationship(viewonly=True)


class CellClaim(Base):
    """One cell, one day, one booking: the primary key says so, the only proof of ownership."""

    __tablename__ = "cell_claims"
    __table_args__ = (same_forum("cell_id", "cells"), same_forum("booking_id", "bookings"))

    cell_id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(index=True)
    forum_id: Mapped[int]
    expires_at: Mapped[datetime | None]  # of a hold; from this instant on it is nobody's


class BoothWaitingState(StrEnum):
    """waiting → offered, left; offered → accepted, declined, lapsed."""

    WAITING = auto()
    OFFERED = auto()
    ACCEPTED = auto()
    DECLINED = auto()
    LAPSED = auto()
    LEFT = auto()


_IN_LINE = "state IN ('waiting', 'offered')"
_FOR_A_BOOTH = f"booth_id IS NOT NULL AND {_IN_LINE}"
_FOR_A_ZONE = f"booth_id IS NULL AND {_IN_LINE}"


class BoothWaiting(OfForum, Base):
    """An exhibitor in the line for one booth, or for any of a zone. An offer is a held booking."""

    __tablename__ = "booth_waitings"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        CheckConstraint("state <> 'offered' OR booking_id IS NOT NULL", name="offer_is_a_hold"),
        CheckConstraint(
            "(state IN ('waiting', 'offered')) = (ended_at IS NULL)", name="ended_when"
        ),
        Index(
            "uq_booth_waitings_one_per_booth",
            "exhibitor_id",
            "booth_id",
            unique=True,
            sqlite_where=text(_FOR_A_BOOTH),
            postgresql_where=text(_FOR_A_BOOTH),
        ),
        Index(
            "uq_booth_waitings_one_per_zone",
            "exhibitor_id",
            "zone_id",
            unique=True,
            sqlite_where=text(_FOR_A_ZONE),
            postgresql_where=text(_FOR_A_ZONE),
        ),
        Index("ix_booth_waitings_line", "zone_id", "state"),
        same_forum("zone_id", "zones"),
        same_forum("booth_id", "booths"),
        same_forum("exhibitor_id", "exhibitors"),
        same_forum("booking_id", "bookings"),
    )

    exhibitor_id: Mapped[int]
    zone_id: Mapped[int]
    booth_id: Mapped[int | None]  # None: any booth of the zone
    state: Mapped[BoothWaitingState]
    joined_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    booking_id: Mapped[int | None]  # what was offered

    booth: Mapped[Booth | None] = relationship(viewonly=True)
    zone: Mapped[Zone] = relationship(viewonly=True)
