"""Which letter about an account is laid into the outbox. What it says is written in `tasks`."""

from datetime import datetime

from ...post.services import lay_in
from ...seal import new_secret
from ..models import User


def lay(
    letter: str, address: str, lang: str, *, forum_id: int | None, now: datetime, **facts: object
) -> None:
    """A letter of its own each time: who may ask for one how often is asked before."""
    template = f"accounts.{letter}"
    key = f"{template}:{new_secret()}"
    lay_in(template, key, address, lang, facts, forum_id=forum_id, now=now)


def lay_to(
    user: User, letter: str, *, now: datetime, address: str | None = None, **facts: object
) -> None:
    """To the owner of an account, in their language; `address` where it is not theirs now."""
    facts = {"name": user.name, **facts}
    lay(letter, address or user.email, user.locale, forum_id=None, now=now, **facts)
