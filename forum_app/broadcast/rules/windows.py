"""From when until when a line may be opened. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from .kinds import Purpose

EARLY = timedelta(minutes=15)  # before the session
GREEN_ROOM_EARLY = timedelta(minutes=30)  # practice: section 2.3 of the reference
LATE = timedelta(minutes=30)  # after its end: sessions overrun
CREW_EARLY = timedelta(minutes=60)  # points are called an hour before: reference, section 5.2
TEST_MARGIN = timedelta(minutes=15)  # before and after a booked test


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


@dataclass(frozen=True, kw_only=True)
class Needed:
    """When the people of a point need a line: in a session, for which they are called, or a test.

    called_at: None where no call time is set, and for a test.
    """

    starts_at: datetime
    ends_at: datetime
    called_at: datetime | None = None
    is_test: bool = False


def windows_at_point(
    own: tuple[datetime | None, datetime | None], needed: Iterable[Needed]
) -> list[Window]:
    """When whoever works at a point may open one of its lines, by start.

    own: the two ends as they were set: each takes the place of what a session tells, and cuts off
    a test that lies beyond it.
    """
    found = [_in_test(own, one) if one.is_test else _in_session(own, one) for one in needed]
    whole = [x for x in found if x.closes_at is None or x.opens_at < x.closes_at]
    return sorted(whole, key=lambda x: x.opens_at)


def _in_session(own: tuple[datetime | None, datetime | None], one: Needed) -> Window:
    usual = one.starts_at - CREW_EARLY
    opens_at = min(usual, one.called_at) if one.called_at else usual
    return Window(own[0] or opens_at, own[1] or one.ends_at + LATE)


def _in_test(own: tuple[datetime | None, datetime | None], one: Needed) -> Window:
    opens_at, closes_at = one.starts_at - TEST_MARGIN, one.ends_at + TEST_MARGIN
    return Window(max(opens_at, own[0] or opens_at), min(closes_at, own[1] or closes_at))
