"""How the letters about registrations begin in this forum, with the whole letter shown."""

from typing import Any

from flask import Response, abort, current_app, g, request, url_for
from flask.typing import ResponseReturnValue

from ... import clock
from ...asks import AskForm, form_of, pressed
from ...db import writes
from ...forms import checks_token
from ...forums.models import Forum
from ...forums.queries import letter_text_row, letter_texts_of
from ...forums.rules import check_placeholders
from ...forums.services.texts import set_letter_text
from ...forums.views import (
    EditPage,
    desk_page_of,
    edit_page_of,
    forum_or_404,
    organiser,
    save,
    setup_crumb,
)
from ...i18n import LANGUAGES, N_, Words, say
from ...post import feeds
from ...refusal import Refusal
from ..forms import setup as forms
from ..rules.letters import KINDS
from .blueprint import bp


@bp.get("/desk/texts")
@organiser
def show_texts(lang: str, forum_slug: str) -> ResponseReturnValue:
    """All letters, or with `?letter=` the opening of one."""
    forum = forum_or_404(forum_slug)
    if "letter" in request.args:
        template = _template_or_404(request.args["letter"])
        form = _form(forum, template)
        return _shown(lang, forum_slug, template, form)
    return desk_page_of(lang, forum, "desk/texts.html", kinds=KINDS, own=letter_texts_of(forum))


@bp.post("/desk/texts")
@organiser
@checks_token
@writes
def save_text(lang: str, forum_slug: str) -> ResponseReturnValue:
    template = _template_or_404(request.args.get("letter", next(iter(KINDS))))
    form, at = _form(forum_or_404(forum_slug), template), {"actor": g.caller, "now": clock.now()}
    if pressed("preview"):
        return _preview(lang, forum_slug, template, form)
    standard = pressed("standard")

    def verb() -> None:
        wanted = None if standard else form.values()["paragraph"]
        known, seen = KINDS[template].placeholders, form.seen_version()
        set_letter_text(forum_or_404(forum_slug), template, wanted, known, seen=seen, **at)

    return save(
        lang,
        forum_slug,
        form,
        verb,
        page=lambda: _page(lang, forum_slug, template),
        saved=lambda: _there(forum_or_404(forum_slug), template),
        done=url_for(".show_texts", lang=lang, forum_slug=forum_slug, letter=template),
    )


def _template_or_404(given: str) -> str:
    return given if given in KINDS else abort(404)


def _there(forum: Forum, template: str) -> tuple[dict[str, Any], int]:
    row = letter_text_row(forum.id, template)
    return {"paragraph": row.paragraph if row else None}, row.version if row else 0


def _form(forum: Forum, template: str) -> AskForm:
    return form_of(forms.LETTER, *_there(forum, template))


def _preview(lang: str, forum_slug: str, template: str, form: AskForm) -> Response:
    """The letter with what was typed; nothing is saved."""
    if not form.validate():
        return edit_page_of(lang, forum_slug, _page(lang, forum_slug, template), form, status=422)
    paragraph: Words | None = form.values()["paragraph"]
    try:
        for text in paragraph.by_lang.values() if paragraph else ():
            check_placeholders(text, KINDS[template].placeholders)
    except Refusal as refusal:
        form.refuse("paragraph_vi", refusal.said_in(lang))
        return edit_page_of(lang, forum_slug, _page(lang, forum_slug, template), form, status=422)
    tried = {"paragraph": dict(paragraph.by_lang) if paragraph else {}}
    return _shown(lang, forum_slug, template, form, tried)


def _shown(
    lang: str,
    forum_slug: str,
    template: str,
    form: AskForm,
    tried: dict[str, Any] | None = None,
) -> Response:
    """The form, and below it the whole letter in every language."""
    forum = forum_or_404(forum_slug)
    facts = {"forum_id": forum.id, "name": "Nguyễn Thị Ánh", "address": "anh@example.org"}
    facts |= {"sessions": [], "to_confirm": True, **(tried or {})}
    written = {x: feeds.example_of(template, facts, x) for x in LANGUAGES}
    base_url = str(current_app.config["BASE_URL"])
    letters = {
        x: (letter.subject, feeds.text_of(letter, x, base_url=base_url))
        for x, letter in written.items()
        if letter
    }
    page = _page(lang, forum_slug, template)
    return edit_page_of(lang, forum_slug, page, form, letters=letters, is_tried=tried is not None)


def _page(lang: str, forum_slug: str, template: str) -> EditPage:
    there = url_for(".show_texts", lang=lang, forum_slug=forum_slug)
    kind = KINDS[template]
    return EditPage(
        heading=say(lang, kind.title),
        crumbs=[setup_crumb(lang, forum_slug), (there, say(lang, N_("Texts of mails")))],
        template="desk/text.html",
        more={"known": kind.placeholders},
    )
