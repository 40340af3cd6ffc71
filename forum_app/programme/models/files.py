"""What speakers keep with the forum: their own page, their pictures, their slides."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...db import Base
from ...forums.models import OfForum, Person, same_forum
from ...i18n import Words
from ..rules.files import SlidesKind
from .sessions import Session

SHA_256 = 64  # hexadecimal digits


class Photo(OfForum, Base):
    """A picture of a speaker, drawn anew by us; its bytes lie under their own SHA-256.

    Earlier ones stay: releases name them.
    """

    __tablename__ = "photos"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        CheckConstraint(f"length(content) = {SHA_256}", name="named_by_its_content"),
        CheckConstraint("width > 0 AND height > 0", name="has_a_size"),
        same_forum("person_id", "persons"),
        Index("ix_photos_content", "forum_id", "content"),
    )

    person_id: Mapped[int] = mapped_column(index=True)
    content: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    made_at: Mapped[datetime]
    made_by: Mapped[str]  # an actor: "user 3", "speaker 5"


class SpeakerPage(OfForum, Base):
    """One speaker's own page: what they say of themself, and two addresses that need no sign-in.

    The secret of `link` opens the page, that of `feed` the calendar alone: calendars are shared.
    """

    __tablename__ = "speaker_pages"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        UniqueConstraint("person_id"),
        same_forum("person_id", "persons"),
        same_forum("photo_id", "photos"),
    )

    person_id: Mapped[int]
    lang: Mapped[str]  # of letters to them
    biography: Mapped[Words | None]
    name_said: Mapped[Words | None]  # how the name is spoken, for whoever announces it
    contact: Mapped[str | None]  # where the chair finds them on the day; on the cue sheet alone
    zone: Mapped[str | None]  # IANA: where they are, unless they speak from a point
    photo_id: Mapped[int | None]
    link_hash: Mapped[str] = mapped_column(unique=True)
    link_sealed: Mapped[str]
    feed_hash: Mapped[str] = mapped_column(unique=True)
    feed_sealed: Mapped[str]
    letters: Mapped[int] = mapped_column(default=0)  # invitations written, each a letter of its own
    changes: Mapped[int] = mapped_column(default=0)  # of answers, for SEQUENCE of the calendar
    made_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship(viewonly=True)
    photo: Mapped[Photo | None] = relationship(viewonly=True)


class Slides(OfForum, Base):
    """One version of the slides of one person for one session; the highest number is the latest."""

    __tablename__ = "slides"
    __table_args__ = (
        UniqueConstraint("forum_id", "session_id", "person_id", "number"),
        CheckConstraint("number > 0", name="counted_from_one"),
        CheckConstraint("size > 0", name="not_empty"),
        CheckConstraint(f"length(content) = {SHA_256}", name="named_by_its_content"),
        same_forum("session_id", "sessions"),
        same_forum("person_id", "persons"),
        Index("ix_slides_person_id", "person_id"),
    )

    session_id: Mapped[int]
    person_id: Mapped[int]
    number: Mapped[int]
    kind: Mapped[SlidesKind]
    name: Mapped[str]  # of the file, as it was sent
    content: Mapped[str]
    size: Mapped[int]  # bytes
    made_at: Mapped[datetime]
    made_by: Mapped[str]  # an actor: "user 3", "speaker 5"
    shown_at: Mapped[datetime | None]  # since when everybody may have it, once it is released

    session: Mapped[Session] = relationship(viewonly=True)
    person: Mapped[Person] = relationship(viewonly=True)
