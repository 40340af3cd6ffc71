"""The points' parts in sessions: planned, released, and what was done to many at once."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint, event, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...clock import ZONE_DATA, instant_of
from ...db import Base, WallTime, append_only
from ...forums.models import OfForum, Point, same_forum
from ..rules.relays import ON_AIR, RelayRole


class Relay(OfForum, Base):
    """A point's part in a session, as planned; a point that has none has no row.

    call_wall: when its people are to be there, on walls of `zone`, the session's.
    """

    __tablename__ = "relays"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        UniqueConstraint("forum_id", "session_id", "point_id"),
        CheckConstraint("expected >= 0", name="expected_not_negative"),
        CheckConstraint("(call_wall IS NULL) = (call_at IS NULL)", name="call_has_an_instant"),
        same_forum("session_id", "sessions"),
        same_forum("point_id", "points"),
    )

    session_id: Mapped[int]
    point_id: Mapped[int] = mapped_column(index=True)
    role: Mapped[RelayRole]
    expected: Mapped[int | None]  # people
    zone: Mapped[str]  # IANA
    call_wall: Mapped[datetime | None] = mapped_column(WallTime())
    call_fold: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    call_at: Mapped[datetime | None]  # derived
    zone_data: Mapped[str]  # the version of the zone data it was derived with
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))

    point: Mapped[Point] = relationship(viewonly=True)

    @property
    def is_on_air(self) -> bool:
        return self.role in ON_AIR


class ReleasedRelay(OfForum, Base):
    """A point's part in a session as one release shows it. Never changed."""

    __tablename__ = "released_relays"
    __table_args__ = (
        UniqueConstraint("forum_id", "id"),
        UniqueConstraint("forum_id", "release_id", "session_id", "point_id"),
        same_forum("release_id", "releases"),
        same_forum("session_id", "sessions"),
        same_forum("point_id", "points"),
    )

    release_id: Mapped[int]
    session_id: Mapped[int] = mapped_column(index=True)
    point_id: Mapped[int] = mapped_column(index=True)
    role: Mapped[RelayRole]

    point: Mapped[Point] = relationship(viewonly=True)


class RelayAct(OfForum, Base):
    """What one press of a button did to cells of the matrix, so that it can be taken back.

    cells: [{"session": id, "point": id, "before": facts or null, "after": facts or null}].
    """

    __tablename__ = "relay_acts"
    __table_args__ = (UniqueConstraint("forum_id", "id"),)

    cells: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    done_at: Mapped[datetime]
    done_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    undone_at: Mapped[datetime | None]


@event.listens_for(Relay, "before_insert")
@event.listens_for(Relay, "before_update")
def derive_call(_mapper: object, _connection: object, relay: Any) -> None:
    """Keep the UTC column true to wall, zone and fold. Raises ValueError for a skipped time."""
    wall = relay.call_wall
    relay.call_at = instant_of(wall, relay.zone, relay.call_fold or 0) if wall else None
    relay.zone_data = ZONE_DATA


append_only(ReleasedRelay.__table__)
