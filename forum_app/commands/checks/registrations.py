"""What goes with a registration: places, lines, tickets and consents, and what ends with it."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from ...registration.models import (
    Consent,
    ConsentWording,
    Delegate,
    DelegateState,
    Place,
    PlaceState,
    Ticket,
    TicketPurpose,
    Waiting,
    WaitingState,
)
from ...registration.models.delegates import LIVE
from .invariant import Invariant, rows


def invariants() -> Iterator[Invariant]:
    yield Invariant("delegates: confirmed ones say since when", _confirmed_never)
    yield Invariant("delegates: live ones agreed to what was required", _not_agreed)
    yield Invariant("delegates: live ones have one live ticket", _without_ticket)
    yield Invariant("tickets: none is live when the registration has ended", _tickets_left_over)
    yield Invariant("places: none is live when the registration has ended", _places_left_over)
    yield Invariant("waitings: none waits when the registration has ended", _lines_left_over)
    yield Invariant("waitings: nobody waits for the seats they have", _waiting_in_vain)
    yield Invariant("waitings: a place given or given up is their own, there", _place_of_another)


def _confirmed_never() -> Iterator[str]:
    confirmed = Delegate.state == DelegateState.CONFIRMED
    return rows(select(Delegate.id).where(confirmed, Delegate.confirmed_at.is_(None)))


def _not_agreed() -> Iterator[str]:
    """(delegate, wording): required when the delegate registered, and no consent to its purpose."""
    asked, given = ConsentWording, aliased(ConsentWording)
    agreed = exists().where(
        Consent.delegate_id == Delegate.id,
        Consent.withdrawn_at.is_(None),
        Consent.wording_id == given.id,
        given.purpose == asked.purpose,
    )
    in_force = and_(
        asked.since <= Delegate.submitted_at,
        or_(asked.retired_at.is_(None), asked.retired_at > Delegate.submitted_at),
    )
    found = select(Delegate.id, asked.id).join(asked, asked.forum_id == Delegate.forum_id)
    return rows(found.where(Delegate.state.in_(LIVE), asked.required, in_force, ~agreed))


def _without_ticket() -> Iterator[str]:
    tickets = (
        select(func.count())
        .select_from(Ticket)
        .where(Ticket.person_id == Delegate.person_id, *_LIVE_TICKET)
        .correlate(Delegate)
        .scalar_subquery()
    )
    return rows(select(Delegate.id).where(Delegate.state.in_(LIVE), tickets != 1))


def _tickets_left_over() -> Iterator[str]:
    live = exists().where(Delegate.person_id == Ticket.person_id, Delegate.state.in_(LIVE))
    return rows(select(Ticket.id).where(*_LIVE_TICKET, ~live))


_LIVE_TICKET = (Ticket.purpose == TicketPurpose.DELEGATE, Ticket.revoked_at.is_(None))


def _places_left_over() -> Iterator[str]:
    return _left_over(Place, Place.state == PlaceState.CONFIRMED)


def _lines_left_over() -> Iterator[str]:
    return _left_over(Waiting, Waiting.state == WaitingState.WAITING)


def _left_over(table: Any, live: ColumnElement[bool]) -> Iterator[str]:
    asked = select(table.id).join(Delegate, Delegate.id == table.delegate_id)
    return rows(asked.where(live, Delegate.state.not_in(LIVE)))


def _waiting_in_vain() -> Iterator[str]:
    there = exists().where(
        Place.delegate_id == Waiting.delegate_id,
        Place.seat_count_id == Waiting.seat_count_id,
        Place.state == PlaceState.CONFIRMED,
    )
    return rows(select(Waiting.id).where(Waiting.state == WaitingState.WAITING, there))


def _place_of_another() -> Iterator[str]:
    asked = select(Waiting.id, Place.id).join(
        Place, or_(Place.id == Waiting.place_id, Place.id == Waiting.given_up_id)
    )
    return rows(
        asked.where(
            or_(
                Place.delegate_id != Waiting.delegate_id,
                Place.session_id != Waiting.session_id,
                and_(Place.id == Waiting.place_id, Place.seat_count_id != Waiting.seat_count_id),
            )
        )
    )
