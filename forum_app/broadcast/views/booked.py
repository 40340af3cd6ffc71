"""One test of a point: moved, done, missed or cancelled."""

from datetime import datetime
from typing import Any

from flask import abort, g, url_for
from flask.typing import ResponseReturnValue

from ... import clock
from ...asks import AskForm, form_of
from ...db import ID, writes
from ...forms import checks_token
from ...forums.rules import instant_checked
from ...forums.views import EditPage, edit_page_of, forum_or_404, organiser, save
from ...i18n import N_
from ..forms import readiness as forms
from ..queries import slots as queries
from ..services import slots as services
from .blueprint import bp, slot_or_404, tests_crumb


@bp.get(f"/desk/tests/slots/<{ID}:slot_id>")
@organiser
def show_slot(lang: str, forum_slug: str, slot_id: int) -> ResponseReturnValue:
    form = _slot_form(lang, forum_slug, slot_id)
    return edit_page_of(lang, forum_slug, _slot_page(lang, forum_slug, slot_id), form)


@bp.post(f"/desk/tests/slots/<{ID}:slot_id>/time")
@organiser
@checks_token
@writes
def move_slot(lang: str, forum_slug: str, slot_id: int) -> ResponseReturnValue:
    form = _slot_form(lang, forum_slug, slot_id)
    at = {"actor": g.caller, "now": clock.now()}

    def verb() -> None:
        forum, values, seen = forum_or_404(forum_slug), form.values(), form.seen_version()
        slot = slot_or_404(forum, slot_id)
        crew = queries.crew_at(forum, values["crew"]) or abort(404)
        starts_at = instant_checked(values["starts_wall"], forum.zone)
        services.move(forum, slot, crew, starts_at, seen=seen, **at)

    return save(
        lang,
        forum_slug,
        form,
        verb,
        page=lambda: _slot_page(lang, forum_slug, slot_id),
        saved=lambda: _slot_there(forum_slug, slot_id),
        done=_round_of(lang, forum_slug, slot_id),
        told=N_("The test is moved."),
    )


@bp.post(f"/desk/tests/slots/<{ID}:slot_id>/done")
@organiser
@checks_token
@writes
def end_slot(lang: str, forum_slug: str, slot_id: int) -> ResponseReturnValue:
    return _ended(lang, forum_slug, slot_id, "done", N_("The test is done."))


@bp.post(f"/desk/tests/slots/<{ID}:slot_id>/missed")
@organiser
@checks_token
@writes
def miss_slot(lang: str, forum_slug: str, slot_id: int) -> ResponseReturnValue:
    told = N_("The test was missed. The point can be tested at another time.")
    return _ended(lang, forum_slug, slot_id, "missed", told)


@bp.post(f"/desk/tests/slots/<{ID}:slot_id>/cancelled")
@organiser
@checks_token
@writes
def cancel_slot(lang: str, forum_slug: str, slot_id: int) -> ResponseReturnValue:
    return _ended(lang, forum_slug, slot_id, "cancelled", N_("The test is cancelled."))


def _ended(lang: str, forum_slug: str, slot_id: int, how: str, told: str) -> ResponseReturnValue:
    form = _slot_form(lang, forum_slug, slot_id)
    at = {"actor": g.caller, "now": clock.now()}

    def verb() -> None:
        slot = slot_or_404(forum_or_404(forum_slug), slot_id)
        services.end(slot, how, seen=form.seen_version(), **at)

    return save(
        lang,
        forum_slug,
        form,
        verb,
        page=lambda: _slot_page(lang, forum_slug, slot_id),
        saved=lambda: _slot_there(forum_slug, slot_id),
        done=_round_of(lang, forum_slug, slot_id),
        told=told,
    )


def _round_of(lang: str, forum_slug: str, slot_id: int) -> str:
    code = slot_or_404(forum_or_404(forum_slug), slot_id).round.code
    return url_for(".show_round", lang=lang, forum_slug=forum_slug, round_code=code)


def _slot_there(forum_slug: str, slot_id: int) -> tuple[dict[str, Any], int]:
    forum = forum_or_404(forum_slug)
    slot = slot_or_404(forum, slot_id)
    wall: datetime = clock.wall_of(slot.starts_at, forum.zone)[0]
    return forms.slot_saved(slot, wall), slot.version


def _slot_form(lang: str, forum_slug: str, slot_id: int) -> AskForm:
    crews = queries.crews_of(forum_or_404(forum_slug))
    return form_of(forms.slot_asks(crews, lang), *_slot_there(forum_slug, slot_id))


def _slot_page(lang: str, forum_slug: str, slot_id: int) -> EditPage:
    slot = slot_or_404(forum_or_404(forum_slug), slot_id)
    there = _round_of(lang, forum_slug, slot_id)
    return EditPage(
        heading=f"{slot.point.code} {slot.point.name.said_in(lang)}",
        crumbs=[tests_crumb(lang, forum_slug), (there, slot.round.title.said_in(lang))],
        template="desk/readiness/slot.html",
        more={"test": slot, "has_begun": slot.starts_at <= clock.now()},
    )
