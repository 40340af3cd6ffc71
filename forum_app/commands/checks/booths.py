"""Booths: who holds one owns all its cells on all days, and nobody else owns any."""

from collections.abc import Iterator

from sqlalchemy import and_, exists, func, or_, select

from ...exhibition.models import Booking, BookingState, CellClaim, booth_cells
from ...forums.models import Forum
from .invariant import Invariant, rows, streamed

HOLDING = (BookingState.HELD, BookingState.SUBMITTED, BookingState.CONFIRMED)


def invariants() -> Iterator[Invariant]:
    yield Invariant("bookings: live ones own all cells of the booth on all days", _cells_missing)
    yield Invariant("cell_claims: each is of a live booking, its booth and a day", _claims_astray)


def _cells_missing() -> Iterator[str]:
    claim = and_(
        CellClaim.booking_id == Booking.id,
        CellClaim.cell_id == booth_cells.c.cell_id,
        CellClaim.day.between(Forum.first_day, Forum.last_day),
    )
    cells = func.count(booth_cells.c.cell_id.distinct())
    asked = (
        select(Booking.id, Forum.first_day, Forum.last_day, cells, func.count(CellClaim.cell_id))
        .join(Forum, Forum.id == Booking.forum_id)
        .join(booth_cells, booth_cells.c.booth_id == Booking.booth_id)
        .outerjoin(CellClaim, claim)
        .where(Booking.state.in_(HOLDING))
        .group_by(Booking.id, Forum.first_day, Forum.last_day)
    )
    for booking_id, first, last, wanted, owned in streamed(asked):
        if owned != wanted * ((last - first).days + 1):
            yield str(booking_id)


def _claims_astray() -> Iterator[str]:
    of_its_booth = exists().where(
        booth_cells.c.booth_id == Booking.booth_id, booth_cells.c.cell_id == CellClaim.cell_id
    )
    asked = (
        select(CellClaim.cell_id, CellClaim.day)
        .join(Booking, Booking.id == CellClaim.booking_id)
        .join(Forum, Forum.id == Booking.forum_id)
        .where(
            or_(
                Booking.state.not_in(HOLDING),
                ~CellClaim.day.between(Forum.first_day, Forum.last_day),
                ~of_its_booth,
            )
        )
    )
    return rows(asked)
