"""Who hosts one session, and who is invited to."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...db import Base
from ...forums.models import OfForum, same_forum
from .sessions import Session


class SessionHost(Base):
    """A user who hosts one session: its delegates, its line, its texts, nothing else."""

    __tablename__ = "session_hosts"
    __table_args__ = (same_forum("session_id", "sessions"),)

    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"), primary_key=True)
    session_id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)
    given_at: Mapped[datetime]
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    session: Mapped[Session] = relationship(viewonly=True)


class HostInvitation(OfForum, Base):
    """A session to host for an address without an account: given as soon as it has one."""

    __tablename__ = "host_invitations"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        CheckConstraint("email = lower(email)", name="email_is_folded"),
        CheckConstraint(
            "accepted_at IS NULL OR withdrawn_at IS NULL", name="accepted_or_withdrawn"
        ),
        same_forum("session_id", "sessions"),
        Index(
            "uq_host_invitations_one_open_per_session",
            "session_id",
            "email",
            unique=True,
            sqlite_where=text("accepted_at IS NULL AND withdrawn_at IS NULL"),
            postgresql_where=text("accepted_at IS NULL AND withdrawn_at IS NULL"),
        ),
        Index("ix_host_invitations_email", "email"),
    )

    session_id: Mapped[int]
    email: Mapped[str]
    link_id: Mapped[int] = mapped_column(ForeignKey("mailed_links.id"))  # the latest mailed
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    accepted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    session: Mapped[Session] = relationship(viewonly=True)
