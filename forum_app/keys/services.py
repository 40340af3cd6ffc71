"""Claim a key, answer it, find its answer again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from .. import seal
from ..db import db
from ..i18n import N_
from ..refusal import Refusal
from .models import IdempotencyKey

KEPT = timedelta(hours=24)


class KeyInUse(Refusal):
    says = N_("This request is still being worked on. Please try again in a moment.")


class KeyOfAnotherRequest(Refusal):
    says = N_("This key was used for another request. Please send a new key.")
    status = 422


@dataclass(frozen=True)
class Answer:
    status: int
    body: str


def answer_to(scope: str, key: str, body: str, *, now: datetime) -> Answer | None:
    """The answer kept for this request, or None if new. Raises KeyInUse, KeyOfAnotherRequest."""
    row = db.session.scalar(
        select(IdempotencyKey).where(
            IdempotencyKey.scope == scope,
            IdempotencyKey.key == key,
            IdempotencyKey.at > now - KEPT,
        )
    )
    if row is None:
        return None
    if row.body_hash != seal.fingerprint(body):
        raise KeyOfAnotherRequest
    if row.answer is None or row.status is None:
        raise KeyInUse
    return Answer(row.status, seal.opened(row.answer))


def claim(scope: str, key: str, body: str, *, now: datetime) -> int:
    """Take `key` for the transaction under way; raise KeyInUse if another took it meanwhile.

    Returns the id to `keep` the answer under. Forgets keys older than KEPT.
    """
    ended = delete(IdempotencyKey).where(IdempotencyKey.at <= now - KEPT)
    db.session.execute(ended)
    claimed = insert(IdempotencyKey).values(
        scope=scope, key=key, body_hash=seal.fingerprint(body), at=now
    )
    try:
        with db.session.begin_nested():
            return db.session.execute(claimed.returning(IdempotencyKey.id)).scalar_one()
    except IntegrityError:
        raise KeyInUse from None


def keep(claimed: int, answer: Answer) -> None:
    """Keep `answer` for whoever asks again; in the transaction of the act."""
    db.session.execute(
        update(IdempotencyKey)
        .where(IdempotencyKey.id == claimed)
        .values(status=answer.status, answer=seal.sealed(answer.body))
    )
