"""What organisers decide: approve, turn down, move, block a booth. Each names what was seen."""

from datetime import datetime

from sqlalchemy import select, update

from ...db import db
from ...trail.services import Note, note
from ..models import LIVE, Booking, BookingState, Booth
from ..rules import bookings as rules
from . import claims, letters, lines
from .bookings import check_free
from .ledger import By, Seen, change, check_seen, locked, noted


def approve(booking_id: int, seen: Seen, *, by: By, now: datetime) -> Booking:
    """Confirm a submitted booking. Raises Stale, NotToDecide."""
    booking = locked(booking_id)
    check_seen(booking, seen)
    if booking.state is not BookingState.SUBMITTED:
        raise rules.NotToDecide
    change(booking, seen, BookingState.CONFIRMED, confirmed_at=now, decided_at=now)
    noted(booking, "exhibition.approve", actor=by.actor, now=now)
    letters.lay_outcome(booking, now=now)
    claims.floor_changed(booking.forum_id)
    return booking


def decline(booking_id: int, seen: Seen, *, reason: str, by: By, now: datetime) -> Booking:
    """Turn a submitted booking down; its floor goes to the line, then to everybody.

    Raises ReasonNeeded, Stale, NotToDecide.
    """
    reason = rules.reason_given(reason)
    booking = locked(booking_id)
    check_seen(booking, seen)
    if booking.state is not BookingState.SUBMITTED:
        raise rules.NotToDecide
    change(booking, seen, BookingState.DECLINED, decided_at=now, reason=reason)
    noted(booking, "exhibition.decline", actor=by.actor, now=now, reason=reason)
    letters.lay_outcome(booking, now=now)
    claims.free([booking.id])
    lines.fill(claims.cells_of(booking.booth_id), now=now, first=booking.booth_id)
    return booking


def move(booking_id: int, seen: Seen, to_booth_id: int, *, by: By, now: datetime) -> Booking:
    """Give a live booking another booth, at the price of its zone; all or nothing.

    The old floor goes to its line. A hold keeps its end. Whether the zone is open does not matter.
    Raises HoldEnded, Stale, NothingHeld, SameBooth, BoothBlocked, BoothTaken, BoothPromised.
    """
    asked = select(Booking.booth_id).where(Booking.id == booking_id)
    from_id = db.session.scalar(asked)
    if from_id is None:
        raise rules.NoSuchBooking
    cells = claims.lock_floor([from_id, to_booth_id])
    booking = db.session.get_one(Booking, booking_id, populate_existing=True)
    target = db.session.get_one(Booth, to_booth_id, populate_existing=True)
    _check_movable(booking, seen, target, now)
    ended = lines.let_go_ended(cells, now=now)
    claims.free([booking.id])
    check_free(target, booking.exhibitor, now=now)
    was, until = booking.price_minor, booking.held_until
    zone = target.zone
    row = {"booth_id": target.id, "price_minor": zone.price_minor, "currency": zone.currency}
    change(booking, seen, booking.state, held_until=until, **row)
    claims.take(target, booking, until=until)
    facts = {"from_booth_id": from_id, "price_before": was, "price_after": zone.price_minor}
    noted(booking, "exhibition.move", actor=by.actor, now=now, **facts)
    letters.lay_moved(booking, from_id, now=now)
    lines.fill(cells if ended else claims.cells_of(from_id), now=now, first=from_id)
    return booking


def _check_movable(booking: Booking, seen: Seen, target: Booth, now: datetime) -> None:
    if rules.has_ended(booking.held_until, now):
        raise rules.HoldEnded(booth=booking.booth.code)
    check_seen(booking, seen)
    if booking.state not in LIVE:
        raise rules.NothingHeld
    if booking.booth_id == target.id:
        raise rules.SameBooth(booth=target.code)


def block_booth(booth_id: int, version: int, *, reason: str, by: By, now: datetime) -> Booth:
    """Give the booth to nobody. Raises ReasonNeeded, BoothStale, BoothInUse."""
    reason = rules.reason_given(reason)
    cells = claims.lock_floor([booth_id])
    lines.let_go_ended(cells, now=now)
    owner = claims.owner_of(claims.cells_of(booth_id), now=now)
    booth = db.session.get_one(Booth, booth_id, populate_existing=True)
    if owner is not None:
        raise rules.BoothInUse(booth=booth.code, holder=owner.exhibitor.name)
    _set_blocked(booth, version, blocked_at=now, blocked_reason=reason)
    _noted(booth, "exhibition.block", by, now, reason=reason)
    lines.fill(cells, now=now)  # what an ended hold let go around it
    return booth


def unblock_booth(booth_id: int, version: int, *, by: By, now: datetime) -> Booth:
    """Give the booth away again: to its line first. Raises BoothStale."""
    cells = claims.lock_floor([booth_id])
    booth = db.session.get_one(Booth, booth_id, populate_existing=True)
    _set_blocked(booth, version, blocked_at=None, blocked_reason=None)
    _noted(booth, "exhibition.unblock", by, now)
    lines.let_go_ended(cells, now=now)
    lines.fill(cells, now=now, first=booth_id)
    return booth


def _set_blocked(booth: Booth, version: int, **row: object) -> None:
    changed = db.session.scalar(
        update(Booth)
        .where(Booth.id == booth.id, Booth.version == version)
        .values(version=version + 1, **row)
        .returning(Booth.id)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(booth)
    if changed is None:
        raise rules.BoothStale(booth=booth.code)
    claims.floor_changed(booth.forum_id)


def _noted(booth: Booth, act: str, by: By, now: datetime, **facts: object) -> None:
    note(
        Note(
            forum_id=booth.forum_id,
            at=now,
            actor=by.actor,
            act=act,
            kind="booth",
            object_id=booth.id,
            facts=facts,
        )
    )
