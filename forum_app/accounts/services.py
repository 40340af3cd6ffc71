"""Making people known to the site. Flushes, never commits."""

from datetime import datetime

from argon2 import PasswordHasher
from argon2.low_level import Type

from ..db import db
from ..trail.services import Note, note
from .models import SiteRole, SiteRoleName, User
from .queries import user_with

# 19 MiB, 2 passes, 1 lane: OWASP Password Storage Cheat Sheet, 2023.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID)


def password_hash_of(password: str) -> str:
    """Takes about 30 ms: call it before a write transaction, not in one."""
    return _HASHER.hash(password)


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
    note(
        Note(
            forum_id=None,
            at=now,
            actor=actor,
            act="accounts.make_admin",
            kind="user",
            object_id=user.id,
        )
    )
