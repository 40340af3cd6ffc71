"""Channels of interpretation: in which languages a session can be followed besides its own."""

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ...db import Base
from ...forums.models import OfForum, same_forum
from ..rules.channels import Channel
from ..rules.ways import ChannelKind


class InterpretationChannel(OfForum, Base):
    """One language of one session, in one kind. Who interprets are its appearances.

    language: ISO 639-1; of a sign language, that of the country whose sign language it is.
    relay_from: the channel that is listened to instead of the floor; no circle of them.
    """

    __tablename__ = "interpretation_channels"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        UniqueConstraint("forum_id", "session_id", "id"),
        UniqueConstraint("forum_id", "session_id", "language", "kind"),
        CheckConstraint("relay_from_id <> id", name="not_its_own_relay"),
        same_forum("session_id", "sessions"),
        ForeignKeyConstraint(
            ["forum_id", "session_id", "relay_from_id"],
            [
                "interpretation_channels.forum_id",
                "interpretation_channels.session_id",
                "interpretation_channels.id",
            ],
            name="fk_interpretation_channels_relay_of_its_session",
        ),  # a channel of the same session
    )

    session_id: Mapped[int] = mapped_column(index=True)
    language: Mapped[str]
    kind: Mapped[ChannelKind]
    relay_from_id: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))

    @property
    def channel(self) -> Channel:
        return Channel(self.language, self.kind)
