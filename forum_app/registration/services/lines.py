"""The waiting lines: who gets a seat that came free, in the transaction that freed it.

First come, first served. Whoever is promoted keeps the better place and frees the poorer one of
the same session, which asks that one's line in turn. Somebody who took an overlapping place
meanwhile keeps waiting, and the next in line is asked.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import update

from ...announce import SeatsRaised
from ...db import db
from ...live.services import touch
from ...programme.models import SeatCount
from ...programme.services.seats import take_seat
from ...trail.services import Note, note
from .. import queries, rules
from ..models import Delegate, Place, Waiting, WaitingState
from ..rules.waiting import gate_topic
from . import letters, seating


def on_seats_raised(said: SeatsRaised) -> None:
    fill([said.seat_count_id], now=said.at)


def fill(seat_count_ids: Iterable[int], *, now: datetime) -> None:
    """Give every free seat of these counts to the next in its line, until no line moves."""
    to_ask = list(dict.fromkeys(seat_count_ids))
    while to_ask:
        freed = _promote_all(to_ask.pop(0), now)
        to_ask += [count_id for count_id in freed if count_id not in to_ask]


def _promote_all(seat_count_id: int, now: datetime) -> list[int]:
    """Promote until the seats or the line end; the counts in which poorer places came free."""
    freed: list[int] = []
    while (waiting := queries.next_in_line(seat_count_id)) and take_seat(seat_count_id):
        poorer = _promote(waiting, now)
        freed += [poorer.seat_count_id] if poorer else []
    return freed


def _promote(waiting: Waiting, now: datetime) -> Place | None:
    """Make a place of a line, on a seat that was just taken; the poorer place it gave up."""
    seats = db.session.get_one(SeatCount, waiting.seat_count_id)
    delegate = db.session.get_one(Delegate, waiting.delegate_id)
    poorer = queries.live_place(waiting.delegate_id, waiting.session_id)
    if poorer is not None:
        seating.release_place(poorer, now=now)
    place_id = seating.add_place(delegate, seats, now=now)
    db.session.execute(
        update(Waiting)
        .where(Waiting.id == waiting.id)
        .values(
            state=WaitingState.PROMOTED,
            ended_at=now,
            place_id=place_id,
            given_up_id=poorer.id if poorer else None,
        )
        .execution_options(synchronize_session=False)
    )
    _note(delegate, waiting, "registration.promote", actor="system", now=now)
    letters.lay_promoted(delegate, waiting, now=now)
    return poorer


def decline_promotion(delegate: Delegate, waiting_id: int, *, actor: str, now: datetime) -> None:
    """Give back the place that the line brought; the one given up for it returns if still free.

    Raises NothingToDecline where that place is no longer held.
    """
    waiting = queries.promotion_of(delegate, waiting_id)
    seating.lock_seats([waiting.session_id])
    place = db.session.get_one(Place, waiting.place_id, populate_existing=True)
    if not seating.release_place(place, now=now):
        raise rules.NothingToDecline
    waiting.state = WaitingState.DECLINED
    given_up = db.session.get(Place, waiting.given_up_id) if waiting.given_up_id else None
    if given_up is not None and take_seat(given_up.seat_count_id):
        seats = db.session.get_one(SeatCount, given_up.seat_count_id)
        seating.add_place(delegate, seats, now=now)
    db.session.flush()
    _note(delegate, waiting, "registration.decline_promotion", actor=actor, now=now)
    letters.lay_declined(delegate, waiting, now=now)
    fill([waiting.seat_count_id], now=now)


def _note(delegate: Delegate, waiting: Waiting, act: str, *, actor: str, now: datetime) -> None:
    touch(gate_topic(delegate.forum_id, delegate.id))
    note(
        Note(
            forum_id=delegate.forum_id,
            at=now,
            actor=actor,
            act=act,
            kind="delegate",
            object_id=delegate.id,
            facts={"session_id": waiting.session_id, "way": waiting.way.value},
        )
    )
