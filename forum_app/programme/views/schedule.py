"""The schedule and a session, and the seats that both renew by themselves."""

from flask import Response, abort, request
from flask.typing import ResponseReturnValue

from ... import access
from ...forums.models import Forum
from ...forums.views import FORUM_URL, forum_or_404, page_of
from .. import queries
from ..forms import Filter, filter_asked, zone_asked
from ..models import ReleasedSession
from ..queries import Schedule, ScheduleEntry
from ..rules import WaySeats, by_offset, comfort_of, illustrative_in
from .blueprint import bp, first_instant, zone_choices


@bp.get(f"{FORUM_URL}/schedule")
@access.anyone
def show_schedule(lang: str, forum_slug: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    page, asked = queries.schedule_of(forum), filter_asked(request.args)
    sessions = [entry.session for entry in page.entries]
    instant = first_instant(forum, (session.starts_at for session in sessions))
    return page_of(
        forum,
        "programme/schedule.html",
        page=page,
        shown=_kept(page, asked),
        asked=asked,
        record=illustrative_in(sessions),
        halls={session.hall.code: session.hall.name for session in sessions},
        kinds=dict.fromkeys(session.kind.value for session in sessions),
        zone=zone_asked(request.args.get("zone", ""), forum, page.points),
        zones=zone_choices(forum, page.points, instant, lang),
    )


@bp.get(f"{FORUM_URL}/sessions/<code>")
@access.anyone
def show_session(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    page = queries.session_page(forum, code) or abort(404)
    starts_at = page.session.starts_at
    return page_of(
        forum,
        "programme/session.html",
        page=page,
        session=page.session,
        record=illustrative_in([page.session]),
        by_code={point.code: point for point in page.points},
        groups=by_offset(page.points, [starts_at, page.session.ends_at]),
        comfort_of=comfort_of,
        zone=zone_asked(request.args.get("zone", ""), forum, page.points),
        zones=zone_choices(forum, page.points, starts_at, lang),
    )


@bp.get(f"{FORUM_URL}/seats")
@access.anyone
def show_seats(lang: str, forum_slug: str) -> ResponseReturnValue:
    """The seats left in every session, each under the id that the schedule gives it."""
    forum = forum_or_404(forum_slug)
    return _seats(forum, queries.seats_by_session(forum))


@bp.get(f"{FORUM_URL}/sessions/<code>/seats")
@access.anyone
def show_session_seats(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    session = queries.released_session_at(forum, code) or abort(404)
    return _seats(forum, [(session, queries.session_seats(forum, session))])


def _kept(page: Schedule, asked: Filter) -> list[ScheduleEntry]:
    return [
        entry
        for entry in page.entries
        if asked.keeps(entry.session, (person.name for person in entry.speakers))
    ]


def _seats(forum: Forum, seats: list[tuple[ReleasedSession, list[WaySeats]]]) -> Response:
    answer = page_of(forum, "programme/seats.html", seats=seats)
    answer.cache_control.private = answer.cache_control.no_cache = True
    return answer
