"""Whether those whom a release moved were written to."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...db import Base
from ...forums.models import same_forum
from ...programme.models import Release


class ReleaseMailing(Base):
    """The letters about one release: asked for once, with it or later, or not yet.

    A release without such a row is older than this table, and counts as told.
    """

    __tablename__ = "release_mailings"
    __table_args__ = (
        CheckConstraint("(asked_at IS NULL) = (asked_by IS NULL)", name="asked_by_somebody"),
        CheckConstraint("(asked_at IS NULL) = (since IS NULL)", name="since_what_when_asked"),
        CheckConstraint("ended_at IS NULL OR asked_at IS NOT NULL", name="ended_after_asked"),
        CheckConstraint("people >= 0", name="people_not_negative"),
        same_forum("release_id", "releases"),
    )

    release_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"), index=True)
    since: Mapped[int | None]  # number of the release that people were told of before
    asked_at: Mapped[datetime | None]
    asked_by: Mapped[str | None]  # an actor: "user 3"
    people: Mapped[int] = mapped_column(default=0)  # written to so far
    ended_at: Mapped[datetime | None]  # all letters are in the outbox

    release: Mapped[Release] = relationship(viewonly=True)
