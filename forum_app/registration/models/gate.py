"""Who came in from afar: each delegate once for each session."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from ...db import Base
from ...forums.models import OfForum, same_forum
from ...programme.models import Way


class GateEntry(OfForum, Base):
    """The first time a delegate opened a line of a session. Later ones are in the trail alone."""

    __tablename__ = "gate_entries"
    __table_args__ = (
        UniqueConstraint("delegate_id", "session_id"),
        CheckConstraint("way <> 'hall'", name="halls_have_doors"),
        CheckConstraint("revision > 0", name="revised_from_one"),
        same_forum("delegate_id", "delegates"),
        same_forum("session_id", "sessions"),
        same_forum("link_id", "links"),
        Index("ix_gate_entries_session_id", "session_id"),
    )

    delegate_id: Mapped[int]
    session_id: Mapped[int]
    way: Mapped[Way]
    link_id: Mapped[int]
    revision: Mapped[int]  # of the line, as it was opened
    entered_at: Mapped[datetime]  # on the forum's clock
