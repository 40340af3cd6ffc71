"""What follows from facts in hand: local times, seats in sum, what a release froze."""

from .frozen import ReleasedAppearance, ReleasedPerson, ReleasedTalk, appearances_in, talks_in
from .maps import REGION, WORLD, Dot, with_names
from .seats import WaySeats, ways_of
from .times import Comfort, OffsetGroup, by_offset, comfort_of

__all__ = [
    "REGION",
    "WORLD",
    "Comfort",
    "Dot",
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
    "with_names",
]
