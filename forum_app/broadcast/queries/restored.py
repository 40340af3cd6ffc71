"""What parts the points get back, or lose, when an earlier release is made the draft."""

from dataclasses import dataclass

from sqlalchemy import select

from ...db import db
from ...forums.models import Point, PointType
from ...programme.models import ReleasedSession, Session
from ..models import Relay, ReleasedRelay
from ..rules.relays import RelayRole, can_have


@dataclass(frozen=True)
class PartRestored:
    """One cell of the matrix. was: None for no part now; role: None for none in the release."""

    session: Session
    point: Point
    was: Relay | None
    role: RelayRole | None


@dataclass(frozen=True)
class PartsRestored:
    """changed: what comes back or goes; kept: what cannot come back, and stays as it is.

    has_none: the release shows no part at all; then all stay as they are.
    """

    changed: list[PartRestored]
    kept: list[PartRestored]
    has_none: bool


def parts_restored(release_id: int) -> PartsRestored:
    """Of the sessions that the release shows as held; where a part stays, so do its people and its
    call. Four queries.
    """
    held = select(ReleasedSession.session_id)
    held = held.where(ReleasedSession.release_id == release_id, ~ReleasedSession.cancelled)
    released = select(ReleasedRelay).where(ReleasedRelay.release_id == release_id)
    wanted = {(x.session_id, x.point_id): x.role for x in db.session.scalars(released)}
    there = {
        (x.session_id, x.point_id): x
        for x in db.session.scalars(select(Relay).where(Relay.session_id.in_(held)))
    }
    if not wanted:
        return PartsRestored([], [], has_none=bool(there))
    cells = {
        x for x in {*wanted, *there} if wanted.get(x) != (there[x].role if x in there else None)
    }
    which = Session.id.in_({session for session, _ in cells})
    sessions = {row.id: row for row in db.session.scalars(select(Session).where(which))}
    here = Point.id.in_({point for _, point in cells})
    points = {row.id: row for row in db.session.scalars(select(Point).where(here))}
    parts = [
        PartRestored(sessions[x], points[y], there.get((x, y)), wanted.get((x, y)))
        for x, y in cells
    ]
    parts.sort(key=lambda one: (one.session.code, one.point.position, one.point.code))
    kept = [one for one in parts if not _can_be(one)]
    return PartsRestored([one for one in parts if _can_be(one)], kept, has_none=False)


def _can_be(one: PartRestored) -> bool:
    gone = one.point.withdrawn_at is not None
    return not gone and (
        one.role is None or can_have(one.role, view_only=one.point.type is PointType.VIEW_ONLY)
    )
