"""What opens a door, and who went through it."""

from datetime import datetime
from enum import StrEnum, auto

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...db import Base
from ...forums.models import OfForum, Person, same_forum


class TicketPurpose(StrEnum):
    DELEGATE = auto()
    STAND = auto()
    CREW = auto()


class Ticket(OfForum, Base):
    """A person's pass. Its code is public id and signature: nothing about the person is inside."""

    __tablename__ = "tickets"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        same_forum("person_id", "persons"),
        Index(
            "uq_tickets_one_live_per_person_and_purpose",
            "person_id",
            "purpose",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )

    code: Mapped[str] = mapped_column(unique=True)  # 80 random bits, base 32
    person_id: Mapped[int]
    purpose: Mapped[TicketPurpose]
    issued_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(viewonly=True)


class CheckIn(OfForum, Base):
    """One entry through one door; a scan sent twice has the same nonce and counts once."""

    __tablename__ = "check_ins"
    __table_args__ = (
        UniqueConstraint("forum_id", "nonce"),
        CheckConstraint("undone_at >= entered_at", name="undone_after"),
        same_forum("ticket_id", "tickets"),
        same_forum("session_id", "sessions"),
        same_forum("hall_id", "halls"),
        same_forum("point_id", "points"),
        Index(
            "uq_check_ins_one_entry_per_ticket_and_session",
            "ticket_id",
            "session_id",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
    )

    ticket_id: Mapped[int] = mapped_column(index=True)
    session_id: Mapped[int]
    hall_id: Mapped[int | None]
    point_id: Mapped[int | None]
    nonce: Mapped[str]
    entered_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    undone_reason: Mapped[str | None]
