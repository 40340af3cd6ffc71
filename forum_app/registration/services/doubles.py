"""Two persons become one: what holds of each, and which of two registrations stays."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update

from ...db import db
from ...forums.models import Forum, Person
from ...forums.rules import OF_A_PERSON
from ...forums.services import merging
from ...programme.models import SeatCount
from ...programme.services.draft_versions import hold_draft
from .. import queries
from ..models import Delegate, DelegateState, Place, PlaceState, Waiting
from ..queries.doubles import Side, Twins, held_by, twins_of
from ..rules import RegistrationEnded
from ..rules.doubles import TwinsChanged, WhichStays, joinable
from . import changes, letters, seating
from .consents import move_consents

MERGED = "merged"  # why a registration ended: another of the same person stays
ONE, OTHER = "one", "other"


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What an organiser chose of two sides. values: field -> ONE or OTHER, whose value stays.

    stays: of two live registrations, ONE or OTHER; None where nothing was chosen. joins: whether
    places of the one that goes are added, where they clash with none. seen: `Twins.seen`.
    """

    values: Mapping[str, str]
    stays: str | None
    joins: bool
    seen: str


def merge(
    forum: Forum, one: Person, other: Person, decided: Decision, *, actor: str, now: datetime
) -> Person:
    """The person that both are from now on. Whoever stays registered is written to.

    What the registration that goes held comes to the one that stays or is freed, and freed places
    go to their lines, in this transaction. Raises SamePerson, MergedAlready, TwinsChanged,
    WhichStays, and what other rooms refuse (ContactOfTwo).
    """
    hold_draft(forum)  # before any person, as whoever plans does
    merging.lock_pair(one, other)
    for delegate_id in sorted(_live_ids(one, other)):
        changes.lock_delegate(delegate_id)
    twins = twins_of(forum, one, other)
    if twins.seen != decided.seen:
        raise TwinsChanged
    stays = _unite(forum, twins, decided, actor, now) if twins.both_registered else None
    kept, gone = twins.one.person, twins.other.person
    merging.merge(kept, gone, _values(twins, decided.values), actor=actor, now=now)
    if stays is not None:
        db.session.refresh(stays)
        letters.lay_changed(stays, now=now)
    return kept


def _live_ids(*people: Person) -> list[int]:
    found = [queries.live_delegate_of(person.id) for person in people]
    return [delegate.id for delegate in found if delegate]


def _values(twins: Twins, chosen: Mapping[str, str]) -> dict[str, Any]:
    """Field -> the value that stays; where nothing was chosen that of `one`, unless it has none."""
    values = {}
    for field in OF_A_PERSON:
        ours, theirs = getattr(twins.one.person, field), getattr(twins.other.person, field)
        usual = ONE if ours is not None else OTHER
        values[field] = theirs if chosen.get(field, usual) == OTHER else ours
    return values


def _unite(forum: Forum, twins: Twins, decided: Decision, actor: str, now: datetime) -> Delegate:
    """End one of two registrations; the one that stays, with what it took over."""
    if decided.stays not in (ONE, OTHER):
        raise WhichStays
    sides = [twins.one, twins.other]
    stays, goes = map(_delegate_in, sides if decided.stays == ONE else sides[::-1])
    seating.lock_seats(queries.sessions_held_by(stays) | queries.sessions_held_by(goes))
    if decided.joins:
        _take_over(forum, stays, goes, now)
    move_consents(goes, stays)
    goes.withdrawn_at = now
    at: dict[str, Any] = {"actor": actor, "now": now}
    changes.end(goes, DelegateState.WITHDRAWN, MERGED, **at, tells=False)
    changes.note_change(stays, "registration.unite", **at)
    return stays


def _delegate_in(side: Side) -> Delegate:
    if side.delegate is None:
        raise RegistrationEnded
    return side.delegate


def _take_over(forum: Forum, stays: Delegate, goes: Delegate, now: datetime) -> None:
    """Places change hands with their seats, so none is free meanwhile; a turn in a line stays."""
    joined = joinable(held_by(forum, stays), held_by(forum, goes))
    for place in queries.live_places_of(goes):
        if place.session_id in joined:
            _hand_over(place, stays, now)
    for waiting in queries.waitings_of(goes):
        if waiting.session_id in joined:
            moved = update(Waiting).where(Waiting.id == waiting.id)
            moved = moved.values(delegate_id=stays.id)
            db.session.execute(moved.execution_options(synchronize_session=False))


def _hand_over(place: Place, stays: Delegate, now: datetime) -> None:
    left = update(Place).where(Place.id == place.id)
    left = left.values(state=PlaceState.RELEASED, released_at=now)
    db.session.execute(left.execution_options(synchronize_session=False))
    seats = db.session.get_one(SeatCount, place.seat_count_id)
    seating.add_place(stays, seats, now=now)
