"""The waiting lines against what people may be given: asked apart from how lines are served.

None of it shares a question with the services: a fault in theirs must show here.
"""

from collections.abc import Iterator

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from ...forums.models import Point
from ...programme.models import Release, ReleasedSession, SeatCount
from ...registration.models import Delegate, Place, PlaceState, Waiting, WaitingState
from ...registration.models.delegates import LIVE
from .invariant import Invariant, rows


def invariants() -> Iterator[Invariant]:
    yield Invariant("seat_counts: no seat is free while somebody waits for it", _seats_kept_back)
    yield Invariant("waitings: no line was served in a cancelled session", _served_for_nothing)


_NEWEST = (
    select(Release.forum_id, func.max(Release.number).label("number"))
    .group_by(Release.forum_id)
    .cte("newest")
)
_HELD = (  # the sessions that take place, as people are told now
    select(ReleasedSession.session_id, ReleasedSession.starts_at, ReleasedSession.ends_at)
    .join(Release, Release.id == ReleasedSession.release_id)
    .join(
        _NEWEST,
        and_(_NEWEST.c.forum_id == Release.forum_id, _NEWEST.c.number == Release.number),
    )
    .where(~ReleasedSession.cancelled)
    .cte("held")
)


def _seats_kept_back() -> Iterator[str]:
    """Counts with a free seat, and somebody in the line of a session that takes place who is in
    no other one at that time. A point that takes part no more gives no seat."""
    wanted, other = _HELD.alias("wanted"), _HELD.alias("other")
    bound = (
        select(Waiting.id)
        .join(wanted, wanted.c.session_id == Waiting.session_id)
        .join(Place, Place.delegate_id == Waiting.delegate_id)
        .join(other, other.c.session_id == Place.session_id)
        .where(
            Place.state == PlaceState.CONFIRMED,
            Place.session_id != Waiting.session_id,
            wanted.c.starts_at < other.c.ends_at,
            wanted.c.ends_at > other.c.starts_at,
        )
    )
    gone = select(Point.id).where(Point.withdrawn_at.is_not(None))
    asked = (
        select(SeatCount.id)
        .distinct()
        .join(Waiting, Waiting.seat_count_id == SeatCount.id)
        .join(Delegate, Delegate.id == Waiting.delegate_id)
        .join(_HELD, _HELD.c.session_id == SeatCount.session_id)
        .where(
            SeatCount.seats > SeatCount.taken,
            Waiting.state == WaitingState.WAITING,
            Delegate.state.in_(LIVE),
            Waiting.id.not_in(bound),
            or_(SeatCount.point_id.is_(None), SeatCount.point_id.not_in(gone)),
        )
    )
    return rows(asked)


def _served_for_nothing() -> Iterator[str]:
    """Lines that became a place after people were told that the session is cancelled.

    A session may be held again in a later release: what counts is the one they saw that day.
    """
    told = aliased(Release)
    seen = (
        select(func.max(told.number))
        .where(told.forum_id == Place.forum_id, told.released_at < Place.taken_at)
        .correlate(Place)
        .scalar_subquery()
    )
    asked = (
        select(Waiting.id)
        .join(Place, Place.id == Waiting.place_id)
        .join(ReleasedSession, ReleasedSession.session_id == Place.session_id)
        .join(Release, Release.id == ReleasedSession.release_id)
        .where(ReleasedSession.cancelled, Release.number == seen)
    )
    return rows(asked)
