"""Cue sheets: for whoever chairs a session, on paper; all of them for the organisers."""

from io import BytesIO

from flask import abort, render_template, send_file
from flask.typing import ResponseReturnValue

from ... import access
from ...accounts.models import User
from ...accounts.views import need_second_step, user_or_sign_in
from ...db import db
from ...forums.models import Forum
from ...forums.queries import may_organise, points_of
from ...forums.views import FORUM_URL, desk_page_of, forum_or_404, organiser
from ...i18n import Words
from ...typesetting import typeset
from .. import queries
from ..queries import cues as asked
from ..sheets.cues import TEMPLATE, facts_of
from .blueprint import bp


def _check_chair(lang: str, forum_slug: str, code: str) -> None:
    """Asked of the database at each request. For everybody else there is no such page."""
    forum, user = forum_or_404(forum_slug), user_or_sign_in(lang)
    session = queries.session_at(forum, code)
    if session is None:
        abort(404)
    if may_organise(user.id, forum):
        need_second_step(lang, user.id, wanted=forum.second_step)
    elif not asked.chairs(user.id, session):
        abort(404)


session_chair = access.guard("whoever chairs this session, or an organiser", _check_chair)


def show_led_sessions(*, user: User) -> str:
    """For one's own page: the sessions that `user` chairs; empty for none. One query."""
    found = asked.led_by(user.id)
    return render_template("programme/led_sessions.html", found=found) if found else ""


@bp.get(f"{FORUM_URL}/cues/<code>")
@session_chair
def show_cue_sheet(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    return desk_page_of(
        lang,
        forum,
        "programme/cue_sheet.html",
        sheets=asked.cue_sheets_of(forum, code),
        code=code,
        cities=_cities(forum),
    )


@bp.get(f"{FORUM_URL}/cues/<code>/sheet.pdf")
@session_chair
def send_cue_sheet(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    """Reading ends before it is set. 404 for a session that is in no release."""
    forum = forum_or_404(forum_slug)
    sheets = asked.cue_sheets_of(forum, code) or abort(404)
    facts = facts_of(forum, sheets, _cities(forum), lang=lang)
    name = f"{forum.slug}-{code}.pdf"
    db.session.rollback()
    made = BytesIO(typeset(TEMPLATE, facts))
    answer = send_file(made, "application/pdf", as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get(f"{FORUM_URL}/desk/cues")
@organiser
def show_cue_sheets(lang: str, forum_slug: str) -> ResponseReturnValue:
    """Every session that is held, one after the other."""
    forum = forum_or_404(forum_slug)
    sheets, cities = asked.cue_sheets_of(forum), _cities(forum)
    return desk_page_of(lang, forum, "desk/cue_sheets.html", sheets=sheets, cities=cities)


def _cities(forum: Forum) -> dict[str, Words]:
    """Code of a point -> its city."""
    return {point.code: point.city for point in points_of(forum)}
