"""Seats of a session. They are counted in SQL, under a condition, and nowhere else."""

from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, case, or_, select, update

from ...announce import SeatsRaised, say
from ...db import db
from ...forums.models import Point
from ...jobs.queries import is_waiting
from ...jobs.services import forgo, lay_in
from ...live.services import touch
from ...trail.services import Note, note
from ..models import SeatCount
from ..queries.released import is_hall_of
from ..rules.changes import RISE, NoSuchSeats, SeatsChanged
from ..rules.seats import seats_topic

RAISED_AT_ONCE = 20  # some 3 ms each, twice that where a promotion frees another seat


def take_seat(seat_count_id: int, *, also_withdrawn: bool = False) -> bool:
    """Take one seat if one is free; whether it was. The row stays locked until the commit.

    None of a point that takes part no more: whoever withdraws it waits for those who take a seat
    there at that moment, and sees them. also_withdrawn: for whoever is put back where they were.
    """
    free = [SeatCount.id == seat_count_id, SeatCount.taken < SeatCount.seats]
    forum_id = db.session.scalar(
        update(SeatCount)
        .where(*free, *(() if also_withdrawn else (_takes_part(),)))
        .values(taken=SeatCount.taken + 1)
        .returning(SeatCount.forum_id)
        .execution_options(synchronize_session=False)
    )
    if forum_id is not None:
        touch(seats_topic(forum_id))
    return forum_id is not None


@cache  # everybody who registers asks it, and building it takes longer than asking
def _takes_part() -> ColumnElement[bool]:
    point = select(Point.id).where(Point.id == SeatCount.point_id, Point.withdrawn_at.is_(None))
    held = point.correlate(SeatCount).with_for_update(read=True).scalar_subquery()
    return or_(SeatCount.point_id.is_(None), held.is_not(None))


def free_seat(seat_count_id: int) -> None:
    """Give back one seat that was taken; where too many were taken, one fewer now is."""
    taken = SeatCount.taken - 1
    forum_id = db.session.scalar(
        update(SeatCount)
        .where(SeatCount.id == seat_count_id)
        .values(taken=taken, over=case((taken > SeatCount.seats, taken - SeatCount.seats), else_=0))
        .returning(SeatCount.forum_id)
        .execution_options(synchronize_session=False)
    )
    if forum_id is not None:
        touch(seats_topic(forum_id))


def set_seats(
    seat_count_id: int, seats: int, *, seen: int, forum_id: int, actor: str, now: datetime
) -> None:
    """Change how many seats there are, 0 or more; below what is taken, nobody loses a place.

    seen: how many there were when `actor` looked. A large rise goes on in jobs (`move_seats`,
    `queries.rises_of`); one that is under way ends here. Raises NoSuchSeats, SeatsChanged.
    """
    count = _locked(seat_count_id, forum_id)
    if count is None:
        raise NoSuchSeats
    if count.seats != seen:
        raise SeatsChanged(now=count.seats, seen=seen, wanted=seats)
    facts = {"seats": seats, "before": seen, "session_id": count.session_id, "way": count.way.value}
    _note(count, facts | {"point_id": count.point_id}, actor=actor, now=now)
    forgo(_key_of(count))
    move_seats(count, seats, now=now)


def go_on_raising(
    seat_count_id: int, seats: int, *, seen: int, forum_id: int, now: datetime
) -> None:
    """The next batch of a rise to `seats`; nothing where the seats were changed since the last,
    or the rise was ended, be it to as many as there are.
    """
    count = _locked(seat_count_id, forum_id)
    if count is not None and count.seats == seen and is_waiting(f"{_key_of(count)}{seen}:"):
        move_seats(count, seats, now=now)


def begin_raising(
    seat_count_id: int, seats: int, *, seen: int, release_id: int, forum_id: int, now: datetime
) -> None:
    """The first batch of a rise that release `release_id` asked for; nothing where a later one
    moved the session on to another hall, or somebody changed the seats.
    """
    count = _locked(seat_count_id, forum_id)
    if count is not None and count.seats == seen and is_hall_of(count.session_id, release_id):
        move_seats(count, seats, now=now)


def move_seats(count: SeatCount, seats: int, *, now: datetime) -> None:
    """Cut the seats of `count`, locked, to `seats`, or raise them as far as one batch goes.

    Where all seats are taken, a line may be waiting: then RAISED_AT_ONCE of them come free, and a
    job goes on when the line takes them all; seats that nobody waits for are there at once.
    Announces SeatsRaised where more can be taken than before, in the same transaction.
    """
    before = max(0, count.seats - count.taken)
    step = seats if before else min(seats, max(count.seats, count.taken) + RAISED_AT_ONCE)
    _set(count, step)
    freed = max(0, step - count.taken)
    if freed > before:
        say(SeatsRaised(at=now, forum_id=count.forum_id, seat_count_id=count.id, freed=freed))
    if step == seats:
        return
    db.session.refresh(count)
    if count.taken < count.seats:
        _set(count, seats)
        return
    facts = {"seat_count_id": count.id, "seats": seats, "seen": step, "forum_id": count.forum_id}
    key = f"{_key_of(count)}{step}:{now.isoformat()}"
    lay_in(RISE, key, facts, forum_id=count.forum_id, at=now)


def _key_of(count: SeatCount) -> str:
    return f"{RISE}:{count.id}:"


def _locked(seat_count_id: int, forum_id: int) -> SeatCount | None:
    """The seats, with all others of their session: a promotion may free one of those."""
    session_id = select(SeatCount.session_id).where(
        SeatCount.id == seat_count_id, SeatCount.forum_id == forum_id
    )
    counts = db.session.scalars(
        select(SeatCount)
        .where(SeatCount.session_id == session_id.scalar_subquery())
        .order_by(SeatCount.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()
    return next((count for count in counts if count.id == seat_count_id), None)


def _set(count: SeatCount, seats: int) -> None:
    count.seats, count.over = seats, max(0, count.taken - seats)
    db.session.flush()
    touch(seats_topic(count.forum_id))


def _note(count: SeatCount, facts: dict[str, object], *, actor: str, now: datetime) -> None:
    note(
        Note(
            forum_id=count.forum_id,
            at=now,
            actor=actor,
            act="programme.set_seats",
            kind="seats",
            object_id=count.id,
            facts=facts,
        )
    )
