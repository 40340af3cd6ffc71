"""Claim a key, answer it, find its answer again. Inside the transaction of the act."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select, text, update

from .. import seal
from ..db import UTCDateTime, db
from ..i18n import N_
from ..refusal import Refusal
from .models import IdempotencyKey

KEPT = timedelta(hours=24)
FORGOTTEN_AT_ONCE = 100  # rows
_CLAIMING = text(
    "INSERT INTO idempotency_keys (scope, key, body_hash, at)"
    " VALUES (:scope, :key, :body_hash, :at)"
    " ON CONFLICT (scope, key) DO UPDATE SET"
    " body_hash = excluded.body_hash, at = excluded.at, status = NULL, answer = NULL"
    " WHERE idempotency_keys.at <= :ended RETURNING id"
).bindparams(bindparam("at", type_=UTCDateTime()), bindparam("ended", type_=UTCDateTime()))


class KeyInUse(Refusal):
    says = N_("This request is still being worked on. Please try again in a moment.")


class KeyOfAnotherRequest(Refusal):
    says = N_("This key was used for another request. Please send a new key.")
    status = 422


@dataclass(frozen=True)
class Answer:
    """What was answered. `body` and `location` may hold secrets: they are kept sealed."""

    status: int
    body: str
    location: str | None = None


def once(
    scope: str, key: str, body: str, act: Callable[[], Answer], *, now: datetime
) -> tuple[Answer, bool]:
    """The answer of `act`, which is done once per `key` of `scope`; whether it was kept before.

    scope: who calls what. body: what was asked; another one under the same key is refused.
    A second request waits for a first that is under way, and has its answer. Only what succeeds
    is kept: after a Refusal of `act` everything is rolled back, and the key is free again.
    Raises KeyOfAnotherRequest, KeyInUse, and what `act` raises.
    """
    try:
        claimed = claim(scope, key, body, now=now)
    except KeyInUse:
        kept = answer_to(scope, key, body, now=now)
        if kept is None:
            raise
        return kept, True
    answer = act()
    keep(claimed, answer)
    return answer, False


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
    if row.answer is None:
        raise KeyInUse
    return Answer(**json.loads(seal.opened(row.answer)))


def claim(scope: str, key: str, body: str, *, now: datetime) -> int:
    """Take `key` for the transaction under way; raise KeyInUse if another has taken it.

    Waits for another transaction that is taking it. Returns the id to `keep` the answer under.
    """
    row = {"scope": scope, "key": key, "body_hash": seal.fingerprint(body)}
    claimed = db.session.scalar(_CLAIMING, row | {"at": now, "ended": now - KEPT})
    if claimed is None:
        raise KeyInUse
    if claimed % FORGOTTEN_AT_ONCE == 0:
        _forget_ended(now)
    return int(claimed)


def _forget_ended(now: datetime) -> None:
    ended = (
        select(IdempotencyKey.id)
        .where(IdempotencyKey.at <= now - KEPT)
        .order_by(IdempotencyKey.at)
        .limit(2 * FORGOTTEN_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    db.session.execute(delete(IdempotencyKey).where(IdempotencyKey.id.in_(ended)))


def keep(claimed: int, answer: Answer) -> None:
    """Keep `answer` for whoever asks again; in the transaction of the act."""
    sealed = seal.sealed(json.dumps(asdict(answer)))
    db.session.execute(
        update(IdempotencyKey)
        .where(IdempotencyKey.id == claimed)
        .values(status=answer.status, answer=sealed)
    )
