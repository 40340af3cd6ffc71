"""The banner: on every page of the forum, and at the desk where it is written."""

from typing import Any

from flask import Response, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ... import access, clock
from ...asks import AskForm, form_of
from ...db import ID, writes, written
from ...forms import checks_token
from ...i18n import N_, say
from ...released import held
from .. import forms
from ..models import Forum
from ..rules import shown_at
from ..services import texts
from .blueprint import bp, setup_crumb
from .editing import EditPage, edit_page_of, save
from .frame import desk_page_of, forum_or_404, organiser, page_of
from .things import banner_or_404

USUAL = {"kind": "info"}


def fill_banner(*, forum: Forum) -> str:
    """What stands on top of every page of `forum` now. No query but those of other rooms."""
    banners = shown_at(forum.banners, clock.forum_now())
    return render_template("forums/banner.html", forum=forum, banners=banners)


@bp.get("/banner")
@access.anyone
@held
def show_banner(lang: str, forum_slug: str) -> Response:
    """The same as a fragment, which pages renew."""
    forum = forum_or_404(forum_slug)
    banners = shown_at(forum.banners, clock.forum_now())
    answer = page_of(forum, "forums/banner.html", banners=banners)
    answer.cache_control.private = answer.cache_control.no_cache = True
    return answer


@bp.get("/desk/banners")
@organiser
def show_banners(lang: str, forum_slug: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    shown = {banner.id for banner in shown_at(forum.banners, clock.forum_now())}
    return desk_page_of(lang, forum, "desk/banners.html", banners=forum.banners, shown=shown)


@bp.get("/desk/banners/new")
@organiser
def show_new_banner(lang: str, forum_slug: str) -> ResponseReturnValue:
    form = form_of(forms.BANNER, USUAL, 0)
    return edit_page_of(lang, forum_slug, _page(lang, forum_slug), form)


@bp.post("/desk/banners/new")
@organiser
@checks_token
@writes
def put_up_banner(lang: str, forum_slug: str) -> ResponseReturnValue:
    form, at = form_of(forms.BANNER, USUAL, 0), {"actor": g.caller, "now": clock.now()}

    def verb() -> None:
        texts.put_up_banner(forum_or_404(forum_slug), form.values(), **at)

    page = lambda: _page(lang, forum_slug)  # noqa: E731
    return save(lang, forum_slug, form, verb, page=page, done=_list(lang, forum_slug))


@bp.get(f"/desk/banners/<{ID}:banner_id>")
@organiser
def show_banner_form(lang: str, forum_slug: str, banner_id: int) -> ResponseReturnValue:
    form = _form(forum_slug, banner_id)
    return edit_page_of(lang, forum_slug, _page(lang, forum_slug, banner_id), form)


@bp.post(f"/desk/banners/<{ID}:banner_id>/words")
@organiser
@checks_token
@writes
def save_banner(lang: str, forum_slug: str, banner_id: int) -> ResponseReturnValue:
    form, at = _form(forum_slug, banner_id), {"actor": g.caller, "now": clock.now()}

    def verb() -> None:
        banner = banner_or_404(forum_or_404(forum_slug), banner_id)
        texts.edit_banner(banner, form.values(), seen=form.seen_version(), **at)

    return save(
        lang,
        forum_slug,
        form,
        verb,
        page=lambda: _page(lang, forum_slug, banner_id),
        saved=lambda: _there(forum_slug, banner_id),
        done=_list(lang, forum_slug),
    )


@bp.post(f"/desk/banners/<{ID}:banner_id>/down")
@organiser
@writes
def take_down_banner(lang: str, forum_slug: str, banner_id: int) -> ResponseReturnValue:
    actor, now = g.caller, clock.now()

    def verb() -> None:
        banner = banner_or_404(forum_or_404(forum_slug), banner_id)
        texts.take_down_banner(banner, actor=actor, now=now)

    written(verb)
    flash(say(lang, N_("The banner is taken down.")))
    return redirect(_list(lang, forum_slug), 303)


def _there(forum_slug: str, banner_id: int) -> tuple[dict[str, Any], int]:
    banner = banner_or_404(forum_or_404(forum_slug), banner_id)
    return forms.saved_in(banner, forms.BANNER), banner.version


def _form(forum_slug: str, banner_id: int) -> AskForm:
    return form_of(forms.BANNER, *_there(forum_slug, banner_id))


def _list(lang: str, forum_slug: str) -> str:
    return url_for(".show_banners", lang=lang, forum_slug=forum_slug)


def _page(lang: str, forum_slug: str, banner_id: int = 0) -> EditPage:
    crumbs = [setup_crumb(lang, forum_slug), (_list(lang, forum_slug), say(lang, N_("Banner")))]
    if not banner_id:
        return EditPage(heading=say(lang, N_("A new banner")), crumbs=crumbs)
    at: dict[str, Any] = {"lang": lang, "forum_slug": forum_slug, "banner_id": banner_id}
    action = url_for(".save_banner", **at)
    return EditPage(heading=say(lang, N_("The banner")), crumbs=crumbs, action=action)
