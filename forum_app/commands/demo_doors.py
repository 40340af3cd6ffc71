"""Accounts and a token whose secrets everybody knows: there in a demonstration, shut elsewhere."""

from datetime import datetime

from sqlalchemy import select

from .. import seal
from ..accounts.models import User
from ..accounts.services import make_admin, password_hash_of, user_for
from ..broadcast.services import coordinators
from ..db import db
from ..forums.models import ApiToken, Forum, Role
from ..forums.queries import point_at
from ..forums.services.people import appoint, give_token
from ..programme.queries import session_at
from ..programme.services import hosts
from .model_case import ACTOR, illustrations

PASSWORD = "hanoi-2020-forum"
TOKEN = "demo-organiser-token"


def addresses() -> list[str]:
    return [said["email"] for said in illustrations()["accounts"]]


def open_doors(forum: Forum, password_hash: str, *, now: datetime) -> None:
    """Let the demo accounts and the demo token in; those who are in already stay as they are.

    password_hash: of PASSWORD, made before the transaction.
    """
    for said in illustrations()["accounts"]:
        user = user_for(said["email"], name=said["name"], now=now)
        user.password_hash = user.password_hash or password_hash
        user.confirmed_at = user.confirmed_at or now
        if "site_role" in said:
            make_admin(user, actor=ACTOR, now=now)
        if "role" in said:
            appoint(forum, user, Role(said["role"]), actor=ACTOR, now=now)
        if "hosts" in said and (session := session_at(forum, said["hosts"])):
            hosts.ROLE.appoint(session, user, by=None, actor=ACTOR, now=now)
        if "coordinates" in said and (point := point_at(forum, said["coordinates"])):
            coordinators.ROLE.appoint(point, user, by=None, actor=ACTOR, now=now)
    token = _token()
    if token is None:
        scopes = tuple(illustrations()["token_scopes"])
        give_token(forum, "demo", TOKEN, scopes, ends_at=None, actor=ACTOR, now=now)
    else:
        token.revoked_at = None


def all_open() -> bool:
    """Whether every demo account and the token let people in already."""
    return _token_is_live() and len(_users_with_password()) == len(addresses())


def any_open() -> bool:
    """Whether anybody could enter with what everybody knows."""
    return _token_is_live() or bool(_users_with_password())


def shut_doors(*, now: datetime) -> None:
    """End what a demonstration left open: its passwords, its open sessions and its token."""
    for user in _users_with_password():
        user.password_hash, user.epoch = None, user.epoch + 1
    token = _token()
    if token is not None:
        token.revoked_at = token.revoked_at or now
    db.session.flush()


def hash_needed() -> str:
    """The hash `open_doors` wants."""
    return password_hash_of(PASSWORD)


def _users_with_password() -> list[User]:
    """Demo accounts that sign in by password; the domain is reserved, so nobody else has them."""
    asked = select(User).where(User.email.in_(addresses()), User.password_hash.is_not(None))
    return list(db.session.scalars(asked))


def _token_is_live() -> bool:
    token = _token()
    return token is not None and token.revoked_at is None


def _token() -> ApiToken | None:
    asked = select(ApiToken).where(ApiToken.fingerprint == seal.fingerprint(TOKEN))
    return db.session.scalar(asked)
