"""What the letters about an account say. Written as they leave, so they tell what is true."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from flask import url_for

from .. import clock
from ..db import written
from ..i18n import N_, say
from ..post.rules import Act, Block, Letter, Note, Text
from .models import LinkPurpose
from .queries.links import waiting_link
from .services import links, sign_ins

NOT_YOU = N_("Not you? Then do nothing: without the button nothing happens.")
WITHIN = N_("The button works once, within %(minutes)s minutes.")
SEE_TO_IT = N_("Was it not you? Then set a new password at once, which signs out every browser.")


class _Writing:
    def __init__(self, lang: str) -> None:
        self.lang = lang

    def say(self, msgid: str, **facts: object) -> str:
        return say(self.lang, msgid, **facts)

    def letter(self, subject: str, blocks: list[Block]) -> Letter:
        sender = self.say(N_("Hybrid Forum"))
        return Letter(sender=sender, subject=subject, heading=subject, blocks=blocks)

    def act(self, label: str, endpoint: str) -> Act:
        return Act(self.say(label), url_for(endpoint, lang=self.lang))


def _link_act(lang: str, label: str, facts: dict[str, Any]) -> Act | None:
    """The button of a letter that carries a mailed link; None where it would open nothing."""
    link = waiting_link(facts["link_id"], now=clock.now())
    if link is None:
        return None
    reset = link.purpose is LinkPurpose.RESET
    endpoint = "accounts.show_new_password" if reset else "accounts.show_link"
    return Act(say(lang, label), url_for(endpoint, lang=lang, token=facts["secret"]))


def _with_link(
    subject: str, why: str, label: str, minutes: int
) -> Callable[[dict[str, Any], str], Letter | None]:
    def writer(facts: dict[str, Any], lang: str) -> Letter | None:
        w, act = _Writing(lang), _link_act(lang, label, facts)
        if act is None:
            return None
        within = w.say(WITHIN, minutes=minutes)
        return w.letter(w.say(subject), [Text(w.say(why)), act, Note(within), Note(w.say(NOT_YOU))])

    return writer


def _invitation(facts: dict[str, Any], lang: str) -> Letter | None:
    w, act = _Writing(lang), _link_act(lang, N_("Accept and sign in"), facts)
    if act is None:
        return None
    why = w.say(N_("You are invited to administer this site. The button makes your account."))
    ends = Note(w.say(N_("The button works once, within seven days.")))
    return w.letter(w.say(N_("An invitation to administer the site")), [Text(why), act, ends])


def _admin(_facts: dict[str, Any], lang: str) -> Letter:
    w = _Writing(lang)
    act = w.act(N_("To my account"), "accounts.show_account")
    why = Text(w.say(N_("From now on you administer the site, and every forum on it.")))
    return w.letter(w.say(N_("You administer the site now")), [why, act])


def _moving(facts: dict[str, Any], lang: str) -> Letter:
    w = _Writing(lang)
    why = N_("Somebody who is signed in as you wants to use %(new)s for this account from now on.")
    act = w.act(N_("Set a new password"), "accounts.show_reset_form")
    new = facts["new"]
    blocks: list[Block] = [Text(w.say(why, new=new)), Note(w.say(SEE_TO_IT)), act]
    return w.letter(w.say(N_("Another address for your account?")), blocks)


def _moved(facts: dict[str, Any], lang: str) -> Letter:
    w = _Writing(lang)
    old, new = facts["old"], facts["new"]
    why = w.say(N_("Instead of %(old)s it is %(new)s now."), old=old, new=new)
    told = w.say(N_("If this was not you, please write to the organisers at once."))
    return w.letter(w.say(N_("The address of your account was changed")), [Text(why), Note(told)])


def _password_changed(_facts: dict[str, Any], lang: str) -> Letter:
    w = _Writing(lang)
    why = w.say(N_("Every other browser was signed out; links mailed before open nothing."))
    act = w.act(N_("Set a new password"), "accounts.show_reset_form")
    blocks: list[Block] = [Text(why), Note(w.say(SEE_TO_IT)), act]
    return w.letter(w.say(N_("Your password was changed")), blocks)


def _second_step(facts: dict[str, Any], lang: str) -> Letter:
    w = _Writing(lang)
    passkey = facts["kind"] == "passkey"
    if facts["added"]:
        subject = N_("A passkey was added") if passkey else N_("An app for codes was added")
    else:
        subject = N_("A passkey was removed") if passkey else N_("The app for codes was removed")
    why = w.say(N_("This is about the second step of signing in to your account."))
    act = w.act(N_("Set a new password"), "accounts.show_reset_form")
    return w.letter(w.say(subject), [Text(why), Note(w.say(SEE_TO_IT)), act])


def forget(now: datetime) -> None:
    """Who was signed in where, and which links were mailed, is kept for a while and no longer."""
    for forget_some in (sign_ins.forget_ended, links.forget_ended):
        while written(partial(forget_some, now=now)):
            pass


WRITERS: dict[str, Callable[[dict[str, Any], str], Letter | None]] = {
    "accounts.sign_in": _with_link(
        N_("Your link to sign in"),
        N_("You asked to sign in without a password."),
        N_("Sign in"),
        60,
    ),
    "accounts.known": _with_link(
        N_("You have an account already"),
        N_(
            "Somebody, probably you, wanted to make an account with this address: "
            "there is one already."
        ),
        N_("Sign in"),
        60,
    ),
    "accounts.confirm": _with_link(
        N_("Make your account"),
        N_("This address has no account here yet. The button makes one and signs you in."),
        N_("Make the account"),
        60,
    ),
    "accounts.reset": _with_link(
        N_("Set a new password"),
        N_("You asked to set a new password. Your current one works until then."),
        N_("Set a new password"),
        60,
    ),
    "accounts.move": _with_link(
        N_("Use this address from now on"),
        N_("You asked to use this address for your account from now on."),
        N_("Use this address"),
        60,
    ),
    "accounts.invitation": _invitation,
    "accounts.admin": _admin,
    "accounts.moving": _moving,
    "accounts.moved": _moved,
    "accounts.password_changed": _password_changed,
    "accounts.second_step": _second_step,
}
