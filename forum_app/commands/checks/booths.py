"""Booths: who holds one owns all its cells on all days, and nobody else owns any."""

from collections.abc import Iterator

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from ...exhibition.models import (
    LIVE,
    Booking,
    BookingState,
    Booth,
    BoothWaiting,
    BoothWaitingState,
    Cell,
    CellClaim,
    FloorPlan,
    PlanState,
    booth_cells,
    plan_cells,
)
from ...forums.models import Forum
from .invariant import Invariant, rows, streamed


def invariants() -> Iterator[Invariant]:
    yield Invariant("bookings: live ones own all cells of the booth on all days", _cells_missing)
    yield Invariant("cell_claims: each is of a live booking, its booth and a day", _claims_astray)
    yield Invariant("cell_claims: each ends when its booking does", _ending_otherwise)
    yield Invariant("cell_claims: each is of floor in the published plan", _off_the_plan)
    yield Invariant("booths: each has floor, all of it in one hall", _without_floor)
    yield Invariant("cells: no two of a hall lie on each other", _on_each_other)
    yield Invariant("booth_waitings: each offer is a hold of that exhibitor", _no_offer)


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
        .where(Booking.state.in_(LIVE))
        .group_by(Booking.id, Forum.first_day, Forum.last_day)
    )
    for booking_id, first, last, wanted, owned in streamed(asked):
        if owned != wanted * ((last - first).days + 1):
            yield str(booking_id)


def _ending_otherwise() -> Iterator[str]:
    same = CellClaim.expires_at.is_not_distinct_from(Booking.held_until)
    asked = select(CellClaim.cell_id, CellClaim.day).join(
        Booking, Booking.id == CellClaim.booking_id
    )
    return rows(asked.where(~same))


def _off_the_plan() -> Iterator[str]:
    shown = (
        exists()
        .where(plan_cells.c.cell_id == CellClaim.cell_id, plan_cells.c.plan_id == FloorPlan.id)
        .where(FloorPlan.state == PlanState.PUBLISHED)
    )
    return rows(select(CellClaim.cell_id, CellClaim.day).where(~shown))


def _without_floor() -> Iterator[str]:
    halls = func.count(Cell.hall_id.distinct())
    asked = (
        select(Booth.id)
        .outerjoin(booth_cells, booth_cells.c.booth_id == Booth.id)
        .outerjoin(Cell, Cell.id == booth_cells.c.cell_id)
        .group_by(Booth.id)
        .having(halls != 1)
    )
    return rows(asked)


def _on_each_other() -> Iterator[str]:
    other = aliased(Cell)
    asked = select(Cell.id, other.id).where(
        Cell.hall_id == other.hall_id,
        Cell.id < other.id,
        Cell.x_cm < other.x_cm + other.width_cm,
        other.x_cm < Cell.x_cm + Cell.width_cm,
        Cell.y_cm < other.y_cm + other.depth_cm,
        other.y_cm < Cell.y_cm + Cell.depth_cm,
    )
    return rows(asked)


def _no_offer() -> Iterator[str]:
    held = and_(
        Booking.id == BoothWaiting.booking_id,
        Booking.exhibitor_id == BoothWaiting.exhibitor_id,
        Booking.state == BookingState.HELD,
    )
    asked = select(BoothWaiting.id).outerjoin(Booking, held)
    offered = BoothWaiting.state == BoothWaitingState.OFFERED
    return rows(asked.where(offered, Booking.id.is_(None)))


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
                Booking.state.not_in(LIVE),
                ~CellClaim.day.between(Forum.first_day, Forum.last_day),
                ~of_its_booth,
            )
        )
    )
    return rows(asked)
