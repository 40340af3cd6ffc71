"""Making people known to the site, letting them in and out. Flushes, never commits."""

import unicodedata
from datetime import datetime
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type
from sqlalchemy import update

from ..db import db
from ..trail.services import Note, note
from .models import SiteRole, SiteRoleName, User
from .queries import user_with
from .rules import WrongPassword

# 19 MiB, 2 passes, 1 lane: OWASP Password Storage Cheat Sheet, 2023.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID)
_AT_ONCE = BoundedSemaphore(2)  # so that a rush of guesses takes 38 MiB of a process, not more
# Of a password that was thrown away: checked where an address has none, to take as long.
NOBODYS = (
    "$argon2id$v=19$m=19456,t=2,p=1$JK4/rqbYowpbucpx/XQu9Q"
    "$AItu98QfsfbVeUaWcIvEJykLhyaGwIglzf3c45d1h3I"
)


def password_hash_of(password: str) -> str:
    """Takes about 30 ms: call it before a write transaction, not in one."""
    with _AT_ONCE:
        return _HASHER.hash(_as_typed(password))


def password_fits(password: str, password_hash: str | None) -> bool:
    """Whether it is the password of this hash; False, after the same time, where there is none.

    Takes about 30 ms: call it before a write transaction, not in one.
    """
    with _AT_ONCE:
        try:
            return _HASHER.verify(password_hash or NOBODYS, _as_typed(password))
        except (VerificationError, InvalidHashError):
            return False


def _as_typed(password: str) -> str:
    """One form for what looks the same: keyboards send Vietnamese marks apart or together."""
    return unicodedata.normalize("NFC", password)


def sign_in(user_id: int, password_hash: str, *, now: datetime) -> User:
    """The user, let in with a password that fitted `password_hash`.

    Raises WrongPassword where another password was set in the meantime.
    """
    user = db.session.get(User, user_id, populate_existing=True)
    if user is None or user.password_hash != password_hash:
        raise WrongPassword
    _note(user_id, "accounts.sign_in", actor=f"user {user_id}", now=now)
    return user


def end_sessions(user_id: int, *, actor: str, now: datetime) -> None:
    """Whoever is signed in as this user is so no more, on whatever device."""
    raised = update(User).where(User.id == user_id).values(epoch=User.epoch + 1)
    db.session.execute(raised)
    _note(user_id, "accounts.sign_out", actor=actor, now=now)


def user_for(email: str, *, name: str, now: datetime) -> User:
    """The user with this address, made without a password where there is none.

    email: as `text.address` gives it. One who is known keeps the name that is known.
    """
    known = user_with(email)
    if known:
        return known
    user = User(email=email, name=name, created_at=now)
    db.session.add(user)
    db.session.flush()
    return user


def make_admin(user: User, *, actor: str, now: datetime) -> None:
    """Let `user` administer the site; who does so already goes on."""
    if db.session.get(SiteRole, (user.id, SiteRoleName.ADMIN)):
        return
    db.session.add(SiteRole(user_id=user.id, role=SiteRoleName.ADMIN, given_at=now))
    db.session.flush()
    _note(user.id, "accounts.make_admin", actor=actor, now=now)


def _note(user_id: int, act: str, *, actor: str, now: datetime) -> None:
    note(
        Note(
            forum_id=None,
            at=now,
            actor=actor,
            act=act,
            kind="user",
            object_id=user_id,
        )
    )
