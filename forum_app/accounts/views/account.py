"""One's own page: where one is signed in, password, address."""

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ... import access, clock
from ...db import ID, db, writes, written
from ...forms import Form, checks_token
from ...i18n import N_, say
from ...refusal import Refusal
from ...throttle.services import GUESSES_FROM_ONE_PLACE, SIGN_IN_LETTERS, count, forget
from .. import rules
from ..forms import AgainForm, ChangePasswordForm, MoveForm
from ..models import LinkPurpose, SignIn, User
from ..queries import is_admin, sign_ins_of
from ..queries.second_step import second_steps_of
from ..services import letters, links, passwords, sign_ins
from .blueprint import bp, here, is_fresh, signed_in, user_or_sign_in
from .mailed import may_be_password


@bp.get("/account")
@signed_in
def show_account(lang: str) -> ResponseReturnValue:
    user = user_or_sign_in(lang)
    return render_template(
        "accounts/account.html",
        user=user,
        has=second_steps_of(user.id),
        is_admin=is_admin(user.id),
    )


@bp.get("/account/sign-ins")
@signed_in
def show_sign_ins(lang: str) -> ResponseReturnValue:
    user = user_or_sign_in(lang)
    found = sign_ins_of(user, now=clock.now())
    return render_template(
        "accounts/sign_ins.html", user=user, found=found, here_id=here(), said=rules.device_said
    )


def _check_its_owner(lang: str, sign_in_id: int, **_: object) -> None:
    user, found = user_or_sign_in(lang), db.session.get(SignIn, sign_in_id)
    if found is None or found.user_id != user.id:
        abort(404)


own_sign_in = access.guard("whose it is", _check_its_owner)


@bp.post(f"/account/sign-ins/<{ID}:sign_in_id>/end")
@own_sign_in
@writes
def end_sign_in(lang: str, sign_in_id: int) -> ResponseReturnValue:
    user_id, now = user_or_sign_in(lang).id, clock.now()
    written(lambda: sign_ins.end_one(sign_in_id, user_id, actor=f"user {user_id}", now=now))
    flash(say(lang, N_("That browser is signed out.")))
    return redirect(url_for(".show_sign_ins", lang=lang), 303)


@bp.post("/account/sign-ins/others/end")
@signed_in
@writes
def end_other_sign_ins(lang: str) -> ResponseReturnValue:
    user_id, now, keep = user_or_sign_in(lang).id, clock.now(), here()

    def work() -> None:
        user = db.session.get_one(User, user_id)
        sign_ins.end_others(user, keep, actor=f"user {user_id}", now=now)

    written(work)
    flash(say(lang, N_("Every other browser is signed out.")))
    return redirect(url_for(".show_sign_ins", lang=lang), 303)


@bp.get("/account/password")
@signed_in
def show_password(lang: str) -> ResponseReturnValue:
    return _page(lang, "accounts/change_password.html", ChangePasswordForm())


@bp.post("/account/password")
@signed_in
@checks_token
@writes
def change_password(lang: str) -> ResponseReturnValue:
    user, form, now, keep = user_or_sign_in(lang), ChangePasswordForm(), clock.now(), here()
    user_id, typed = user.id, str(form.password.data or "")
    if not form.validate() or not may_be_password(form, typed, user.email, lang):
        return _page(lang, "accounts/change_password.html", form, 422)
    if refused := _refused(lang, form, user):
        return _page(lang, "accounts/change_password.html", form, refused.status)
    password_hash = passwords.password_hash_of(typed)

    def work() -> None:
        owner = db.session.get_one(User, user_id)
        passwords.set_password(owner, password_hash, keep=keep, now=now)

    written(work)
    flash(say(lang, N_("The new password is set. Every other browser is signed out.")))
    return redirect(url_for(".show_account", lang=lang), 303)


@bp.get("/account/email")
@signed_in
def show_move(lang: str) -> ResponseReturnValue:
    return _page(lang, "accounts/move.html", MoveForm())


@bp.post("/account/email")
@signed_in
@checks_token
@writes
def ask_move(lang: str) -> ResponseReturnValue:
    """Nothing changes before the link in the letter to the new address is used; the old one is
    told at once. Whether the new one belongs to an account is said to nobody."""
    user, form = user_or_sign_in(lang), MoveForm()
    if not form.validate():
        return _page(lang, "accounts/move.html", form, 422)
    if refused := _refused(lang, form, user):
        return _page(lang, "accounts/move.html", form, refused.status)
    _mail_move(user.id, str(form.email.data), lang)
    flash(say(lang, N_("We have written to the new address and to the old one.")))
    return redirect(url_for(".show_account", lang=lang), 303)


def _mail_move(user_id: int, email: str, lang: str) -> None:
    now = clock.now()
    try:
        count(f"letters:move:{email}", SIGN_IN_LETTERS, now=now)
        count(f"moves:{user_id}", SIGN_IN_LETTERS, now=now)
    except Refusal:
        return

    def work() -> None:
        user = db.session.get_one(User, user_id)
        link, secret = links.make_link(LinkPurpose.MOVE, email, user=user, now=now)
        facts = {"name": user.name, "link_id": link.id, "secret": secret}
        letters.lay("move", email, lang, forum_id=None, now=now, **facts)
        letters.lay_to(user, "moving", new=email, now=now)

    written(work)


def _refused(lang: str, form: Form, user: User) -> Refusal | None:
    """Why the present password is not right, said at its field; None where it is, or where there
    is none and this browser was let in minutes ago."""
    if user.password_hash is None and is_fresh():
        return None
    now, bucket, typed = clock.now(), f"again:{user.id}", str(form.present.data or "")
    password_hash = user.password_hash
    try:
        count(bucket, GUESSES_FROM_ONE_PLACE, now=now)
        db.session.rollback()
        if not passwords.password_fits(typed, password_hash) or password_hash is None:
            raise rules.NotThisPassword
    except Refusal as refusal:
        form.refuse("present", refusal.said_in(lang))
        return refusal
    forget(bucket, GUESSES_FROM_ONE_PLACE, now=now)
    return None


@bp.get("/account/again")
@signed_in
def show_again(lang: str) -> ResponseReturnValue:
    """Who is still there? Asked before what an unwatched browser should not do."""
    asked_by = rules.local_path(request.args.get("next", ""))
    return _page(lang, "accounts/again.html", AgainForm(next=asked_by))


@bp.post("/account/again")
@signed_in
@checks_token
@writes
def prove_again(lang: str) -> ResponseReturnValue:
    user, form, now, sign_in_id = user_or_sign_in(lang), AgainForm(), clock.now(), g.sign_in_id
    if not form.validate():
        return _page(lang, "accounts/again.html", form, 422)
    if refused := _refused(lang, form, user):
        return _page(lang, "accounts/again.html", form, refused.status, refused.headers)
    written(lambda: sign_ins.prove(sign_in_id, now=now))
    back = rules.local_path(form.next.data or "")
    return redirect(back or url_for(".show_account", lang=lang), 303)


def _page(
    lang: str,
    template: str,
    form: Form,
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> ResponseReturnValue:
    user = user_or_sign_in(lang)
    shown = render_template(
        template,
        form=form,
        user=user,
        has_password=user.password_hash is not None,
        is_fresh=is_fresh(),
    )
    return shown, status, headers or {}
