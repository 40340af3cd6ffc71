from datetime import datetime
from enum import StrEnum, auto

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ...db import Base
from ...forums.models import OfForum, same_forum


class Purpose(StrEnum):
    MEET = auto()
    CONTRIBUTE = auto()
    RETURN = auto()
    WATCH = auto()
    PHONE = auto()
    INTERPRETATION = auto()
    BACKUP = auto()
    GREEN_ROOM = auto()


class Transport(StrEnum):
    WEB = auto()
    SIP = auto()
    H323 = auto()
    PSTN = auto()
    SRT = auto()
    RTMP = auto()
    HLS = auto()
    WEBRTC = auto()


class Audience(StrEnum):
    CREW = auto()
    SPEAKERS = auto()
    POINT = auto()
    DELEGATES = auto()


class Link(OfForum, Base):
    """A line of a session, of a point, or of both. Its address may be shown; its secret never is.

    A change of address or secret raises `revision`, which makes earlier tests of it worthless.
    """

    __tablename__ = "links"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        CheckConstraint("session_id IS NOT NULL OR point_id IS NOT NULL", name="belongs_somewhere"),
        CheckConstraint("opens_at < closes_at", name="closes_after_it_opens"),
        CheckConstraint("priority > 0", name="first_is_one"),
        CheckConstraint("revision > 0", name="revised_from_one"),
        same_forum("session_id", "sessions"),
        same_forum("point_id", "points"),
    )

    session_id: Mapped[int | None]
    point_id: Mapped[int | None]
    purpose: Mapped[Purpose]
    transport: Mapped[Transport]
    address: Mapped[str]
    sealed_secret: Mapped[str | None]
    language: Mapped[str | None]
    audience: Mapped[Audience]
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    priority: Mapped[int] = mapped_column(default=1)  # 1 is the line to use; the next its backup
    revision: Mapped[int] = mapped_column(default=1)
    revoked_at: Mapped[datetime | None]
