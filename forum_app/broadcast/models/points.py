"""Who is at a point, who coordinates it, and the secret of its own page."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from ...db import Base
from ...forums.models import (
    BoundHolder,
    BoundInvitation,
    OfForum,
    Point,
    invited_once,
    same_forum,
)
from ..rules.contacts import Part


class PointContact(OfForum, Base):
    """Somebody at a point, or near it, whom others reach by two ways.

    reachable_from, reachable_until: "HH:MM" on walls of the point; past midnight where the second
    is the smaller.
    """

    __tablename__ = "point_contacts"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        CheckConstraint("email = lower(email)", name="email_is_folded"),
        CheckConstraint(
            "(reachable_from IS NULL) = (reachable_until IS NULL)", name="from_and_until"
        ),
        same_forum("point_id", "points"),
        Index(
            "uq_point_contacts_one_coordinator_per_point",
            "point_id",
            unique=True,
            sqlite_where=text("part = 'coordinator'"),
            postgresql_where=text("part = 'coordinator'"),
        ),
        Index("ix_point_contacts_point_id", "point_id"),
    )

    point_id: Mapped[int]
    part: Mapped[Part]
    name: Mapped[str]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    second_channel: Mapped[str | None]  # another way: a second phone, Zalo, Signal, a radio
    languages: Mapped[list[str]] = mapped_column(JSON)  # ISO 639-1
    on_site: Mapped[bool]
    reachable_from: Mapped[str | None]
    reachable_until: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))


class PeopleChanges(Base):
    """How often the coordinator or a technician of a point became another; no row: never."""

    __tablename__ = "people_changes"
    __table_args__ = (same_forum("point_id", "points"),)

    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"), primary_key=True)
    point_id: Mapped[int] = mapped_column(primary_key=True)
    changes: Mapped[int]


class PointCoordinator(BoundHolder, Base):
    """A user who coordinates one point: its desk, and no other point's."""

    __tablename__ = "point_coordinators"
    __table_args__ = (same_forum("point_id", "points"),)

    point_id: Mapped[int] = mapped_column(primary_key=True)
    thing_id: Mapped[int] = synonym("point_id")

    point: Mapped[Point] = relationship(viewonly=True)


class CoordinatorInvitation(BoundInvitation, Base):
    """A point to coordinate for an address without an account."""

    __tablename__ = "coordinator_invitations"
    __table_args__ = invited_once("coordinator_invitations", "point", "points")

    point_id: Mapped[int]
    thing_id: Mapped[int] = synonym("point_id")

    point: Mapped[Point] = relationship(viewonly=True)
    thing: Mapped[Point] = synonym("point")


class PointKey(OfForum, Base):
    """The secret page of a point, for coordinators without an account: one at a time.

    The secret is sealed, so that organisers can pass it on again; `key_hash` finds it. Renewing it
    puts another in its place: the old one opens nothing from that commit on.
    """

    __tablename__ = "point_keys"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        UniqueConstraint("forum_id", "point_id"),
        same_forum("point_id", "points"),
    )

    point_id: Mapped[int]
    key_hash: Mapped[str] = mapped_column(unique=True)
    key_sealed: Mapped[str]
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    point: Mapped[Point] = relationship(viewonly=True)


class PageLetter(OfForum, Base):
    """A letter that took the secret page of a point to one of its contacts, or is to.

    contact_id: a contact that was crossed out since is there no more. What became of the letter
    stands in the outbox under `dedup_key`.
    """

    __tablename__ = "page_letters"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        UniqueConstraint("point_id", "contact_id", "number"),
        CheckConstraint("number > 0", name="first_is_one"),
        same_forum("point_id", "points"),
    )

    point_id: Mapped[int]
    contact_id: Mapped[int]
    number: Mapped[int]  # of the letters to this contact
    dedup_key: Mapped[str] = mapped_column(unique=True)
    laid_at: Mapped[datetime]
