"""What follows from facts in hand: local times, seats in sum, what a release froze."""

from .frozen import ReleasedAppearance, ReleasedPerson, ReleasedTalk, appearances_in, talks_in
from .seats import WaySeats, ways_of
from .times import Comfort, OffsetGroup, by_offset, comfort_of

__all__ = [
    "Comfort",
    "OffsetGroup",
    "ReleasedAppearance",
    "ReleasedPerson",
    "ReleasedTalk",
    "WaySeats",
    "appearances_in",
    "by_offset",
    "comfort_of",
    "talks_in",
    "ways_of",
]
