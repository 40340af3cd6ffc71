"""Tables of the programme room, and the facts the database itself refuses to break."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, event, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..clock import ZONE_DATA, instant_of
from ..db import Base, WallTime, append_only
from ..forums.models import Forum, Hall, OfForum, Person, Point, same_forum
from ..i18n import Words
from .rules.ways import AppearanceRole as AppearanceRole
from .rules.ways import SessionKind as SessionKind
from .rules.ways import Way as Way


class Session(OfForum, Base):
    """A session as the organisers plan it now: the draft. The public sees released rows."""

    __tablename__ = "sessions"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        UniqueConstraint("forum_id", "code"),
        CheckConstraint("starts_at < ends_at", name="ends_after_it_begins"),
        same_forum("hall_id", "halls"),
        Index("ix_sessions_starts", "forum_id", "starts_at"),
    )

    uuid: Mapped[str] = mapped_column(unique=True)
    code: Mapped[str]
    kind: Mapped[SessionKind]
    title: Mapped[Words]
    abstract: Mapped[Words | None]
    practical: Mapped[Words | None]  # what whoever comes should know, bring or do
    hall_id: Mapped[int]
    zone: Mapped[str]  # IANA: whose walls the two times are on
    starts_wall: Mapped[datetime] = mapped_column(WallTime())
    starts_fold: Mapped[int] = mapped_column(default=0)
    ends_wall: Mapped[datetime] = mapped_column(WallTime())
    ends_fold: Mapped[int] = mapped_column(default=0)
    starts_at: Mapped[datetime]  # derived
    ends_at: Mapped[datetime]  # derived
    zone_data: Mapped[str]  # the version of the zone data the two were derived with
    title_folded: Mapped[str]  # every language, for search
    title_sort: Mapped[dict[str, Any]]  # lang -> key in the order of a dictionary
    documented: Mapped[bool]  # that it took place, and its title
    times_documented: Mapped[bool]
    title_documented: Mapped[list[str]] = mapped_column(JSON)  # languages whose title is public
    cancelled_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    # ISO 639-1 codes of what is spoken or interpreted; empty: not said
    languages: Mapped[list[str]] = mapped_column(JSON, default=list, server_default=text("'[]'"))

    forum: Mapped[Forum] = relationship(viewonly=True)
    hall: Mapped[Hall] = relationship(viewonly=True)


class Talk(OfForum, Base):
    __tablename__ = "talks"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        UniqueConstraint("forum_id", "session_id", "position"),
        UniqueConstraint("forum_id", "session_id", "id"),
        CheckConstraint("minutes > 0", name="lasts"),
        same_forum("session_id", "sessions"),
    )

    uuid: Mapped[str] = mapped_column(unique=True)
    session_id: Mapped[int]
    position: Mapped[int]
    title: Mapped[Words]
    minutes: Mapped[int]


class Appearance(OfForum, Base):
    """A person in a session, and from where: the hall, a point, or online."""

    __tablename__ = "appearances"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        UniqueConstraint("forum_id", "session_id", "person_id", "role"),
        CheckConstraint("(from_way = 'point') = (point_id IS NOT NULL)", name="point_where_point"),
        same_forum("session_id", "sessions"),
        same_forum("person_id", "persons"),
        same_forum("point_id", "points"),
        same_forum("talk_id", "talks"),
    )

    session_id: Mapped[int] = mapped_column(index=True)
    person_id: Mapped[int] = mapped_column(index=True)
    talk_id: Mapped[int | None]
    role: Mapped[AppearanceRole]
    from_way: Mapped[Way]
    point_id: Mapped[int | None]
    position: Mapped[int]
    confirmed_at: Mapped[datetime | None]
    documented: Mapped[bool]
    from_documented: Mapped[bool]

    person: Mapped[Person] = relationship(viewonly=True)


class Prerequisite(Base):
    """A session that must be over before another begins."""

    __tablename__ = "prerequisites"
    __table_args__ = (
        CheckConstraint("session_id <> after_id", name="not_after_itself"),
        same_forum("session_id", "sessions"),
        same_forum("after_id", "sessions"),
    )

    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"), primary_key=True)
    session_id: Mapped[int] = mapped_column(primary_key=True)
    after_id: Mapped[int] = mapped_column(primary_key=True, index=True)


class Availability(OfForum, Base):
    """Hours in which somebody can appear. Who has none of them always can."""

    __tablename__ = "availabilities"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        CheckConstraint("starts_at < ends_at", name="ends_after_it_begins"),
        same_forum("person_id", "persons"),
    )

    person_id: Mapped[int] = mapped_column(index=True)
    zone: Mapped[str]  # IANA: whose walls the two times are on
    starts_wall: Mapped[datetime] = mapped_column(WallTime())
    starts_fold: Mapped[int] = mapped_column(default=0)
    ends_wall: Mapped[datetime] = mapped_column(WallTime())
    ends_fold: Mapped[int] = mapped_column(default=0)
    starts_at: Mapped[datetime]  # derived
    ends_at: Mapped[datetime]  # derived
    zone_data: Mapped[str]  # the version of the zone data the two were derived with

    person: Mapped[Person] = relationship(viewonly=True)


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


class SeatCount(OfForum, Base):
    """The seats of one session for one way of attending, at one point where the way is a point.

    `taken` changes only in SQL, under `taken < seats` on the way up. `over` is how many more than
    `seats` are taken because an organiser cut the seats; it falls again as people leave.
    """

    __tablename__ = "seat_counts"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        UniqueConstraint("forum_id", "id", "session_id"),
        CheckConstraint("seats >= 0", name="seats_not_negative"),
        CheckConstraint("over >= 0", name="over_not_negative"),
        CheckConstraint("taken BETWEEN 0 AND seats + over", name="never_oversold"),
        CheckConstraint("(way = 'point') = (point_id IS NOT NULL)", name="point_where_point"),
        same_forum("session_id", "sessions"),
        same_forum("point_id", "points"),
        Index(
            "uq_seat_counts_one_per_session_and_way",
            "forum_id",
            "session_id",
            "way",
            unique=True,
            sqlite_where=text("point_id IS NULL"),
            postgresql_where=text("point_id IS NULL"),
        ),
        Index(
            "uq_seat_counts_one_per_session_and_point",
            "forum_id",
            "session_id",
            "point_id",
            unique=True,
            sqlite_where=text("point_id IS NOT NULL"),
            postgresql_where=text("point_id IS NOT NULL"),
        ),
    )

    session_id: Mapped[int]
    way: Mapped[Way]
    point_id: Mapped[int | None]
    seats: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    over: Mapped[int] = mapped_column(default=0)

    point: Mapped[Point | None] = relationship(viewonly=True)


class Release(OfForum, Base):
    """One publication of the programme. Never changed; the highest number is what people see."""

    __tablename__ = "releases"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        UniqueConstraint("forum_id", "number"),
        CheckConstraint("number > 0", name="counted_from_one"),
    )

    number: Mapped[int]
    note: Mapped[Words | None]
    released_at: Mapped[datetime]
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    frozen: Mapped[dict[str, Any]]  # the whole programme as it was, talks and speakers too


class ReleasedSession(OfForum, Base):
    """A session as one release shows it. Never changed."""

    __tablename__ = "released_sessions"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        UniqueConstraint("forum_id", "release_id", "session_id"),
        CheckConstraint("starts_at < ends_at", name="ends_after_it_begins"),
        same_forum("release_id", "releases"),
        same_forum("session_id", "sessions"),
        same_forum("hall_id", "halls"),
    )

    release_id: Mapped[int]
    session_id: Mapped[int] = mapped_column(index=True)
    code: Mapped[str]
    kind: Mapped[SessionKind]
    title: Mapped[Words]
    abstract: Mapped[Words | None]
    practical: Mapped[Words | None]
    hall_id: Mapped[int]
    zone: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    documented: Mapped[bool]
    times_documented: Mapped[bool]
    title_documented: Mapped[list[str]] = mapped_column(JSON)
    cancelled: Mapped[bool]
    languages: Mapped[list[str]] = mapped_column(JSON, default=list, server_default=text("'[]'"))

    hall: Mapped[Hall] = relationship(viewonly=True)


@event.listens_for(Session, "before_insert")
@event.listens_for(Session, "before_update")
@event.listens_for(Availability, "before_insert")
@event.listens_for(Availability, "before_update")
def derive_instants(_mapper: object, _connection: object, planned: Session | Availability) -> None:
    """Keep the UTC columns true to wall, zone and fold. Raises ValueError for a skipped time."""
    planned.starts_at = instant_of(planned.starts_wall, planned.zone, planned.starts_fold or 0)
    planned.ends_at = instant_of(planned.ends_wall, planned.zone, planned.ends_fold or 0)
    planned.zone_data = ZONE_DATA


append_only(Release.__table__)
append_only(ReleasedSession.__table__)
