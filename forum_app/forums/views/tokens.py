"""The desk: tokens for machines. A new one is shown until its organiser has kept it."""

from datetime import datetime, time, timedelta
from typing import Any

from flask import abort, flash, g, redirect, session, url_for
from flask.typing import ResponseReturnValue

from ... import clock, seal
from ...asks import AskForm, form_of
from ...db import ID, writes, written
from ...forms import checks_token
from ...i18n import N_, say
from .. import forms, queries
from ..models import ApiToken
from ..rules import MOST_TOKEN_DAYS, instant_checked
from ..services import tokens
from .blueprint import bp
from .editing import EditPage, edit_page_of, save
from .frame import forum_or_404, organiser

USUAL_DAYS = 90
SHOWN = "new token"  # in the cookie: the id of a token, and its secret, sealed


@bp.get("/desk/tokens")
@organiser
def show_tokens(lang: str, forum_slug: str) -> ResponseReturnValue:
    return edit_page_of(lang, forum_slug, _page(lang, forum_slug), _form(forum_slug))


@bp.post("/desk/tokens")
@organiser
@checks_token
@writes
def make_token(lang: str, forum_slug: str) -> ResponseReturnValue:
    form, secret, made = _form(forum_slug), seal.new_secret(), []

    def verb() -> None:
        forum, wanted = forum_or_404(forum_slug), form.values()
        scopes = tuple(scope for scope in forms.SCOPES if wanted[scope])
        after = datetime.combine(wanted["last_day"] + timedelta(days=1), time())
        given: dict[str, Any] = {"ends_at": instant_checked(after, forum.zone)}
        given |= {"actor": g.caller, "now": clock.now()}
        made.append(tokens.make_token(forum, wanted["name"], secret, scopes, **given).id)

    answer = save(
        lang,
        forum_slug,
        form,
        verb,
        page=lambda: _page(lang, forum_slug),
        done=_list(lang, forum_slug),
        told=N_("The token is made. It works from now on."),
    )
    if made:
        session[SHOWN] = [made[-1], seal.sealed(secret)]
    return answer


@bp.post("/desk/tokens/kept")
@organiser
@writes
def keep_token(lang: str, forum_slug: str) -> ResponseReturnValue:
    """The new one is shown no more."""
    session.pop(SHOWN, None)
    return redirect(_list(lang, forum_slug), 303)


@bp.post(f"/desk/tokens/<{ID}:token_id>/revocation")
@organiser
@writes
def revoke_token(lang: str, forum_slug: str, token_id: int) -> ResponseReturnValue:
    at = {"actor": g.caller, "now": clock.now()}

    def work() -> str:
        token = queries.token_in(forum_or_404(forum_slug), token_id) or abort(404)
        tokens.revoke_token(token, **at)
        return token.name

    told = N_("The token “%(name)s” opens nothing any more.")
    flash(say(lang, told, name=written(work)))
    return redirect(_list(lang, forum_slug), 303)


def _list(lang: str, forum_slug: str) -> str:
    return url_for(".show_tokens", lang=lang, forum_slug=forum_slug)


def _form(forum_slug: str) -> AskForm:
    today = clock.day_on_wall(clock.now(), forum_or_404(forum_slug).zone)
    return form_of(forms.TOKEN, {"last_day": today + timedelta(days=USUAL_DAYS)}, 0)


def _page(lang: str, forum_slug: str) -> EditPage:
    forum = forum_or_404(forum_slug)
    found = queries.tokens_of(forum)
    return EditPage(
        heading=say(lang, N_("Tokens for machines")),
        crumbs=[],
        template="desk/tokens.html",
        more={
            "tokens": found,
            "scope_names": forms.SCOPES,
            "now": clock.now(),
            "most_days": MOST_TOKEN_DAYS,
            "shown": _shown(found),
        },
    )


def _shown(found: list[ApiToken]) -> tuple[ApiToken, str] | None:
    """The token that this browser made and did not keep yet, and its secret."""
    token_id, sealed = session.get(SHOWN, (0, ""))
    token = next((x for x in found if x.id == token_id and x.revoked_at is None), None)
    return (token, seal.opened(sealed)) if token else None
