"""What the desk of one point shows: its parts in sessions, its people, what it lacks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from ...db import db
from ...forums.models import Forum, Point
from ...programme.models import Session
from ...programme.queries import released_sessions
from ..models import Audience, Link, PointContact, Relay
from ..rules.windows import Needed, Window, windows_at_point
from .people import contacts_of
from .relays import missing_of, parts_at, released_parts, sessions_held
from .slots import slots_at


@dataclass(frozen=True)
class PartAt:
    """A planned part. is_released: whether people are shown it just so."""

    session: Session
    relay: Relay
    missing: list[str]  # msgids of lines that it lacks
    is_released: bool


@dataclass(frozen=True)
class PointDesk:
    point: Point
    parts: list[PartAt]  # by start
    contacts: list[PointContact]


@dataclass(frozen=True)
class LineAt:
    """A line that the people of a point use. open: the window that is open now, or None.

    next: the one that opens next; None where none does.
    """

    link: Link
    open: Window | None
    next: Window | None


def lines_for(point: Point, sessions: Iterable[int]) -> list[Link]:
    """The live lines that the point uses: its own, and those of its sessions for all points.

    sessions: ids. In the order of use. One query.
    """
    shared = (Link.session_id.in_(list(sessions)), Link.audience == Audience.POINT)
    mine = or_(Link.point_id == point.id, and_(Link.point_id.is_(None), *shared))
    asked = select(Link).where(Link.forum_id == point.forum_id, mine, Link.revoked_at.is_(None))
    asked = asked.options(joinedload(Link.session))
    return list(db.session.scalars(asked.order_by(Link.priority, Link.id)))


def lines_at(forum: Forum, point: Point, *, now: datetime) -> list[LineAt]:
    """The lines of a point as its people may open them, the one to use first before the others.

    What counts is released: the parts of the point and the times of its sessions; and its tests.
    None at a point that takes part no more. now: on the forum's clock. Six queries.
    """
    if point.withdrawn_at is not None:
        return []
    sessions = _sessions_of(forum, point)
    spans = ((slot.starts_at, slot.ends_at) for slot in slots_at(point))
    tests = [Needed(starts_at=start, ends_at=end, is_test=True) for start, end in spans]
    lines = (x for x in lines_for(point, sessions) if x.audience is not Audience.SPEAKERS)
    return [_at(line, sessions, tests, now) for line in lines]


def _sessions_of(forum: Forum, point: Point) -> dict[int, Needed]:
    """session id -> when the point is needed in it, as it is released and not cancelled."""
    there = {x.session_id for x in released_parts(forum) if x.point_id == point.id}
    called = {number: relay.call_at for number, relay in parts_at(point).items()}
    return {
        one.session_id: Needed(
            starts_at=one.starts_at, ends_at=one.ends_at, called_at=called.get(one.session_id)
        )
        for one in released_sessions(forum)
        if one.session_id in there and not one.cancelled
    }


def _at(link: Link, sessions: dict[int, Needed], tests: list[Needed], now: datetime) -> LineAt:
    mine = [sessions[link.session_id]] if link.session_id in sessions else []
    needed = mine if link.session_id is not None else [*sessions.values(), *tests]
    windows = windows_at_point((link.opens_at, link.closes_at), needed)
    return LineAt(
        link,
        next((x for x in windows if x.is_open(now)), None),
        next((x for x in windows if now < x.opens_at), None),
    )


def desk_of(forum: Forum, point: Point) -> PointDesk:
    """Five queries."""
    relays = parts_at(point)
    missing = missing_of(forum, relays.values())
    released = {x.session_id: x.role for x in released_parts(forum) if x.point_id == point.id}
    parts = [
        PartAt(
            session,
            relays[session.id],
            missing.get((session.id, point.id), []),
            released.get(session.id) == relays[session.id].role,
        )
        for session in sessions_held(forum)
        if session.id in relays
    ]
    return PointDesk(point, parts, contacts_of(point))
