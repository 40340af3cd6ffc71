"""Parts set by rule: what the organisers would set cell by cell."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from enum import StrEnum, auto

from ...forums.models import Forum, Point, PointType
from ...programme.models import AppearanceRole, Session, SessionKind
from ..models import Relay
from ..queries.relays import (
    Cell,
    matrix_of,
    relays_of,
    remote_points,
    seated_without_part,
    sessions_held,
    speaking_points,
)
from ..rules.relays import RelayRole
from .relays import Outcome, Wanted, set_parts


class Filling(StrEnum):
    """LISTEN: every point without a part listens. SPEAKERS: the points that somebody appears from
    speak, or chair. CALL: who has a part and no call time gets one. EMPTY: nobody has a part."""

    LISTEN = auto()
    SPEAKERS = auto()
    CALL = auto()
    EMPTY = auto()


PLENARIES, EVERY = "plenaries", "all"
CHAIRING = (AppearanceRole.CHAIR, AppearanceRole.MODERATOR)


def fill(
    forum: Forum, filling: Filling, where: str, minutes: int, *, by: int, now: datetime
) -> Outcome:
    """where: the code of a session, PLENARIES or EVERY. minutes: before the start, for CALL."""
    relays = relays_of(forum)
    sessions = [x for x in sessions_held(forum) if _is_meant(x, where)]
    wanted = list(_wanted(forum, filling, sessions, relays, minutes))
    return set_parts(forum, wanted, by=by, now=now)


def let_listen(forum: Forum, seen: Collection[Cell], *, by: int, now: datetime) -> Outcome:
    """The points listen where they offer seats and have no part: in those of the cells `seen` where
    that is so now. Whoever was given a part meanwhile keeps it."""
    wanted = [
        Wanted(session, point, 0, {"role": RelayRole.LISTEN})
        for session, points in seated_without_part(forum, matrix_of(forum))
        for point in points
        if (session.id, point.id) in seen
    ]
    return set_parts(forum, wanted, by=by, now=now)


def _is_meant(session: Session, where: str) -> bool:
    if where == PLENARIES:
        return session.kind is SessionKind.PLENARY
    return where == EVERY or session.code == where


def _wanted(
    forum: Forum,
    filling: Filling,
    sessions: Iterable[Session],
    relays: dict[Cell, Relay],
    minutes: int,
) -> Iterator[Wanted]:
    points = remote_points(forum)
    speaking = speaking_points(forum) if filling is Filling.SPEAKERS else {}
    for session in sessions:
        for point in points:
            cell = session.id, point.id
            relay = relays.get(cell)
            seen = relay.version if relay else 0
            if filling is Filling.EMPTY and relay:
                yield Wanted(session, point, seen, {"role": None})
            elif filling is Filling.LISTEN and not relay:
                yield Wanted(session, point, seen, {"role": RelayRole.LISTEN})
            elif filling is Filling.CALL and relay and relay.call_wall is None:
                call = session.starts_wall - timedelta(minutes=minutes)
                yield Wanted(session, point, seen, {"call_wall": call})
            elif cell in speaking and _may_speak(point, relay):
                role = RelayRole.CHAIR if speaking[cell] in CHAIRING else RelayRole.SPEAK
                yield Wanted(session, point, seen, {"role": role})


def _may_speak(point: Point, relay: Relay | None) -> bool:
    return point.type is not PointType.VIEW_ONLY and (relay is None or not relay.is_on_air)
