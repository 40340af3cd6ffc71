"""Sessions and points for machines: what was released, with the seats as they are now."""

from collections.abc import Iterable
from typing import Any

import marshmallow as ma

from .. import access
from ..api import Blueprint, PageSchema, page_of
from ..forums.models import Forum, Point
from ..forums.queries import points_of
from ..forums.views import forum_or_404
from ..schemas import Instant, Said, Schema
from .models import ReleasedSession, SeatCount, SessionKind, Way
from .queries import released_sessions, seat_counts_of

bp = Blueprint("programme_api", __name__, subject="Sessions and points")

Told = dict[str, Any]


class SeatsSchema(Schema):
    total = ma.fields.Integer(required=True)
    taken = ma.fields.Integer(required=True, metadata={"description": "Never more than `total`."})


class WaysSchema(Schema):
    hall = ma.fields.Nested(
        SeatsSchema,
        required=True,
        allow_none=True,
        metadata={"description": "Null where nobody can attend this way."},
    )
    online = ma.fields.Nested(SeatsSchema, required=True, allow_none=True)


class SessionSchema(Schema):
    code = ma.fields.String(required=True)
    kind = ma.fields.Enum(SessionKind, by_value=True, required=True)
    title = Said(required=True)
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    hall = ma.fields.String(required=True, metadata={"description": "The code of the hall."})
    seats = ma.fields.Nested(WaysSchema, required=True)


class PointSeatsSchema(SeatsSchema):
    session = ma.fields.String(required=True, metadata={"description": "The code of the session."})


class PointSchema(Schema):
    code = ma.fields.String(required=True)
    name = Said(required=True)
    city = ma.fields.String(required=True, metadata={"description": "In English."})
    country = ma.fields.String(required=True, metadata={"description": "ISO 3166-1 alpha-2."})
    timezone = ma.fields.String(required=True, metadata={"description": "IANA."})
    seats = ma.fields.List(
        ma.fields.Nested(PointSeatsSchema),
        required=True,
        metadata={"description": "For each session that can be attended here."},
    )


@bp.get("/forums/<forum_slug>/sessions")
@access.anyone
@bp.arguments(PageSchema, location="query")
@bp.response(200, SessionSchema(many=True))
def list_sessions(asked: Told, forum_slug: str) -> tuple[list[Told], dict[str, str]]:
    """The sessions of the latest release, by start; cancelled ones are left out"""
    forum = forum_or_404(forum_slug)
    shown, headers = page_of(_held(forum), asked, lambda session: session.code)
    counts = seat_counts_of(forum)
    return [_session_told(session, counts) for session in shown], headers


@bp.get("/forums/<forum_slug>/points")
@access.anyone
@bp.arguments(PageSchema, location="query")
@bp.response(200, PointSchema(many=True))
def list_points(asked: Told, forum_slug: str) -> tuple[list[Told], dict[str, str]]:
    """The remote broadcast points, each with its seats in the released sessions"""
    forum = forum_or_404(forum_slug)
    shown, headers = page_of(points_of(forum), asked, lambda point: point.code)
    sessions, counts = _held(forum), seat_counts_of(forum)
    return [_point_told(point, sessions, counts) for point in shown], headers


def _held(forum: Forum) -> list[ReleasedSession]:
    return [session for session in released_sessions(forum) if not session.cancelled]


def _session_told(session: ReleasedSession, counts: Iterable[SeatCount]) -> Told:
    ways = {c.way: _seats_told(c) for c in counts if c.session_id == session.session_id}
    return {
        "code": session.code,
        "kind": session.kind,
        "title": session.title,
        "starts_at": session.starts_at,
        "ends_at": session.ends_at,
        "hall": session.hall.code,
        "seats": {way.value: ways.get(way) for way in (Way.HALL, Way.ONLINE)},
    }


def _point_told(
    point: Point, sessions: Iterable[ReleasedSession], counts: Iterable[SeatCount]
) -> Told:
    here = {c.session_id: _seats_told(c) for c in counts if c.point_id == point.id}
    return {
        "code": point.code,
        "name": point.name,
        "city": point.city.said_in("en"),
        "country": point.country,
        "timezone": point.zone,
        "seats": [
            {"session": session.code} | here[session.session_id]
            for session in sessions
            if session.session_id in here
        ],
    }


def _seats_told(count: SeatCount) -> Told:
    return {"total": count.seats, "taken": min(count.taken, count.seats)}
