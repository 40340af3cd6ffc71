"""What the house calls the owner of an account, and the language it writes to them in."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ... import clock
from ...db import db, writes, written
from ...forms import checks_token
from ...i18n import N_, say
from ..forms import OwnForm
from ..models import User
from ..services.people import rename
from .blueprint import bp, signed_in, user_or_sign_in


@bp.get("/account/name")
@signed_in
def show_name(lang: str) -> ResponseReturnValue:
    user = user_or_sign_in(lang)
    return _page(lang, OwnForm(name=user.name, locale=user.locale))


@bp.post("/account/name")
@signed_in
@checks_token
@writes
def change_name(lang: str) -> ResponseReturnValue:
    user_id, form, now = user_or_sign_in(lang).id, OwnForm(), clock.now()
    if not form.validate():
        return _page(lang, form), 422

    def work() -> None:
        rename(
            db.session.get_one(User, user_id),
            str(form.name.data),
            str(form.locale.data),
            now=now,
        )

    written(work)
    flash(say(lang, N_("Saved.")))
    return redirect(url_for(".show_account", lang=lang), 303)


def _page(lang: str, form: OwnForm) -> str:
    return render_template("accounts/name.html", form=form, user=user_or_sign_in(lang))
