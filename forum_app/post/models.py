from datetime import datetime
from enum import StrEnum, auto

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base


class MessageState(StrEnum):
    WAITING = auto()  # also between two attempts
    SENT = auto()
    DEAD = auto()  # given up; "send again" makes it waiting
    CANCELLED = auto()  # nobody wants it any more


class Message(Base):
    """One letter to one address, once per dedup key."""

    __tablename__ = "messages"
    __table_args__ = (
        CheckConstraint("attempts >= 0", name="attempts_not_negative"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_when"),
        Index("ix_messages_due", "state", "next_at"),
        Index("ix_messages_address", "forum_id", "address"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(unique=True)  # the Message-ID is made from it
    dedup_key: Mapped[str] = mapped_column(unique=True)
    forum_id: Mapped[int | None] = mapped_column(ForeignKey("forums.id"), index=True)
    address: Mapped[str]
    lang: Mapped[str]
    template: Mapped[str]  # who writes it: "registration.received"
    facts: Mapped[str]  # JSON, sealed: it may hold a secret link
    state: Mapped[MessageState] = mapped_column(default=MessageState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    written_at: Mapped[datetime]
    next_at: Mapped[datetime]  # when it may be claimed; a claim moves it to the end of the lease
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str | None]
