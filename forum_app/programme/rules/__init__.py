"""What follows from facts in hand: local times, seats in sum, what a release froze."""

from .frozen import (
    ReleasedAppearance,
    ReleasedPerson,
    ReleasedTalk,
    appearances_in,
    by_person,
    channels_in,
    interpreters_in,
    talks_in,
)
from .maps import REGION, WORLD, Dot, Outline, night_on, with_names
from .moved import changes_between
from .now import NowNext, is_over, now_and_next
from .record import Illustrative, illustrative_in
from .seats import WaySeats, ways_of
from .sun import Light, Sun, sun_at
from .times import Comfort, OffsetGroup, by_offset, comfort_of

__all__ = [
    "REGION",
    "WORLD",
    "Comfort",
    "Dot",
    "Illustrative",
    "Light",
    "NowNext",
    "OffsetGroup",
    "Outline",
    "ReleasedAppearance",
    "ReleasedPerson",
    "ReleasedTalk",
    "Sun",
    "WaySeats",
    "appearances_in",
    "by_offset",
    "by_person",
    "changes_between",
    "channels_in",
    "comfort_of",
    "illustrative_in",
    "interpreters_in",
    "is_over",
    "night_on",
    "now_and_next",
    "sun_at",
    "talks_in",
    "ways_of",
    "with_names",
]
