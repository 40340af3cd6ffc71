"""Who hosts one session, and who is invited to."""

from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from ...db import Base
from ...forums.models import BoundHolder, BoundInvitation, invited_once, same_forum
from .sessions import Session


class SessionHost(BoundHolder, Base):
    """A user who hosts one session: its delegates, its line, its texts, nothing else."""

    __tablename__ = "session_hosts"
    __table_args__ = (same_forum("session_id", "sessions"),)

    session_id: Mapped[int] = mapped_column(primary_key=True)
    thing_id: Mapped[int] = synonym("session_id")

    session: Mapped[Session] = relationship(viewonly=True)


class HostInvitation(BoundInvitation, Base):
    """A session to host for an address without an account."""

    __tablename__ = "host_invitations"
    __table_args__ = invited_once("host_invitations", "session", "sessions")

    session_id: Mapped[int]
    thing_id: Mapped[int] = synonym("session_id")

    session: Mapped[Session] = relationship(viewonly=True)
    thing: Mapped[Session] = synonym("session")
