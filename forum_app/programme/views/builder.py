"""The agenda builder: one day of the draft on a board, and each act on it as one small answer.

The page is a list by hall that leads to the forms; static/js/builder.js lays the board over it.
Every act names the version it saw: 409 tells where the session stands by now.
"""

import gzip
import json
from collections.abc import Callable, Collection
from datetime import date
from typing import Any

from flask import Response, g, request
from flask.typing import ResponseReturnValue

from ... import clock
from ...db import writes, written
from ...forums.models import Forum
from ...forums.views import desk_page_of, forum_or_404, organiser, setup_crumb
from ...refusal import Refusal
from .. import queries
from ..forms import board as forms
from ..models import Session
from ..rules.placing import MovedMeanwhile, day_of
from ..services import placing
from ..services.draft_versions import hold_draft
from .blueprint import bp
from .board import board_said, card_said, clashes_said
from .desk import DESK

BUILDER = f"{DESK}/builder"
Act = Callable[[Forum], Collection[Session]]


@bp.get(BUILDER)
@organiser
def show_builder(lang: str, forum_slug: str) -> ResponseReturnValue:
    """`?day=` is one of the forum's, or one on which something stands; else the first."""
    forum = forum_or_404(forum_slug)
    days = _days(forum)
    board = queries.board_day_of(forum, _day_asked(days))
    given: dict[str, Any] = {
        "board": board,
        "hours": day_of(board.day, forum.zone),
        "days": days,
        "crumbs": [setup_crumb(lang, forum_slug)],
    }
    return desk_page_of(lang, forum, "desk/builder.html", **given)


@bp.get(f"{BUILDER}/board")
@organiser
def show_board(lang: str, forum_slug: str) -> Response:
    """The day as the script reads it; 304 where nothing was planned since."""
    forum = forum_or_404(forum_slug)
    answer = Response(status=304)
    tag = queries.board_tag(forum)
    if request.headers.get("If-None-Match") != f'"{tag}"':
        board = queries.board_of(forum, _day_asked(_days(forum)))
        tag, answer = board.tag, _zipped(board_said(forum, board, lang))
    answer.headers |= {"ETag": f'"{tag}"', "Cache-Control": "no-store"}
    return answer


@bp.post(f"{BUILDER}/place")
@organiser
@writes
def place(lang: str, forum_slug: str) -> ResponseReturnValue:
    def act(forum: Forum) -> list[Session]:
        code, place = forms.code_in(request.form), forms.place_in(request.form)
        return [placing.place_session(forum, code, place, **_sent())]

    return _answered(lang, forum_slug, act)


@bp.post(f"{BUILDER}/shelve")
@organiser
@writes
def shelve(lang: str, forum_slug: str) -> ResponseReturnValue:
    def act(forum: Forum) -> list[Session]:
        return [placing.shelve_session(forum, forms.code_in(request.form), **_sent())]

    return _answered(lang, forum_slug, act)


@bp.post(f"{BUILDER}/copies")
@organiser
@writes
def copy_break(lang: str, forum_slug: str) -> ResponseReturnValue:
    """A break into every other hall, at the same time."""

    def act(forum: Forum) -> list[Session]:
        return placing.copy_break(forum, forms.code_in(request.form), **_who())

    return _answered(lang, forum_slug, act)


@bp.post(f"{BUILDER}/copies/removal")
@organiser
@writes
def take_copies_back(lang: str, forum_slug: str) -> ResponseReturnValue:
    def act(forum: Forum) -> list[Session]:
        return placing.take_copies_back(forum, forms.copies_in(request.form), **_who())

    return _answered(lang, forum_slug, act)


def _who() -> dict[str, Any]:
    return {"actor": g.caller, "now": clock.now()}


def _sent() -> dict[str, Any]:
    return _who() | {"seen": forms.seen_in(request.form)}


def _answered(lang: str, forum_slug: str, act: Act) -> ResponseReturnValue:
    """Do it in a transaction; what stands where by now, or why not."""

    def work() -> tuple[dict[str, Any], dict[int, str]]:
        forum = forum_or_404(forum_slug)
        hold_draft(forum)  # before the look: nobody plans between it and our act
        before, changed = queries.board_tag(forum), act(forum)
        told = {"before": before, "tag": queries.board_tag(forum)}
        return told, {x.id: x.code for x in changed}

    try:
        told, codes = written(work)
    except Refusal as refusal:
        return _refused(lang, forum_slug, refusal)
    forum = forum_or_404(forum_slug)
    there = {card.code: card for card in queries.cards_of(forum, codes.values())}
    return told | {
        "cards": [card_said(card, lang) for card in there.values()],
        "gone": [code for code in codes.values() if code not in there],
        "clashes": clashes_said(queries.clashes_near(forum, codes), lang),
    }


def _refused(lang: str, forum_slug: str, refusal: Refusal) -> ResponseReturnValue:
    """With where the session stands by now, where somebody was faster."""
    told: dict[str, Any] = {"says": refusal.said_in(lang), "reason": refusal.reason}
    if isinstance(refusal, MovedMeanwhile):
        there = queries.cards_of(forum_or_404(forum_slug), [str(refusal.facts["code"])])
        told["theirs"] = [card_said(card, lang) for card in there]
    return told, refusal.status


def _days(forum: Forum) -> dict[date, int]:
    """Each day of the forum, and each other on which something begins -> how many do."""
    begun = queries.days_with_sessions(forum)
    return {day: begun.get(day, 0) for day in sorted({*forum.days, *begun})}


def _day_asked(days: Collection[date]) -> date:
    try:
        asked = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return min(days)
    return asked if asked in days else min(days)


def _zipped(said: dict[str, Any]) -> Response:
    """As JSON, compressed where the browser takes it: it holds no token and nothing typed."""
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    zips = request.accept_encodings.quality("gzip") > 0
    answer = Response(gzip.compress(text, 4) if zips else text, mimetype="application/json")
    answer.vary.add("Accept-Encoding")
    if zips:
        answer.content_encoding = "gzip"
    return answer
