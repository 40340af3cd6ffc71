"""Tables of the trail. Triggers of the database refuse any change of an entry."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base, append_only


class Entry(Base):
    __tablename__ = "entries"
    __table_args__ = (Index("ix_entries_object", "forum_id", "kind", "object_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    forum_id: Mapped[int | None] = mapped_column(ForeignKey("forums.id"))
    at: Mapped[datetime]
    actor: Mapped[str]  # "user 3", "token 5", "delegate 17", "stranger", "system"
    act: Mapped[str]  # a verb of a room: "registration.withdraw"
    kind: Mapped[str]  # of the object: "delegate"
    object_id: Mapped[int]
    facts: Mapped[dict[str, Any]]  # before and after, without personal values
    personal_hash: Mapped[str | None]
    previous_hash: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)


class EntryPersonal(Base):
    """The personal values of one entry; emptied by an erasure, which the chain does not notice."""

    __tablename__ = "entry_personals"

    entry_id: Mapped[int] = mapped_column(ForeignKey("entries.id"), primary_key=True)
    salt: Mapped[str]
    before_after: Mapped[dict[str, Any] | None]
    redacted_at: Mapped[datetime | None]


class ChainHead(Base):
    """Where the chain of one forum ends; forum 0 is the site. Locked while an entry is appended."""

    __tablename__ = "chain_heads"

    forum_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[str]
    length: Mapped[int]


append_only(Entry.__table__)
