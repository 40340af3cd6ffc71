"""The row of a booking: made as a hold, found, moved from state to state, and noted."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select, update

from ...db import db
from ...trail.services import Note, note
from ..models import Booking, BookingState, Booth
from ..rules import bookings as rules
from . import claims


@dataclass(frozen=True)
class By:
    """Who acts. organises: also where an exhibitor needs an invitation or has enough booths."""

    actor: str
    user_id: int | None = None
    organises: bool = False


@dataclass(frozen=True)
class Seen:
    """A booking as it was shown to whoever acts on it: what must still be so."""

    state: BookingState
    version: int


def add_hold(
    booth: Booth, exhibitor_id: int, *, until: datetime, user_id: int | None, now: datetime
) -> Booking:
    """A held booking that owns the booth. Raises BoothTaken, and leaves nothing behind then."""
    booking = Booking(
        forum_id=booth.forum_id,
        uuid=str(uuid4()),
        booth_id=booth.id,
        exhibitor_id=exhibitor_id,
        booked_by_id=user_id,
        state=BookingState.HELD,
        version=1,
        price_minor=booth.zone.price_minor,
        currency=booth.zone.currency,
        booked_at=now,
        held_until=until,
    )
    with db.session.begin_nested():
        db.session.add(booking)
        db.session.flush()
        claims.take(booth, booking, until=until)
    return booking


def locked(booking_id: int) -> Booking:
    """The booking as it is, with its floor locked. Raises NoSuchBooking."""
    booth_id = db.session.scalar(select(Booking.booth_id).where(Booking.id == booking_id))
    if booth_id is None:
        raise rules.NoSuchBooking
    claims.lock_floor([booth_id])
    return db.session.get_one(Booking, booking_id, populate_existing=True)


def check_seen(booking: Booking, seen: Seen) -> None:
    """Raises Stale where the booking is not what was shown any more."""
    if (booking.state, booking.version) != (seen.state, seen.version):
        raise rules.Stale(
            seen=rules.StateWord(seen.state),
            seen_version=seen.version,
            now=rules.StateWord(booking.state),
            now_version=booking.version,
        )


def change(booking: Booking, seen: Seen, to: BookingState, **given: object) -> None:
    """Move the booking from what was seen to `to`: only if it still is so. Raises Stale."""
    row = {"state": to, "version": seen.version + 1, "held_until": None} | given
    moved = db.session.scalar(
        update(Booking)
        .where(
            Booking.id == booking.id, Booking.state == seen.state, Booking.version == seen.version
        )
        .values(**row)
        .returning(Booking.id)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(booking)
    if moved is None:
        check_seen(booking, seen)
        raise rules.NothingHeld


def noted(booking: Booking, act: str, *, actor: str, now: datetime, **facts: object) -> None:
    """Who did what to which booking, when and why, for the trail."""
    said: dict[str, object] = {"booth_id": booking.booth_id, "exhibitor_id": booking.exhibitor_id}
    said |= {"state": booking.state.value, "version": booking.version}
    note(
        Note(
            forum_id=booking.forum_id,
            at=now,
            actor=actor,
            act=act,
            kind="booking",
            object_id=booking.id,
            facts=said | {name: value for name, value in facts.items() if value is not None},
        )
    )
