"""The organiser's zones, how and when each gives booths away; and the plans of the halls."""

from typing import Any

from flask import Response, abort, flash, g, redirect, url_for
from flask.typing import ResponseReturnValue

from ... import clock
from ...asks import AskForm, form_of
from ...db import ID, writes, written
from ...forms import checks_token
from ...forums.views import (
    EditPage,
    desk_page_of,
    edit_page_of,
    forum_or_404,
    organiser,
    save,
)
from ...i18n import N_, say
from ...refusal import Refusal
from ..forms import zone_asks, zone_saved
from ..queries.floor import plan_in, plans_of
from ..services.founding import publish_plan
from ..services.zones import edit_zone
from .blueprint import bp, zone_or_404


@bp.get("/desk/zones/<code>")
@organiser
def show_zone(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    form = _form(lang, forum_slug, code)
    return edit_page_of(lang, forum_slug, _zone_page(lang, forum_slug, code), form)


@bp.post("/desk/zones/<code>")
@organiser
@checks_token
@writes
def save_zone(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    form, at = _form(lang, forum_slug, code), {"actor": g.caller, "now": clock.now()}

    def verb() -> None:
        forum = forum_or_404(forum_slug)
        zone, seen = zone_or_404(forum, code), form.seen_version()
        edit_zone(zone, form.values(), forum.zone, seen=seen, **at)

    return save(
        lang,
        forum_slug,
        form,
        verb,
        page=lambda: _zone_page(lang, forum_slug, code),
        saved=lambda: _there(forum_slug, code),
        done=url_for(".show_booths", lang=lang, forum_slug=forum_slug),
    )


def _there(forum_slug: str, code: str) -> tuple[dict[str, Any], int]:
    forum = forum_or_404(forum_slug)
    zone = zone_or_404(forum, code)
    return zone_saved(zone, forum.zone), zone.version


def _form(lang: str, forum_slug: str, code: str) -> AskForm:
    return form_of(zone_asks(lang), *_there(forum_slug, code))


def _zone_page(lang: str, forum_slug: str, code: str) -> EditPage:
    zone = zone_or_404(forum_or_404(forum_slug), code)
    return EditPage(
        heading=f"{zone.code} {zone.name.said_in(lang)}",
        crumbs=[_booths_crumb(lang, forum_slug)],
        template="desk/zone.html",
        more={"zone": zone},
    )


@bp.get("/desk/plans")
@organiser
def show_plans(lang: str, forum_slug: str) -> ResponseReturnValue:
    return _plans_page(lang, forum_slug)


@bp.post(f"/desk/plans/<{ID}:plan_id>/publication")
@organiser
@writes
def publish(lang: str, forum_slug: str, plan_id: int) -> ResponseReturnValue:
    actor, now = g.caller, clock.now()

    def verb() -> None:
        plan = plan_in(forum_or_404(forum_slug), plan_id) or abort(404)
        publish_plan(plan, actor=actor, now=now)

    try:
        written(verb)
    except Refusal as refusal:
        return _plans_page(lang, forum_slug, plan_id, refusal.said_in(lang), refusal.status)
    flash(say(lang, N_("The plan is published: this is what people see now.")))
    return redirect(url_for(".show_plans", lang=lang, forum_slug=forum_slug), 303)


def _plans_page(
    lang: str, forum_slug: str, refused: int = 0, sentence: str | None = None, status: int = 200
) -> Response:
    """refused: the id of the plan that `sentence` is about."""
    forum = forum_or_404(forum_slug)
    return desk_page_of(
        lang,
        forum,
        "desk/plans.html",
        status=status,
        plans=plans_of(forum),
        crumbs=[_booths_crumb(lang, forum_slug)],
        refused=refused,
        sentence=sentence,
    )


def _booths_crumb(lang: str, forum_slug: str) -> tuple[str, str]:
    there = url_for(".show_booths", lang=lang, forum_slug=forum_slug)
    return there, say(lang, N_("Booths"))
