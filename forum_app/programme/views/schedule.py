"""The schedule and a session, and the seats that both renew by themselves."""

from datetime import datetime

from flask import Response, abort, request
from flask.typing import ResponseReturnValue

from ... import access, clock
from ...db import ID
from ...forums.models import Forum
from ...forums.views import FORUM_URL, forum_or_404, page_of
from ...released import held
from .. import queries
from ..forms import choices_in, filter_asked, zone_asked
from ..models import ReleasedSession
from ..queries import ScheduleEntry
from ..rules import WaySeats, by_offset, comfort_of, illustrative_in, is_over
from .blueprint import bp, first_instant, zone_choices
from .now import now_in
from .sending import slides_answer


@bp.get(f"{FORUM_URL}/schedule")
@access.anyone
@held
def show_schedule(lang: str, forum_slug: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    page, at = queries.schedule_of(forum), clock.forum_now()
    choices = choices_in(page)
    asked, could_be_read = filter_asked(request.args, choices)
    kept = [entry for entry in page.entries if asked.keeps(entry)]
    sessions = [entry.session for entry in page.entries]
    instant = first_instant(forum, (session.starts_at for session in sessions))
    until = max((session.ends_at for session in sessions), default=None)
    return page_of(
        forum,
        "programme/schedule.html",
        page=page,
        now=now_in(sessions),
        asked=asked,
        could_be_read=could_be_read,
        choices=choices,
        found=len(kept),
        slots_of=_folded([entry for entry in kept if asked.is_heard(entry)], at, fold=not asked),
        unheard=[entry for entry in kept if not asked.is_heard(entry)],
        record=illustrative_in(sessions, shows_languages=True),
        zone=zone_asked(request.args.get("zone", ""), forum, page.points),
        zones=zone_choices(forum, page.points, instant, lang, until=until),
    )


@bp.get(f"{FORUM_URL}/sessions/<code>")
@access.anyone
@held
def show_session(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    page = queries.session_page(forum, code) or abort(404)
    starts_at = page.session.starts_at
    return page_of(
        forum,
        "programme/session.html",
        page=page,
        session=page.session,
        record=illustrative_in([page.session], shows_languages=True),
        by_code={point.code: point for point in page.points},
        groups=by_offset(page.points, [starts_at, page.session.ends_at]),
        comfort_of=comfort_of,
        zone=zone_asked(request.args.get("zone", ""), forum, page.points),
        zones=zone_choices(forum, page.points, starts_at, lang, until=page.session.ends_at),
    )


@bp.get(f"{FORUM_URL}/sessions/<code>/slides/<{ID}:slides_id>")
@access.anyone
def show_slides(lang: str, forum_slug: str, code: str, slides_id: int) -> ResponseReturnValue:
    """What the page of the session offers, and nothing else."""
    page = queries.session_page(forum_or_404(forum_slug), code) or abort(404)
    found = next((one for one in page.slides if one.id == slides_id), None)
    return slides_answer(found or abort(404), is_public=True)


@bp.get(f"{FORUM_URL}/seats")
@access.anyone
@held
def show_seats(lang: str, forum_slug: str) -> ResponseReturnValue:
    """The seats left in every session, each under the id that the schedule gives it."""
    forum = forum_or_404(forum_slug)
    return _seats(forum, queries.seats_by_session(forum))


@bp.get(f"{FORUM_URL}/sessions/<code>/seats")
@access.anyone
@held
def show_session_seats(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    session = queries.released_session_at(forum, code) or abort(404)
    return _seats(forum, [(session, queries.session_seats(forum, session))])


def _folded(
    entries: list[ScheduleEntry], at: datetime, *, fold: bool
) -> tuple[list[ScheduleEntry], list[ScheduleEntry]]:
    """(what is over by then, the rest), by whole slots; nothing is over once everything is."""
    starts = {entry.session.starts_at for entry in entries}
    together = {x: [y.session for y in entries if y.session.starts_at == x] for x in starts}
    over = {start for start, sessions in together.items() if is_over(sessions, at)}
    if not fold or over == starts:
        return [], entries
    past = [entry for entry in entries if entry.session.starts_at in over]
    return past, [entry for entry in entries if entry.session.starts_at not in over]


def _seats(forum: Forum, seats: list[tuple[ReleasedSession, list[WaySeats]]]) -> Response:
    answer = page_of(forum, "programme/seats.html", seats=seats)
    answer.cache_control.private = answer.cache_control.no_cache = True
    return answer
