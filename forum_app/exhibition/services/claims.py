"""Owning floor: lock it, let go what has ended, take it, free it. The only place that does.

`CellClaim` is the proof of ownership, its primary key the guarantee: one cell, one day, one
booking. The lock only lets many takers of the same booth wait for each other in one order.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from ...db import db
from ...forums.models import Forum
from ...live.services import touch
from ..models import Booking, BookingState, Booth, Cell, CellClaim, booth_cells
from ..queries.floor import is_live
from ..rules.bookings import BoothTaken
from ..rules.floor import blocked_by


def lock_floor(booth_ids: Iterable[int]) -> list[int]:
    """Lock the cells of these booths and of all that overlap, in the order of ids; their ids.

    Whoever books, moves or frees takes this lock first. Booths that only touch each other over
    several others are locked too, so that what a release gives to a line is locked as well.
    """
    near = (
        select(booth_cells.c.cell_id)
        .where(booth_cells.c.booth_id.in_(list(booth_ids)))
        .cte("near", recursive=True)
    )
    mine, theirs = booth_cells.alias("mine"), booth_cells.alias("theirs")
    reached = (
        select(theirs.c.cell_id)
        .join(mine, mine.c.booth_id == theirs.c.booth_id)
        .join(near, near.c.cell_id == mine.c.cell_id)
    )
    near = near.union(reached)
    asked = select(Cell.id).where(Cell.id.in_(select(near.c.cell_id))).order_by(Cell.id)
    return list(db.session.scalars(asked.with_for_update(key_share=True)))


def let_go_ended(cell_ids: Iterable[int], *, now: datetime) -> list[Booking]:
    """End every hold on these cells whose time is over, with all its claims; the bookings."""
    claiming = select(CellClaim.booking_id).where(
        CellClaim.cell_id.in_(list(cell_ids)), CellClaim.expires_at <= now
    )
    ended = db.session.scalars(
        update(Booking)
        .where(Booking.id.in_(claiming), Booking.state == BookingState.HELD)
        .values(state=BookingState.EXPIRED, held_until=None, version=Booking.version + 1)
        .returning(Booking.id)
        .execution_options(synchronize_session=False)
    ).all()
    free(ended)
    asked = select(Booking).where(Booking.id.in_(ended)).order_by(Booking.id)
    return list(db.session.scalars(asked.execution_options(populate_existing=True)))


def take(booth: Booth, booking: Booking, *, until: datetime | None) -> None:
    """Claim all cells of `booth` on all days for `booking`, or none. Raises BoothTaken.

    until: when the claims end by themselves; None: they are firm.
    """
    forum = db.session.get_one(Forum, booth.forum_id)
    claims = [
        {
            "cell_id": cell_id,
            "day": day,
            "booking_id": booking.id,
            "forum_id": forum.id,
            "expires_at": until,
        }
        for cell_id in cells_of(booth.id)
        for day in forum.days
    ]
    try:
        with db.session.begin_nested():
            db.session.execute(insert(CellClaim), claims)
    except IntegrityError:
        raise BoothTaken(booth=booth.code) from None
    floor_changed(forum.id)


def make_firm(booking: Booking) -> bool:
    """The claims of a hold end no more; False where there are none."""
    firm = update(CellClaim).where(CellClaim.booking_id == booking.id).values(expires_at=None)
    kept = db.session.scalars(
        firm.returning(CellClaim.cell_id).execution_options(synchronize_session=False)
    ).all()
    floor_changed(booking.forum_id)
    return bool(kept)


def free(booking_ids: Iterable[int]) -> None:
    """Let go all claims of these bookings."""
    claims = delete(CellClaim).where(CellClaim.booking_id.in_(list(booking_ids)))
    freed = db.session.scalars(
        claims.returning(CellClaim.forum_id).execution_options(synchronize_session=False)
    ).all()
    for forum_id in set(freed):
        floor_changed(forum_id)


def floor_changed(forum_id: int) -> None:
    """Each change of who owns what passes here, and whoever watches the plan is told."""
    touch(f"booths.{forum_id}")


def cells_of(booth_id: int) -> list[int]:
    asked = select(booth_cells.c.cell_id).where(booth_cells.c.booth_id == booth_id)
    return list(db.session.scalars(asked.order_by(booth_cells.c.cell_id)))


def owner_of(cell_ids: Iterable[int], *, now: datetime) -> Booking | None:
    """The booking that owns one of these cells at `now`, the earliest, or None."""
    return db.session.scalar(
        select(Booking)
        .join(CellClaim, CellClaim.booking_id == Booking.id)
        .where(CellClaim.cell_id.in_(list(cell_ids)), is_live(now))
        .order_by(Booking.id)
        .limit(1)
        .execution_options(populate_existing=True)
    )


def is_blocked(booth: Booth) -> bool:
    """Whether all floor of some blocked booth is in `booth`; also where it has no floor."""
    cells = frozenset(cells_of(booth.id))
    asked = (
        select(booth_cells.c.booth_id, booth_cells.c.cell_id)
        .join(Booth, Booth.id == booth_cells.c.booth_id)
        .where(Booth.forum_id == booth.forum_id, Booth.blocked_at.is_not(None))
    )
    blocked: dict[int, set[int]] = {}
    for booth_id, cell_id in db.session.execute(asked):
        blocked.setdefault(booth_id, set()).add(cell_id)
    return not cells or blocked_by(cells, map(frozenset, blocked.values()))
