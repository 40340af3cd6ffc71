"""Places, lines, and what one delegate attends."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from sqlalchemy import ScalarSelect, Select, bindparam, exists, func, select
from sqlalchemy.orm import aliased, joinedload

from ...db import db
from ...forums.models import Forum, Point
from ...programme.models import Release, ReleasedSession, Way
from ...programme.queries import released_sessions
from .. import rules
from ..models import (
    Delegate,
    Place,
    PlaceState,
    Ticket,
    TicketPurpose,
    Waiting,
    WaitingState,
)
from ..models.delegates import LIVE


@dataclass(frozen=True, kw_only=True)
class Attendance:
    """What one delegate has in one session: a place, or a line, or both."""

    session: ReleasedSession
    place: Place | None
    waiting: Waiting | None
    ahead: int  # how many wait in that line before the delegate

    @property
    def held(self) -> Place | Waiting:
        """The place, else the turn in a line; one of them is there."""
        return self.place or self.waiting  # type: ignore[return-value]

    @property
    def way(self) -> Way | None:
        return self.place.way if self.place else None


def agenda_of(forum: Forum, delegate: Delegate) -> list[Attendance]:
    """What `delegate` attends or waits for, by start. Four queries."""
    places = {place.session_id: place for place in live_places_of(delegate)}
    waitings = {waiting.session_id: waiting for waiting in waitings_of(delegate)}
    ahead = _ahead_of(waitings.values())
    theirs = places.keys() | waitings.keys()
    return [
        Attendance(
            session=session,
            place=places.get(session.session_id),
            waiting=waitings.get(session.session_id),
            ahead=ahead.get(session.session_id, 0),
        )
        for session in released_sessions(forum, among=theirs)
    ]


def cancelled_of(forum: Forum, delegate: Delegate) -> list[ReleasedSession]:
    """The sessions that `delegate` has, or waits for, and that are cancelled. Three queries."""
    theirs = sessions_held_by(delegate)
    return [x for x in released_sessions(forum, among=theirs) if x.cancelled]


def live_places_of(delegate: Delegate) -> list[Place]:
    return list(
        db.session.scalars(
            select(Place)
            .where(Place.delegate_id == delegate.id, Place.state == PlaceState.CONFIRMED)
            .order_by(Place.seat_count_id)
            .options(joinedload(Place.point))
            .execution_options(populate_existing=True)
        )
    )


def sessions_held_by(delegate: Delegate) -> set[int]:
    """Ids of the sessions in which `delegate` has a place or stands in a line. Two queries."""
    places = select(Place.session_id).where(
        Place.delegate_id == delegate.id, Place.state == PlaceState.CONFIRMED
    )
    lines = select(Waiting.session_id).where(
        Waiting.delegate_id == delegate.id, Waiting.state == WaitingState.WAITING
    )
    return {*db.session.scalars(places), *db.session.scalars(lines)}


def live_place(delegate_id: int, session_id: int) -> Place | None:
    return db.session.scalar(
        select(Place)
        .where(
            Place.delegate_id == delegate_id,
            Place.session_id == session_id,
            Place.state == PlaceState.CONFIRMED,
        )
        .execution_options(populate_existing=True)
    )


def places_ever_of(delegate: Delegate) -> list[Place]:
    """Every place `delegate` has or had, the released ones too: the calendar cancels those."""
    return list(
        db.session.scalars(
            select(Place)
            .where(Place.delegate_id == delegate.id)
            .order_by(Place.id)
            .options(joinedload(Place.point), joinedload(Place.session))
        )
    )


def waitings_of(delegate: Delegate) -> list[Waiting]:
    return list(
        db.session.scalars(
            select(Waiting)
            .where(Waiting.delegate_id == delegate.id, Waiting.state == WaitingState.WAITING)
            .options(joinedload(Waiting.point))
            .execution_options(populate_existing=True)
        )
    )


def _ahead_of(waitings: Iterable[Waiting]) -> dict[int, int]:
    """session id -> how many stand before; one query for all lines."""
    waitings = list(waitings)
    if not waitings:
        return {}
    mine, other = aliased(Waiting), aliased(Waiting)
    rows = db.session.execute(
        select(mine.session_id, func.count(other.id))
        .join(other, other.seat_count_id == mine.seat_count_id)
        .where(
            mine.id.in_([waiting.id for waiting in waitings]),
            other.state == WaitingState.WAITING,
            other.id < mine.id,
        )
        .group_by(mine.session_id)
    )
    return dict(rows.all())


def queue_lengths(forum: Forum) -> dict[int, int]:
    """seat count id -> how many wait in its line; absent where nobody does. One query."""
    rows = db.session.execute(
        select(Waiting.seat_count_id, func.count())
        .where(Waiting.forum_id == forum.id, Waiting.state == WaitingState.WAITING)
        .group_by(Waiting.seat_count_id)
    )
    return dict(rows.all())


def next_in_line(seat_count_id: int) -> Waiting | None:
    """The first in the line who could go there now, or None. One query.

    Not somebody with a place in another session at the same time; nobody for a session that the
    latest release shows as cancelled, or does not show. A cancelled one keeps nobody from another.
    """
    return db.session.scalar(_next_in_line(), {"seat_count_id": seat_count_id})


@cache  # a long line moves one by one, and building this takes longer than asking it
def _next_in_line() -> Select[Waiting]:
    asked, taken = aliased(ReleasedSession), aliased(ReleasedSession)
    elsewhere = (
        exists()
        .where(
            taken.release_id == asked.release_id,
            ~taken.cancelled,
            Place.delegate_id == Waiting.delegate_id,
            Place.state == PlaceState.CONFIRMED,
            Place.session_id == taken.session_id,
            Place.session_id != Waiting.session_id,
            taken.starts_at < asked.ends_at,
            asked.starts_at < taken.ends_at,
        )
        .correlate(Waiting, asked)
    )
    return (
        select(Waiting)
        .join(Delegate, Delegate.id == Waiting.delegate_id)
        .join(asked, asked.session_id == Waiting.session_id)
        .where(
            Waiting.seat_count_id == bindparam("seat_count_id"),
            Waiting.state == WaitingState.WAITING,
            Delegate.state.in_(LIVE),
            asked.release_id == _latest_release(),
            ~asked.cancelled,
            ~elsewhere,
        )
        .order_by(Waiting.id)
        .limit(1)
        .execution_options(populate_existing=True)
    )


def _latest_release() -> ScalarSelect[int]:
    newer = aliased(Release)
    return (
        select(Release.id)
        .where(
            Release.forum_id == Waiting.forum_id,
            ~exists().where(newer.forum_id == Release.forum_id, newer.number > Release.number),
        )
        .correlate(Waiting)
        .scalar_subquery()
    )


def promotion_of(delegate: Delegate, waiting_id: int) -> Waiting:
    """The line that was turned into a place of `delegate`. Raises NothingToDecline."""
    waiting = db.session.scalar(
        select(Waiting).where(
            Waiting.id == waiting_id,
            Waiting.delegate_id == delegate.id,
            Waiting.state == WaitingState.PROMOTED,
        )
    )
    if waiting is None:
        raise rules.NothingToDecline
    return waiting


def promotions_of(delegate: Delegate) -> list[Waiting]:
    """Lines that became places which `delegate` still holds: those may be declined by one press."""
    return list(
        db.session.scalars(
            select(Waiting)
            .join(Place, Place.id == Waiting.place_id)
            .where(
                Waiting.delegate_id == delegate.id,
                Waiting.state == WaitingState.PROMOTED,
                Place.state == PlaceState.CONFIRMED,
            )
        )
    )


def version_of(delegate: Delegate) -> int:
    """What names `delegate` as it stands: grows with each change, a promotion too, which writes
    nothing into the registration itself. One query."""
    ended = (WaitingState.PROMOTED, WaitingState.DECLINED)
    served = select(func.count()).where(
        Waiting.delegate_id == delegate.id, Waiting.state.in_(ended)
    )
    declined = served.where(Waiting.state == WaitingState.DECLINED)
    asked = select(served.scalar_subquery() + declined.scalar_subquery())
    return delegate.version + int(db.session.scalars(asked).one())


def ticket_of(delegate: Delegate) -> Ticket | None:
    """The ticket that opens doors for `delegate` now, or None."""
    return db.session.scalar(
        select(Ticket).where(
            Ticket.person_id == delegate.person_id,
            Ticket.purpose == TicketPurpose.DELEGATE,
            Ticket.revoked_at.is_(None),
        )
    )


def point_codes(forum: Forum) -> dict[int, str]:
    rows = db.session.execute(select(Point.id, Point.code).where(Point.forum_id == forum.id))
    return dict(rows.all())
