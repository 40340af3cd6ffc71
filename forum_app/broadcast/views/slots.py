"""What pages of the programme show of the points' parts."""

from flask import g, render_template

from ...forums.models import Forum, Point
from ...programme.models import ReleasedSession
from ...programme.rules import comfort_of
from ..models import ReleasedRelay
from ..queries.relays import released_parts
from ..queries.restored import parts_restored


def show_parts_in(*, forum: Forum, session: ReleasedSession) -> str:
    """For a session's page: who takes part from where, by part. One query in each request."""
    parts = [x for x in _parts(forum) if x.session_id == session.session_id]
    if not parts:
        return ""
    given = {"forum": forum, "session": session, "parts": parts, "comfort_of": comfort_of}
    return render_template("broadcast/parts_in.html", **given)


def show_line_of(*, forum: Forum, session: ReleasedSession) -> str:
    """For the schedule: the points on air in one line, and how many others follow."""
    parts = [x for x in _still(forum) if x.session_id == session.session_id]
    return render_template("broadcast/line_of.html", parts=parts) if parts else ""


def show_part_at(*, forum: Forum, session: ReleasedSession, point: Point) -> str:
    """For a point's page: its part in one session."""
    mine = (session.session_id, point.id)
    part = next((x for x in _still(forum) if (x.session_id, x.point_id) == mine), None)
    return render_template("broadcast/part_at.html", part=part) if part else ""


def show_parts_at(*, forum: Forum, point: Point, sessions: dict[int, ReleasedSession]) -> str:
    """For the table of points: in which sessions, and as what."""
    parts = [x for x in _still(forum) if x.point_id == point.id and x.session_id in sessions]
    if not parts:
        return ""
    parts.sort(key=lambda x: (sessions[x.session_id].starts_at, sessions[x.session_id].code))
    return render_template("broadcast/parts_at.html", parts=parts, sessions=sessions)


def _still(forum: Forum) -> list[ReleasedRelay]:
    """Without points that take part no more since the release."""
    return [x for x in _parts(forum) if x.point.withdrawn_at is None]


def show_parts_restored(*, release_id: int) -> str:
    """Before an earlier release is made the draft: which parts come back, and which go."""
    told = parts_restored(release_id)
    if not (told.changed or told.kept or told.has_none):
        return ""
    return render_template("broadcast/parts_restored.html", told=told)


def _parts(forum: Forum) -> list[ReleasedRelay]:
    """Asked once in each request: pages show them in many places."""
    known: tuple[int, list[ReleasedRelay]] | None = g.get("released_parts")
    if known is None or known[0] != forum.id:
        g.released_parts = known = (forum.id, released_parts(forum))
    return known[1]
