"""What is tested at a point, and what came of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...db import Base, append_only
from ...forums.models import OfForum, Point, same_forum
from ...i18n import Words
from ..rules.readiness import About as About
from ..rules.readiness import Result as Result


class CheckItem(OfForum, Base):
    """One thing on the check list of a forum's points."""

    __tablename__ = "check_items"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        UniqueConstraint("forum_id", "code"),
        CheckConstraint("hours > 0", name="counts_for_a_while"),
        CheckConstraint("NOT of_people OR about = 'point'", name="people_of_a_point"),
        CheckConstraint("NOT is_self_test OR about <> 'line'", name="self_test_of_the_room"),
        Index(
            "uq_check_items_one_self_test",
            "forum_id",
            unique=True,
            sqlite_where=text("is_self_test AND retired_at IS NULL"),
            postgresql_where=text("is_self_test AND retired_at IS NULL"),
        ),
    )

    code: Mapped[str]
    title: Mapped[Words]
    about: Mapped[About]
    # of a point: it is about who coordinates it and who keeps its devices
    of_people: Mapped[bool] = mapped_column(default=False, server_default=false())
    kinds: Mapped[list[str]] = mapped_column(JSON)  # of points; empty: every kind
    # of a line: what it must carry, see rules.carrying; empty: whatever it carries
    applies_to: Mapped[list[str]] = mapped_column(JSON, default=list, server_default=text("'[]'"))
    is_needed: Mapped[bool]  # before a point is ready
    # what a point's own device finds of camera and microphone is written down for it
    is_self_test: Mapped[bool] = mapped_column(default=False, server_default=false())
    hours: Mapped[int]  # how long a result speaks for it
    position: Mapped[int]
    retired_at: Mapped[datetime | None]  # its results stay
    version: Mapped[int] = mapped_column(default=1)


class TechCheck(OfForum, Base):
    """One result of one item, on one revision of what was tested. Never changed."""

    __tablename__ = "tech_checks"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        CheckConstraint("revision > 0", name="of_a_revision"),
        same_forum("point_id", "points"),
        same_forum("item_id", "check_items"),
        same_forum("link_id", "links"),
        Index("ix_tech_checks_point", "forum_id", "point_id", "id"),
        Index(
            "uq_tech_checks_one_per_press",
            "point_id",
            "press",
            unique=True,
            sqlite_where=text("press IS NOT NULL"),
            postgresql_where=text("press IS NOT NULL"),
        ),
    )

    point_id: Mapped[int]
    item_id: Mapped[int]
    link_id: Mapped[int | None]  # None: the item is about the point
    revision: Mapped[int]  # of the link, else of the point or its people
    result: Mapped[Result]
    note: Mapped[str | None]
    facts: Mapped[dict[str, Any]]  # what a device found of itself: {"camera": "1280×720"}
    at: Mapped[datetime]
    actor: Mapped[str]  # as in the trail
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    press: Mapped[str | None]  # of the button, told by the page that may send it again

    item: Mapped[CheckItem] = relationship(viewonly=True)
    point: Mapped[Point] = relationship(viewonly=True)


append_only(TechCheck.__table__)
