"""The second step: codes of an app, passkeys and recovery codes, each added, used, removed."""

import hmac
from dataclasses import dataclass
from datetime import datetime

import pyotp
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from ... import seal
from ...db import db
from ..models import CodeMaker, Passkey, RecoveryCode, User
from ..queries.second_step import has_second_step
from ..rules.second_step import (
    RECOVERY_CODES,
    CodeUsed,
    NoSuchSecondStep,
    PasskeyKnown,
    PasskeyRefused,
    WrongCode,
    WrongRecoveryCode,
    digits_in,
    new_recovery_code,
    recovery_code_in,
    steps_at,
)
from .letters import lay_to
from .notes import note_user
from .sign_ins import stay_alone


@dataclass(frozen=True, kw_only=True)
class Key:
    """A passkey as its device presented it and the library checked it."""

    credential: str
    public_key: str
    sign_count: int
    name: str


def add_code_maker(
    user: User, secret: str, typed: str, *, keep: int | None, now: datetime
) -> list[str]:
    """An app makes codes from now on; its `secret`, base32, made the code that was typed.

    keep: the browser that stays signed in. Returns new recovery codes, to be shown once, where
    this is the first second step, else none. Raises WrongCode.
    """
    step = _step_of(secret, typed, now)
    if step is None:
        raise WrongCode
    first = not has_second_step(user.id)
    db.session.execute(delete(CodeMaker).where(CodeMaker.user_id == user.id))
    sealed = seal.sealed(secret)
    db.session.add(CodeMaker(user_id=user.id, sealed_secret=sealed, last_step=step, made_at=now))
    db.session.flush()
    return _added(user, "code_maker", first=first, keep=keep, now=now)


def add_passkey(user: User, key: Key, *, keep: int | None, now: datetime) -> list[str]:
    """A device keeps a passkey from now on. Returns and ends what `add_code_maker` does.

    Raises PasskeyKnown.
    """
    first = not has_second_step(user.id)
    row = {"credential": key.credential, "public_key": key.public_key, "name": key.name}
    try:
        with db.session.begin_nested():
            db.session.add(Passkey(user_id=user.id, sign_count=key.sign_count, made_at=now, **row))
    except IntegrityError:
        raise PasskeyKnown from None
    return _added(user, "passkey", first=first, keep=keep, now=now)


def _added(user: User, what: str, *, first: bool, keep: int | None, now: datetime) -> list[str]:
    """Browsers that were let in without a second step are so no more, but the one it came from."""
    stay_alone(user, keep)
    note_user(user.id, "add_second_step", actor=f"user {user.id}", now=now, facts={"kind": what})
    lay_to(user, "second_step", kind=what, added=True, now=now)
    return _new_recovery_codes(user.id, now=now) if first else []


def remove_code_maker(user: User, *, now: datetime) -> None:
    """Raises NoSuchSecondStep."""
    gone = delete(CodeMaker).where(CodeMaker.user_id == user.id).returning(CodeMaker.user_id)
    _removed(user, "code_maker", db.session.scalar(gone), now=now)


def remove_passkey(user: User, passkey_id: int, *, now: datetime) -> None:
    """Raises NoSuchSecondStep."""
    its_own = (Passkey.id == passkey_id, Passkey.user_id == user.id)
    gone = db.session.scalar(delete(Passkey).where(*its_own).returning(Passkey.id))
    _removed(user, "passkey", gone, now=now)


def _removed(user: User, what: str, gone: int | None, *, now: datetime) -> None:
    if gone is None:
        raise NoSuchSecondStep
    if not has_second_step(user.id):
        db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    actor = f"user {user.id}"
    note_user(user.id, "remove_second_step", actor=actor, now=now, facts={"kind": what})
    lay_to(user, "second_step", kind=what, added=False, now=now)


def renew_recovery_codes(user: User, *, now: datetime) -> list[str]:
    """New ones, to be shown once; the old ones let nobody in. Raises NoSuchSecondStep."""
    if not has_second_step(user.id):
        raise NoSuchSecondStep
    note_user(user.id, "renew_recovery_codes", actor=f"user {user.id}", now=now)
    return _new_recovery_codes(user.id, now=now)


def _new_recovery_codes(user_id: int, *, now: datetime) -> list[str]:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    codes = [new_recovery_code() for _ in range(RECOVERY_CODES)]
    for code in codes:
        kept = _recovery_fingerprint(user_id, recovery_code_in(code) or "")
        db.session.add(RecoveryCode(user_id=user_id, fingerprint=kept, made_at=now))
    db.session.flush()
    return codes


def take_code(user_id: int, typed: str, *, now: datetime) -> None:
    """Take the second step with a code of the app or a recovery code; each counts once.

    Raises WrongRecoveryCode, WrongCode, CodeUsed.
    """
    if recovery := recovery_code_in(typed):
        _take_recovery(user_id, recovery, now)
    else:
        _take_step(user_id, typed, now)


def _take_recovery(user_id: int, code: str, now: datetime) -> None:
    unused = (
        RecoveryCode.user_id == user_id,
        RecoveryCode.fingerprint == _recovery_fingerprint(user_id, code),
        RecoveryCode.used_at.is_(None),
    )
    used = update(RecoveryCode).where(*unused).values(used_at=now).returning(RecoveryCode.id)
    if db.session.scalar(used) is None:
        raise WrongRecoveryCode
    note_user(user_id, "use_recovery_code", actor=f"user {user_id}", now=now)


def _take_step(user_id: int, typed: str, now: datetime) -> None:
    maker = db.session.get(CodeMaker, user_id)
    step = _step_of(seal.opened(maker.sealed_secret), typed, now) if maker else None
    if step is None:
        raise WrongCode
    later = (CodeMaker.user_id == user_id, CodeMaker.last_step < step)
    taken = update(CodeMaker).where(*later).values(last_step=step).returning(CodeMaker.user_id)
    if db.session.scalar(taken) is None:
        raise CodeUsed


def take_passkey(user_id: int, credential: str, sign_count: int, *, now: datetime) -> None:
    """The library checked what this passkey signed. Raises PasskeyRefused for a copied one."""
    its_own = (Passkey.user_id == user_id, Passkey.credential == credential)
    fresh = (Passkey.sign_count < sign_count) | ((Passkey.sign_count == 0) & (sign_count == 0))
    seen = update(Passkey).where(*its_own, fresh).values(sign_count=sign_count, used_at=now)
    if db.session.scalar(seen.returning(Passkey.id)) is None:
        raise PasskeyRefused


def _step_of(secret: str, typed: str, now: datetime) -> int | None:
    """The step whose code was typed, or None where it is none of those that count now."""
    digits, otp = digits_in(typed), pyotp.TOTP(secret)
    fitting = (
        step
        for step in steps_at(now)
        if digits and hmac.compare_digest(otp.generate_otp(step), digits)
    )
    return max(fitting, default=None)


def _recovery_fingerprint(user_id: int, code: str) -> str:
    return seal.fingerprint(f"recovery:{user_id}:{code}")
