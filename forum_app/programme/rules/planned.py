"""The draft as the clash rules see it: plain facts, wherever they come from.

A builder, the desk, an import and a release all make a `Plan` and ask the same rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

from .channels import Channel


@dataclass(frozen=True)
class Span:
    """From `starts` until before `ends`: what only touches it does not overlap it.

    Kept in UTC, since two times of one zone are compared by what its clocks show, which is wrong
    around a change of the clocks. Raises ValueError for times without a zone, or backwards.
    """

    starts: datetime
    ends: datetime

    def __post_init__(self) -> None:
        if self.starts.tzinfo is None or self.ends.tzinfo is None:
            raise ValueError("a span needs instants, not times on a wall")
        object.__setattr__(self, "starts", self.starts.astimezone(UTC))
        object.__setattr__(self, "ends", self.ends.astimezone(UTC))
        if self.starts >= self.ends:
            raise ValueError("a span must begin before it ends")

    def overlaps(self, other: "Span") -> bool:
        return self.starts < other.ends and other.starts < self.ends

    def is_near(self, other: "Span", apart: timedelta) -> bool:
        """Whether they overlap, or less than `apart` is between them."""
        return self.starts < other.ends + apart and other.starts < self.ends + apart


@dataclass(frozen=True)
class PlannedAppearance:
    """Somebody in a session. person: what tells persons apart; way: hall, point or online.

    span: of their talk; None: the whole session. channel: of who interprets. zone: IANA, of whoever
    speaks online and said where they will be.
    """

    person: str
    name: str
    way: str
    point: str | None = None  # its code
    span: Span | None = None
    channel: Channel | None = None
    zone: str | None = None

    @property
    def origin(self) -> tuple[str, str]:
        """Where the picture comes from: all who speak at one point come from there."""
        return self.way, self.point or self.person


@dataclass(frozen=True)
class PlannedChannel:
    """relay_from: the channel that is interpreted in place of the floor."""

    channel: Channel
    relay_from: Channel | None = None


@dataclass(frozen=True)
class PlannedSeats:
    way: str
    point: str | None
    seats: int
    taken: int


@dataclass(frozen=True, kw_only=True)
class PlannedSession:
    """after: codes of the sessions that must be over before this one begins."""

    code: str
    kind: str
    span: Span
    hall: str  # its code
    appearances: tuple[PlannedAppearance, ...] = ()
    seats: tuple[PlannedSeats, ...] = ()
    after: tuple[str, ...] = ()
    cancelled: bool = False
    unscheduled: bool = False  # in the tray: its span is no time of it
    shown: bool = False  # the last release has it, and as one that is held
    talk_minutes: int = 0  # of all its talks together
    declined: tuple[tuple[str, str], ...] = ()  # (person, name) of those who will not come
    languages: tuple[str, ...] = ()  # in which people are told that they can follow
    spoken: tuple[str, ...] = ()  # on its floor; empty: not said
    channels: tuple[PlannedChannel, ...] = ()

    @property
    def is_held(self) -> bool:
        return not self.cancelled and not self.unscheduled

    @cached_property
    def reach(self) -> Span:
        """Its own span and those of its talks together, which may be longer."""
        spans = [self.span, *(x.span for x in self.appearances if x.span)]
        return Span(min(x.starts for x in spans), max(x.ends for x in spans))

    @property
    def interpreted(self) -> set[Channel]:
        """The channels that somebody interprets."""
        return {x.channel for x in self.appearances if x.channel}

    def span_of(self, appearance: PlannedAppearance) -> Span:
        return appearance.span or self.span


@dataclass(frozen=True)
class PlannedHall:
    code: str
    holds_several: bool = False  # sessions at once


@dataclass(frozen=True)
class PlannedPoint:
    code: str
    zone: str  # IANA, as it was typed
    languages: tuple[str, ...] = ()  # spoken there; empty: not said


@dataclass(frozen=True, kw_only=True)
class Plan:
    """All that the rules ask. first_day, last_day: of the forum, on walls of `zone`, included.

    available: person -> when they can appear; whoever is not in it always can.
    """

    zone: str
    first_day: date
    last_day: date
    changeover_minutes: int = 0  # between two remote speakers in one hall; 0: none is asked for
    halls: Mapping[str, PlannedHall] = field(default_factory=dict)
    points: Mapping[str, PlannedPoint] = field(default_factory=dict)
    available: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    sessions: tuple[PlannedSession, ...] = ()

    @property
    def changeover(self) -> timedelta:
        return timedelta(minutes=self.changeover_minutes)


def merged(spans: tuple[Span, ...]) -> list[Span]:
    """The same time in as few spans as can be, by start; what touches becomes one."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda x: x.starts):
        if found and span.starts <= found[-1].ends:
            found[-1] = Span(found[-1].starts, max(found[-1].ends, span.ends))
        else:
            found.append(span)
    return found
