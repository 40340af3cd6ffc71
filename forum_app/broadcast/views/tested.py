"""What a point tests itself, on its own desk: by role, or behind its secret page."""

from collections.abc import Callable
from typing import Any

from flask import Response, flash, g, redirect, request
from flask.typing import ResponseReturnValue

from ... import clock, pages
from ...db import writes, written
from ...forums.views import forum_or_404
from ...i18n import N_, say
from ...refusal import Refusal
from ..forms.readiness import result_sent, self_test_sent
from ..queries.readiness import self_test_for
from ..rules.refusals import NoSuchItem
from ..services.checks import record
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
    at = At(lang, forum_slug, code=code)
    return _added(at, lambda **given: _record_sent(at, **given))


@bp.post(f"{KEY}/results")
@key_holder
@writes
def add_result_by_key(lang: str, forum_slug: str, key: str) -> ResponseReturnValue:
    at = At(lang, forum_slug, key=key)
    return _added(at, lambda **given: _record_sent(at, **given))


@bp.post(f"{DESK}/self-test")
@coordinator
@writes
def add_self_test_there(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    at = At(lang, forum_slug, code=code)
    return _added(at, lambda **given: _record_self_test(at, **given))


@bp.post(f"{KEY}/self-test")
@key_holder
@writes
def add_self_test_by_key(lang: str, forum_slug: str, key: str) -> ResponseReturnValue:
    at = At(lang, forum_slug, key=key)
    return _added(at, lambda **given: _record_self_test(at, **given))


def _record_sent(at: At, **given: Any) -> None:
    found = result_sent()
    if found is None:
        raise NoSuchItem
    record_sent(forum_or_404(at.forum_slug), at.point, found, **given)


def _record_self_test(at: At, **given: Any) -> None:
    point = at.point
    item = self_test_for(forum_or_404(at.forum_slug), point)
    if item is None:
        raise NoSuchItem
    record(point, item, None, self_test_sent(), **given)


def _added(at: At, verb: Callable[..., None]) -> ResponseReturnValue:
    given = {"actor": g.caller, "by": None, "now": clock.now()}
    try:
        written(lambda: verb(**given))
    except Refusal as refusal:
        return _page(at, refusal)
    flash(say(at.lang, N_("The result is written down.")))
    return redirect(at.to("tests"), 303)


def _page(at: At, refusal: Refusal | None = None) -> Response:
    forum, point = forum_or_404(at.forum_slug), at.point
    pages.try_devices()
    return page_at(
        at,
        "broadcast/tests.html",
        refusal.status if refusal else 200,
        send_to=at.to("results"),
        sentence=refusal.said_in(at.lang) if refusal else None,
        typed=request.form if refusal else {},
        self_test=self_test_for(forum, point),
        send_self_test_to=at.to("self_test"),
        **tests_of(forum, point),
    )
