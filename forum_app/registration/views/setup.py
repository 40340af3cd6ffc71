"""The organiser's pages of how people register: when, as what, and what they agree to."""

from typing import Any

from flask import abort, g, render_template, url_for
from flask.typing import ResponseReturnValue

from ... import clock
from ...asks import AskForm, form_of
from ...db import writes
from ...forms import checks_token
from ...forums.models import Forum
from ...forums.views import (
    EditPage,
    desk_page_of,
    edit_page_of,
    forum_or_404,
    organiser,
    save,
    setup_crumb,
)
from ...i18n import N_, say
from .. import queries
from ..forms import setup as forms
from ..models import Category, ConsentWording
from ..services import setup as services
from ..services.terms import NewTerms, set_terms
from .blueprint import bp

NEW_CATEGORY = (forms.CATEGORY_CODE, *forms.CATEGORY)
NEW_PURPOSE = (forms.PURPOSE, *forms.WORDING)


def show_setup(*, forum: Forum) -> str:
    """For the desk's page of all that can be set up."""
    return render_template("desk/setup_registration.html", forum=forum)


@bp.get("/desk/registration")
@organiser
def show_terms(lang: str, forum_slug: str) -> ResponseReturnValue:
    form = _terms_form(forum_or_404(forum_slug))
    return edit_page_of(lang, forum_slug, _terms_page(lang, forum_slug), form)


@bp.post("/desk/registration")
@organiser
@checks_token
@writes
def save_terms(lang: str, forum_slug: str) -> ResponseReturnValue:
    form, at = _terms_form(forum_or_404(forum_slug)), {"actor": g.caller, "now": clock.now()}

    def verb() -> None:
        forum, wanted = forum_or_404(forum_slug), NewTerms(**form.values())
        set_terms(forum, wanted, seen=form.seen_version(), **at)

    return save(
        lang,
        forum_slug,
        form,
        verb,
        page=lambda: _terms_page(lang, forum_slug),
        saved=lambda: _terms_there(forum_or_404(forum_slug)),
        done=setup_crumb(lang, forum_slug)[0],
    )


def _terms_there(forum: Forum) -> tuple[dict[str, Any], int]:
    terms = queries.terms_of(forum)
    return forms.terms_saved(terms), terms.version


def _terms_form(forum: Forum) -> AskForm:
    return form_of(forms.TERMS, *_terms_there(forum))


def _terms_page(lang: str, forum_slug: str) -> EditPage:
    return EditPage(
        heading=say(lang, N_("When people register")),
        crumbs=[setup_crumb(lang, forum_slug)],
        happened=url_for("forums.show_forum_happened", lang=lang, forum_slug=forum_slug),
    )


@bp.get("/desk/categories")
@organiser
def show_categories(lang: str, forum_slug: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    categories = queries.categories_of(forum, public_only=False)
    return desk_page_of(lang, forum, "desk/categories.html", categories=categories)


@bp.get("/desk/categories/new")
@organiser
def show_new_category(lang: str, forum_slug: str) -> ResponseReturnValue:
    form = form_of(NEW_CATEGORY, {"is_public": True}, 0)
    return edit_page_of(lang, forum_slug, _category_page(lang, forum_slug), form)


@bp.post("/desk/categories/new")
@organiser
@checks_token
@writes
def make_category(lang: str, forum_slug: str) -> ResponseReturnValue:
    form, at = form_of(NEW_CATEGORY, {}, 0), {"actor": g.caller, "now": clock.now()}

    def verb() -> None:
        values = form.values()
        code = values.pop("code")
        services.make_category(forum_or_404(forum_slug), code, values, **at)

    done = url_for(".show_categories", lang=lang, forum_slug=forum_slug)
    page = lambda: _category_page(lang, forum_slug)  # noqa: E731
    return save(lang, forum_slug, form, verb, page=page, done=done)


@bp.get("/desk/categories/<category>")
@organiser
def show_category(lang: str, forum_slug: str, category: str) -> ResponseReturnValue:
    form = form_of(forms.CATEGORY, *_category_there(forum_slug, category))
    return edit_page_of(lang, forum_slug, _category_page(lang, forum_slug, category), form)


@bp.post("/desk/categories/<category>")
@organiser
@checks_token
@writes
def save_category(lang: str, forum_slug: str, category: str) -> ResponseReturnValue:
    form = form_of(forms.CATEGORY, *_category_there(forum_slug, category))
    at = {"actor": g.caller, "now": clock.now()}

    def verb() -> None:
        row = _category_or_404(forum_or_404(forum_slug), category)
        services.edit_category(row, form.values(), seen=form.seen_version(), **at)

    return save(
        lang,
        forum_slug,
        form,
        verb,
        page=lambda: _category_page(lang, forum_slug, category),
        saved=lambda: _category_there(forum_slug, category),
        done=url_for(".show_categories", lang=lang, forum_slug=forum_slug),
    )


def _category_or_404(forum: Forum, code: str) -> Category:
    return queries.category_at(forum, code) or abort(404)


def _category_there(forum_slug: str, code: str) -> tuple[dict[str, Any], int]:
    row = _category_or_404(forum_or_404(forum_slug), code)
    return forms.saved_in(row, forms.CATEGORY), row.version


def _category_page(lang: str, forum_slug: str, code: str = "") -> EditPage:
    there = url_for(".show_categories", lang=lang, forum_slug=forum_slug)
    heading = say(lang, N_("A new category"))
    if code:
        heading = _category_or_404(forum_or_404(forum_slug), code).name.said_in(lang)
    crumbs = [setup_crumb(lang, forum_slug), (there, say(lang, N_("Categories")))]
    return EditPage(heading=heading, crumbs=crumbs)


@bp.get("/desk/consents")
@organiser
def show_wordings(lang: str, forum_slug: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    return desk_page_of(lang, forum, "desk/consents.html", wordings=queries.wordings_ever(forum))


@bp.get("/desk/consents/new")
@organiser
def show_new_purpose(lang: str, forum_slug: str) -> ResponseReturnValue:
    form = form_of(NEW_PURPOSE, {}, 0)
    return edit_page_of(lang, forum_slug, _wording_page(lang, forum_slug), form)


@bp.post("/desk/consents/new")
@organiser
@checks_token
@writes
def make_purpose(lang: str, forum_slug: str) -> ResponseReturnValue:
    return _word(lang, forum_slug, form_of(NEW_PURPOSE, {}, 0))


@bp.get("/desk/consents/<purpose>")
@organiser
def show_wording(lang: str, forum_slug: str, purpose: str) -> ResponseReturnValue:
    form = form_of(forms.WORDING, *_wording_there(forum_slug, purpose))
    return edit_page_of(lang, forum_slug, _wording_page(lang, forum_slug, purpose), form)


@bp.post("/desk/consents/<purpose>")
@organiser
@checks_token
@writes
def word_anew(lang: str, forum_slug: str, purpose: str) -> ResponseReturnValue:
    form = form_of(forms.WORDING, *_wording_there(forum_slug, purpose))
    return _word(lang, forum_slug, form, purpose)


def _word(
    lang: str, forum_slug: str, form: AskForm, purpose: str | None = None
) -> ResponseReturnValue:
    """purpose: None where the form asks for it."""
    actor, now = g.caller, clock.now()

    def verb() -> None:
        values, seen = form.values(), form.seen_version()
        of = purpose or values.pop("purpose")
        services.word_anew(forum_or_404(forum_slug), of, **values, seen=seen, actor=actor, now=now)

    def saved() -> tuple[dict[str, Any], int]:
        return _wording_there(forum_slug, purpose or form.values()["purpose"])

    page = lambda: _wording_page(lang, forum_slug, purpose or "")  # noqa: E731
    done = url_for(".show_wordings", lang=lang, forum_slug=forum_slug)
    return save(lang, forum_slug, form, verb, page=page, saved=saved, done=done)


def _wording_or_404(forum: Forum, purpose: str) -> ConsentWording:
    found = (x for x in queries.wordings_ever(forum) if x.purpose == purpose)
    return next(found, None) or abort(404)


def _wording_there(forum_slug: str, purpose: str) -> tuple[dict[str, Any], int]:
    row = _wording_or_404(forum_or_404(forum_slug), purpose)
    return forms.saved_in(row, forms.WORDING), row.version


def _wording_page(lang: str, forum_slug: str, purpose: str = "") -> EditPage:
    there = url_for(".show_wordings", lang=lang, forum_slug=forum_slug)
    crumbs = [setup_crumb(lang, forum_slug), (there, say(lang, N_("Consents")))]
    heading = say(lang, N_("A new consent"))
    if purpose:
        heading = say(lang, N_("Consent “%(purpose)s”, worded anew"), purpose=purpose)
    return EditPage(heading=heading, crumbs=crumbs)
