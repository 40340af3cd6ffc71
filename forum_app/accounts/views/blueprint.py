"""Who is signed in, as every page asks it, and what the cookie of a browser holds."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec
from urllib.parse import quote

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    g,
    redirect,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user

from ... import access, clock
from ...db import written
from ...i18n import LANGUAGES, N_, say
from ...pages import slot
from ..models import SignIn, User
from ..queries import half_sign_in_of, is_admin, sign_in_of
from ..queries.second_step import has_second_step
from ..rules import PROVED, local_path
from ..services import sign_ins
from ..services.sign_ins import Begun

bp = Blueprint("accounts", __name__, url_prefix=f"/<any({','.join(LANGUAGES)}):lang>")
P = ParamSpec("P")
LOOKING = ("GET", "HEAD")


def user_of_cookie(secret: str) -> User | None:
    """Whose browser this is; None for one that is not signed in any more."""
    found = sign_in_of(secret, now=clock.now())
    if found is None:
        return None
    g.sign_in_id, g.sign_in = found.id, found
    return found.user


def user_or_sign_in(lang: str) -> User:
    """Who is signed in. Ends the request for a stranger: with the sign-in page, which leads back,
    where they came to look, else with 401."""
    if not current_user.is_authenticated:
        abort(_to_sign_in(lang) if request.method in LOOKING else 401)
    if not g.get("seen"):
        g.seen = True
        sign_ins.see(g.sign_in, now=clock.now())
    user: User = current_user._get_current_object()
    return user


def here() -> int | None:
    """The id of this browser's sign-in; None for a stranger's."""
    return g.sign_in_id if current_user.is_authenticated else None


def asked_path() -> str | None:
    """The address of this request, as `next` carries it."""
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    return local_path(quote(request.path) + query)


def _to_sign_in(lang: str) -> Response:
    return redirect(url_for("accounts.show_sign_in", lang=lang, next=asked_path()))  # type: ignore[return-value]


def _check_signed_in(lang: str, **_: object) -> None:
    user_or_sign_in(lang)


signed_in = access.guard("whoever is signed in", _check_signed_in)


def _check_admin(lang: str, **_: object) -> None:
    user = user_or_sign_in(lang)
    if not is_admin(user.id):
        abort(403)
    need_second_step(lang, user.id, wanted=False)
    g.caller = f"user {user.id}"


# Leaves `g.caller`, the actor: "user 3".
admin = access.guard("whoever administers the site", _check_admin)


def _check_half(lang: str, **_: object) -> None:
    half = half_or_none()
    if half is None:
        abort(_to_sign_in(lang) if request.method in LOOKING else 401)
    g.half_id, g.half_user_id = half.id, half.user_id


half = access.guard("whoever is at the second step", _check_half)


def half_or_none() -> SignIn | None:
    return half_sign_in_of(session.get("half", ""), now=clock.now())


def need_second_step(lang: str, user_id: int, *, wanted: bool) -> None:
    """Ends the request, with the page where one is set up, for whoever has no second step though
    it is `wanted`, or the site wants one of all who may do much. A demonstration wants none."""
    if current_app.config["FORUM_DEMO"] or not (wanted or current_app.config["SECOND_STEP"]):
        return
    if has_second_step(user_id):
        return
    if request.method not in LOOKING:
        abort(403)
    flash(say(lang, N_("That page needs a second step of signing in. Please set one up first.")))
    abort(redirect(url_for("accounts.show_second_steps", lang=lang, next=asked_path())))


def is_fresh() -> bool:
    """Whether this browser proved minutes ago who sits at it."""
    proved: bool = clock.now() - g.sign_in.proved_at < PROVED
    return proved


def proved(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Below a guard that asks who is signed in: asks them again where that was a while ago."""

    @wraps(view)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if is_fresh():
            return view(*args, **kwargs)
        lang = str(kwargs["lang"])
        back = asked_path() if request.method in LOOKING else None
        back = back or url_for("accounts.show_second_steps", lang=lang)
        return redirect(url_for("accounts.show_again", lang=lang, next=back), 303)

    return wrapper


def entered(lang: str, next_path: str | None, work: Callable[[], Begun]) -> ResponseReturnValue:
    """Do `work`, which lets somebody in, give this browser its cookie, and lead on to `next_path`.

    Whatever somebody else put into the cookie before is gone, and the sign-in it stood for ends.
    """
    before, now = here(), clock.now()

    def act() -> Begun:
        begun = work()
        sign_ins.end_quietly(before, now=now)
        return begun

    begun = written(act)
    session.clear()
    session["half" if begun.half else "_user_id"] = begun.secret
    path = local_path(next_path or "")
    if begun.half:
        return redirect(url_for("accounts.show_second_step", lang=lang, next=path), 303)
    path = path or str(slot("account.landing", lang=lang, user_id=begun.user_id))
    return redirect(path or url_for("accounts.show_account", lang=lang), 303)


def device() -> str:
    return request.user_agent.string


@bp.after_request
def _keep_private(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"  # an address may hold a secret
    return answer
