"""Recovery codes: shown once, when the second step is set up, and when they are renewed."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ... import clock
from ...db import db, writes, written
from ...i18n import N_, say
from ..models import User
from ..rules import local_path
from ..services import second_step as steps
from .blueprint import bp, proved, signed_in, user_or_sign_in


@bp.post("/account/second-step/recovery-codes")
@signed_in
@writes
@proved
def renew_recovery_codes(lang: str) -> ResponseReturnValue:
    user_id, now = user_or_sign_in(lang).id, clock.now()

    def work() -> list[str]:
        return steps.renew_recovery_codes(db.session.get_one(User, user_id), now=now)

    return codes_page(lang, written(work), None)


def codes_page(lang: str, codes: list[str], asked_by: str | None) -> ResponseReturnValue:
    """The recovery codes, this once; without new ones, back to the page of second steps.

    asked_by: the page that wanted a second step, as it was sent.
    """
    back = local_path(asked_by or "")
    if not codes:
        flash(say(lang, N_("The second step is set up.")))
        return redirect(url_for("accounts.show_second_steps", lang=lang, next=back), 303)
    user = user_or_sign_in(lang)
    return render_template("accounts/recovery_codes.html", user=user, codes=codes, back=back)
