"""Appending to the trail. Entries are noted during an act and written just before its commit.

Writing them last keeps the one row that all acts of a forum share, the end of its chain, locked
for no longer than the commit itself.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import event, insert, select
from sqlalchemy.orm import Session

from ..db import db, insert_once
from ..seal import new_secret
from .models import ChainHead, Entry, EntryPersonal

START = "0" * 64
SITE = 0


@dataclass(frozen=True, kw_only=True)
class Note:
    forum_id: int | None
    at: datetime
    actor: str
    act: str
    kind: str
    object_id: int
    facts: Mapping[str, Any] = field(default_factory=dict)
    personal: Mapping[str, Any] = field(default_factory=dict)


def note(noted: Note) -> None:
    """Append `noted` to the trail of its forum when the transaction commits, or not at all."""
    db.session().info.setdefault("trail", []).append(noted)


@event.listens_for(Session, "before_commit")
def _write_noted(session: Session) -> None:
    if session.in_nested_transaction():
        return  # the end of a savepoint is no commit
    noted = session.info.pop("trail", None)
    if not noted:
        return
    session.flush()
    for forum_id in sorted({entry.forum_id or SITE for entry in noted}):
        head = _locked_head(session, forum_id)
        for entry in noted:
            if (entry.forum_id or SITE) == forum_id:
                _append(session, entry, head)
    session.flush()


@event.listens_for(Session, "after_rollback")
def _forget_noted(session: Session) -> None:
    if not session.in_nested_transaction():
        session.info.pop("trail", None)


def _locked_head(session: Session, forum_id: int) -> ChainHead:
    wanted = select(ChainHead).where(ChainHead.forum_id == forum_id).with_for_update()
    head = session.scalar(wanted)
    if head is None:  # the first entry; where two are the first at once, one waits for the other
        insert_once(ChainHead, "forum_id", forum_id=forum_id, hash=START, length=0)
        head = session.scalars(wanted).one()
    return head


def _append(session: Session, noted: Note, head: ChainHead) -> None:
    salt = new_secret() if noted.personal else None
    row = {
        "forum_id": noted.forum_id,
        "at": noted.at,
        "actor": noted.actor,
        "act": noted.act,
        "kind": noted.kind,
        "object_id": noted.object_id,
        "facts": dict(noted.facts),
        "personal_hash": personal_hash(salt, noted.personal) if salt else None,
        "previous_hash": head.hash,
    }
    head.hash, head.length = entry_hash(row), head.length + 1
    added = session.execute(insert(Entry).values(**row, hash=head.hash).returning(Entry.id))
    if salt:
        session.execute(
            insert(EntryPersonal).values(
                entry_id=added.scalar_one(), salt=salt, before_after=dict(noted.personal)
            )
        )


def entry_hash(row: Mapping[str, Any]) -> str:
    """SHA-256 over the entry's columns in this order, the previous hash among them."""
    said = {**row, "at": row["at"].isoformat(timespec="microseconds")}
    return hashlib.sha256(_canonical(said)).hexdigest()


def personal_hash(salt: str, values: Mapping[str, Any]) -> str:
    return hashlib.sha256(salt.encode() + _canonical(values)).hexdigest()


def _canonical(values: Mapping[str, Any]) -> bytes:
    return json.dumps(values, sort_keys=True, ensure_ascii=False).encode()
