"""Sessions and points for machines, with the seats as they are now; and releasing the draft."""

import json
from collections.abc import Iterable
from typing import Any

import marshmallow as ma
from flask import Response, g, url_for

from .. import access, clock
from ..api import Blueprint, PageSchema, base_url, done_once, page_of
from ..db import writes
from ..forums.api import token_with
from ..forums.models import Forum, Point
from ..forums.queries import points_of
from ..forums.views import forum_or_404
from ..i18n import LANGUAGES, Words
from ..keys.services import Answer
from ..schemas import Flag, Inside, Instant, Line, Number, Said, Schema
from .models import ChannelKind, Release, ReleasedSession, SeatCount, SessionKind, Way
from .queries import latest_release, released_sessions, seats_offered
from .rules import channels_in
from .rules.channels import Channel
from .services.releases import check_seen, freeze, prepare

SCOPE = "programme"

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


class ChannelSchema(Schema):
    language = ma.fields.String(
        required=True,
        metadata={"description": "ISO 639-1; of signs, the language of their country."},
    )
    kind = ma.fields.Enum(ChannelKind, by_value=True, required=True)


class SessionSchema(Schema):
    code = ma.fields.String(required=True)
    kind = ma.fields.Enum(SessionKind, by_value=True, required=True)
    title = Said(required=True)
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    hall = ma.fields.String(required=True, metadata={"description": "The code of the hall."})
    languages = ma.fields.List(
        ma.fields.String(),
        required=True,
        metadata={"description": "ISO 639-1: those in which one can follow, as announced."},
    )
    spoken = ma.fields.List(
        ma.fields.String(),
        required=True,
        metadata={"description": "ISO 639-1: on its floor; empty where that is not said."},
    )
    channels = ma.fields.List(
        ma.fields.Nested(ChannelSchema),
        required=True,
        metadata={"description": "Interpretation; empty where there is none, or it is not said."},
    )
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


NoteSchema = Schema.from_dict(
    {lang: Line(200, metadata={"description": "What changed."}) for lang in LANGUAGES},
    name="NoteSchema",
)


class ReleaseSchema(Schema):
    note = Inside(NoteSchema)
    seen = Number(999_999, "The number of the release it follows; 0 for none.", required=True)
    letters = Flag(
        load_default=False,
        metadata={
            "description": "Write to those whom it moves; if not, organisers can later, once."
        },
    )


class ReleasedSchema(Schema):
    number = ma.fields.Integer(required=True)
    note = Said(required=True, allow_none=True)
    released_at = Instant(required=True)
    sessions = ma.fields.Integer(required=True)
    changes_url = ma.fields.String(required=True, metadata={"description": "What it changed."})


@bp.post("/forums/<forum_slug>/releases")
@token_with(SCOPE)
@writes
@bp.arguments(ReleaseSchema)
@bp.response(201, ReleasedSchema)
def create_release(asked: Told, forum_slug: str) -> Response:
    """Release the draft: it becomes what people see and register for

    Refused with 409 `programme_clashes`, whose `codes` are of the sessions that clash;
    `released_meanwhile`, where `seen` is not the latest; `draft_changed`.
    """
    ready, caller, now = prepare(forum_or_404(forum_slug)), g.caller, clock.now()
    note = Words(asked["note"]) if asked.get("note") else None
    told = {"note": note, "by": None, "actor": caller, "now": now, "write": asked["letters"]}

    def act() -> Answer:
        check_seen(ready, seen=asked["seen"])
        release = freeze(forum_or_404(forum_slug), ready, **told)
        there = _page_of(release, forum_slug)
        body = _release_told(release, len(ready.sessions), there)
        return Answer(201, json.dumps(body), there)

    return done_once(caller, asked, act)


def _page_of(release: Release, forum_slug: str) -> str:
    at: Told = {"lang": LANGUAGES[0], "forum_slug": forum_slug}
    return base_url() + url_for("programme.show_changelog", number=release.number, **at)


def _release_told(release: Release, sessions: int, there: str) -> Told:
    return dict(
        ReleasedSchema().dump(
            {
                "number": release.number,
                "note": release.note,
                "released_at": release.released_at,
                "sessions": sessions,
                "changes_url": there,
            }
        )
    )


@bp.get("/forums/<forum_slug>/sessions")
@access.anyone
@bp.arguments(PageSchema, location="query")
@bp.response(200, SessionSchema(many=True))
def list_sessions(asked: Told, forum_slug: str) -> tuple[list[Told], dict[str, str]]:
    """The sessions of the latest release, by start; cancelled ones are left out"""
    forum = forum_or_404(forum_slug)
    shown, headers = page_of(_held(forum), asked, lambda session: session.code)
    counts, release = seats_offered(forum), latest_release(forum)
    channels = channels_in(release.frozen) if release else {}
    return [_session_told(x, counts, channels.get(x.code, [])) for x in shown], headers


@bp.get("/forums/<forum_slug>/points")
@access.anyone
@bp.arguments(PageSchema, location="query")
@bp.response(200, PointSchema(many=True))
def list_points(asked: Told, forum_slug: str) -> tuple[list[Told], dict[str, str]]:
    """The remote broadcast points, each with its seats in the released sessions"""
    forum = forum_or_404(forum_slug)
    shown, headers = page_of(points_of(forum), asked, lambda point: point.code)
    sessions, counts = _held(forum), seats_offered(forum)
    return [_point_told(point, sessions, counts) for point in shown], headers


def _held(forum: Forum) -> list[ReleasedSession]:
    return [session for session in released_sessions(forum) if not session.cancelled]


def _session_told(
    session: ReleasedSession, counts: Iterable[SeatCount], channels: Iterable[Channel]
) -> Told:
    ways = {c.way: _seats_told(c) for c in counts if c.session_id == session.session_id}
    return {
        "code": session.code,
        "kind": session.kind,
        "title": session.title,
        "starts_at": session.starts_at,
        "ends_at": session.ends_at,
        "hall": session.hall.code,
        "languages": session.languages,
        "spoken": session.spoken,
        "channels": [{"language": x.language, "kind": ChannelKind(x.kind)} for x in channels],
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
