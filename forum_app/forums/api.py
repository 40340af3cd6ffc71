"""Forums for machines, and who may write: whoever shows a token of the forum with the scope."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any, ParamSpec, TypeVar

import marshmallow as ma
from flask import g, request

from .. import access, clock
from ..api import Blueprint, PageSchema, page_of
from ..i18n import N_
from ..problems import Challenge
from ..schemas import Said, Schema
from ..throttle.services import Limit, count
from .models import ApiToken, Forum
from .queries import forums_listed, token_shown
from .services.tokens import see_token
from .views import forum_or_404

P = ParamSpec("P")
R = TypeVar("R")

SAFE = {"GET", "HEAD", "OPTIONS"}

bp = Blueprint("forums_api", __name__, subject="Forums")


class NoToken(Challenge):
    says = N_("This needs a token of the organisers: “Authorization: Bearer …”.")
    status = 401
    challenge = 'Bearer realm="Hybrid Forum"'


class InvalidToken(Challenge):
    says = N_("This token is not known, or it was revoked or has ended.")
    status = 401
    challenge = 'Bearer realm="Hybrid Forum", error="invalid_token"'


class TokenOfAnotherForum(Challenge):
    says = N_("This token belongs to another forum.")
    status = 403
    challenge = 'Bearer realm="Hybrid Forum", error="insufficient_scope"'


class ScopeMissing(Challenge):
    says = N_("This token may not do this: it lacks the scope “%(scope)s”.")
    status = 403
    challenge = 'Bearer realm="Hybrid Forum", error="insufficient_scope"'


def token_with(scope: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A guard: whoever shows a token of the forum with `scope`, within its writes per second.

    Cookies open nothing here. Leaves `g.caller`, the actor: "token 3".
    """
    check = access.guard(f"a token with scope {scope}", partial(_check_token, scope))
    documented = Blueprint.doc(security=[{"bearer": [scope]}])
    return lambda view: check(documented(view))


def _check_token(scope: str, forum_slug: str, **_: object) -> None:
    token, now = _token_shown(), clock.now()
    if token.forum_id != forum_or_404(forum_slug).id:
        raise TokenOfAnotherForum
    if scope not in token.scopes:
        raise ScopeMissing(scope=scope)
    g.caller = f"token {token.id}"
    if request.method not in SAFE:
        count(g.caller, Limit(token.writes_per_second, timedelta(seconds=1)), now=now)


def _token_shown() -> ApiToken:
    shown = request.authorization
    if shown is None or shown.type != "bearer":
        raise NoToken
    now = clock.now()
    token = token_shown(shown.token or "", now=now)
    if token is None:
        raise InvalidToken
    see_token(token, now=now)
    return token


class ForumSchema(Schema):
    slug = ma.fields.String(required=True)
    name = Said(required=True)
    theme = Said(required=True, allow_none=True)
    venue = Said(required=True)
    city = Said(required=True)
    timezone = ma.fields.String(
        required=True, attribute="zone", metadata={"description": "IANA, of the hall."}
    )
    first_day = ma.fields.Date(required=True, metadata={"description": "By the clocks there."})
    last_day = ma.fields.Date(required=True)


@bp.get("/forums")
@access.anyone
@bp.arguments(PageSchema, location="query")
@bp.response(200, ForumSchema(many=True))
def list_forums(asked: dict[str, Any]) -> tuple[list[Forum], dict[str, str]]:
    """Every forum, the latest first"""
    return page_of(forums_listed(), asked, lambda forum: forum.slug)


@bp.get("/forums/<forum_slug>")
@access.anyone
@bp.response(200, ForumSchema)
def show_forum(forum_slug: str) -> Forum:
    """One forum"""
    return forum_or_404(forum_slug)
