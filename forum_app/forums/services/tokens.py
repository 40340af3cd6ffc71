"""What machines show: made at the desk for a while, and revoked with effect at once."""

from datetime import datetime, timedelta

from sqlalchemy import update

from ...beside import beside
from ...db import db
from ..models import ApiToken, Forum
from ..rules import TokenRevoked, check_token
from .noting import note_act
from .people import give_token

SEEN_EVERY = timedelta(minutes=5)


def make_token(
    forum: Forum,
    name: str,
    secret: str,
    scopes: tuple[str, ...],
    *,
    ends_at: datetime,
    actor: str,
    now: datetime,
) -> ApiToken:
    """Only the SHA-256 of `secret` is kept. Raises NoScope, TokenEndsBefore, TokenLastsTooLong."""
    check_token(scopes, ends_at, now)
    return give_token(forum, name, secret, scopes, ends_at=ends_at, actor=actor, now=now)


def revoke_token(token: ApiToken, *, actor: str, now: datetime) -> None:
    """It opens nothing from now on. Raises TokenRevoked where it did so before."""
    live = (ApiToken.id == token.id, ApiToken.revoked_at.is_(None))
    gone = update(ApiToken).where(*live).values(revoked_at=now).returning(ApiToken.id)
    if db.session.scalar(gone) is None:
        raise TokenRevoked
    facts = {"name": token.name}
    act = "forums.revoke_token"
    note_act(token.forum_id, act, "token", token.id, facts, actor=actor, now=now)


def see_token(token: ApiToken, *, now: datetime) -> None:
    """Remember that it was shown, every few minutes; commits by itself, like a count."""
    if token.used_at is not None and now - token.used_at < SEEN_EVERY:
        return
    with beside() as connection:
        connection.execute(update(ApiToken).where(ApiToken.id == token.id).values(used_at=now))
