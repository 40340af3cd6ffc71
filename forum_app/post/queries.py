"""What is in the outbox."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import exists, func, select

from ..db import db
from .models import Message, MessageState


def is_any_due(*, now: datetime) -> bool:
    """Whether a letter may be claimed. Takes no lock: the worker asks this first."""
    due = (Message.state == MessageState.WAITING, Message.next_at <= now)
    return bool(db.session.scalar(select(exists().where(*due))))


def last_letters(*, limit: int = 200) -> list[Message]:
    """Of all forums, the newest first."""
    return list(db.session.scalars(select(Message).order_by(Message.id.desc()).limit(limit)))


def unsent_letters(*, limit: int = 200) -> list[Message]:
    """Dead ones first, then those that wait, in the order they are due."""
    unsent = Message.state.in_((MessageState.DEAD, MessageState.WAITING))
    order = (Message.state, Message.next_at, Message.id)
    return list(db.session.scalars(select(Message).where(unsent).order_by(*order).limit(limit)))


def letters_by_state(forum_id: int) -> dict[MessageState, int]:
    """How many letters of this forum are in each state; absent where none is. One query."""
    asked = select(Message.state, func.count()).where(Message.forum_id == forum_id)
    return dict(db.session.execute(asked.group_by(Message.state)).all())


def dead_letters_of(forum_id: int, *, at_most: int) -> list[Message]:
    """The letters of this forum that were given up, the longest dead first. One query."""
    dead = (Message.forum_id == forum_id, Message.state == MessageState.DEAD)
    return list(
        db.session.scalars(select(Message).where(*dead).order_by(Message.id).limit(at_most))
    )


def letters_to(forum_id: int, addresses: Collection[str], *, at_most: int) -> list[Message]:
    """Letters of this forum to these addresses, the latest first. One query."""
    asked = select(Message).where(Message.forum_id == forum_id, Message.address.in_(addresses))
    return list(db.session.scalars(asked.order_by(Message.id.desc()).limit(at_most)))


def letter_at(uuid: str) -> Message | None:
    return db.session.scalar(select(Message).where(Message.uuid == uuid))
