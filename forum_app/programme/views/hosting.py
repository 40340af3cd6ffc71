"""A host's own pages: one session, its texts; what rooms above know of it stands in slots."""

from typing import Any

from flask import abort, g, render_template, url_for
from flask.typing import ResponseReturnValue

from ... import access, clock
from ...accounts.models import User
from ...accounts.views import need_second_step, user_or_sign_in
from ...asks import AskForm, form_of
from ...db import writes
from ...forms import checks_token
from ...forums.queries import (
    forums_organised_by,
    forums_with_doors_of,
    may_organise,
    roles_of_user,
)
from ...forums.views import FORUM_URL, EditPage, desk_page_of, edit_page_of, forum_or_404, save
from ...i18n import N_, say
from .. import queries
from ..forms.desk import TEXTS
from ..models import Session
from ..queries import hosts as asked
from ..services.hosts import edit_texts
from .blueprint import bp

HOST = f"{FORUM_URL}/hosts/<code>"


def _check_host(lang: str, forum_slug: str, code: str, **_: object) -> None:
    """Asked of the database at each request. To a host every other session is not there, whatever
    its code: neither a draft nor its name is found out by asking."""
    forum, user = forum_or_404(forum_slug), user_or_sign_in(lang)
    session, organises = queries.session_at(forum, code), may_organise(user.id, forum)
    if organises:
        need_second_step(lang, user.id, wanted=forum.second_step)
    elif session is None or not asked.is_host(user.id, session):
        abort(404 if asked.hosts_anything(user.id, forum) else 403)
    if session is None:
        abort(404)
    g.caller = f"user {user.id}"


# Leaves `g.caller`, the actor: "user 3".
session_host = access.guard("a host of this session, or an organiser", _check_host)


def show_hosted_sessions(*, user: User) -> str:
    """For one's own page: the sessions that `user` hosts; empty for none. One query."""
    found = asked.hosted_by(user.id)
    return render_template("programme/hosted_sessions.html", found=found) if found else ""


def hosted_path(*, lang: str, user_id: int) -> str:
    """Where whoever hosts one session, and works at nothing else, is led after signing in."""
    found = asked.hosted_by(user_id)
    works_at = (forums_organised_by, forums_with_doors_of, roles_of_user)
    if len(found) != 1 or any(asked_for(user_id) for asked_for in works_at):
        return ""
    forum, session = found[0]
    return url_for("programme.show_hosted", lang=lang, forum_slug=forum.slug, code=session.code)


@bp.get(HOST)
@session_host
def show_hosted(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    forum, session = forum_or_404(forum_slug), hosted_session(forum_slug, code)
    return desk_page_of(lang, forum, "programme/hosted.html", session=session)


@bp.get(f"{HOST}/texts")
@session_host
def show_texts(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    return edit_page_of(lang, forum_slug, _page(lang, forum_slug, code), _form(forum_slug, code))


@bp.post(f"{HOST}/texts")
@session_host
@checks_token
@writes
def save_texts(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    form, at = _form(forum_slug, code), {"actor": g.caller, "now": clock.now()}

    def verb() -> None:
        session = hosted_session(forum_slug, code)
        edit_texts(session, form.values(), seen=form.seen_version(), **at)

    return save(
        lang,
        forum_slug,
        form,
        verb,
        page=lambda: _page(lang, forum_slug, code),
        saved=lambda: _there(forum_slug, code),
        done=url_for(".show_texts", lang=lang, forum_slug=forum_slug, code=code),
        told=N_("Saved in the draft. People see it after the next release."),
    )


def hosted_session(forum_slug: str, code: str) -> Session:
    return queries.session_at(forum_or_404(forum_slug), code) or abort(404)


def _there(forum_slug: str, code: str) -> tuple[dict[str, Any], int]:
    session = hosted_session(forum_slug, code)
    return {ask.name: getattr(session, ask.name) for ask in TEXTS}, session.version


def _form(forum_slug: str, code: str) -> AskForm:
    return form_of(TEXTS, *_there(forum_slug, code))


def _page(lang: str, forum_slug: str, code: str) -> EditPage:
    session = hosted_session(forum_slug, code)
    there = url_for(".show_hosted", lang=lang, forum_slug=forum_slug, code=code)
    return EditPage(
        heading=say(lang, N_("Texts")),
        crumbs=[(there, session.code)],
        template="programme/hosted_texts.html",
        more={"session": session, "released": asked.released_texts_of(session)},
    )
