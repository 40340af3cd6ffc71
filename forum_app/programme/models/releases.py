"""What was released, as it was."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...db import Base, append_only
from ...forums.models import Hall, OfForum, same_forum
from ...i18n import Words
from ..rules.ways import SessionKind


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
    spoken: Mapped[list[str]] = mapped_column(JSON, default=list, server_default=text("'[]'"))

    hall: Mapped[Hall] = relationship(viewonly=True)


class ReleasedPhoto(Base):
    """A picture that one release shows, by the SHA-256 of its bytes. Never changed."""

    __tablename__ = "released_photos"
    __table_args__ = (same_forum("release_id", "releases"),)

    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"), primary_key=True)
    release_id: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[str] = mapped_column(primary_key=True)


append_only(Release.__table__)
append_only(ReleasedSession.__table__)
append_only(ReleasedPhoto.__table__)
