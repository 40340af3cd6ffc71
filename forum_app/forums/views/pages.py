"""Information pages: as everybody reads them, and as the organisers write them."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ... import access, clock
from ...asks import AskForm, form_of, number_in, pressed
from ...db import writes, written
from ...forms import checks_token
from ...i18n import N_, say
from ...markup import markup_of
from ...refusal import Refusal
from ...released import held
from .. import forms, queries
from ..models import PagePlace
from ..services import pages as services
from ..services.pages import PageText
from .blueprint import bp, setup_crumb
from .editing import EditPage, edit_page_of, save
from .frame import desk_page_of, forum_or_404, organiser, page_of
from .things import caller_id, page_or_404

NEW_PAGE = (forms.SLUG, *forms.PAGE)


@bp.get("/pages/<page_slug>")
@access.anyone
@held
def show_page(lang: str, forum_slug: str, page_slug: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    shown = queries.published_at(forum, page_slug) or abort(404)
    body = markup_of(shown.body.said_in(lang))
    return page_of(forum, "forums/page.html", shown=shown, body=body)


@bp.get("/desk/pages")
@organiser
def show_pages(lang: str, forum_slug: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    latest = queries.latest_versions(forum)
    pages = [(page, latest[page.id]) for page in queries.pages_of(forum)]
    return desk_page_of(lang, forum, "desk/pages.html", pages=pages)


@bp.get("/desk/pages/new")
@organiser
def show_new_page(lang: str, forum_slug: str) -> ResponseReturnValue:
    form = form_of(NEW_PAGE, {"place": "footer", "position": 10}, 0)
    return edit_page_of(lang, forum_slug, _new_page(lang, forum_slug), form)


@bp.post("/desk/pages/new")
@organiser
@checks_token
@writes
def make_page(lang: str, forum_slug: str) -> ResponseReturnValue:
    form, by, now = form_of(NEW_PAGE, {}, 0), caller_id(), clock.now()
    if pressed("preview"):
        return _preview(lang, forum_slug, _new_page(lang, forum_slug), form)

    def verb() -> None:
        forum, (slug, text) = forum_or_404(forum_slug), _typed(form)
        page = services.make_page(forum, slug, text, by=by, actor=g.caller, now=now)
        if pressed("publish"):
            services.publish_page(page, seen=page.version, actor=g.caller, now=now)

    done = url_for(".show_pages", lang=lang, forum_slug=forum_slug)
    page = lambda: _new_page(lang, forum_slug)  # noqa: E731
    return save(lang, forum_slug, form, verb, page=page, done=done)


@bp.get("/desk/pages/<page_slug>")
@organiser
def show_page_form(lang: str, forum_slug: str, page_slug: str) -> ResponseReturnValue:
    form = _form(forum_slug, page_slug)
    return edit_page_of(lang, forum_slug, _page(lang, forum_slug, page_slug), form)


@bp.post("/desk/pages/<page_slug>")
@organiser
@checks_token
@writes
def save_page(lang: str, forum_slug: str, page_slug: str) -> ResponseReturnValue:
    form, by, at = _form(forum_slug, page_slug), caller_id(), {"now": clock.now()}
    if pressed("preview"):
        return _preview(lang, forum_slug, _page(lang, forum_slug, page_slug), form)

    def verb() -> None:
        row, (_, text) = page_or_404(forum_or_404(forum_slug), page_slug), _typed(form)
        seen, actor = form.seen_version(), g.caller
        services.write_page(row, text, seen=seen, by=by, actor=actor, **at)
        if pressed("publish"):
            services.publish_page(row, seen=row.version, actor=actor, **at)

    return _saved(lang, forum_slug, page_slug, form, verb)


@bp.post("/desk/pages/<page_slug>/back")
@organiser
@writes
def take_page_back(lang: str, forum_slug: str, page_slug: str) -> ResponseReturnValue:
    """Write an earlier version anew; it is published by the next press."""
    number, seen = (number_in(request.form.get(x, "")) for x in ("number", "seen"))
    by, at = caller_id(), {"actor": g.caller, "now": clock.now()}

    def verb() -> None:
        row = page_or_404(forum_or_404(forum_slug), page_slug)
        services.go_back(row, number, seen=seen, by=by, **at)

    return _pressed(lang, forum_slug, page_slug, verb)


@bp.post("/desk/pages/<page_slug>/withdraw")
@organiser
@writes
def withdraw_page(lang: str, forum_slug: str, page_slug: str) -> ResponseReturnValue:
    seen, at = number_in(request.form.get("seen", "")), {"actor": g.caller, "now": clock.now()}

    def verb() -> None:
        services.withdraw_page(page_or_404(forum_or_404(forum_slug), page_slug), seen=seen, **at)

    return _pressed(lang, forum_slug, page_slug, verb)


def _pressed(
    lang: str, forum_slug: str, page_slug: str, verb: Callable[[], None]
) -> ResponseReturnValue:
    """After a button that sends no text: the page as it is now, with a refusal on top."""
    try:
        written(verb)
    except Refusal as refusal:
        form = form_of(forms.PAGE, *_there(forum_slug, page_slug), sent=False)
        form.refuse(None, refusal.said_in(lang))
        page, status = _page(lang, forum_slug, page_slug), refusal.status
        return edit_page_of(lang, forum_slug, page, form, status=status)
    flash(say(lang, N_("Saved.")))
    there = url_for(".show_page_form", lang=lang, forum_slug=forum_slug, page_slug=page_slug)
    return redirect(there, 303)


def _saved(
    lang: str, forum_slug: str, page_slug: str, form: AskForm, verb: Callable[[], None]
) -> ResponseReturnValue:
    return save(
        lang,
        forum_slug,
        form,
        verb,
        page=lambda: _page(lang, forum_slug, page_slug),
        saved=lambda: _there(forum_slug, page_slug),
        done=url_for(".show_page_form", lang=lang, forum_slug=forum_slug, page_slug=page_slug),
    )


def _there(forum_slug: str, page_slug: str) -> tuple[Mapping[str, Any], int]:
    page = page_or_404(forum_or_404(forum_slug), page_slug)
    return forms.saved_in_page(page, queries.latest_version_of(page)), page.version


def _form(forum_slug: str, page_slug: str) -> AskForm:
    return form_of(forms.PAGE, *_there(forum_slug, page_slug))


def _typed(form: AskForm) -> tuple[str, PageText]:
    values = form.values()
    slug = values.pop("slug", "")
    return slug, PageText(**values | {"place": PagePlace(values["place"])})


def _preview(lang: str, forum_slug: str, page: EditPage, form: AskForm) -> ResponseReturnValue:
    good = form.validate()
    body = form.values()["body"].by_lang if good else {}
    preview = {language: markup_of(text) for language, text in body.items()}
    status = 200 if good else 422
    return edit_page_of(lang, forum_slug, page, form, status=status, preview=preview)


def _page(lang: str, forum_slug: str, page_slug: str) -> EditPage:
    row = page_or_404(forum_or_404(forum_slug), page_slug)
    at: dict[str, Any] = {"lang": lang, "forum_slug": forum_slug}
    return EditPage(
        heading=say(lang, N_("Page “%(slug)s”"), slug=row.slug),
        crumbs=_crumbs(lang, forum_slug),
        template="desk/page.html",
        happened=url_for(".show_page_happened", page_slug=page_slug, **at),
        more={"row": row, "versions": queries.versions_of(row)},
    )


def _new_page(lang: str, forum_slug: str) -> EditPage:
    return EditPage(
        heading=say(lang, N_("A new page")),
        crumbs=_crumbs(lang, forum_slug),
        template="desk/page.html",
        more={"row": None, "versions": []},
    )


def _crumbs(lang: str, forum_slug: str) -> list[tuple[str, str]]:
    there = url_for(".show_pages", lang=lang, forum_slug=forum_slug)
    return [setup_crumb(lang, forum_slug), (there, say(lang, N_("Pages")))]
