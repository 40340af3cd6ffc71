"""Passkeys (WebAuthn): a page script asks the device, these answers say what it is to sign."""

import json
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import abort, current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ... import access, clock, seal
from ...db import ID, db, writes, written
from ...i18n import N_, say
from ...throttle.services import SECOND_STEPS, count, forget
from ..models import Passkey, User
from ..queries.second_step import passkeys_of
from ..rules.second_step import PasskeyRefused
from ..services import second_step as steps
from ..services import sign_ins, signing
from .blueprint import bp, device, entered, half, here, proved, signed_in, user_or_sign_in
from .recovery import codes_page


def can_have_passkeys() -> bool:
    """Whether this site is open at a name over a line that browsers trust: they ask for both."""
    site = _site()
    over_a_line = site.origin.startswith("https://") or site.name == "localhost"
    return over_a_line and not _is_number(site.name)


def passkey_address() -> str | None:
    """Where this site can have passkeys, though not at the address it is open at; else None."""
    site = _site()
    if can_have_passkeys() or not _is_number(site.name) or not ip_address(site.name).is_loopback:
        return None
    return site.origin.replace(f"//{site.name}", "//localhost", 1)


def _site() -> signing.Site:
    """As BASE_URL says it, or as this machine's own browser has it open. The host of a request
    is one of ours, see TRUSTED_HOSTS."""
    base = urlsplit(str(current_app.config["BASE_URL"]))
    own = urlsplit(request.host_url)
    where = base if base.hostname == own.hostname else own
    return signing.Site(where.hostname or "", f"{where.scheme}://{where.netloc}")


def _is_number(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _to_sign(sign_in_id: int) -> bytes:
    """A new challenge, kept with the browser's sign-in until the next answer."""
    words = seal.new_secret()
    written(lambda: sign_ins.challenge(sign_in_id, words))
    return words.encode()


@bp.post("/account/passkeys/options")
@signed_in
@writes
@proved
def begin_passkey(lang: str) -> ResponseReturnValue:
    user, sign_in_id = user_or_sign_in(lang), here() or 0
    options = signing.to_make(_site(), user, passkeys_of(user.id), _to_sign(sign_in_id))
    return options, 200, {"Content-Type": "application/json"}


@bp.post("/account/passkeys")
@signed_in
@writes
@proved
def add_passkey(lang: str) -> ResponseReturnValue:
    user_id, sign_in_id, now = user_or_sign_in(lang).id, here() or 0, clock.now()
    key = _checked_key(written(lambda: sign_ins.challenge(sign_in_id, None)))

    def work() -> list[str]:
        owner = db.session.get_one(User, user_id)
        return steps.add_passkey(owner, key, keep=sign_in_id, now=now)

    return codes_page(lang, written(work), request.form.get("next"))


def _checked_key(challenge: str | None) -> steps.Key:
    if not challenge:  # nothing was to be signed, and an answer to that would be right for ever
        raise PasskeyRefused
    return signing.made(_site(), _answer(), challenge.encode(), device=device()[:200])


def _answer() -> dict[str, object]:
    """What the page script posted in the field `answer`. Raises PasskeyRefused."""
    try:
        answer = json.loads(request.form.get("answer", ""))
    except (ValueError, RecursionError):  # no JSON, or nested too deeply
        raise PasskeyRefused from None
    if not isinstance(answer, dict):
        raise PasskeyRefused
    return answer


def _check_its_owner(lang: str, passkey_id: int, **_: object) -> None:
    user, found = user_or_sign_in(lang), db.session.get(Passkey, passkey_id)
    if found is None or found.user_id != user.id:
        abort(404)


own_passkey = access.guard("whose it is", _check_its_owner)


@bp.post(f"/account/passkeys/<{ID}:passkey_id>/removal")
@own_passkey
@writes
@proved
def remove_passkey(lang: str, passkey_id: int) -> ResponseReturnValue:
    user_id, now = user_or_sign_in(lang).id, clock.now()
    written(lambda: steps.remove_passkey(db.session.get_one(User, user_id), passkey_id, now=now))
    flash(say(lang, N_("That passkey opens nothing any more.")))
    return redirect(url_for(".show_second_steps", lang=lang), 303)


@bp.post("/sign-in/second/passkey/options")
@half
@writes
def begin_second_step(lang: str) -> ResponseReturnValue:
    options = signing.to_show(_site(), passkeys_of(g.half_user_id), _to_sign(g.half_id))
    return options, 200, {"Content-Type": "application/json"}


@bp.post("/sign-in/second/passkey")
@half
@writes
def take_passkey(lang: str) -> ResponseReturnValue:
    half_id, user_id, calls_itself, now = g.half_id, g.half_user_id, device(), clock.now()
    count(f"second:{user_id}", SECOND_STEPS, now=now)
    credential, sign_count = _checked_answer(user_id, half_id)

    def work() -> sign_ins.Begun:
        steps.take_passkey(user_id, credential, sign_count, now=now)
        return sign_ins.complete(half_id, device=calls_itself, now=now)

    answer = entered(lang, request.form.get("next"), work)
    forget(f"second:{user_id}", SECOND_STEPS, now=now)
    return answer


def _checked_answer(user_id: int, half_id: int) -> tuple[str, int]:
    """(the passkey, how often it signed) where it signed what it was to. Raises PasskeyRefused."""
    challenge = written(lambda: sign_ins.challenge(half_id, None))
    if not challenge:
        raise PasskeyRefused
    known = {x.credential: x for x in passkeys_of(user_id)}
    return signing.shown(_site(), _answer(), challenge.encode(), known)
