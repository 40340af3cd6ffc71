"""Bringing a registration back that has ended, as far as seats and categories allow."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from ...db import db
from ...programme.models import SeatCount, Session
from .. import queries
from ..models import (
    Category,
    Delegate,
    DelegateState,
    Place,
    Terms,
    Ticket,
    TicketPurpose,
    Waiting,
    WaitingState,
)
from ..models.delegates import LIVE
from ..rules.bulk import NotEnded, RegisteredAnew
from . import letters, lines, seating
from .changes import note_change
from .decisions import UNCONFIRMED
from .registrations import take_category
from .tickets import issue_ticket


def restore(delegate: Delegate, *, actor: str, now: datetime, tell: bool = True) -> list[str]:
    """`delegate`, locked, as it was when it ended; the codes of the sessions whose seats are gone.

    Seats are taken anew where one is free, the turn in a line is the old one, and the ticket that
    was printed opens doors again. tell: write to the person. Raises NotEnded, RegisteredAnew and
    CategoryFull, before anything is noted.
    """
    ended = delegate.declined_at or delegate.withdrawn_at
    if delegate.state in LIVE or ended is None:
        raise NotEnded
    category = db.session.get_one(Category, delegate.category_id)
    _revive(delegate, _state_before(delegate, category), now)
    places = _places_until(delegate, ended)
    turns = _turns_until(delegate, ended)
    seating.lock_seats({*(x.session_id for x in places), *(x.session_id for x in turns)})
    lost = [place.session_id for place in places if not _seat_again(delegate, place, now)]
    _stand_again(turns)
    _open_doors_again(delegate, ended, now)
    take_category(category)
    lines.fill([turn.seat_count_id for turn in turns], now=now)
    note_change(delegate, "registration.restore", actor=actor, now=now)
    if tell:
        letters.lay_restored(delegate, now=now)
    return _codes(lost)


def _state_before(delegate: Delegate, category: Category) -> DelegateState:
    if delegate.confirmed_at is not None:
        return DelegateState.CONFIRMED
    unconfirmed = delegate.reason == UNCONFIRMED
    if delegate.state is DelegateState.DECLINED or (category.needs_approval and not unconfirmed):
        return DelegateState.PENDING
    return DelegateState.SUBMITTED


def _revive(delegate: Delegate, state: DelegateState, now: datetime) -> None:
    """Raises RegisteredAnew, also where that happens at this very moment."""
    if queries.live_delegate_of(delegate.person_id):
        raise RegisteredAnew
    if state is DelegateState.SUBMITTED:
        hours = db.session.get_one(Terms, delegate.forum_id).confirm_hours
        delegate.confirm_by = now + timedelta(hours=hours)
    delegate.state, delegate.reason = state, None
    delegate.declined_at = delegate.withdrawn_at = None
    try:
        with db.session.begin_nested():
            db.session.flush()
    except IntegrityError:
        raise RegisteredAnew from None


def _places_until(delegate: Delegate, ended: datetime) -> list[Place]:
    asked = select(Place).where(Place.delegate_id == delegate.id, Place.released_at == ended)
    return list(db.session.scalars(asked.order_by(Place.session_id)))


def _turns_until(delegate: Delegate, ended: datetime) -> list[Waiting]:
    left = (Waiting.state == WaitingState.LEFT, Waiting.ended_at == ended)
    asked = select(Waiting).where(Waiting.delegate_id == delegate.id, *left)
    return list(db.session.scalars(asked.order_by(Waiting.session_id)))


def _seat_again(delegate: Delegate, place: Place, now: datetime) -> bool:
    if not seating.take_seat(place.seat_count_id):
        return False
    seating.add_place(delegate, db.session.get_one(SeatCount, place.seat_count_id), now=now)
    return True


def _stand_again(turns: Iterable[Waiting]) -> None:
    for turn in turns:
        turn.state, turn.ended_at = WaitingState.WAITING, None
    db.session.flush()


def _open_doors_again(delegate: Delegate, ended: datetime, now: datetime) -> None:
    revived = db.session.scalar(
        update(Ticket)
        .where(
            Ticket.person_id == delegate.person_id,
            Ticket.purpose == TicketPurpose.DELEGATE,
            Ticket.revoked_at == ended,
        )
        .values(revoked_at=None)
        .returning(Ticket.id)
        .execution_options(synchronize_session=False)
    )
    if revived is None:
        issue_ticket(delegate, now=now)


def _codes(session_ids: Iterable[int]) -> list[str]:
    asked = select(Session.code).where(Session.id.in_(session_ids)).order_by(Session.starts_at)
    return list(db.session.scalars(asked))
