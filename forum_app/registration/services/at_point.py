"""Who decides who sits at a point: a seat there is held meanwhile, approved or given back."""

from datetime import datetime

from ...db import db
from ...forums.models import Point, Seating
from .. import rules
from ..models import Place, PlaceState
from . import letters, lines, seating
from .changes import lock_delegate, note_change


def approve(place: Place, point: Point, *, actor: str, now: datetime) -> None:
    """They sit there, and are written to. Raises NotAtPoint."""
    _check_to_decide(place, point)
    place.approved_at = now
    db.session.flush()
    _tell(place, "registration.approve_seat", actor=actor, now=now)


def decline(place: Place, point: Point, *, actor: str, now: datetime) -> None:
    """The seat goes to whoever waits; the rest of the registration stays, and they are written to.

    Also of an approved seat; not where nobody decides who sits there. Raises NotAtPoint.
    """
    if point.seating is not Seating.APPROVAL:
        raise rules.NotAtPoint
    lock_delegate(place.delegate_id)  # first the registration, then its seats, as everybody does
    seating.lock_seats([place.session_id])
    if place.point_id != point.id or not seating.release_place(place, now=now):
        raise rules.NotAtPoint
    _tell(place, "registration.decline_seat", actor=actor, now=now)
    lines.fill([place.seat_count_id], now=now)


def _check_to_decide(place: Place, point: Point) -> None:
    delegate = lock_delegate(place.delegate_id)
    db.session.refresh(place)
    is_live = delegate.is_live and place.state is PlaceState.CONFIRMED
    if not is_live or place.approved_at or point.seating is not Seating.APPROVAL:
        raise rules.NotAtPoint


def _tell(place: Place, act: str, *, actor: str, now: datetime) -> None:
    delegate = lock_delegate(place.delegate_id)
    note_change(delegate, act, actor=actor, now=now)
    letters.lay_changed(delegate, now=now)
