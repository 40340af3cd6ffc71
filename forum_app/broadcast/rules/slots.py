"""When each point is tested, by which crew: proposed so that nobody is in two tests at once.

A round of tests lasts some days on the walls of the forum; in it each point has one slot. Slots
begin at quarters of an hour. A point is tested at good local hours where that can be, else at fair
ones, and at hard ones only where nothing else is left, flagged (DESIGN, section 3).
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache

from ...programme.rules.planned import Span
from ...programme.rules.times import Comfort, comfort_of

QUARTER = timedelta(minutes=15)
_ORDER = list(Comfort)  # good, fair, hard


@dataclass(frozen=True)
class PointAway:
    """A point that is to be tested. busy: when it cannot be, for it is in another test."""

    code: str
    zone: str  # IANA
    busy: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Crew:
    code: str
    busy: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Round:
    """hours: when crews work, one span for each day. length: of one slot, whole quarters."""

    length: timedelta
    hours: tuple[Span, ...]


@dataclass(frozen=True)
class Proposed:
    point: str
    crew: str
    span: Span
    comfort: Comfort


@dataclass(frozen=True)
class Proposal:
    """slots: by start, then crew. without: points for which no crew has any time left."""

    slots: tuple[Proposed, ...]
    without: tuple[str, ...]

    @property
    def hard(self) -> tuple[Proposed, ...]:
        return tuple(slot for slot in self.slots if slot.comfort is Comfort.HARD)


def comfort_of_span(span: Span, zone: str) -> Comfort:
    """That of its worse end; over midnight it is hard."""
    return max((_comfort(at, zone) for at in (span.starts, span.ends)), key=_ORDER.index)


def propose(points: Iterable[PointAway], crews: Sequence[Crew], wanted: Round) -> Proposal:
    """One slot for each of `points`, as many as can be, as good as can be.

    Points are matched to free slots by augmenting paths: first over good hours alone, then fair
    ones too, then hard ones, so that nobody has a hard hour while a better one could be made free.
    The same input gives the same answer.
    """
    slots = list(_slots_of(crews, wanted))
    starts = sorted({span.starts for _, span in slots})
    by_start: dict[datetime, list[int]] = defaultdict(list)
    for number, (_, span) in enumerate(slots):
        by_start[span.starts].append(number)
    matching = _Matching()
    away = sorted(points, key=lambda x: x.code)
    open_to = {x.code: _open_to(x, starts, wanted.length) for x in away}
    for worst in range(len(_ORDER)):
        within = _within(open_to, by_start, worst)
        for point in away:
            if point.code not in matching.slot_of:
                matching.place(point.code, within)
    found = [
        Proposed(code, slots[n][0], slots[n][1], dict(open_to[code])[slots[n][1].starts])
        for code, n in matching.slot_of.items()
    ]
    return Proposal(
        tuple(sorted(found, key=lambda x: (x.span.starts, x.crew))),
        tuple(x.code for x in away if x.code not in matching.slot_of),
    )


def from_on(wanted: Round, at: datetime) -> Round:
    """What is left of `wanted` at that instant."""
    left = (Span(max(hours.starts, at), hours.ends) for hours in wanted.hours if at < hours.ends)
    return Round(wanted.length, tuple(left))


def free_for(
    point: PointAway, crews: Sequence[Crew], wanted: Round
) -> list[tuple[str, Span, Comfort]]:
    """(crew, when, how good) of each slot in which `point` may be tested, by start."""
    free = [
        (crew, span, comfort_of_span(span, point.zone))
        for crew, span in _slots_of(crews, wanted)
        if not _is_busy(span, point.busy)
    ]
    return sorted(free, key=lambda x: (x[1].starts, x[0]))


def may_rebook(starts_at: datetime, hours: int, *, now: datetime) -> bool:
    """Whether a point may still leave, or take, a test that begins then."""
    return now + timedelta(hours=hours) <= starts_at


@dataclass
class _Matching:
    """Which point has which slot; a slot holds one."""

    slot_of: dict[str, int] = field(default_factory=dict)
    point_in: dict[int, str] = field(default_factory=dict)

    def place(self, code: str, within: Mapping[str, Sequence[int]]) -> bool:
        """Give `code` a slot, moving others to other slots of theirs where that frees one."""
        came_from: dict[int, str] = {}
        due = [code]
        while due:
            mover = due.pop(0)
            for slot in within[mover]:
                if slot in came_from:
                    continue
                came_from[slot] = mover
                if slot not in self.point_in:
                    self._move_along(slot, came_from)
                    return True
                due.append(self.point_in[slot])
        return False

    def _move_along(self, slot: int, came_from: Mapping[int, str]) -> None:
        free: int | None = slot
        while free is not None:
            mover = came_from[free]
            left = self.slot_of.get(mover)
            self.slot_of[mover], self.point_in[free] = free, mover
            free = left


def _within(
    open_to: Mapping[str, Sequence[tuple[datetime, Comfort]]],
    by_start: Mapping[datetime, Sequence[int]],
    worst: int,
) -> Mapping[str, Sequence[int]]:
    """point -> its slots no worse than that, the best first."""
    found = {}
    for code, starts in open_to.items():
        kept = [(_ORDER.index(x), at) for at, x in starts if _ORDER.index(x) <= worst]
        found[code] = [number for _, at in sorted(kept) for number in by_start[at]]
    return found


def _open_to(
    point: PointAway, starts: Sequence[datetime], length: timedelta
) -> list[tuple[datetime, Comfort]]:
    closed: set[datetime] = set()
    for busy in point.busy:  # those that would overlap it
        first = bisect_right(starts, busy.starts - length)
        closed.update(starts[first : bisect_left(starts, busy.ends)])
    spans = (Span(at, at + length) for at in starts if at not in closed)
    return [(span.starts, comfort_of_span(span, point.zone)) for span in spans]


def _slots_of(crews: Sequence[Crew], wanted: Round) -> Iterator[tuple[str, Span]]:
    """Every slot in which a crew is free, one after the other, by day and crew."""
    for hours in wanted.hours:
        for crew in crews:
            at = _next_quarter(hours.starts)
            while at + wanted.length <= hours.ends:
                span = Span(at, at + wanted.length)
                busy = [x.ends for x in crew.busy if x.overlaps(span)]
                if busy:
                    at = _next_quarter(max(busy))
                    continue
                yield crew.code, span
                at = _next_quarter(span.ends)


def _next_quarter(at: datetime) -> datetime:
    over = timedelta(minutes=at.minute % 15, seconds=at.second, microseconds=at.microsecond)
    return at + (QUARTER - over if over else timedelta())


def _is_busy(span: Span, busy: Iterable[Span]) -> bool:
    return any(span.overlaps(other) for other in busy)


@lru_cache(maxsize=20_000)
def _comfort(at: datetime, zone: str) -> Comfort:
    return comfort_of(at, zone)
