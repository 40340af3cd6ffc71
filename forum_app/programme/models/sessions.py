"""The draft: sessions, their order, and the seats they offer."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, event, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...clock import ZONE_DATA, instant_of
from ...db import Base, WallTime
from ...forums.models import Forum, Hall, OfForum, Point, same_forum
from ...i18n import Words
from ..rules.ways import SessionKind, Way


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
    # in the tray, and in no release: hall and times are where it stood, or how long it is to be
    unscheduled_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    # ISO 639-1 codes of what it can be followed in, spoken or interpreted; empty: not said
    languages: Mapped[list[str]] = mapped_column(JSON, default=list, server_default=text("'[]'"))
    # of these, or others: what is spoken on its floor; empty: not said
    spoken: Mapped[list[str]] = mapped_column(JSON, default=list, server_default=text("'[]'"))

    forum: Mapped[Forum] = relationship(viewonly=True)
    hall: Mapped[Hall] = relationship(viewonly=True)


class Draft(Base):
    """How often what the organisers plan has changed: see services.draft_versions."""

    __tablename__ = "drafts"

    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"), primary_key=True)
    version: Mapped[int]


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


@event.listens_for(Session, "before_insert")
@event.listens_for(Session, "before_update")
def derive_instants(_mapper: object, _connection: object, planned: Any) -> None:
    """Keep the UTC columns true to wall, zone and fold. Raises ValueError for a skipped time."""
    planned.starts_at = instant_of(planned.starts_wall, planned.zone, planned.starts_fold or 0)
    planned.ends_at = instant_of(planned.ends_wall, planned.zone, planned.ends_fold or 0)
    planned.zone_data = ZONE_DATA
