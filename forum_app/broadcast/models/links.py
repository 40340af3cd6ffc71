"""Lines, and their secrets."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...db import Base
from ...forums.models import OfForum, Point, same_forum
from ...programme.models import ChannelKind, Session
from ...programme.rules.channels import Channel
from ..rules.addresses import is_insecure
from ..rules.kinds import Audience, Direction, Purpose, Transport


class Link(OfForum, Base):
    """A line of the forum, of a session, of a point, or of a session at a point.

    Its address may be shown; its secret never is. A change of either raises `revision`, which
    makes earlier tests of it worthless. Never deleted: a revoked one tells what was.
    """

    __tablename__ = "links"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        CheckConstraint("opens_at < closes_at", name="closes_after_it_opens"),
        CheckConstraint("priority > 0", name="first_is_one"),
        CheckConstraint("revision > 0", name="revised_from_one"),
        CheckConstraint(
            "secret_name IS NULL OR sealed_secret IS NOT NULL", name="a_named_secret_is_there"
        ),
        CheckConstraint(
            "purpose <> 'green_room' OR audience IN ('crew', 'speakers')",
            name="green_room_of_no_delegates",
        ),
        CheckConstraint(
            "channel_kind IS NULL OR (language IS NOT NULL AND purpose = 'interpretation')",
            name="a_channel_is_interpretation",
        ),
        same_forum("session_id", "sessions"),
        same_forum("point_id", "points"),
        Index("ix_links_session_id", "session_id"),
        Index("ix_links_point_id", "point_id"),
    )

    session_id: Mapped[int | None]
    point_id: Mapped[int | None]
    purpose: Mapped[Purpose]
    transport: Mapped[Transport]
    label: Mapped[str | None]  # as the crew calls it
    address: Mapped[str]
    room: Mapped[str | None]  # meeting number or conference id, as it is dialled
    sealed_secret: Mapped[str | None]
    secret_name: Mapped[str | None]  # the part of the address that carries it, see rules.secrets
    direction: Mapped[Direction | None]
    language: Mapped[str | None]  # with the kind: of which channel of interpretation it is
    channel_kind: Mapped[ChannelKind | None]
    audience: Mapped[Audience]
    opens_at: Mapped[datetime | None]  # None: by its purpose and the session, see rules.windows
    closes_at: Mapped[datetime | None]
    priority: Mapped[int] = mapped_column(default=1)  # 1 is the line to use; the next its backup
    revision: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    revoked_at: Mapped[datetime | None]

    session: Mapped[Session | None] = relationship(viewonly=True)
    point: Mapped[Point | None] = relationship(viewonly=True)

    @property
    def channel(self) -> Channel | None:
        """Which channel it carries; of none that is whole, nobody is led to it."""
        whole = self.language and self.channel_kind
        return Channel(self.language, self.channel_kind) if whole else None  # type: ignore[arg-type]

    @property
    def is_insecure(self) -> bool:
        """Whether others on the way can listen."""
        has_secret = self.sealed_secret is not None
        return is_insecure(self.address, has_secret=has_secret, name=self.secret_name)
