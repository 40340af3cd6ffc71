"""Seats follow the hall: a session that is released in another hall offers that hall's seats.

Fewer seats are there with the release itself, so that nobody takes one that the new hall has not;
who is over them stays, and `over` tells how many. More seats rise afterwards, in jobs, each batch
given to whoever waits.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, select, update

from ...db import db
from ...forums.models import Forum, Hall
from ...jobs.models import Job, JobState
from ...jobs.services import lay_in
from ...live.services import touch
from ..models import Release, SeatCount, Session, Way
from ..queries import released_sessions
from ..rules.changes import FOLLOW, RISE
from ..rules.following import seats_in
from ..rules.seats import seats_topic


@dataclass(frozen=True)
class SeatMove:
    """The seats in the hall of one session, and how many its other hall gives it."""

    seat_count_id: int
    session_id: int
    hall: Hall  # the other one
    seats: int  # now
    taken: int
    becomes: int

    @property
    def over(self) -> int:
        """How many more are taken than there will be seats."""
        return max(0, self.taken - self.becomes)


def seat_moves(forum: Forum, sessions: Sequence[Session]) -> list[SeatMove]:
    """What a release of `sessions` would make of their seats in the hall. At most three queries."""
    was = {x.session_id: x.hall for x in released_sessions(forum)}
    moved = {x.id: x for x in sessions if x.id in was and was[x.id].id != x.hall_id}
    if not moved:
        return []
    asked = select(SeatCount).where(
        SeatCount.forum_id == forum.id, SeatCount.way == Way.HALL, SeatCount.session_id.in_(moved)
    )
    found = []
    for count in db.session.scalars(asked.order_by(SeatCount.session_id, SeatCount.id)):
        old, new = was[count.session_id], moved[count.session_id].hall
        becomes = seats_in(new.seats, was=old.seats, offered=count.seats)
        row = (count.id, count.session_id, new, count.seats, count.taken, becomes)
        found.append(SeatMove(*row))
    return found


def follow_halls(release: Release, moves: Iterable[SeatMove], *, now: datetime) -> None:
    """Cut what becomes fewer, in the order in which seats are locked; ask for what becomes more."""
    moves = list(moves)
    if moves:
        _cut(release.forum_id, moves)
    _end_rises(release.forum_id, [x.seat_count_id for x in moves])
    more = [(x.seat_count_id, x.seats, x.becomes) for x in moves if x.becomes > x.seats]
    if more:
        facts = {"forum_id": release.forum_id, "release_id": release.id, "more": more}
        lay_in(FOLLOW, f"{FOLLOW}:{release.id}", facts, forum_id=release.forum_id, at=now)


def _cut(forum_id: int, moves: list[SeatMove]) -> None:
    """Both numbers are read where they are changed: since then somebody may have left, and seats
    may have risen over what the other hall has.
    """
    ids = [x.seat_count_id for x in moves]
    locked = select(SeatCount.id).where(SeatCount.id.in_(ids))
    locked = locked.order_by(SeatCount.session_id, SeatCount.id)
    db.session.execute(locked.with_for_update(key_share=True)).all()
    by_seats: dict[int, list[int]] = {}
    for move in moves:
        by_seats.setdefault(move.becomes, []).append(move.seat_count_id)
    for seats, some in by_seats.items():
        over = case((SeatCount.taken > seats, SeatCount.taken - seats), else_=0)
        cut = update(SeatCount).where(SeatCount.id.in_(some), SeatCount.seats > seats)
        cut = cut.values(seats=seats, over=over).execution_options(synchronize_session=False)
        db.session.execute(cut)
    touch(seats_topic(forum_id))


def _end_rises(forum_id: int, count_ids: list[int]) -> None:
    """A rise to the seats of the hall before is wanted no more."""
    if not count_ids:
        return
    rising = (Job.kind == RISE, Job.state == JobState.WAITING, Job.forum_id == forum_id)
    of = Job.facts["seat_count_id"].as_integer().in_(count_ids)
    db.session.execute(
        update(Job)
        .where(*rising, of)
        .values(state=JobState.DONE)
        .execution_options(synchronize_session=False)
    )
