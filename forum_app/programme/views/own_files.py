"""A speaker's own page: what they say of themself, their photo, their slides."""

from typing import Any

from flask import (
    Response,
    abort,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from ... import clock
from ...asks import AskForm, Beside, see_again
from ...db import ID, writes, written
from ...forms import checks_token
from ...i18n import N_, say
from ...refusal import ChangedMeanwhile, Refusal
from ..forms import speaking as forms
from ..models import Slides
from ..queries import speakers as asked
from ..rules.files import MIB, MOST_SLIDES, FileTooLarge
from ..services import slides as services
from ..services.speaking import Picture, edit_page
from .blueprint import bp
from .own import OWN, did, own_of, own_page, own_session_or_404, speaker_link
from .sending import (
    PRIVATE,
    about_form,
    about_unsent,
    photo_answer,
    picture_sent,
    slides_answer,
    slides_form,
    slides_sent,
    too_large_about,
)

MINE = f"{OWN}/sessions/<code>/slides"


@bp.get(f"{OWN}/about")
@speaker_link
def show_about(lang: str, forum_slug: str, key: str) -> ResponseReturnValue:
    return _about_page(forum_slug, key, about_unsent(own_of(forum_slug, key)[1]))


@bp.post(f"{OWN}/about")
@speaker_link
@checks_token
@writes
def save_about(lang: str, forum_slug: str, key: str) -> ResponseReturnValue:
    page = own_of(forum_slug, key)[1]
    form = about_form(page)
    if form is None:
        return _about_page(forum_slug, key, too_large_about(page, lang), 413)
    if not form.validate():
        return _about_page(forum_slug, key, form, 422)
    try:
        _save(forum_slug, key, form, picture_sent())
    except ChangedMeanwhile as late:
        return _late(lang, forum_slug, key, form, late)
    except Refusal as refusal:
        form.refuse(None, refusal.said_in(lang))
        return _about_page(forum_slug, key, form, refusal.status)
    flash(
        say(
            lang,
            N_("Saved. People see it after the next release, once you have accepted."),
        )
    )
    return redirect(url_for(".show_own", lang=lang, forum_slug=forum_slug, key=key), 303)


def _save(forum_slug: str, key: str, form: AskForm, picture: Picture | None) -> None:
    at: dict[str, Any] = {"seen": form.seen_version(), "actor": g.caller, "now": clock.now()}
    at["takes_photo_away"] = "no_photo" in request.form
    written(lambda: edit_page(own_of(forum_slug, key)[1], form.values(), picture, **at))


def _late(
    lang: str, forum_slug: str, key: str, form: AskForm, late: ChangedMeanwhile
) -> ResponseReturnValue:
    page = own_of(forum_slug, key)[1]
    both = form.beside(forms.saved_in_page(page))
    see_again(form, page.version)
    form.refuse(None, late.said_in(lang))
    return _about_page(forum_slug, key, form, late.status, both)


@bp.get(f"{OWN}/photo")
@speaker_link
def show_own_photo(lang: str, forum_slug: str, key: str) -> ResponseReturnValue:
    page = own_of(forum_slug, key)[1]
    return photo_answer(page.photo or abort(404), is_public=False)


@bp.post(MINE)
@speaker_link
@checks_token
@writes
def send_slides(lang: str, forum_slug: str, key: str, code: str) -> ResponseReturnValue:
    form = slides_form()
    if form is None:
        refusal = FileTooLarge(most=MOST_SLIDES // MIB)
        return own_page(lang, forum_slug, key, status=413, refusal=refusal)
    session = own_session_or_404(forum_slug, key, code)
    at = {"actor": g.caller, "now": clock.now()}

    def work() -> None:
        page = own_of(forum_slug, key)[1]
        there = own_session_or_404(forum_slug, key, session.code)
        services.keep_slides(page.person, there, sent, shown=form.values()["shown"], **at)

    if not form.validate():
        return own_page(lang, forum_slug, key, status=422, wrong=form)
    try:
        sent = slides_sent()
    except Refusal as refusal:
        return own_page(lang, forum_slug, key, status=refusal.status, refusal=refusal)
    return did(lang, forum_slug, key, work, N_("Your slides are here. Earlier versions stay."))


@bp.get(f"{MINE}/<{ID}:number>/file")
@speaker_link
def show_own_slides(
    lang: str, forum_slug: str, key: str, code: str, number: int
) -> ResponseReturnValue:
    return slides_answer(_slides_or_404(forum_slug, key, code, number), is_public=False)


@bp.post(f"{MINE}/<{ID}:number>/showing")
@speaker_link
@writes
def set_own_slides_shown(
    lang: str, forum_slug: str, key: str, code: str, number: int
) -> ResponseReturnValue:
    shown, at = request.form.get("shown") == "y", {"actor": g.caller, "now": clock.now()}

    def work() -> None:
        found = _slides_or_404(forum_slug, key, code, number)
        services.show_slides(found, shown=shown, **at)

    given = N_("Everybody may download this version once the session is released.")
    return did(lang, forum_slug, key, work, given if shown else N_("It is not public any more."))


def _slides_or_404(forum_slug: str, key: str, code: str, number: int) -> Slides:
    session, page = own_session_or_404(forum_slug, key, code), own_of(forum_slug, key)[1]
    return asked.slides_numbered(page.person, session, number) or abort(404)


def _about_page(
    forum_slug: str,
    key: str,
    form: AskForm,
    status: int = 200,
    both: list[Beside] | None = None,
) -> Response:
    forum, page = own_of(forum_slug, key)
    shown = render_template(
        "programme/about.html", forum=forum, page=page, key=key, form=form, both=both or []
    )
    answer = make_response(shown, status)
    answer.headers.update(PRIVATE)
    return answer
