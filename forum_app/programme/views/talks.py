"""The desk: one talk of a session of the draft."""

from typing import Any
from uuid import UUID

from flask import abort, flash, redirect
from flask.typing import ResponseReturnValue

from ...asks import AskForm, form_of
from ...db import writes, written
from ...forms import checks_token
from ...forums.views import EditPage, edit_page_of, organiser, save
from ...i18n import N_, say, say_many
from ..forms import speaking as forms
from ..models import Session, Talk
from ..queries import speakers as asked
from ..rules.speaking import TalkGone
from ..services import talks
from .blueprint import bp
from .parts import PARTS, at_now, crumbs_of, did, order_seen, parts_url, session_there

TALK = f"{PARTS}/<uuid:talk>"
GONE = f"{PARTS}/<uuid:talk_uuid>"  # or so it may be, by the time that a button is pressed


@bp.get(f"{PARTS}/new")
@organiser
def show_new_talk(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    return edit_page_of(lang, forum_slug, _talk_page(lang, forum_slug, code), _talk_form())


@bp.post(f"{PARTS}/new")
@organiser
@checks_token
@writes
def add_talk(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    form, at = _talk_form(), at_now()

    def verb() -> None:
        values = form.values()
        talks.add_talk(session_there(forum_slug, code)[1], values["title"], values["minutes"], **at)

    page = lambda: _talk_page(lang, forum_slug, code)  # noqa: E731
    return save(lang, forum_slug, form, verb, page=page, done=parts_url(lang, forum_slug, code))


@bp.get(TALK)
@organiser
def show_talk(lang: str, forum_slug: str, code: str, talk: UUID) -> ResponseReturnValue:
    row = _talk_or_404(forum_slug, code, talk)
    page = _talk_page(lang, forum_slug, code, row)
    return edit_page_of(lang, forum_slug, page, _talk_form(row))


@bp.post(TALK)
@organiser
@checks_token
@writes
def save_talk(lang: str, forum_slug: str, code: str, talk: UUID) -> ResponseReturnValue:
    form, at = _talk_form(_talk_or_404(forum_slug, code, talk)), at_now()

    def verb() -> None:
        session, row = session_there(forum_slug, code)[1], _talk_or_404(forum_slug, code, talk)
        talks.edit_talk(row, session, form.values(), seen=form.seen_version(), **at)

    def saved() -> tuple[dict[str, Any], int]:
        row = _talk_or_404(forum_slug, code, talk)
        return forms.saved_in_talk(row), row.version

    page = lambda: _talk_page(lang, forum_slug, code, _talk_or_404(forum_slug, code, talk))  # noqa: E731
    done = parts_url(lang, forum_slug, code)
    return save(lang, forum_slug, form, verb, page=page, saved=saved, done=done)


@bp.post(f"{GONE}/move")
@organiser
@writes
def move_talk(lang: str, forum_slug: str, code: str, talk_uuid: UUID) -> ResponseReturnValue:
    at = at_now() | order_seen()

    def work() -> None:
        session = session_there(forum_slug, code)[1]
        talks.move_talk(_talk_or_gone(session, talk_uuid), session, **at)

    return did(lang, forum_slug, code, work, N_("The order is changed."))


@bp.post(f"{GONE}/removal")
@organiser
@writes
def remove_talk(lang: str, forum_slug: str, code: str, talk_uuid: UUID) -> ResponseReturnValue:
    at = at_now()

    def work() -> int:
        session = session_there(forum_slug, code)[1]
        return talks.remove_talk(_talk_or_gone(session, talk_uuid), session, **at)

    stayed = written(work)
    flash(say(lang, N_("The talk is taken out.")))
    if stayed:
        told = say_many(
            lang,
            "%(n)s person in it stays, for the whole session.",
            "%(n)s people in it stay, for the whole session.",
            stayed,
        )
        flash(told)
    return redirect(parts_url(lang, forum_slug, code), 303)


def _talk_or_gone(session: Session, uuid: UUID) -> Talk:
    """Of an act on a page that somebody else may have changed. Raises TalkGone."""
    talk = asked.talk_in(session, uuid)
    if talk is None:
        raise TalkGone
    return talk


def _talk_or_404(forum_slug: str, code: str, uuid: UUID) -> Talk:
    return asked.talk_in(session_there(forum_slug, code)[1], uuid) or abort(404)


def _talk_form(talk: Talk | None = None) -> AskForm:
    there = forms.saved_in_talk(talk) if talk else {}
    return form_of(forms.TALK, there, talk.version if talk else 0)


def _talk_page(lang: str, forum_slug: str, code: str, talk: Talk | None = None) -> EditPage:
    session = session_there(forum_slug, code)[1]
    heading = talk.title.said_in(lang) if talk else say(lang, N_("A new talk"))
    return EditPage(heading=heading, crumbs=crumbs_of(lang, forum_slug, session))
