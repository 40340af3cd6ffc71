"""Links by mail: to sign in, to make an account, to set a password, to take another address."""

from collections.abc import Callable

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ... import access, clock
from ...db import db, writes, written
from ...forms import Form, checks_token
from ...i18n import N_, say
from ...pages import slot
from ...refusal import Refusal
from ...throttle.services import (
    LINKS_PER_IP,
    MISSED_LINKS,
    SIGN_IN_LETTERS,
    TooMany,
    count,
    neighbours,
)
from .. import rules
from ..forms import AddressForm, NewAccountForm, NewPasswordForm, PlainForm, SignUpForm
from ..models import LinkPurpose, MailedLink, User
from ..queries import user_with
from ..queries.links import link_of
from ..rules.links import LinkOfAnother, LinkRefused
from ..rules.passwords import check_password
from ..services import links, passwords, people, sign_ins
from .blueprint import bp, device, entered, here, user_or_sign_in

OPENED = set(LinkPurpose) - {LinkPurpose.RESET}
NEW = (LinkPurpose.CONFIRM, LinkPurpose.INVITATION)


@bp.get("/sign-in/link")
@access.anyone
def show_link_form(lang: str) -> ResponseReturnValue:
    return _asking("accounts/ask_link.html", AddressForm(next=_next()))


@bp.post("/sign-in/link")
@access.anyone
@checks_token
@writes
def ask_link(lang: str) -> ResponseReturnValue:
    return _asked(lang, AddressForm(), LinkPurpose.SIGN_IN, "accounts/ask_link.html")


@bp.get("/sign-up")
@access.anyone
def show_sign_up(lang: str) -> ResponseReturnValue:
    return _asking("accounts/sign_up.html", SignUpForm(next=_next()))


@bp.post("/sign-up")
@access.anyone
@checks_token
@writes
def sign_up(lang: str) -> ResponseReturnValue:
    return _asked(lang, SignUpForm(), LinkPurpose.CONFIRM, "accounts/sign_up.html")


@bp.get("/password")
@access.anyone
def show_reset_form(lang: str) -> ResponseReturnValue:
    return _asking("accounts/ask_reset.html", AddressForm(next=_next()))


@bp.post("/password")
@access.anyone
@checks_token
@writes
def ask_reset(lang: str) -> ResponseReturnValue:
    return _asked(lang, AddressForm(), LinkPurpose.RESET, "accounts/ask_reset.html")


@bp.get("/sign-in/sent")
@access.anyone
def show_mailed(lang: str) -> ResponseReturnValue:
    return render_template("accounts/mailed.html")


def _asked(lang: str, form: Form, wanted: LinkPurpose, template: str) -> ResponseReturnValue:
    """The same answer for every address; the fourth letter of an hour is not written, silently."""
    if not form.validate():
        return _asking(template, form), 422
    email, name, now = str(form.email.data), getattr(form, "name", None), clock.now()
    given = {
        "name": name.data if name else None,
        "next_path": rules.local_path(form.next.data or ""),
    }
    try:
        count(f"links:ip:{neighbours(request.remote_addr)}", LINKS_PER_IP, now=now)
    except TooMany as refusal:
        form.refuse(None, refusal.said_in(lang))
        return _asking(template, form), refusal.status, refusal.headers
    try:
        count(f"letters:{email}", SIGN_IN_LETTERS, now=now)
        written(lambda: links.mail_link(wanted, email, lang=lang, now=now, **given))
    except TooMany:
        pass
    return redirect(url_for(".show_mailed", lang=lang), 303)


def _asking(template: str, form: Form) -> str:
    return render_template(template, form=form)


def _next() -> str | None:
    return rules.local_path(request.args.get("next", ""))


def _check_token(lang: str, token: str, **_: object) -> None:
    """A link that opens nothing is told why, and counted where it was never mailed."""
    reset = request.url_rule is not None and "/password/" in request.url_rule.rule
    purposes = {LinkPurpose.RESET} if reset else OPENED
    try:
        link = link_of(token, purposes, now=clock.now())
    except LinkRefused as refused:
        if type(refused) is LinkRefused:
            count(f"link:ip:{neighbours(request.remote_addr)}", MISSED_LINKS, now=clock.now())
        raise
    if link.purpose is LinkPurpose.MOVE and user_or_sign_in(lang).id != link.user_id:
        raise LinkOfAnother
    g.link_id = link.id


# Whoever gives an account another address is signed in to it: else a stranger's press would give
# their own address, and all that is known under it, to an account of somebody else.
reader = access.guard("whoever reads the mail", _check_token)


@bp.get("/links/<token>")
@reader
def show_link(lang: str, token: str) -> ResponseReturnValue:
    link = db.session.get_one(MailedLink, g.link_id)
    return _link_page(link, NewAccountForm(name=link.name) if _is_new(link) else PlainForm())


@bp.post("/links/<token>")
@reader
@checks_token
@writes
def open_link(lang: str, token: str) -> ResponseReturnValue:
    """A mail scanner follows the address; the button is pressed by people."""
    link = db.session.get_one(MailedLink, g.link_id)
    form = NewAccountForm() if _is_new(link) else PlainForm()
    password = str(form.password.data or "") if isinstance(form, NewAccountForm) else ""
    if not form.validate() or not may_be_password(form, password, link.email, lang):
        return _link_page(link, form), 422
    if link.purpose is LinkPurpose.MOVE:
        return _move(lang, token)
    name = str(form.name.data) if isinstance(form, NewAccountForm) else ""
    password_hash = passwords.password_hash_of(password) if password else None
    return entered(lang, link.next, _entering(lang, token, name, password_hash))


def _entering(
    lang: str, token: str, name: str, password_hash: str | None
) -> Callable[[], sign_ins.Begun]:
    calls_itself, now = device(), clock.now()

    def work() -> sign_ins.Begun:
        link = link_of(token, OPENED, now=now)
        links.use(link, now=now)
        user = people.user_for(link.email, name=name, now=now)
        people.confirm(user, lang=lang, now=now)
        if password_hash and user.password_hash is None and link.purpose in NEW:
            user.password_hash = password_hash
        if link.site_role is not None:
            people.make_admin(user, actor=f"user {user.id}", now=now)
        return sign_ins.let_in(user, device=calls_itself, now=now)

    return work


def _move(lang: str, token: str) -> ResponseReturnValue:
    now, keep = clock.now(), here()

    def work() -> None:
        link = link_of(token, {LinkPurpose.MOVE}, now=now)
        links.use(link, now=now)
        user = db.session.get_one(User, link.user_id)
        people.move(user, link.email, keep=keep, now=now)

    written(work)
    flash(say(lang, N_("This is the address of your account now.")))
    return redirect(url_for(".show_account", lang=lang), 303)


@bp.get("/password/<token>")
@reader
def show_new_password(lang: str, token: str) -> ResponseReturnValue:
    return _password_page(db.session.get_one(MailedLink, g.link_id), NewPasswordForm())


@bp.post("/password/<token>")
@reader
@checks_token
@writes
def set_new_password(lang: str, token: str) -> ResponseReturnValue:
    link, form = db.session.get_one(MailedLink, g.link_id), NewPasswordForm()
    typed = str(form.password.data or "")
    if not form.validate() or not may_be_password(form, typed, link.email, lang):
        return _password_page(link, form), 422
    password_hash, calls_itself, now = passwords.password_hash_of(typed), device(), clock.now()

    def work() -> sign_ins.Begun:
        link = link_of(token, {LinkPurpose.RESET}, now=now)
        links.use(link, now=now)
        user = db.session.get_one(User, link.user_id)
        people.confirm(user, lang=lang, now=now)
        passwords.set_password(user, password_hash, keep=None, now=now)
        return sign_ins.let_in(user, device=calls_itself, now=now)

    answer = entered(lang, link.next, work)  # empties the cookie, where the sentence goes
    flash(say(lang, N_("The new password is set. Every other browser is signed out.")))
    return answer


def may_be_password(form: Form, password: str, email: str, lang: str) -> bool:
    """Whether it keeps the rules of passwords, or none was chosen; the form says why not."""
    if not password:
        return True
    try:
        check_password(password, email=email, words=[str(slot("password.words"))])
    except Refusal as refusal:
        form.refuse("password", refusal.said_in(lang))
        return False
    return True


def _is_new(link: MailedLink) -> bool:
    return link.purpose in NEW and user_with(link.email) is None


def _link_page(link: MailedLink, form: Form) -> str:
    return render_template("accounts/link.html", link=link, form=form, is_new=_is_new(link))


def _password_page(link: MailedLink, form: Form) -> str:
    return render_template("accounts/new_password.html", email=link.email, form=form)


@bp.errorhandler(LinkRefused)
def _tell_refused(refused: LinkRefused) -> ResponseReturnValue:
    """Why the link opens nothing, and how to have another."""
    sentence = refused.said_in(g.lang)
    return render_template("accounts/link_refused.html", sentence=sentence), refused.status
