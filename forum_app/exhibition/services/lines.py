"""The waiting lines: floor that came free goes to the next in line before everybody else.

An offer is a held booking with an end of its own. Whoever does not answer it leaves the line, so
that nobody who is away keeps a booth from all others.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select, update

from ...db import db
from ...trail.services import Note, note
from ..models import (
    Booking,
    BookingState,
    Booth,
    BoothWaiting,
    BoothWaitingState,
    booth_cells,
)
from ..queries.floor import window_of
from ..rules import bookings as rules
from . import claims, letters
from .ledger import Seen, add_hold, change, locked, noted


def next_in_line(booth: Booth) -> BoothWaiting | None:
    """Who waits longest for this booth or for any of its zone, or None."""
    return db.session.scalar(
        select(BoothWaiting)
        .where(
            BoothWaiting.zone_id == booth.zone_id,
            or_(BoothWaiting.booth_id.is_(None), BoothWaiting.booth_id == booth.id),
            BoothWaiting.state == BoothWaitingState.WAITING,
        )
        .order_by(BoothWaiting.id)
        .limit(1)
        .execution_options(populate_existing=True)
    )


def fill(cell_ids: Iterable[int], *, now: datetime, first: int | None = None) -> None:
    """Offer every booth on these cells that is free to the next in its line.

    The cells are locked. first: id of the booth that is offered before the others, of which the
    smaller ones come first.
    """
    for booth in _booths_on(cell_ids, first):
        if not window_of(booth.zone).is_open(now) or claims.is_blocked(booth):
            continue
        if claims.owner_of(claims.cells_of(booth.id), now=now) is None:
            _offer(booth, now=now)


def _booths_on(cell_ids: Iterable[int], first: int | None) -> list[Booth]:
    here = select(booth_cells.c.booth_id).where(booth_cells.c.cell_id.in_(list(cell_ids)))
    size = (
        select(func.count())
        .select_from(booth_cells)
        .where(booth_cells.c.booth_id == Booth.id)
        .scalar_subquery()
    )
    asked = select(Booth).where(Booth.id.in_(here)).order_by(Booth.id != first, size, Booth.id)
    return list(db.session.scalars(asked))


def _offer(booth: Booth, *, now: datetime) -> None:
    while waiting := next_in_line(booth):
        if _lock_waiting(waiting.id) is None:
            continue  # somebody else served it, or it left: ask again who is next
        until = now + timedelta(minutes=booth.zone.offer_minutes)
        booking = add_hold(booth, waiting.exhibitor_id, until=until, user_id=None, now=now)
        _move(waiting, BoothWaitingState.OFFERED, booking_id=booking.id)
        noted(booking, "exhibition.offer", actor="system", now=now, waiting_id=waiting.id)
        letters.lay_offered(booking, now=now)
        return


def _lock_waiting(waiting_id: int) -> BoothWaiting | None:
    """The entry, if it still waits; nobody else moves it until the end of this transaction."""
    asked = select(BoothWaiting).where(
        BoothWaiting.id == waiting_id, BoothWaiting.state == BoothWaitingState.WAITING
    )
    locking = asked.with_for_update(key_share=True).execution_options(populate_existing=True)
    return db.session.scalars(locking).one_or_none()


def _move(waiting: BoothWaiting, to: BoothWaitingState, **row: object) -> None:
    db.session.execute(
        update(BoothWaiting)
        .where(BoothWaiting.id == waiting.id)
        .values(state=to, **row)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(waiting)


def offer_accepted(booking: Booking, *, now: datetime) -> None:
    """Whoever has the booth waits for it no more, in whichever line they got it."""
    _answer(booking, BoothWaitingState.ACCEPTED, now)
    db.session.execute(
        update(BoothWaiting)
        .where(
            BoothWaiting.exhibitor_id == booking.exhibitor_id,
            BoothWaiting.booth_id == booking.booth_id,
            BoothWaiting.state == BoothWaitingState.WAITING,
        )
        .values(state=BoothWaitingState.ACCEPTED, ended_at=now, booking_id=booking.id)
        .execution_options(synchronize_session=False)
    )


def offer_declined(booking: Booking, *, now: datetime) -> None:
    _answer(booking, BoothWaitingState.DECLINED, now)


def _answer(booking: Booking, to: BoothWaitingState, now: datetime) -> None:
    """End the entry that `booking` was offered to, where it was an offer."""
    db.session.execute(
        update(BoothWaiting)
        .where(
            BoothWaiting.booking_id == booking.id,
            BoothWaiting.state == BoothWaitingState.OFFERED,
        )
        .values(state=to, ended_at=now)
        .execution_options(synchronize_session=False)
    )


def served_by_itself(booth: Booth, booking: Booking, *, now: datetime) -> None:
    """Whoever takes what they waited for, waits no more."""
    waiting = next_in_line(booth)
    if waiting is not None and waiting.exhibitor_id == booking.exhibitor_id:
        row = {"ended_at": now, "booking_id": booking.id}
        _move(waiting, BoothWaitingState.ACCEPTED, **row)


def let_go_ended(cell_ids: Iterable[int], *, now: datetime) -> list[Booking]:
    """End the holds on these cells whose time is over; offers among them leave their line."""
    ended = claims.let_go_ended(cell_ids, now=now)
    for booking in ended:
        _tell_ended(booking, now=now)
    return ended


def _tell_ended(booking: Booking, *, now: datetime) -> None:
    _answer(booking, BoothWaitingState.LAPSED, now)
    noted(booking, "exhibition.expire", actor="system", now=now)
    letters.lay_outcome(booking, now=now)


def lapse_one(*, now: datetime) -> bool:
    """End the hold that is over longest, and serve the line; False where none is over."""
    held = (Booking.state == BookingState.HELD, Booking.held_until <= now)
    asked = select(Booking.id).where(*held).order_by(Booking.held_until, Booking.id).limit(1)
    booking_id = db.session.scalar(asked)
    if booking_id is None:
        return False
    booking = locked(booking_id)
    cells = claims.cells_of(booking.booth_id)
    let_go_ended(cells, now=now)
    db.session.refresh(booking)
    if booking.state is BookingState.HELD and rules.has_ended(booking.held_until, now):
        change(booking, Seen(booking.state, booking.version), BookingState.EXPIRED)
        _tell_ended(booking, now=now)  # it owned nothing any more
    fill(claims.lock_floor([booking.booth_id]), now=now, first=booking.booth_id)
    return True


def serve(booth_id: int, *, now: datetime) -> None:
    """Offer what is free on and around this booth: a zone opened, or a line began just then."""
    cells = claims.lock_floor([booth_id])
    let_go_ended(cells, now=now)
    fill(cells, now=now, first=booth_id)


def note_waiting(waiting: BoothWaiting, act: str, *, actor: str, now: datetime) -> None:
    note(
        Note(
            forum_id=waiting.forum_id,
            at=now,
            actor=actor,
            act=act,
            kind="exhibitor",
            object_id=waiting.exhibitor_id,
            facts={"zone_id": waiting.zone_id, "booth_id": waiting.booth_id},
        )
    )
