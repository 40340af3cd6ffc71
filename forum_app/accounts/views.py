"""Signing in and out, what every page asks of who is signed in, and one's own page."""

from urllib.parse import quote

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user
from werkzeug.wrappers import Response as BaseResponse

from .. import access, clock
from ..db import db, writes, written
from ..forms import checks_token
from ..i18n import LANGUAGES, N_, say
from ..refusal import Refusal
from ..throttle.services import (
    GUESSES,
    GUESSES_FROM_ONE_PLACE,
    SIGN_INS_PER_IP,
    count,
    forget,
    neighbours,
)
from . import rules, services
from .forms import SignInForm
from .models import User
from .queries import user_with

bp = Blueprint("accounts", __name__, url_prefix=f"/<any({','.join(LANGUAGES)}):lang>")


def user_or_sign_in(lang: str) -> User:
    """Who is signed in. Ends the request for a stranger: with the sign-in page, which leads back,
    where they came to look, else with 401."""
    if not current_user.is_authenticated:
        abort(_to_sign_in(lang) if request.method in ("GET", "HEAD") else 401)
    user: User = current_user._get_current_object()
    return user


def _to_sign_in(lang: str) -> BaseResponse:
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    back = rules.local_path(quote(request.path) + query)
    return redirect(url_for("accounts.show_sign_in", lang=lang, next=back))


def _check_signed_in(lang: str, **_: object) -> None:
    user_or_sign_in(lang)


signed_in = access.guard("whoever is signed in", _check_signed_in)


@bp.after_request
def _keep_private(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/sign-in")
@access.anyone
def show_sign_in(lang: str) -> ResponseReturnValue:
    asked_by = rules.local_path(request.args.get("next", ""))
    return _form_page(SignInForm(next=asked_by))


@bp.post("/sign-in")
@access.anyone
@checks_token
@writes
def sign_in(lang: str) -> ResponseReturnValue:
    form = SignInForm()
    if not form.validate():
        return _form_page(form), 422
    try:
        user = _let_in(str(form.email.data), str(form.password.data))
    except Refusal as refusal:
        form.refuse(None, refusal.said_in(lang))
        return _form_page(form), refusal.status, refusal.headers
    session.clear()  # whatever somebody else put into it before
    login_user(user)
    back = rules.local_path(form.next.data or "")
    return redirect(back or url_for(".show_account", lang=lang), 303)


@bp.post("/sign-out")
@access.anyone
@writes
def sign_out(lang: str) -> ResponseReturnValue:
    """Ends every session of whoever is signed in; who is not any more is told the same."""
    if current_user.is_authenticated:
        user_id, now = current_user.id, clock.now()
        written(lambda: services.end_sessions(user_id, actor=f"user {user_id}", now=now))
    session.clear()
    flash(say(lang, N_("You are signed out, on every device.")))
    return redirect(url_for(".show_sign_in", lang=lang), 303)


@bp.get("/account")
@signed_in
def show_account(lang: str) -> ResponseReturnValue:
    return render_template("accounts/account.html", user=user_or_sign_in(lang))


def _let_in(email: str, password: str) -> User:
    """Raises TooMany and WrongPassword, for known and unknown addresses alike."""
    now, place = clock.now(), neighbours(request.remote_addr)
    guesses = [(f"sign-in:{email}:{place}", GUESSES_FROM_ONE_PLACE), (f"sign-in:{email}", GUESSES)]
    for bucket, limit in [(f"sign-in:ip:{place}", SIGN_INS_PER_IP), *guesses]:
        count(bucket, limit, now=now)
    known = user_with(email)
    user_id, password_hash = (known.id, known.password_hash) if known else (0, None)
    db.session.rollback()  # no transaction is open, and no connection held, while it is hashed
    if not services.password_fits(password, password_hash) or password_hash is None:
        raise rules.WrongPassword
    user = written(lambda: services.sign_in(user_id, password_hash, now=now))
    for bucket, limit in guesses:
        forget(bucket, limit, now=now)
    return user


def _form_page(form: SignInForm) -> str:
    return render_template("accounts/sign_in.html", form=form)
