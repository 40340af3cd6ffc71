"""Counted seats and counted categories against the rows that they count."""

from collections.abc import Iterator

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import aliased

from ...programme.models import Release, ReleasedSession, SeatCount
from ...registration.models import Category, Delegate, Place, PlaceState, Waiting
from ...registration.models.delegates import LIVE
from .invariant import Invariant, rows


def invariants() -> Iterator[Invariant]:
    yield Invariant("seat_counts.taken: the number of live places", _seats_miscounted)
    yield Invariant("seat_counts: no more live places than seats and over", _oversold)
    yield Invariant("seat_counts.over: what is taken beyond the seats", _seats_over)
    yield Invariant("categories.taken: the number of live registrations", _places_miscounted)
    yield Invariant("categories.over: what is taken beyond the quota", _categories_over)
    yield Invariant("places: way, point and session are those of the seats", _places_elsewhere)
    yield Invariant("places: nobody is at two places at the same time", _places_overlapping)
    yield Invariant("waitings: way, point and session are those of the seats", _lines_elsewhere)


_LIVE_PLACES = (
    select(func.count())
    .select_from(Place)
    .where(Place.seat_count_id == SeatCount.id, Place.state == PlaceState.CONFIRMED)
    .correlate(SeatCount)
    .scalar_subquery()
)
_LIVE_REGISTRATIONS = (
    select(func.count())
    .select_from(Delegate)
    .where(Delegate.category_id == Category.id, Delegate.state.in_(LIVE))
    .correlate(Category)
    .scalar_subquery()
)


def _seats_miscounted() -> Iterator[str]:
    return rows(select(SeatCount.id).where(SeatCount.taken != _LIVE_PLACES))


def _oversold() -> Iterator[str]:
    return rows(select(SeatCount.id).where(SeatCount.seats + SeatCount.over < _LIVE_PLACES))


def _seats_over() -> Iterator[str]:
    beyond = SeatCount.taken - SeatCount.seats
    return rows(select(SeatCount.id).where(SeatCount.over != case((beyond > 0, beyond), else_=0)))


def _places_miscounted() -> Iterator[str]:
    return rows(select(Category.id).where(Category.taken != _LIVE_REGISTRATIONS))


def _categories_over() -> Iterator[str]:
    beyond = Category.taken - Category.quota
    right = case((beyond > 0, beyond), else_=0)  # without a quota, nothing is beyond it
    return rows(select(Category.id).where(Category.over != right))


def _places_elsewhere() -> Iterator[str]:
    return _elsewhere(Place)


def _lines_elsewhere() -> Iterator[str]:
    return _elsewhere(Waiting)


def _elsewhere(table: type[Place] | type[Waiting]) -> Iterator[str]:
    of_the_seats = (
        (table.session_id, SeatCount.session_id),
        (table.way, SeatCount.way),
        (table.point_id, SeatCount.point_id),
    )
    differs = or_(*(mine.is_distinct_from(theirs) for mine, theirs in of_the_seats))
    asked = select(table.id).join(SeatCount, SeatCount.id == table.seat_count_id)
    return rows(asked.where(differs))


def _places_overlapping() -> Iterator[str]:
    """Pairs of live places, by the release that people saw when the later one was taken.

    A release that moves a session later makes an overlap that nobody booked: it is no breach.
    """
    one, other = aliased(Place), aliased(Place)
    at_one, at_other = aliased(ReleasedSession), aliased(ReleasedSession)
    later = case((one.taken_at > other.taken_at, one.taken_at), else_=other.taken_at)
    seen = (
        select(Release.id)
        .where(Release.forum_id == one.forum_id, Release.released_at <= later)
        .order_by(Release.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    asked = (
        select(one.id, other.id)
        .join(other, other.delegate_id == one.delegate_id)
        .join(at_one, at_one.session_id == one.session_id)
        .join(at_other, at_other.session_id == other.session_id)
        .where(
            one.id < other.id,
            one.state == PlaceState.CONFIRMED,
            other.state == PlaceState.CONFIRMED,
            at_one.release_id == seen,
            at_other.release_id == seen,
            ~at_one.cancelled,
            ~at_other.cancelled,
            at_one.starts_at < at_other.ends_at,
            at_other.starts_at < at_one.ends_at,
        )
    )
    return rows(asked)
