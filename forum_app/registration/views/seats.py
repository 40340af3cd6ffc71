"""The organiser's table of seats: what is taken, who waits, and one number changed at a time."""

from datetime import datetime

from flask import (
    Response,
    abort,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from ... import clock
from ...broadcast.queries.relays import points_with_part
from ...db import ID, writes, written
from ...forms import checks_token
from ...forums.models import Forum
from ...forums.views import desk_page_of, forum_or_404, organiser
from ...i18n import N_, say, say_many
from ...programme.services.seats import set_seats
from ...refusal import Refusal
from ..forms.desk import SeatsForm
from ..queries.seats import SeatLine, SessionSeats, promoted_at, seats_of_sessions
from .blueprint import bp


@bp.get("/desk/seats")
@organiser
def show_seat_table(lang: str, forum_slug: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    return desk_page_of(lang, forum, "desk/seats.html", sessions=seats_of_sessions(forum))


@bp.get("/desk/meters")
@organiser
def show_meters(lang: str, forum_slug: str) -> ResponseReturnValue:
    """The table as a fragment that renews itself; 304 while nothing changed."""
    forum = forum_or_404(forum_slug)
    sessions = seats_of_sessions(forum)
    answer = make_response(render_template("desk/meters.html", forum=forum, sessions=sessions))
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.add_etag()
    return answer.make_conditional(request)


@bp.get("/desk/seats/<code>")
@organiser
def show_seat_lines(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    return _page(lang, forum, _session_or_404(forum, code))


@bp.post(f"/desk/seats/<code>/<{ID}:seat_count_id>")
@organiser
@checks_token
@writes
def change_seats(lang: str, forum_slug: str, code: str, seat_count_id: int) -> ResponseReturnValue:
    forum, form, now = forum_or_404(forum_slug), SeatsForm(), clock.now()
    _line_or_404(forum, code, seat_count_id)
    if not form.validate():
        return _refused(lang, forum_slug, code, seat_count_id, form.all_said(), 422)
    seats, seen = form.numbers()
    told = {"seen": seen, "forum_id": forum.id, "actor": g.caller, "now": now}
    try:
        written(lambda: set_seats(seat_count_id, seats, **told))
    except Refusal as refusal:
        sentence, status = refusal.said_in(lang), refusal.status
        return _refused(lang, forum_slug, code, seat_count_id, sentence, status)
    flash(_told(lang, forum_slug, code, seat_count_id, now))
    there = url_for(".show_seat_lines", lang=lang, forum_slug=forum_slug, code=code)
    return redirect(there, 303)


def _page(
    lang: str,
    forum: Forum,
    session: SessionSeats,
    *,
    refused: int | None = None,
    sentence: str | None = None,
    status: int = 200,
) -> Response:
    """refused: the id of the seats whose new number is refused; it stays as it was typed."""
    return desk_page_of(
        lang,
        forum,
        "desk/session_seats.html",
        status=status,
        session=session.session,
        lines=session.lines,
        idle=session.idle_points(points_with_part(session.session)),
        refused=refused,
        sentence=sentence,
        typed=request.form.get("seats", "")[:20],
    )


def _refused(
    lang: str, forum_slug: str, code: str, seat_count_id: int, sentence: str, status: int
) -> Response:
    forum = forum_or_404(forum_slug)
    session = _session_or_404(forum, code)
    return _page(lang, forum, session, refused=seat_count_id, sentence=sentence, status=status)


def _told(lang: str, forum_slug: str, code: str, seat_count_id: int, now: datetime) -> str:
    """What a change came to: the seats, who was promoted, and what goes on."""
    line = _line_or_404(forum_or_404(forum_slug), code, seat_count_id)
    now_there = N_("The number of seats in %(code)s is %(seats)s now.")
    said = [say(lang, now_there, code=code, seats=line.count.seats)]
    if promoted := promoted_at(seat_count_id, now):
        said.append(
            say_many(
                lang,
                "%(n)s person was promoted from the waiting list and is written to.",
                "%(n)s people were promoted from the waiting list and are written to.",
                promoted,
            )
        )
    if line.rises_to is not None:
        goes_on = N_("It goes on rising to %(seats)s, each seat given to the next in line.")
        said.append(say(lang, goes_on, seats=line.rises_to))
    return " ".join(said)


def _session_or_404(forum: Forum, code: str) -> SessionSeats:
    found = (x for x in seats_of_sessions(forum) if x.session.code == code)
    return next(found, None) or abort(404)


def _line_or_404(forum: Forum, code: str, seat_count_id: int) -> SeatLine:
    lines = _session_or_404(forum, code).lines
    return next((x for x in lines if x.count.id == seat_count_id), None) or abort(404)
