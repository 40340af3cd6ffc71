"""What the organisers write: information pages, the banner, and the openings of letters."""

from datetime import datetime
from enum import StrEnum, auto

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    UniqueConstraint,
    event,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...clock import ZONE_DATA, instant_of
from ...db import Base, WallTime
from ...i18n import Words
from .owned import OfForum, same_forum


class PagePlace(StrEnum):
    """Where a page is linked from, on every page of the forum."""

    NAVIGATION = auto()
    FOOTER = auto()
    NOWHERE = auto()


class InfoPage(OfForum, Base):
    """A page of information. What it says stands in its versions; people see the published one."""

    __tablename__ = "info_pages"
    __table_args__ = (UniqueConstraint("forum_id", "id"), UniqueConstraint("forum_id", "slug"))

    uuid: Mapped[str] = mapped_column(unique=True)
    slug: Mapped[str]
    place: Mapped[PagePlace]
    position: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)

    published: Mapped["InfoPageVersion | None"] = relationship(
        viewonly=True,
        uselist=False,
        primaryjoin="and_(InfoPageVersion.page_id == InfoPage.id,"
        " InfoPageVersion.published_at.is_not(None), InfoPageVersion.withdrawn_at.is_(None))",
    )


_PUBLISHED = text("published_at IS NOT NULL AND withdrawn_at IS NULL")


class InfoPageVersion(OfForum, Base):
    """What a page says, or said. Its words are never changed; a correction is another version."""

    __tablename__ = "info_page_versions"
    __table_args__ = (
        UniqueConstraint("forum_id", "page_id", "number"),
        CheckConstraint("number > 0", name="counted_from_one"),
        CheckConstraint(
            "withdrawn_at IS NULL OR published_at IS NOT NULL", name="withdrawn_after_published"
        ),
        same_forum("page_id", "info_pages"),
        Index(
            "uq_info_page_versions_one_published_per_page",
            "page_id",
            unique=True,
            sqlite_where=_PUBLISHED,
            postgresql_where=_PUBLISHED,
        ),
    )

    page_id: Mapped[int]
    number: Mapped[int]
    title: Mapped[Words]
    body: Mapped[Words]  # Markdown
    written_at: Mapped[datetime]
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))  # None: the system
    published_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class BannerKind(StrEnum):
    INFO = auto()
    ATTENTION = auto()


class Banner(OfForum, Base):
    """A sentence on every page of the forum, for a while. A time that is not set does not limit."""

    __tablename__ = "banners"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        CheckConstraint("shows_at < ends_at", name="ends_after_it_shows"),
    )

    sentence: Mapped[Words]
    kind: Mapped[BannerKind]
    zone: Mapped[str]  # IANA: whose walls the two times are on
    shows_wall: Mapped[datetime | None] = mapped_column(WallTime())
    shows_fold: Mapped[int] = mapped_column(default=0)
    shows_at: Mapped[datetime | None]  # derived
    ends_wall: Mapped[datetime | None] = mapped_column(WallTime())
    ends_fold: Mapped[int] = mapped_column(default=0)
    ends_at: Mapped[datetime | None]  # derived
    zone_data: Mapped[str]  # the version of the zone data the two were derived with
    removed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


@event.listens_for(Banner, "before_insert")
@event.listens_for(Banner, "before_update")
def derive_banner(_mapper: object, _connection: object, banner: Banner) -> None:
    """Keep the UTC columns true to wall, zone and fold. Raises ValueError for a skipped time."""
    shows, ends = banner.shows_wall, banner.ends_wall
    banner.shows_at = instant_of(shows, banner.zone, banner.shows_fold or 0) if shows else None
    banner.ends_at = instant_of(ends, banner.zone, banner.ends_fold or 0) if ends else None
    banner.zone_data = ZONE_DATA


class LetterText(OfForum, Base):
    """How letters of one kind begin in this forum; None: as the house says it."""

    __tablename__ = "letter_texts"
    __table_args__ = (UniqueConstraint("forum_id", "template"),)

    template: Mapped[str]
    paragraph: Mapped[Words | None]  # plain, with placeholders of `rules.PLACEHOLDERS`
    version: Mapped[int] = mapped_column(default=1)
