"""From when until when a line may be opened. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from .kinds import Purpose

EARLY = timedelta(minutes=15)  # before the session
GREEN_ROOM_EARLY = timedelta(minutes=30)  # practice: section 2.3 of the reference
LATE = timedelta(minutes=30)  # after its end: sessions overrun


@dataclass(frozen=True)
class Window:
    """closes_at: None where it stays open."""

    opens_at: datetime
    closes_at: datetime | None

    def is_open(self, now: datetime) -> bool:
        return self.opens_at <= now and (self.closes_at is None or now < self.closes_at)

    def is_over(self, now: datetime) -> bool:
        return self.closes_at is not None and self.closes_at <= now


def window_of(
    purpose: Purpose,
    own: tuple[datetime | None, datetime | None],
    session: tuple[datetime, datetime],
) -> Window:
    """own: the two ends as they were set, each None where the session tells it.

    session: its start and end as released. A recording has no end unless somebody sets one.
    """
    starts_at, ends_at = session
    if purpose is Purpose.RECORDING:
        return Window(own[0] or ends_at, own[1])
    early = GREEN_ROOM_EARLY if purpose is Purpose.GREEN_ROOM else EARLY
    return Window(own[0] or starts_at - early, own[1] or ends_at + LATE)
