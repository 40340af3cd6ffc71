"""Rounds of tests: who tests which point, and when."""

from datetime import time, timedelta
from typing import Any

from flask import Response, flash, g, redirect, url_for
from flask.typing import ResponseReturnValue

from ... import clock
from ...asks import AskForm, form_of
from ...db import writes, written
from ...forms import checks_token
from ...forums.models import Forum
from ...forums.queries import points_of
from ...forums.views import EditPage, desk_page_of, edit_page_of, forum_or_404, organiser, save
from ...i18n import N_, say
from ...programme.rules.planned import Span
from ...refusal import Refusal
from ..forms import readiness as forms
from ..models import TestSlot
from ..queries import slots as queries
from ..rules.slots import comfort_of_span
from ..services import slots as services
from .blueprint import bp, round_or_404, tests_crumb


@bp.get("/desk/tests")
@organiser
def show_test_rounds(lang: str, forum_slug: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    return desk_page_of(
        lang,
        forum,
        "desk/readiness/rounds.html",
        rounds=queries.rounds_of(forum),
        crews=queries.crews_of(forum, retired=True),
        slots=queries.slots_of(forum),
    )


@bp.get("/desk/tests/rounds/new")
@organiser
def show_new_round(lang: str, forum_slug: str) -> ResponseReturnValue:
    form = _new_round_form(forum_or_404(forum_slug))
    return edit_page_of(lang, forum_slug, _round_page(lang, forum_slug), form)


@bp.post("/desk/tests/rounds/new")
@organiser
@checks_token
@writes
def make_round(lang: str, forum_slug: str) -> ResponseReturnValue:
    form = _new_round_form(forum_or_404(forum_slug))
    at = {"actor": g.caller, "now": clock.now()}

    def verb() -> None:
        values = form.values()
        code = values.pop("code")
        services.make_round(forum_or_404(forum_slug), code, forms.round_columns(values), **at)

    page = lambda: _round_page(lang, forum_slug)  # noqa: E731
    return save(lang, forum_slug, form, verb, page=page, done=_rounds(lang, forum_slug))


@bp.get("/desk/tests/rounds/<round_code>/edit")
@organiser
def show_round_form(lang: str, forum_slug: str, round_code: str) -> ResponseReturnValue:
    form = form_of(forms.round_asks(), *_round_there(forum_slug, round_code))
    return edit_page_of(lang, forum_slug, _round_page(lang, forum_slug, round_code), form)


@bp.post("/desk/tests/rounds/<round_code>/edit")
@organiser
@checks_token
@writes
def save_round(lang: str, forum_slug: str, round_code: str) -> ResponseReturnValue:
    form = form_of(forms.round_asks(), *_round_there(forum_slug, round_code))
    at = {"actor": g.caller, "now": clock.now()}

    def verb() -> None:
        round_, wanted = round_or_404(forum_or_404(forum_slug), round_code), form.values()
        seen = form.seen_version()
        services.edit_round(round_, forms.round_columns(wanted), seen=seen, **at)

    return save(
        lang,
        forum_slug,
        form,
        verb,
        page=lambda: _round_page(lang, forum_slug, round_code),
        saved=lambda: _round_there(forum_slug, round_code),
        done=url_for(".show_round", lang=lang, forum_slug=forum_slug, round_code=round_code),
    )


@bp.get("/desk/tests/rounds/<round_code>")
@organiser
def show_round(lang: str, forum_slug: str, round_code: str) -> ResponseReturnValue:
    return _slots_page(lang, forum_slug, round_code)


@bp.post("/desk/tests/rounds/<round_code>/bookings")
@organiser
@writes
def book_proposed(lang: str, forum_slug: str, round_code: str) -> ResponseReturnValue:
    """What is proposed now: it may differ from the page where something was booked meanwhile."""
    actor, now = g.caller, clock.now()

    def verb() -> int:
        forum = forum_or_404(forum_slug)
        round_ = round_or_404(forum, round_code)
        proposal = queries.proposed_for(forum, round_, not_before=now)
        return services.book_proposed(forum, round_, proposal, actor=actor, now=now)

    try:
        booked = written(verb)
    except Refusal as refusal:
        return _slots_page(lang, forum_slug, round_code, refusal)
    flash(say(lang, N_("Tests booked: %(n)s."), n=booked))
    return redirect(
        url_for(".show_round", lang=lang, forum_slug=forum_slug, round_code=round_code), 303
    )


def _slots_page(lang: str, forum_slug: str, code: str, refusal: Refusal | None = None) -> Response:
    forum = forum_or_404(forum_slug)
    round_, now = round_or_404(forum, code), clock.now()
    try:
        proposal = queries.proposed_for(forum, round_, not_before=now)
    except Refusal as none:
        proposal, refusal = None, refusal or none
    return desk_page_of(
        lang,
        forum,
        "desk/readiness/round.html",
        status=refusal.status if refusal and refusal.status != 422 else 200,
        round=round_,
        slots=queries.slots_of(forum, round_),
        proposal=proposal,
        crews={crew.code: crew for crew in queries.crews_of(forum)},
        points={point.code: point for point in points_of(forum)},
        comfort_of=_comfort_of,
        is_over=round_.last_day < clock.day_on_wall(now, forum.zone),
        sentence=refusal.said_in(lang) if refusal else None,
    )


def _comfort_of(slot: TestSlot) -> str:
    return comfort_of_span(Span(slot.starts_at, slot.ends_at), slot.point.zone)


def _rounds(lang: str, forum_slug: str) -> str:
    return url_for(".show_test_rounds", lang=lang, forum_slug=forum_slug)


def _round_there(forum_slug: str, code: str) -> tuple[dict[str, Any], int]:
    round_ = round_or_404(forum_or_404(forum_slug), code)
    return forms.round_saved(round_), round_.version


def _new_round_form(forum: Forum) -> AskForm:
    days = {"first_day": forum.first_day - timedelta(days=7)}
    days |= {"last_day": forum.first_day - timedelta(days=5)}
    hours = {"from_time": f"{time(8):%H:%M}", "until_time": f"{time(18):%H:%M}"}
    usual = days | hours | {"minutes": 30, "rebook_hours": 12, "position": 1}
    return form_of((forms.CODE, *forms.round_asks()), usual, 0)


def _round_page(lang: str, forum_slug: str, code: str = "") -> EditPage:
    crumbs = [tests_crumb(lang, forum_slug)]
    if not code:
        return EditPage(heading=say(lang, N_("A new round")), crumbs=crumbs)
    round_ = round_or_404(forum_or_404(forum_slug), code)
    return EditPage(heading=round_.title.said_in(lang), crumbs=crumbs)
