"""What opens a door, and who went through it."""

from datetime import date, datetime
from enum import StrEnum, auto

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...db import Base
from ...forums.models import Hall, OfForum, Person, Point, same_forum
from .doors import DoorShift


class TicketPurpose(StrEnum):
    DELEGATE = auto()
    STAND = auto()
    CREW = auto()


class Ticket(OfForum, Base):
    """A person's pass. Its code is public id and signature: nothing about the person is inside."""

    __tablename__ = "tickets"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        UniqueConstraint("forum_id", "id", "person_id"),
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


def _one_live_entry(name: str, where: str) -> Index:
    live = text(f"undone_at IS NULL AND {where} IS NOT NULL")
    return Index(name, "person_id", where, unique=True, sqlite_where=live, postgresql_where=live)


class CheckIn(OfForum, Base):
    """One entry: into a session, in its hall or at a point, or into the venue, on a day.

    A person is in once, whatever ticket they show: a reprinted one does not open the door again.
    A scan sent twice has the same nonce and counts once.
    """

    __tablename__ = "check_ins"
    __table_args__ = (
        UniqueConstraint("forum_id", "nonce"),
        CheckConstraint("undone_at >= entered_at", name="undone_after"),
        CheckConstraint("(undone_at IS NULL) = (undone_reason IS NULL)", name="undone_why"),
        CheckConstraint("(session_id IS NULL) <> (day IS NULL)", name="session_or_day"),
        CheckConstraint(
            "(day IS NOT NULL AND hall_id IS NULL AND point_id IS NULL)"
            " OR (day IS NULL AND (hall_id IS NULL) <> (point_id IS NULL))",
            name="hall_or_point_of_a_session",
        ),
        ForeignKeyConstraint(
            ["forum_id", "ticket_id", "person_id"],
            ["tickets.forum_id", "tickets.id", "tickets.person_id"],
        ),
        same_forum("session_id", "sessions"),
        same_forum("hall_id", "halls"),
        same_forum("point_id", "points"),
        same_forum("shift_id", "door_shifts"),
        _one_live_entry("uq_check_ins_one_live_entry_per_person_and_session", "session_id"),
        _one_live_entry("uq_check_ins_one_live_entry_per_person_and_day", "day"),
        Index("ix_check_ins_session_id", "session_id"),
    )

    ticket_id: Mapped[int] = mapped_column(index=True)
    person_id: Mapped[int]
    session_id: Mapped[int | None]
    hall_id: Mapped[int | None]
    point_id: Mapped[int | None]
    day: Mapped[date | None]  # of the venue's entrance, on the forum's walls
    nonce: Mapped[str]
    entered_at: Mapped[datetime]  # on the forum's clock
    actor: Mapped[str]  # "user 3", "shift 5"
    shift_id: Mapped[int | None]
    because: Mapped[str | None]  # why an organiser let in somebody without a place here
    undone_at: Mapped[datetime | None]
    undone_reason: Mapped[str | None]

    hall: Mapped[Hall | None] = relationship(viewonly=True)
    point: Mapped[Point | None] = relationship(viewonly=True)
    shift: Mapped[DoorShift | None] = relationship(viewonly=True)
