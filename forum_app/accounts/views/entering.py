"""Signing in by password, the second step, and signing out."""

from collections.abc import Callable

from flask import flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from ... import access, clock
from ...db import db, writes, written
from ...forms import checks_token
from ...i18n import N_, say
from ...refusal import Refusal
from ...throttle.services import (
    GUESSES,
    GUESSES_FROM_ONE_PLACE,
    SECOND_STEPS,
    WRONG_SIGN_INS_PER_IP,
    TooMany,
    count,
    forget,
    is_full,
    neighbours,
)
from .. import rules, services
from ..forms import CodeForm, SignInForm
from ..queries import user_with
from ..queries.second_step import second_steps_of
from ..services import second_step as steps
from ..services import sign_ins
from .blueprint import bp, device, entered, half, half_or_none
from .passkeys import can_have_passkeys


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
    form, calls_itself = SignInForm(), device()
    if not form.validate():
        return _form_page(form), 422
    try:
        user_id, password_hash, forgive = _checked(str(form.email.data), str(form.password.data))
        now = clock.now()
        answer = entered(
            lang,
            form.next.data,
            lambda: sign_ins.sign_in(user_id, password_hash, device=calls_itself, now=now),
        )
    except Refusal as refusal:
        form.refuse(None, refusal.said_in(lang))
        if isinstance(refusal, TooMany):
            form.refuse(None, say(lang, N_("Meanwhile, a link mailed to you lets you in.")))
        return _form_page(form), refusal.status, refusal.headers
    forgive()
    return answer


def _checked(email: str, password: str) -> tuple[int, str, Callable[[], None]]:
    """(user, the hash that the password fits, what forgives the guesses before).

    Raises TooMany and WrongPassword, for known and unknown addresses alike.
    """
    now, place = clock.now(), neighbours(request.remote_addr)
    guesses = [(f"sign-in:{email}:{place}", GUESSES_FROM_ONE_PLACE), (f"sign-in:{email}", GUESSES)]
    for bucket, limit in guesses:
        count(bucket, limit, now=now)
    wrong_here = (f"sign-in:ip:{place}", WRONG_SIGN_INS_PER_IP)
    guessed = is_full(*wrong_here, now=now)
    fits = services.guessed_password_fits if guessed else services.password_fits
    known = user_with(email)
    user_id, password_hash = (known.id, known.password_hash) if known else (0, None)
    db.session.rollback()  # no transaction is open, and no connection held, while it is hashed
    if not fits(password, password_hash) or password_hash is None:
        count(*wrong_here, now=now)
        raise rules.WrongPassword

    def forgive() -> None:
        for bucket, limit in guesses:
            forget(bucket, limit, now=now)

    return user_id, password_hash, forgive


@bp.get("/sign-in/second")
@half
def show_second_step(lang: str) -> ResponseReturnValue:
    return _second_page(CodeForm(next=rules.local_path(request.args.get("next", ""))))


@bp.post("/sign-in/second")
@half
@writes
def take_second_step(lang: str) -> ResponseReturnValue:
    form, calls_itself, now = CodeForm(), device(), clock.now()
    half_id, user_id = g.half_id, g.half_user_id
    if not form.validate():
        return _second_page(form), 422

    def work() -> sign_ins.Begun:
        steps.take_code(user_id, str(form.code.data), now=now)
        return sign_ins.complete(half_id, device=calls_itself, now=now)

    try:
        count(f"second:{user_id}", SECOND_STEPS, now=now)
        answer = entered(lang, form.next.data, work)
    except Refusal as refusal:
        form.refuse("code", refusal.said_in(lang))
        return _second_page(form), refusal.status, refusal.headers
    forget(f"second:{user_id}", SECOND_STEPS, now=now)
    return answer


@bp.post("/sign-out")
@access.anyone
@writes
def sign_out(lang: str) -> ResponseReturnValue:
    """Ends every session of whoever is signed in; who is not any more is told the same."""
    if current_user.is_authenticated:
        user_id, now = current_user.id, clock.now()
        written(lambda: sign_ins.end_sessions(user_id, actor=f"user {user_id}", now=now))
    session.clear()
    flash(say(lang, N_("You are signed out, on every device.")))
    return redirect(url_for(".show_sign_in", lang=lang), 303)


@bp.post("/sign-out/here")
@access.anyone
@writes
def sign_out_here(lang: str) -> ResponseReturnValue:
    """Ends this browser's session alone; the cookie opens nothing from now on, also a copy."""
    now, half_here = clock.now(), half_or_none()
    ended = [g.sign_in_id] if current_user.is_authenticated else []
    ended += [half_here.id] if half_here else []
    for sign_in_id in ended:
        written(lambda: sign_ins.end_quietly(sign_in_id, now=now))  # noqa: B023  (run at once)
    session.clear()
    flash(say(lang, N_("You are signed out in this browser.")))
    return redirect(url_for(".show_sign_in", lang=lang), 303)


def _form_page(form: SignInForm) -> str:
    return render_template("accounts/sign_in.html", form=form)


def _second_page(form: CodeForm) -> str:
    has = second_steps_of(g.half_user_id)
    can = can_have_passkeys()
    return render_template("accounts/second_step.html", form=form, has=has, can_have_passkeys=can)
