"""Lay in, claim, settle, send again. Who writes and carries the letters: `feeds` and `tasks`."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import select, update

from .. import seal
from ..db import db, insert_all_once, insert_once
from ..i18n import N_
from ..refusal import Refusal
from ..trail.services import Note, note
from .models import Message, MessageState

LEASE = timedelta(minutes=2)  # one letter takes seconds; a relay that hangs, 20 s at each word
# Seconds before the next attempt, 31 hours in all; then dead.
BACK_OFF = (30, 120, 600, 1800, 3600, 7200, 14400, 28800, 57600)
GONE = "the worker ended during each attempt"


def attempt_began(next_at: datetime, sent_at: datetime | None) -> datetime | None:
    """When the attempt began by which a letter left, None before: what it says was read after that.

    A claim moves `next_at` to the end of its lease, and there it stays once the letter left.
    """
    return next_at - LEASE if sent_at else None


class NoSuchLetter(Refusal):
    says = N_("There is no such letter.")
    status = 404


class StillOnItsWay(Refusal):
    says = N_("This letter is still on its way. It is tried again by itself.")


@dataclass(frozen=True)
class Claimed:
    """A letter that its holder alone may send until the lease ends."""

    id: int
    uuid: str
    template: str
    facts: str  # sealed
    address: str
    lang: str
    attempts: int  # this one included
    written_at: datetime


_CARRIED = [one.name for one in fields(Claimed)]


def lay_in(
    template: str,
    dedup_key: str,
    address: str,
    lang: str,
    facts: Mapping[str, Any],
    *,
    forum_id: int | None,
    now: datetime,
    not_before: datetime | None = None,
) -> None:
    """Lay a letter in the caller's transaction, once per `dedup_key`: a second one is dropped.

    facts: JSON values for the writer of `template`; they are sealed, so they may hold a secret.
    not_before: when it may leave at the earliest; None: at once.
    """
    insert_once(
        Message,
        "dedup_key",
        uuid=str(uuid4()),
        dedup_key=dedup_key,
        forum_id=forum_id,
        address=address,
        lang=lang,
        template=template,
        facts=seal.sealed(json.dumps(dict(facts), ensure_ascii=False)),
        written_at=now,
        next_at=max(now, not_before or now),
    )


@dataclass(frozen=True)
class Laid:
    """A letter for `lay_in_all`; what each part is, `lay_in` says."""

    template: str
    dedup_key: str
    address: str
    lang: str
    facts: Mapping[str, Any]


Row = dict[str, Any]


def sealed_row(one: Laid, *, forum_id: int | None, now: datetime) -> Row:
    """`one` as `lay_in_all` takes it; made before the transaction, since sealing takes time."""
    return {
        "uuid": str(uuid4()),
        "dedup_key": one.dedup_key,
        "forum_id": forum_id,
        "address": one.address,
        "lang": one.lang,
        "template": one.template,
        "facts": seal.sealed(json.dumps(dict(one.facts), ensure_ascii=False)),
        "state": MessageState.WAITING,
        "attempts": 0,
        "written_at": now,
        "next_at": now,
    }


def lay_in_all(rows: Sequence[Row]) -> None:
    """Lay many letters at once, each once per its key, in the caller's transaction."""
    insert_all_once(Message, "dedup_key", rows)


def take_back_all(dedup_keys: Iterable[str]) -> list[str]:
    """Keep those letters from leaving; the keys of those that were still here, as `take_back`."""
    here = (Message.state == MessageState.WAITING, Message.attempts == 0)
    taken = update(Message).where(Message.dedup_key.in_(list(dedup_keys)), *here)
    taken = taken.values(state=MessageState.CANCELLED).returning(Message.dedup_key)
    found = db.session.scalars(taken.execution_options(synchronize_session=False))
    return list(found)


def take_back(dedup_key: str) -> bool:
    """Keep that letter from leaving; whether it was still here, and nobody tried to send it."""
    here = (Message.state == MessageState.WAITING, Message.attempts == 0)
    cancelled = update(Message).where(Message.dedup_key == dedup_key, *here)
    cancelled = cancelled.values(state=MessageState.CANCELLED)
    return db.session.scalar(cancelled.returning(Message.id)) is not None


def put_off(dedup_keys: Iterable[str], until: datetime) -> None:
    """Let those letters leave no earlier than `until`, where nobody tried to send them yet."""
    here = (Message.state == MessageState.WAITING, Message.attempts == 0, Message.next_at < until)
    later = update(Message).where(Message.dedup_key.in_(list(dedup_keys)), *here)
    later = later.values(next_at=until)
    db.session.execute(later.execution_options(synchronize_session=False))


def claim(*, now: datetime) -> Claimed | None:
    """The letter that is due longest, leased to the caller, or None. In the caller's transaction.

    A letter whose attempts all ended with the worker itself ends as dead.
    """
    _give_up_lost(now)
    due = _due(now).where(Message.attempts <= len(BACK_OFF)).limit(1).cte("due")
    row = db.session.execute(
        update(Message)
        .where(Message.id.in_(select(due.c.id)))
        .values(next_at=now + LEASE, attempts=Message.attempts + 1)
        .returning(*(getattr(Message, name) for name in _CARRIED))
    ).one_or_none()
    return Claimed(*row) if row else None


def _give_up_lost(now: datetime) -> None:
    lost = _due(now).where(Message.attempts > len(BACK_OFF)).cte("lost")
    db.session.execute(
        update(Message)
        .where(Message.id.in_(select(lost.c.id)))
        .values(state=MessageState.DEAD, last_error=GONE)
    )


def _due(now: datetime):  # type: ignore[no-untyped-def]
    waiting = Message.state == MessageState.WAITING
    return (
        select(Message.id)
        .where(waiting, Message.next_at <= now)
        .order_by(Message.next_at, Message.id)
        .with_for_update(skip_locked=True)
    )


def mark_sent(claimed: Claimed, *, now: datetime) -> None:
    """It left: that is so even where the lease ended meanwhile and another attempt began."""
    row = {"state": MessageState.SENT, "sent_at": now, "last_error": None}
    db.session.execute(update(Message).where(Message.id == claimed.id).values(**row))


def mark_cancelled(claimed: Claimed) -> None:
    """There is nothing to say any more."""
    _settle(claimed, state=MessageState.CANCELLED, last_error=None)


def mark_failed(claimed: Claimed, why: str, *, final: bool, now: datetime) -> None:
    """Try again later; where that is `final`, or was the last attempt, end as dead."""
    if final or claimed.attempts > len(BACK_OFF):
        _settle(claimed, state=MessageState.DEAD, last_error=_short(why))
    else:
        wait = timedelta(seconds=BACK_OFF[claimed.attempts - 1])
        _settle(claimed, next_at=now + wait, last_error=_short(why))


def _short(why: str) -> str:
    """What a relay said may hold anything: terminals and pages get no control characters."""
    return "".join(x for x in why if x.isprintable())[:200]


def _settle(claimed: Claimed, **row: object) -> None:
    """Only for the holder: after the lease, another attempt may have begun."""
    held = (Message.id == claimed.id, Message.attempts == claimed.attempts)
    waiting = Message.state == MessageState.WAITING
    db.session.execute(update(Message).where(*held, waiting).values(**row))


def send_again(message_id: int, *, forum_id: int | None, actor: str, now: datetime) -> None:
    """A letter that was sent or given up waits anew, due at once, with the same Message-ID.

    forum_id: the forum it must belong to; None for a letter of the site.
    Raises NoSuchLetter, StillOnItsWay.
    """
    ended = Message.state.in_((MessageState.DEAD, MessageState.SENT))
    here = (Message.id == message_id, Message.forum_id.is_not_distinct_from(forum_id))
    anew = {"state": MessageState.WAITING, "attempts": 0, "next_at": now, "sent_at": None}
    changed = update(Message).where(*here, ended).values(**anew, last_error=None)
    if db.session.scalar(changed.returning(Message.id)) is None:
        found = db.session.scalar(select(Message.id).where(*here))
        raise StillOnItsWay if found else NoSuchLetter
    note(
        Note(
            forum_id=forum_id,
            at=now,
            actor=actor,
            act="post.send_again",
            kind="message",
            object_id=message_id,
        )
    )
