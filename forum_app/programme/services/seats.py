"""Seats of a session. They are counted in SQL, under a condition, and nowhere else."""

from datetime import datetime

from sqlalchemy import case, update

from ...announce import SeatsRaised, say
from ...db import db
from ..models import SeatCount


def take_seat(seat_count_id: int) -> bool:
    """Take one seat if one is free; whether it was. The row stays locked until the commit."""
    taken = db.session.scalar(
        update(SeatCount)
        .where(SeatCount.id == seat_count_id, SeatCount.taken < SeatCount.seats)
        .values(taken=SeatCount.taken + 1)
        .returning(SeatCount.id)
        .execution_options(synchronize_session=False)
    )
    return taken is not None


def free_seat(seat_count_id: int) -> None:
    """Give back one seat that was taken; where too many were taken, one fewer now is."""
    taken = SeatCount.taken - 1
    db.session.execute(
        update(SeatCount)
        .where(SeatCount.id == seat_count_id)
        .values(taken=taken, over=case((taken > SeatCount.seats, taken - SeatCount.seats), else_=0))
        .execution_options(synchronize_session=False)
    )


def set_seats(seat_count_id: int, seats: int, *, forum_id: int, now: datetime) -> None:
    """Change how many seats there are, 0 or more; below what is taken, nobody loses a place.

    Announces SeatsRaised where more can be taken than before, in the same transaction.
    """
    count = db.session.scalars(
        db.select(SeatCount)
        .where(SeatCount.id == seat_count_id, SeatCount.forum_id == forum_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    before = max(0, count.seats - count.taken)
    count.seats, count.over = seats, max(0, count.taken - seats)
    db.session.flush()
    freed = max(0, count.seats - count.taken)
    if freed > before:
        say(SeatsRaised(at=now, forum_id=forum_id, seat_count_id=count.id, freed=freed))
