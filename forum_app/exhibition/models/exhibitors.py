"""Who shows, who may act for them, and who is invited where."""

from datetime import datetime
from enum import StrEnum, auto

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...db import Base
from ...forums.models import OfForum, Person, same_forum
from ...i18n import Words


class ExhibitorKind(StrEnum):
    LOCALITY = auto()
    ENTERPRISE = auto()
    MINISTRY = auto()
    PARTNER = auto()


class Exhibitor(OfForum, Base):
    __tablename__ = "exhibitors"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        UniqueConstraint("forum_id", "slug"),
        UniqueConstraint("forum_id", "contact_id"),
        CheckConstraint("length(country) = 2 AND country = upper(country)", name="country_iso"),
        CheckConstraint(
            "website LIKE 'http://%' OR website LIKE 'https://%'", name="website_is_on_the_web"
        ),
        same_forum("contact_id", "persons"),
    )

    slug: Mapped[str]
    name: Mapped[str]
    kind: Mapped[ExhibitorKind] = mapped_column(default=ExhibitorKind.ENTERPRISE)
    country: Mapped[str | None]  # ISO 3166-1 alpha-2
    profile: Mapped[Words | None]
    website: Mapped[str | None]
    lang: Mapped[str] = mapped_column(default="vi")  # of the letters
    documented: Mapped[bool] = mapped_column(default=False)  # that it showed is on public record
    version: Mapped[int] = mapped_column(default=1)
    contact_id: Mapped[int]  # the person who books for it

    contact: Mapped[Person] = relationship(viewonly=True)


class ExhibitorStaff(Base):
    """A user who may act for an exhibitor; for one in each forum."""

    __tablename__ = "exhibitor_staff"
    __table_args__ = (
        UniqueConstraint("forum_id", "user_id"),
        same_forum("exhibitor_id", "exhibitors"),
    )

    exhibitor_id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    forum_id: Mapped[int]
    added_at: Mapped[datetime]


class ZoneInvitation(Base):
    """An exhibitor may book in a zone that is for those invited."""

    __tablename__ = "zone_invitations"
    __table_args__ = (same_forum("zone_id", "zones"), same_forum("exhibitor_id", "exhibitors"))

    zone_id: Mapped[int] = mapped_column(primary_key=True)
    exhibitor_id: Mapped[int] = mapped_column(primary_key=True)
    forum_id: Mapped[int]
    invited_at: Mapped[datetime]
