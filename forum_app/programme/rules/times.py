"""What an instant is elsewhere: grouped by offset, never by the name of a zone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum, auto
from typing import Generic, Protocol, TypeVar
from zoneinfo import ZoneInfo

from ...clock import wall_of

# Source: DESIGN, section 3: local hours in which people are asked to attend.
GOOD = time(9, 30), time(21, 30)
FAIR = time(7), time(23)


class Comfort(StrEnum):
    """How good a local hour is for a session to start."""

    GOOD = auto()
    FAIR = auto()
    HARD = auto()


class Placed(Protocol):
    @property
    def zone(self) -> str: ...


P = TypeVar("P", bound=Placed)


@dataclass(frozen=True)
class OffsetGroup(Generic[P]):
    """Places whose clocks show the same at the instants they were grouped by."""

    zone: str  # of one of them: at those instants it speaks for all
    places: list[P]


def comfort_of(instant: datetime, zone: str) -> Comfort:
    """How good the hour that clocks in `zone` show at `instant` is; both ends still count."""
    local = wall_of(instant, zone)[0].time()
    for comfort, (first, last) in ((Comfort.GOOD, GOOD), (Comfort.FAIR, FAIR)):
        if first <= local <= last:
            return comfort
    return Comfort.HARD


def by_offset(places: Iterable[P], instants: Sequence[datetime]) -> list[OffsetGroup[P]]:
    """`places` grouped by their offsets at all `instants` (at least one), the earliest walls first.

    The order of the places is kept within each group.
    """
    groups: dict[tuple[timedelta, ...], list[P]] = {}
    for place in places:
        key = tuple(_offset(instant, place.zone) for instant in instants)
        groups.setdefault(key, []).append(place)
    return [OffsetGroup(group[0].zone, group) for _, group in sorted(groups.items())]


def _offset(instant: datetime, zone: str) -> timedelta:
    return instant.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
