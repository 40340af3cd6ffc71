"""The check list of the forum's points."""

from typing import Any

from flask import flash, g, redirect, url_for
from flask.typing import ResponseReturnValue

from ... import clock
from ...asks import AskForm, form_of
from ...db import writes, writing
from ...forms import checks_token
from ...forums.views import EditPage, desk_page_of, edit_page_of, forum_or_404, organiser, save
from ...i18n import N_, say
from ..forms import readiness as forms
from ..queries.readiness import items_of
from ..services import checks
from .blueprint import bp, item_or_404


@bp.get("/desk/checklist")
@organiser
def show_checklist(lang: str, forum_slug: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    items = items_of(forum, retired=True)
    return desk_page_of(lang, forum, "desk/readiness/checklist.html", items=items)


@bp.post("/desk/checklist/usual")
@organiser
@writes
def start_checklist(lang: str, forum_slug: str) -> ResponseReturnValue:
    with writing():
        checks.start_list(forum_or_404(forum_slug), actor=g.caller, now=clock.now())
    flash(say(lang, N_("The usual check list is there. Change what is different for you.")))
    return redirect(url_for(".show_checklist", lang=lang, forum_slug=forum_slug), 303)


@bp.get("/desk/checklist/new")
@organiser
def show_new_item(lang: str, forum_slug: str) -> ResponseReturnValue:
    return edit_page_of(lang, forum_slug, _page(lang, forum_slug), _new_form(lang))


@bp.post("/desk/checklist/new")
@organiser
@checks_token
@writes
def make_item(lang: str, forum_slug: str) -> ResponseReturnValue:
    form, at = _new_form(lang), {"actor": g.caller, "now": clock.now()}

    def verb() -> None:
        values = form.values()
        code = values.pop("code")
        checks.make_item(forum_or_404(forum_slug), code, forms.item_columns(values), **at)

    page = lambda: _page(lang, forum_slug)  # noqa: E731
    return save(lang, forum_slug, form, verb, page=page, done=_list(lang, forum_slug))


@bp.get("/desk/checklist/<item>")
@organiser
def show_item(lang: str, forum_slug: str, item: str) -> ResponseReturnValue:
    page = _page(lang, forum_slug, item)
    return edit_page_of(lang, forum_slug, page, _form(lang, forum_slug, item))


@bp.post("/desk/checklist/<item>")
@organiser
@checks_token
@writes
def save_item(lang: str, forum_slug: str, item: str) -> ResponseReturnValue:
    form, now, actor = _form(lang, forum_slug, item), clock.now(), g.caller

    def verb() -> None:
        row, values = item_or_404(forum_or_404(forum_slug), item), form.values()
        retired = (row.retired_at or now) if values.pop("retired") else None
        wanted = forms.item_columns(values) | {"retired_at": retired}
        checks.edit_item(row, wanted, seen=form.seen_version(), actor=actor, now=now)

    return save(
        lang,
        forum_slug,
        form,
        verb,
        page=lambda: _page(lang, forum_slug, item),
        saved=lambda: _there(forum_slug, item),
        done=_list(lang, forum_slug),
    )


def _list(lang: str, forum_slug: str) -> str:
    return url_for(".show_checklist", lang=lang, forum_slug=forum_slug)


def _there(forum_slug: str, code: str) -> tuple[dict[str, Any], int]:
    item = item_or_404(forum_or_404(forum_slug), code)
    saved = forms.item_saved(item) | {"retired": item.retired_at is not None}
    return saved, item.version


def _form(lang: str, forum_slug: str, code: str) -> AskForm:
    asks = (*forms.item_asks(lang), forms.RETIRED)
    return form_of(asks, *_there(forum_slug, code))


def _new_form(lang: str) -> AskForm:
    usual = {"hours": 72, "is_needed": True, "position": 10}
    return form_of((forms.CODE, *forms.item_asks(lang)), usual, 0)


def _page(lang: str, forum_slug: str, code: str = "") -> EditPage:
    crumbs = [(_list(lang, forum_slug), say(lang, N_("Check list")))]
    if not code:
        return EditPage(heading=say(lang, N_("A new item")), crumbs=crumbs)
    item = item_or_404(forum_or_404(forum_slug), code)
    return EditPage(heading=item.title.said_in(lang), crumbs=crumbs)
