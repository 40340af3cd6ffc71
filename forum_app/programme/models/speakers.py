"""Talks, who appears in them and in sessions, and when they can."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    event,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...db import Base, WallTime
from ...forums.models import OfForum, Person, Point, same_forum
from ...i18n import Words
from ..rules.ways import AppearanceRole, Way
from .channels import InterpretationChannel
from .sessions import derive_instants


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
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))


class Appearance(OfForum, Base):
    """A person in a session in one role, and from where: the hall, a point, or online.

    talk_id: None for the whole session. channel_id: of interpreters, and of nobody else. Asked,
    answered: three instants, two of which exclude each other; whoever declined leaves the next
    release.
    """

    __tablename__ = "appearances"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        CheckConstraint("(from_way = 'point') = (point_id IS NOT NULL)", name="point_where_point"),
        CheckConstraint("confirmed_at IS NULL OR declined_at IS NULL", name="one_answer"),
        CheckConstraint(
            "declined_because IS NULL OR declined_at IS NOT NULL", name="reason_of_declining"
        ),
        CheckConstraint(
            "(role = 'interpreter') = (channel_id IS NOT NULL)", name="interprets_in_a_channel"
        ),
        CheckConstraint(
            "channel_id IS NULL OR talk_id IS NULL", name="interprets_the_whole_session"
        ),
        same_forum("session_id", "sessions"),
        same_forum("person_id", "persons"),
        same_forum("point_id", "points"),
        ForeignKeyConstraint(
            ["forum_id", "session_id", "talk_id"],
            ["talks.forum_id", "talks.session_id", "talks.id"],
        ),  # a talk of the same session
        ForeignKeyConstraint(
            ["forum_id", "session_id", "channel_id"],
            [
                "interpretation_channels.forum_id",
                "interpretation_channels.session_id",
                "interpretation_channels.id",
            ],
            name="fk_appearances_channel_of_its_session",
        ),  # a channel of the same session
        Index(
            "uq_appearances_one_per_role",
            "forum_id",
            "session_id",
            "person_id",
            "role",
            unique=True,
            sqlite_where=text("talk_id IS NULL AND channel_id IS NULL"),
            postgresql_where=text("talk_id IS NULL AND channel_id IS NULL"),
        ),
        Index(
            "uq_appearances_one_per_role_in_a_talk",
            "forum_id",
            "talk_id",
            "person_id",
            "role",
            unique=True,
            sqlite_where=text("talk_id IS NOT NULL"),
            postgresql_where=text("talk_id IS NOT NULL"),
        ),
        Index(
            "uq_appearances_one_per_channel",
            "forum_id",
            "channel_id",
            "person_id",
            unique=True,
            sqlite_where=text("channel_id IS NOT NULL"),
            postgresql_where=text("channel_id IS NOT NULL"),
        ),
    )

    session_id: Mapped[int] = mapped_column(index=True)
    person_id: Mapped[int] = mapped_column(index=True)
    talk_id: Mapped[int | None]
    channel_id: Mapped[int | None]
    role: Mapped[AppearanceRole]
    from_way: Mapped[Way]
    point_id: Mapped[int | None]
    position: Mapped[int]
    invited_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    declined_because: Mapped[str | None]
    documented: Mapped[bool]
    from_documented: Mapped[bool]
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))

    person: Mapped[Person] = relationship(viewonly=True)
    point: Mapped[Point | None] = relationship(viewonly=True)
    channel: Mapped[InterpretationChannel | None] = relationship(viewonly=True)


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


event.listen(Availability, "before_insert", derive_instants)
event.listen(Availability, "before_update", derive_instants)
