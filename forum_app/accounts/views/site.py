"""Who administers the site: given and taken by those who do; and somebody signed out."""

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ... import clock
from ...db import ID, db, writes, written
from ...forms import checks_token
from ...i18n import N_, say
from ...throttle.services import INVITATIONS_PER_ADDRESS, count
from ..forms import GiveForm, SignOutForm
from ..models import MailedLink, User
from ..queries import admins, invited_admins, user_with
from ..rules import NobodyWith, NotTheirs
from ..services import invitations, people, sign_ins
from .blueprint import admin, bp, user_or_sign_in


@bp.get("/account/site")
@admin
def show_site(lang: str) -> ResponseReturnValue:
    return _page(lang, GiveForm())


@bp.post("/account/site/admins")
@admin
@checks_token
@writes
def give_admin(lang: str) -> ResponseReturnValue:
    form, actor, now = GiveForm(), g.caller, clock.now()
    if not form.validate():
        return _page(lang, form), 422
    email = str(form.email.data)

    def work() -> bool:
        known = user_with(email)
        if known is None:
            invitations.invite_admin(email, lang=lang, actor=actor, now=now)
        else:
            invitations.give_admin(known, actor=actor, now=now)
        return known is not None

    count(f"invitations:{email}", INVITATIONS_PER_ADDRESS, now=now)
    return _told(lang, given_said(lang, email, known=written(work)))


def given_said(lang: str, email: str, *, known: bool) -> str:
    if known:
        return say(lang, N_("%(email)s has this role now, and is written to."), email=email)
    invited = N_("%(email)s has no account yet, and is invited by mail.")
    return say(lang, invited, email=email)


@bp.post(f"/account/site/admins/<{ID}:user_id>/removal")
@admin
@writes
def dismiss_admin(lang: str, user_id: int) -> ResponseReturnValue:
    actor, now = g.caller, clock.now()

    def work() -> str:
        user = db.session.get(User, user_id) or abort(404)
        if not people.dismiss_admin(user_id, actor=actor, now=now):
            raise NotTheirs
        return user.name

    name = written(work)
    return _told(lang, say(lang, N_("%(name)s no longer administers the site."), name=name))


@bp.post("/account/site/sign-outs")
@admin
@checks_token
@writes
def sign_somebody_out(lang: str) -> ResponseReturnValue:
    """On every device, whoever it is: a telephone was lost, a colleague has left."""
    form, at = SignOutForm(), {"actor": g.caller, "now": clock.now()}
    if not form.validate():
        return _page(lang, GiveForm(formdata=None), out=form), 422
    email = str(form.account.data)

    def work() -> None:
        user = user_with(email)
        if user is None:
            raise NobodyWith(email=email)
        sign_ins.end_sessions(user.id, **at)

    try:
        written(work)
    except NobodyWith as unknown:
        form.refuse("account", unknown.said_in(lang))
        return _page(lang, GiveForm(formdata=None), out=form), unknown.status
    return _told(lang, say(lang, N_("%(email)s is signed out, on every device."), email=email))


@bp.post(f"/account/site/invitations/<{ID}:link_id>/renewal")
@admin
@writes
def renew_admin_invitation(lang: str, link_id: int) -> ResponseReturnValue:
    actor, now = g.caller, clock.now()
    email = _invitation(link_id).email
    count(f"invitations:{email}", INVITATIONS_PER_ADDRESS, now=now)

    def work() -> None:
        invitations.renew_admin(_invitation(link_id), lang=lang, actor=actor, now=now)

    written(work)
    return _told(lang, say(lang, N_("%(email)s is written to again."), email=email))


@bp.post(f"/account/site/invitations/<{ID}:link_id>/withdrawal")
@admin
@writes
def withdraw_admin_invitation(lang: str, link_id: int) -> ResponseReturnValue:
    actor, now = g.caller, clock.now()

    def work() -> str:
        link = _invitation(link_id)
        invitations.withdraw_admin(link, actor=actor, now=now)
        return link.email

    email = written(work)
    return _told(lang, say(lang, N_("The invitation of %(email)s is withdrawn."), email=email))


def _invitation(link_id: int) -> MailedLink:
    link = db.session.get(MailedLink, link_id)
    return link if link is not None and link.site_role is not None else abort(404)


def _told(lang: str, sentence: str) -> ResponseReturnValue:
    flash(sentence)
    return redirect(url_for(".show_site", lang=lang), 303)


def _page(lang: str, form: GiveForm, *, out: SignOutForm | None = None) -> str:
    """out: whom to sign out, where that is to be corrected."""
    return render_template(
        "accounts/site.html",
        user=user_or_sign_in(lang),
        form=form,
        out=out or SignOutForm(formdata=None),
        admins=admins(),
        invited=invited_admins(),
        now=clock.now(),
    )
