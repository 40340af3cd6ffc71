"""What every page of a forum begins and ends with, and who may organise it."""

from flask import Response, abort, g, make_response, render_template, request
from sqlalchemy import inspect

from ... import access
from ...accounts.models import User
from ...accounts.views import need_second_step, user_or_sign_in
from ...db import db
from ...i18n import LANGUAGES
from ..forms import ROLES
from ..models import Forum
from ..queries import forum_at, forums_listed, may_organise, roles_of_user

LANG_URL = f"/<any({','.join(LANGUAGES)}):lang>"
FORUM_URL = f"{LANG_URL}/<forum_slug>"  # below it stands every page


def forum_or_404(slug: str) -> Forum:
    """The forum that the address names; ends the request with 404 where there is none.

    Asked once in each transaction: guards, verbs and pages of one request all begin with it.
    """
    known: Forum | None = g.get("forum")
    if known is not None and _is_fresh(known) and known.slug == slug:
        return known
    g.forum = forum = forum_at(slug)
    return forum or abort(404)


def _is_fresh(forum: Forum) -> bool:
    """Neither a commit nor a rollback has let it go."""
    return forum in db.session and not inspect(forum).expired


def page_of(forum: Forum, template: str, **given: object) -> Response:
    """`template` rendered for `forum`; 304 without a body where the browser has just that page.

    The tag is that of the content: seats and queues that change it are never shown stale.
    """
    answer = make_response(render_template(template, forum=forum, **given))
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def _check_organiser(lang: str, forum_slug: str, **_: object) -> None:
    """Asked of the database at each request: a role that is taken away ends at once."""
    forum = forum_or_404(forum_slug)
    user = user_or_sign_in(lang)
    if not may_organise(user.id, forum):
        abort(403)
    need_second_step(lang, user.id, wanted=forum.second_step)
    g.caller = f"user {user.id}"


# Leaves `g.caller`, the actor: "user 3".
organiser = access.guard("an organiser of this forum", _check_organiser)


def desk_page_of(
    lang: str, forum: Forum, template: str, *, status: int = 200, **given: object
) -> Response:
    """`template` for whoever is signed in and works at `forum`; nobody keeps a copy of it."""
    shown = render_template(template, forum=forum, user=user_or_sign_in(lang), **given)
    answer = make_response(shown, status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def show_roles(*, user: User) -> str:
    """For one's own page: the roles that have no desk of their own; empty for none."""
    roles = roles_of_user(user.id)
    return render_template("forums/roles.html", roles=roles, names=ROLES) if roles else ""


def show_words() -> str:
    """For the rules of passwords: what the forums are called, which is tried first. One query."""
    names = ([x.slug, *x.name.by_lang.values(), *x.city.by_lang.values()] for x in forums_listed())
    return " ".join(word for words in names for word in words)
