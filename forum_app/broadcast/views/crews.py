"""Crews: named, renamed, or retired."""

from typing import Any

from flask import abort, g
from flask.typing import ResponseReturnValue

from ... import clock
from ...asks import AskForm, form_of
from ...db import writes
from ...forms import checks_token
from ...forums.views import EditPage, edit_page_of, forum_or_404, organiser, save
from ...i18n import N_, say
from ..forms import readiness as forms
from ..models import Crew
from ..queries.slots import crew_at
from ..services import crews, slots
from .blueprint import bp, tests_crumb


@bp.get("/desk/tests/crews/new")
@organiser
def show_new_crew(lang: str, forum_slug: str) -> ResponseReturnValue:
    return edit_page_of(lang, forum_slug, _page(lang, forum_slug), form_of(forms.CREW, {}, 0))


@bp.post("/desk/tests/crews/new")
@organiser
@checks_token
@writes
def make_crew(lang: str, forum_slug: str) -> ResponseReturnValue:
    form, at = form_of(forms.CREW, {}, 0), {"actor": g.caller, "now": clock.now()}

    def verb() -> None:
        values = form.values()
        slots.make_crew(forum_or_404(forum_slug), values.pop("code"), values, **at)

    page = lambda: _page(lang, forum_slug)  # noqa: E731
    return save(lang, forum_slug, form, verb, page=page, done=tests_crumb(lang, forum_slug)[0])


@bp.get("/desk/tests/crews/<crew_code>")
@organiser
def show_crew(lang: str, forum_slug: str, crew_code: str) -> ResponseReturnValue:
    page = _page(lang, forum_slug, crew_code)
    return edit_page_of(lang, forum_slug, page, _form(forum_slug, crew_code))


@bp.post("/desk/tests/crews/<crew_code>")
@organiser
@checks_token
@writes
def save_crew(lang: str, forum_slug: str, crew_code: str) -> ResponseReturnValue:
    form, now, actor = _form(forum_slug, crew_code), clock.now(), g.caller

    def verb() -> None:
        crew, values = _crew_or_404(forum_slug, crew_code), form.values()
        retired = (crew.retired_at or now) if values["retired"] else None
        wanted = {"name": values["name"], "retired_at": retired}
        crews.edit_crew(crew, wanted, seen=form.seen_version(), actor=actor, now=now)

    return save(
        lang,
        forum_slug,
        form,
        verb,
        page=lambda: _page(lang, forum_slug, crew_code),
        saved=lambda: _there(forum_slug, crew_code),
        done=tests_crumb(lang, forum_slug)[0],
    )


def _form(forum_slug: str, code: str) -> AskForm:
    return form_of(forms.EDITED_CREW, *_there(forum_slug, code))


def _there(forum_slug: str, code: str) -> tuple[dict[str, Any], int]:
    crew = _crew_or_404(forum_slug, code)
    return {"name": crew.name, "retired": crew.retired_at is not None}, crew.version


def _page(lang: str, forum_slug: str, code: str = "") -> EditPage:
    crumbs = [tests_crumb(lang, forum_slug)]
    if not code:
        return EditPage(heading=say(lang, N_("A new crew")), crumbs=crumbs)
    crew = _crew_or_404(forum_slug, code)
    return EditPage(heading=crew.name.said_in(lang), crumbs=crumbs)


def _crew_or_404(forum_slug: str, code: str) -> Crew:
    return crew_at(forum_or_404(forum_slug), code) or abort(404)
