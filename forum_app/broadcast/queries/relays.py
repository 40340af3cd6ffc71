"""Which part each point has in which session: as planned, and as people are shown it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, load_only

from ...db import db
from ...forums.models import Forum, Point, PointKind
from ...forums.queries import points_of
from ...programme.models import Appearance, Release, Session, SessionKind, Way
from ...programme.queries import draft_of, seat_counts_of
from ..models import Audience, Link, Relay, RelayAct, ReleasedRelay
from ..rules.lines import LineFacts, missing_lines
from ..rules.relays import Part, Twice, on_air_twice

Cell = tuple[int, int]  # ids of session and point


@dataclass(frozen=True)
class Matrix:
    """sessions: those of the draft that are held; points: all but the hall's own, in order."""

    sessions: list[Session]
    points: list[Point]
    relays: dict[Cell, Relay]
    missing: dict[Cell, list[str]]  # of those on air: msgids of lines that they lack
    twice: list[Twice]

    def part_of(self, session: Session, point: Point) -> Relay | None:
        return self.relays.get((session.id, point.id))


def matrix_of(forum: Forum) -> Matrix:
    """Four queries."""
    sessions, points, relays = sessions_held(forum), remote_points(forum), relays_of(forum)
    return Matrix(
        sessions,
        points,
        relays,
        missing_of(forum, relays.values()),
        twice_in(sessions, points, relays.values()),
    )


def seated_without_part(forum: Forum, matrix: Matrix) -> list[tuple[Session, list[Point]]]:
    """Sessions that offer seats at points which have no part in them, with those. One query."""
    offered = {(x.session_id, x.point_id) for x in seat_counts_of(forum) if x.point_id and x.seats}
    without = offered - matrix.relays.keys()
    found = [
        (session, [point for point in matrix.points if (session.id, point.id) in without])
        for session in matrix.sessions
    ]
    return [(session, points) for session, points in found if points]


def points_with_part(session: Session) -> set[int]:
    """Ids of the points that have a part in `session` as planned. One query."""
    return set(db.session.scalars(select(Relay.point_id).where(Relay.session_id == session.id)))


def sessions_held(forum: Forum) -> list[Session]:
    """Of the draft, by start: neither breaks nor what is cancelled or in the tray. One query."""
    return [
        session
        for session in draft_of(forum)
        if session.kind is not SessionKind.BREAK
        and session.cancelled_at is None
        and session.unscheduled_at is None
    ]


def sessions_of(relays: Iterable[Relay]) -> list[Session]:
    """Those of `sessions_held` in which these parts are: their codes and times alone. One query.

    A release asks it while everybody waits, so it reads no texts.
    """
    asked = select(Session).where(
        Session.id.in_({relay.session_id for relay in relays}),
        Session.kind != SessionKind.BREAK,
        Session.cancelled_at.is_(None),
        Session.unscheduled_at.is_(None),
    )
    told = load_only(Session.code, Session.starts_at, Session.ends_at)
    return list(db.session.scalars(asked.order_by(Session.starts_at, Session.id).options(told)))


def remote_points(forum: Forum) -> list[Point]:
    """All that take part but the hall's own point, in their order. One query."""
    return [
        point
        for point in points_of(forum)
        if point.kind is not PointKind.CENTRAL and point.withdrawn_at is None
    ]


def relays_of(forum: Forum) -> dict[Cell, Relay]:
    """One query."""
    asked = select(Relay).where(Relay.forum_id == forum.id)
    return {(relay.session_id, relay.point_id): relay for relay in db.session.scalars(asked)}


def twice_in(
    sessions: Iterable[Session], points: Iterable[Point], relays: Iterable[Relay]
) -> list[Twice]:
    """Where a point is on air in two sessions at once. No query."""
    held = {session.id: session for session in sessions}
    there = {point.id: point for point in points}
    parts = [
        Part(
            point=there[relay.point_id].code,
            session=held[relay.session_id].code,
            role=relay.role,
            starts_at=held[relay.session_id].starts_at,
            ends_at=held[relay.session_id].ends_at,
        )
        for relay in relays
        if relay.session_id in held and relay.point_id in there
    ]
    return list(on_air_twice(parts))


def missing_of(forum: Forum, relays: Iterable[Relay]) -> dict[Cell, list[str]]:
    """For each part on air, what lines it lacks; those that lack none are not in it. One query.

    A point's own lines count, and those of the session that every point uses.
    """
    live = select(Link.session_id, Link.point_id, Link.purpose, Link.transport, Link.priority)
    shared = or_(Link.point_id.is_not(None), Link.audience.in_([Audience.POINT, Audience.CREW]))
    asked = live.where(Link.forum_id == forum.id, Link.revoked_at.is_(None), shared)
    lines: dict[tuple[int | None, int | None], list[LineFacts]] = defaultdict(list)
    for row in db.session.execute(asked):
        lines[row.session_id, row.point_id].append(LineFacts(*row[2:]))
    found = {}
    for relay in relays:
        if relay.is_on_air:
            session, point = relay.session_id, relay.point_id
            there = [*lines[session, point], *lines[None, point], *lines[session, None]]
            if lacks := missing_lines(there):
                found[session, point] = lacks
    return found


def speaking_points(forum: Forum) -> dict[Cell, str]:
    """(session, point) -> the role of somebody who speaks in it from there. One query."""
    asked = select(Appearance.session_id, Appearance.point_id, Appearance.role)
    from_there = (Appearance.from_way == Way.POINT, Appearance.point_id.is_not(None))
    asked = asked.where(Appearance.forum_id == forum.id, Appearance.channel_id.is_(None))
    asked = asked.where(*from_there).order_by(Appearance.id.desc())
    return {(row.session_id, row.point_id): str(row.role) for row in db.session.execute(asked)}


def last_act(forum: Forum, user_id: int) -> RelayAct | None:
    """What this user did to the matrix last, where it was not taken back. One query."""
    mine = (RelayAct.forum_id == forum.id, RelayAct.done_by_id == user_id)
    asked = select(RelayAct).where(*mine).order_by(RelayAct.id.desc()).limit(1)
    act = db.session.scalars(asked).one_or_none()
    return act if act is not None and act.undone_at is None else None


def act_in(forum: Forum, act_id: int) -> RelayAct | None:
    found = db.session.get(RelayAct, act_id)
    return found if found is not None and found.forum_id == forum.id else None


def parts_at(point: Point) -> dict[int, Relay]:
    """session id -> the planned part of `point`. One query."""
    asked = select(Relay).where(Relay.point_id == point.id)
    return {relay.session_id: relay for relay in db.session.scalars(asked)}


def released_parts(forum: Forum) -> list[ReleasedRelay]:
    """The parts in the latest release, each with its point, in the order of points. One query."""
    number = select(func.max(Release.number)).where(Release.forum_id == forum.id).scalar_subquery()
    latest = select(Release.id).where(Release.forum_id == forum.id, Release.number == number)
    asked = select(ReleasedRelay).where(ReleasedRelay.release_id == latest.scalar_subquery())
    found = db.session.scalars(asked.options(joinedload(ReleasedRelay.point)))
    return sorted(found, key=lambda x: (x.point.position, x.point.code))
