"""Setting up the second step: an app that makes codes, recovery codes; passkeys stand beside."""

import io

import pyotp
import segno
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from ... import clock, seal
from ...db import db, writes, written
from ...forms import checks_token
from ...i18n import N_, say
from ...refusal import Refusal
from ...throttle.services import SECOND_STEPS, count, forget
from .. import rules
from ..forms import CodeForm
from ..models import User
from ..queries.second_step import second_steps_of
from ..services import second_step as steps
from .blueprint import bp, here, proved, signed_in, user_or_sign_in
from .passkeys import can_have_passkeys, passkey_address
from .recovery import codes_page

ISSUER = "Hybrid Forum"


@bp.get("/account/second-step")
@signed_in
def show_second_steps(lang: str) -> ResponseReturnValue:
    user = user_or_sign_in(lang)
    return render_template(
        "accounts/second_steps.html",
        user=user,
        has=second_steps_of(user.id),
        can_have_passkeys=can_have_passkeys(),
        passkey_address=passkey_address(),
        next=rules.local_path(request.args.get("next", "")),
        said=rules.device_said,
    )


@bp.get("/account/second-step/code")
@signed_in
@proved
def show_code_maker(lang: str) -> ResponseReturnValue:
    asked_by = rules.local_path(request.args.get("next", ""))
    return _code_page(lang, CodeForm(next=asked_by), pyotp.random_base32())


@bp.post("/account/second-step/code")
@signed_in
@checks_token
@writes
@proved
def add_code_maker(lang: str) -> ResponseReturnValue:
    user_id, form, now, keep = user_or_sign_in(lang).id, CodeForm(), clock.now(), here()
    secret = _secret_in(form, user_id)
    if not form.validate():
        return _code_page(lang, form, secret), 422

    def work() -> list[str]:
        user = db.session.get_one(User, user_id)
        return steps.add_code_maker(user, secret, str(form.code.data), keep=keep, now=now)

    try:
        count(f"second:{user_id}", SECOND_STEPS, now=now)
        codes = written(work)
    except Refusal as refusal:
        form.refuse("code", refusal.said_in(lang))
        return _code_page(lang, form, secret), refusal.status, refusal.headers
    forget(f"second:{user_id}", SECOND_STEPS, now=now)
    return codes_page(lang, codes, form.next.data)


def _secret_in(form: CodeForm, user_id: int) -> str:
    """The secret that the page carries, sealed for this user; a new one for any other."""
    try:
        owner, _, secret = seal.opened(str(form.secret.data or "")).partition(":")
    except seal.CannotOpen:
        return pyotp.random_base32()
    return secret if owner == str(user_id) else pyotp.random_base32()


@bp.post("/account/second-step/code/removal")
@signed_in
@writes
@proved
def remove_code_maker(lang: str) -> ResponseReturnValue:
    user_id, now = user_or_sign_in(lang).id, clock.now()
    written(lambda: steps.remove_code_maker(db.session.get_one(User, user_id), now=now))
    flash(say(lang, N_("The app is not asked any more.")))
    return redirect(url_for(".show_second_steps", lang=lang), 303)


def _code_page(lang: str, form: CodeForm, secret: str) -> str:
    user = user_or_sign_in(lang)
    form.secret.data = seal.sealed(f"{user.id}:{secret}")
    uri = pyotp.TOTP(secret).provisioning_uri(name=user.email, issuer_name=ISSUER)
    grouped = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return render_template(
        "accounts/code_maker.html", user=user, form=form, qr=_svg(uri), secret=grouped
    )


def _svg(words: str) -> Markup:
    file = io.BytesIO()
    segno.make(words, error="m", micro=False).save(
        file, kind="svg", scale=4, border=4, xmldecl=False, svgclass="qr", lineclass=None
    )
    return Markup(file.getvalue().decode())
