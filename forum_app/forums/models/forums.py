"""Tables of the forums room, and what every forum-owned table above shares."""

from datetime import date, datetime, timedelta
from enum import StrEnum, auto
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    UniqueConstraint,
    event,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...db import Base
from ...i18n import Words
from ...text import folded
from .owned import OfForum

if TYPE_CHECKING:
    from .texts import Banner, InfoPage


class Forum(Base):
    __tablename__ = "forums"
    __table_args__ = (
        CheckConstraint("first_day <= last_day", name="ends_after_it_begins"),
        CheckConstraint("changeover_minutes >= 0", name="changeover_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(unique=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[Words]
    short_name: Mapped[Words]  # for the masthead and subjects of mails
    theme: Mapped[Words | None]
    venue: Mapped[Words]
    city: Mapped[Words]  # where the hall is: "Hà Nội time"
    hosts: Mapped[list[dict[str, str]]] = mapped_column(JSON)  # co-chairs, each as Words hold it
    zone: Mapped[str]  # IANA
    first_day: Mapped[date]  # local days, both included
    last_day: Mapped[date]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    figures: Mapped[dict[str, Any]]  # documented numbers about the whole, shown as facts
    contact_email: Mapped[str | None]
    documented: Mapped[bool]  # its name, day, place and hosts are public facts, not illustrations
    # Whoever organises it must have a second step of signing in.
    second_step: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Between two remote speakers in one hall; 0: none is asked for.
    changeover_minutes: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    version: Mapped[int] = mapped_column(default=1)

    # Both are read with the forum itself: they stand on each of its pages.
    info_pages: Mapped[list["InfoPage"]] = relationship(
        viewonly=True, order_by="[InfoPage.position, InfoPage.id]"
    )
    banners: Mapped[list["Banner"]] = relationship(
        viewonly=True,
        primaryjoin="and_(Banner.forum_id == Forum.id, Banner.removed_at.is_(None))",
        order_by="[Banner.kind, Banner.id.desc()]",
    )

    @property
    def days(self) -> list[date]:
        length = (self.last_day - self.first_day).days + 1
        return [self.first_day + timedelta(days=n) for n in range(length)]

    @property
    def has_many_days(self) -> bool:
        """Whether an hour alone does not say when something is."""
        return self.last_day > self.first_day


class Hall(OfForum, Base):
    __tablename__ = "halls"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        UniqueConstraint("forum_id", "code"),
        CheckConstraint("seats >= 0", name="seats_not_negative"),
    )

    uuid: Mapped[str] = mapped_column(unique=True)
    code: Mapped[str]
    name: Mapped[Words]
    seats: Mapped[int]  # the fire limit of the hall plan
    # Sessions at once: an exhibition hall, a foyer.
    holds_several: Mapped[bool] = mapped_column(default=False, server_default=false())
    position: Mapped[int]
    documented: Mapped[bool]
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))


class PointKind(StrEnum):
    CENTRAL = auto()
    REGIONAL = auto()
    EMBASSY = auto()
    AGENCY = auto()
    STUDIO = auto()
    SINGLE_SPEAKER = auto()


class PointType(StrEnum):
    PARTICIPATE = auto()
    VIEW_ONLY = auto()


class Seating(StrEnum):
    """How people get a seat at a point."""

    OPEN = auto()
    APPROVAL = auto()  # its coordinator decides
    CLOSED = auto()  # nobody by themselves


class Point(OfForum, Base):
    """A remote broadcast point: a place with seats, a zone and a line to the hall."""

    __tablename__ = "points"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        UniqueConstraint("forum_id", "code"),
        CheckConstraint("seats >= 0", name="seats_not_negative"),
        CheckConstraint("min_viable >= 0", name="min_viable_not_negative"),
        CheckConstraint("latitude BETWEEN -90 AND 90", name="latitude_on_earth"),
        CheckConstraint("longitude BETWEEN -180 AND 180", name="longitude_on_earth"),
        CheckConstraint("length(country) = 2 AND country = upper(country)", name="country_iso"),
        Index(
            "uq_points_one_central_per_forum",
            "forum_id",
            unique=True,
            sqlite_where=text("kind = 'central'"),
            postgresql_where=text("kind = 'central'"),
        ),
    )

    uuid: Mapped[str] = mapped_column(unique=True)
    code: Mapped[str]
    kind: Mapped[PointKind]
    type: Mapped[PointType]
    name: Mapped[Words]
    city: Mapped[Words]
    country: Mapped[str]  # ISO 3166-1 alpha-2
    zone: Mapped[str]  # IANA
    latitude: Mapped[float]
    longitude: Mapped[float]
    seats: Mapped[int]
    position: Mapped[int]
    documented: Mapped[bool]  # known as a broadcast point from a public source
    address: Mapped[Words | None]
    host_institution: Mapped[Words | None]
    screen_label: Mapped[str | None]  # what stands below its picture; None: the name
    # ISO 639-1 codes of what its people speak; empty: not said
    languages: Mapped[list[str]] = mapped_column(JSON, default=list, server_default=text("'[]'"))
    # fewer people than this, and the point is not worth its line
    min_viable: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    seating: Mapped[Seating] = mapped_column(default=Seating.OPEN, server_default=text("'open'"))
    withdrawn_at: Mapped[datetime | None]  # it takes part no more

    @property
    def takes_people(self) -> bool:
        """Whether somebody may ask for a seat there."""
        return self.withdrawn_at is None and self.seating is not Seating.CLOSED

    name_folded: Mapped[str] = mapped_column(index=True)  # every language, for search
    name_sort: Mapped[dict[str, Any]]  # lang -> key in the order of a dictionary
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))


class Person(OfForum, Base):
    """One human in one forum, whatever they do there: speak, attend, staff a stand."""

    __tablename__ = "persons"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        UniqueConstraint("forum_id", "email"),
        UniqueConstraint("forum_id", "user_id"),
        CheckConstraint("email = lower(email)", name="email_is_folded"),
        CheckConstraint("length(country) = 2 AND country = upper(country)", name="country_iso"),
        Index("ix_persons_email", "email"),  # of every forum: what is claimed by signing in
        Index("ix_persons_user_id", "user_id"),
        Index(  # all that is searched, so that a search reads this alone
            "ix_persons_searched",
            "forum_id",
            "name_folded",
            "organisation_folded",
            "email",
            "country",
        ),
        Index("ix_persons_name_sort", "forum_id", "name_sort"),
    )

    uuid: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    email: Mapped[str | None]
    organisation: Mapped[str | None]
    post: Mapped[Words | None]
    country: Mapped[str | None]  # ISO 3166-1 alpha-2
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    documented: Mapped[bool] = mapped_column(default=False)
    name_folded: Mapped[str]
    name_sort: Mapped[str]
    organisation_folded: Mapped[str | None]  # derived
    created_at: Mapped[datetime]


@event.listens_for(Person, "before_insert")
@event.listens_for(Person, "before_update")
def fold_organisation(_mapper: object, _connection: object, person: Person) -> None:
    """Keep what is searched true to what is written, whoever writes it."""
    organisation = person.organisation
    person.organisation_folded = None if organisation is None else folded(organisation)


class Role(StrEnum):
    ORGANISER = auto()
    CALLER = auto()
    DOOR = auto()


class ForumRole(Base):
    __tablename__ = "forum_roles"

    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(primary_key=True)
    given_at: Mapped[datetime]


class Invitation(OfForum, Base):
    """A role for an address that has no account yet: given as soon as it has one."""

    __tablename__ = "invitations"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        CheckConstraint("email = lower(email)", name="email_is_folded"),
        CheckConstraint(
            "accepted_at IS NULL OR withdrawn_at IS NULL", name="accepted_or_withdrawn"
        ),
        Index(
            "uq_invitations_one_open_per_role",
            "forum_id",
            "email",
            "role",
            unique=True,
            sqlite_where=text("accepted_at IS NULL AND withdrawn_at IS NULL"),
            postgresql_where=text("accepted_at IS NULL AND withdrawn_at IS NULL"),
        ),
        Index("ix_invitations_email", "email"),
    )

    email: Mapped[str]
    role: Mapped[Role]
    link_id: Mapped[int] = mapped_column(ForeignKey("mailed_links.id"))  # the latest mailed
    made_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class ApiToken(OfForum, Base):
    """What a machine shows to act for an organiser. Only its SHA-256 is kept."""

    __tablename__ = "api_tokens"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        CheckConstraint("writes_per_second > 0", name="may_write_sometimes"),
    )

    name: Mapped[str]
    fingerprint: Mapped[str] = mapped_column(unique=True)
    scopes: Mapped[list[str]] = mapped_column(JSON)
    writes_per_second: Mapped[int] = mapped_column(default=100)
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]  # to some minutes
