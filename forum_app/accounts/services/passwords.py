"""Passwords: hashed, checked, set."""

from datetime import datetime
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type

from ...throttle.services import TooMany
from ..models import User
from ..rules.passwords import as_typed
from .letters import lay_to
from .notes import note_user
from .sign_ins import stay_alone

# 19 MiB, 2 passes, 1 lane: OWASP Password Storage Cheat Sheet, 2023.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID)
_AT_ONCE = BoundedSemaphore(2)  # so that a rush of guesses takes 38 MiB of a process, not more
_OF_GUESSERS = BoundedSemaphore(1)  # of those two: the other is there for everybody else
# Of a password that was thrown away: checked where an address has none, to take as long.
NOBODYS = (
    "$argon2id$v=19$m=19456,t=2,p=1$JK4/rqbYowpbucpx/XQu9Q"
    "$AItu98QfsfbVeUaWcIvEJykLhyaGwIglzf3c45d1h3I"
)


def password_hash_of(password: str) -> str:
    """Takes about 30 ms: call it before a write transaction, not in one."""
    with _AT_ONCE:
        return _HASHER.hash(as_typed(password))


def password_fits(password: str, password_hash: str | None) -> bool:
    """Whether it is the password of this hash; False, after the same time, where there is none.

    Takes about 30 ms: call it before a write transaction, not in one.
    """
    with _AT_ONCE:
        try:
            return _HASHER.verify(password_hash or NOBODYS, as_typed(password))
        except (VerificationError, InvalidHashError):
            return False


def guessed_password_fits(password: str, password_hash: str | None) -> bool:
    """As `password_fits`, for a place that was wrong too often: one at a time, and none waits.

    Raises TooMany while another is checked in this process.
    """
    if not _OF_GUESSERS.acquire(blocking=False):
        raise TooMany(seconds=2)
    try:
        return password_fits(password, password_hash)
    finally:
        _OF_GUESSERS.release()


def set_password(user: User, password_hash: str, *, keep: int | None, now: datetime) -> None:
    """From now on this one alone; every browser but `keep` is signed out. The owner is written to.

    Links on their way open nothing any more.
    """
    user.password_hash = password_hash
    stay_alone(user, keep)
    note_user(user.id, "set_password", actor=f"user {user.id}", now=now)
    lay_to(user, "password_changed", now=now)
