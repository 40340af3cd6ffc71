"""The points: on a map, as a table by local time, and each by itself."""

from flask import abort, request
from flask.typing import ResponseReturnValue

from ... import access, clock
from ...forums.models import Forum, Point, PointKind
from ...forums.queries import point_at
from ...forums.views import FORUM_URL, forum_or_404, page_of
from ...released import held
from .. import queries
from ..forms import NOW, Shown, shown_asked
from ..models import ReleasedSession, SessionKind
from ..rules import (
    REGION,
    WORLD,
    Dot,
    Outline,
    by_offset,
    comfort_of,
    night_on,
    sun_at,
    with_names,
)
from .blueprint import bp, first_instant

NAMES = {WORLD: 15, REGION: 32}  # the size of the letters on the maps, as static/css has it
DOTS = {WORLD: 6, REGION: 12}


@bp.get(f"{FORUM_URL}/points")
@access.anyone
@held
def show_points(lang: str, forum_slug: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    page = queries.points_page(forum, request.args.get("session", ""))
    shown = _shown(forum, page)
    sun = sun_at(shown.at)
    told = [] if shown.time or shown.session == NOW else page.key
    starts = [session.starts_at for session in told] or [shown.at]
    return page_of(
        forum,
        "programme/points.html",
        page=page,
        shown=shown,
        chosen_now=NOW,
        told=told,
        starts=starts,
        groups=by_offset(page.points, starts),
        by_code={point.code: point for point in page.points},
        comfort_of=comfort_of,
        light={x.id: sun.light_at(x.latitude, x.longitude) for x in page.points},
        night={"world": night_on(WORLD, sun), "region": night_on(REGION, sun)},
        **_maps(page.points, lang),
    )


def _shown(forum: Forum, page: queries.Points) -> Shown:
    starts = {session.code: session.starts_at for session in page.sessions.values()}
    usual = page.key[0].starts_at if page.key else first_instant(forum, ())
    starts |= {NOW: clock.forum_now()}
    return shown_asked(request.args, starts, forum.zone, usual=usual)


def _maps(points: list[Point], lang: str) -> dict[str, list[Dot]]:
    inside = [point for point in points if REGION.place(point.longitude, point.latitude)]
    outside = [point for point in points if point not in inside]
    return {
        "region": _dots(inside, REGION, lang),
        "world": _dots(outside, WORLD, lang),
        "specks": _dots(inside, WORLD, lang),
    }


@bp.get(f"{FORUM_URL}/points/<code>")
@access.anyone
@held
def show_point(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    point = point_at(forum, code) or abort(404)
    return page_of(
        forum,
        "programme/point.html",
        point=point,
        sessions=[session for session in queries.released_sessions(forum) if _held(session)],
        seats=queries.seats_at(point),
        comfort_of=comfort_of,
    )


def _held(session: ReleasedSession) -> bool:
    return not session.cancelled and session.kind != SessionKind.BREAK


def _dots(points: list[Point], outline: Outline, lang: str) -> list[Dot]:
    """A dot for each point that is on the part of `outline` that is shown.

    The hall's is named first, then the points with the most seats.
    """
    dots = []
    for point in sorted(points, key=lambda x: (x.kind != PointKind.CENTRAL, -x.seats)):
        there = outline.place(point.longitude, point.latitude)
        if there is not None:
            x, y = (round(value) for value in there)
            dots.append(Dot(point.code, point.city.said_in(lang), x, y, DOTS[outline]))
    return with_names(dots, outline, NAMES[outline])
