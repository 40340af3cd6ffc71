"""What a point tests itself, on its own desk: by role, or behind its secret page."""

from flask import Response, flash, g, redirect, request
from flask.typing import ResponseReturnValue

from ... import clock
from ...db import writes, written
from ...forums.views import forum_or_404
from ...i18n import N_, say
from ...refusal import Refusal
from ..forms.readiness import result_sent
from ..rules.refusals import NoSuchItem
from .blueprint import bp, coordinator, key_holder
from .point_desk import DESK, KEY, At, page_at
from .readiness import record_sent, tests_of


@bp.get(f"{DESK}/tests")
@coordinator
def show_tests_there(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    return _page(At(lang, forum_slug, code=code))


@bp.get(f"{KEY}/tests")
@key_holder
def show_tests_by_key(lang: str, forum_slug: str, key: str) -> ResponseReturnValue:
    return _page(At(lang, forum_slug, key=key))


@bp.post(f"{DESK}/results")
@coordinator
@writes
def add_result_there(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    return _add(At(lang, forum_slug, code=code))


@bp.post(f"{KEY}/results")
@key_holder
@writes
def add_result_by_key(lang: str, forum_slug: str, key: str) -> ResponseReturnValue:
    return _add(At(lang, forum_slug, key=key))


def _add(at: At) -> ResponseReturnValue:
    found, given = result_sent(), {"actor": g.caller, "by": None, "now": clock.now()}
    try:
        if found is None:
            raise NoSuchItem
        written(lambda: record_sent(forum_or_404(at.forum_slug), at.point, found, **given))
    except Refusal as refusal:
        return _page(at, refusal)
    flash(say(at.lang, N_("The result is written down.")))
    return redirect(at.to("tests"), 303)


def _page(at: At, refusal: Refusal | None = None) -> Response:
    return page_at(
        at,
        "broadcast/tests.html",
        refusal.status if refusal else 200,
        send_to=at.to("results"),
        sentence=refusal.said_in(at.lang) if refusal else None,
        typed=request.form if refusal else {},
        **tests_of(forum_or_404(at.forum_slug), at.point),
    )
