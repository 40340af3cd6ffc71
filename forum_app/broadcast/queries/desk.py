"""What the desk of one point shows: its parts in sessions, its people, what it lacks."""

from dataclasses import dataclass

from ...forums.models import Forum, Point
from ...programme.models import Session
from ..models import PointContact, Relay
from .people import contacts_of
from .relays import missing_of, parts_at, released_parts, sessions_held


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
