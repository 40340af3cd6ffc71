"""Whether a point is ready: worked out from what was tested, on the lines as they are now.

Nobody types that a point is ready. A result speaks for the revision of what was tested (a line, the
point's room, or its people) and for as long as its item says; after that, or after a change, the
item is to be tested again. Of several results for one thing the latest counts, and all
of them stay.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum, auto
from typing import Any

from .carrying import Carries, applies, possible_at


class About(StrEnum):
    """What an item of the check list is tested on."""

    LINE = auto()  # each line of the point
    POINT = auto()  # the room and what, or who, is in it


class Result(StrEnum):
    PASS = auto()
    WARN = auto()  # it works, and somebody should know what does not quite
    FAIL = auto()


class Preparation(StrEnum):
    """How far a point is, the worst first, as a board sorts them."""

    FAILING = auto()  # the latest result of something is a failure
    NEEDS_RETEST = auto()  # it was good, and is not any more: a change, or too long ago
    UNTESTED = auto()
    READY = auto()
    WITHDRAWN = auto()


class Why(StrEnum):
    """Why something keeps a point from being ready."""

    NO_LINE = auto()
    NEVER_TESTED = auto()
    FAILED = auto()
    CHANGED = auto()  # another revision since
    TOO_OLD = auto()


@dataclass(frozen=True)
class Item:
    """One thing on the check list. hours: how long a result speaks for it.

    of_people: it is about who coordinates the point, and who keeps its devices.
    applies_to: what a line must carry for it; empty: whatever it carries.
    """

    code: str
    about: About
    hours: int
    is_needed: bool = True
    kinds: frozenset[str] = frozenset()  # of points; empty: of every kind
    of_people: bool = False
    applies_to: frozenset[str] = frozenset()

    def is_for(self, kind: str) -> bool:
        return not self.kinds or kind in self.kinds

    def is_on(self, line: "Line") -> bool:
        return applies(self.applies_to, line.carries)

    def could_be_at(self, *, only_watches: bool) -> bool:
        """Whether a line that it applies to could be at a point at all."""
        return any(applies(self.applies_to, x) for x in possible_at(only_watches=only_watches))


@dataclass(frozen=True)
class Line:
    """A line of a point that must work. id: what tells lines apart; named: as people call it."""

    id: int
    revision: int
    named: str = ""
    carries: Carries = Carries.BOTH_WAYS


@dataclass(frozen=True)
class Finding:
    """One result. line_id: None where the item is about the point."""

    item: str
    line_id: int | None
    revision: int
    result: Result
    at: datetime
    by: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a technician found. revision, latest: of what the page showed.

    latest: the id of the last result for it, 0 for none. press: the same each time one press of a
    button is sent.
    """

    result: Result
    note: str | None
    revision: int
    latest: int
    facts: Mapping[str, Any] = field(default_factory=dict)
    press: str | None = None


@dataclass(frozen=True)
class PointFacts:
    kind: str
    revision: int  # of the room
    lines: tuple[Line, ...] = ()
    tested: tuple[Finding, ...] = ()  # in the order of their making
    is_withdrawn: bool = False
    changes_of_people: int = 0
    only_watches: bool = False


@dataclass(frozen=True)
class Missing:
    """What keeps a point from being ready.

    since: when it failed, grew too old, or was last tested before the change; None: never.
    by: who tested.
    """

    item: str
    line: Line | None
    why: Why
    since: datetime | None = None
    by: str = ""
    note: str = ""


@dataclass(frozen=True)
class Readiness:
    state: Preparation
    missing: tuple[Missing, ...] = ()
    warnings: tuple[Finding, ...] = ()  # results that count, and were not quite good
    until: datetime | None = None  # when the first result that it rests on grows too old

    @property
    def is_ready(self) -> bool:
        return self.state is Preparation.READY


@dataclass(frozen=True)
class Lack:
    """All that is missing for one reason, in few words: the first of it, and how much more."""

    why: Why
    first: tuple[Missing, ...]
    more: int
    latest: Missing | None  # the one that came last, where it is known when


def lacks_of(missing: Sequence[Missing], *, at_most: int) -> list[Lack]:
    """`missing` by reason, at most so many of each said by name."""
    found = []
    for why in Why:
        those = [one for one in missing if one.why is why]
        dated = [(one.since, number) for number, one in enumerate(those) if one.since]
        if those:
            latest = those[max(dated)[1]] if dated else None
            found.append(Lack(why, tuple(those[:at_most]), max(0, len(those) - at_most), latest))
    return found


def readiness_of(point: PointFacts, items: Iterable[Item], *, now: datetime) -> Readiness:
    """Whether `point` is ready at `now`, and what it lacks, in the order of `items`.

    Where nothing on the list is for it, or for its lines, nothing was tested: it is not ready.
    """
    if point.is_withdrawn:
        return Readiness(Preparation.WITHDRAWN)
    wanted = [item for item in items if item.is_needed and item.is_for(point.kind)]
    latest = latest_of(point.tested)
    missing: list[Missing] = []
    counted: list[tuple[Finding, datetime]] = []
    for item in wanted:
        for line in _tested_on(item, point):
            if item.about is About.LINE and line is None:
                missing.append(Missing(item.code, None, Why.NO_LINE))
                continue
            result = latest.get((item.code, line.id if line else None))
            lacks = _lacking(item, line, result, _revision_of(item, line, point), now)
            if lacks:
                missing.append(lacks)
            elif result:
                counted.append((result, result.at + timedelta(hours=item.hours)))
    return Readiness(
        state=_state_of(missing) if missing or counted else Preparation.UNTESTED,
        missing=tuple(missing),
        warnings=tuple(result for result, _ in counted if result.result is Result.WARN),
        until=min((until for _, until in counted), default=None),
    )


def latest_of(tested: Sequence[Finding]) -> Mapping[tuple[str, int | None], Finding]:
    """(item, line) -> the result that counts: the last one made."""
    return {(one.item, one.line_id): one for one in tested}


def _tested_on(item: Item, point: PointFacts) -> Sequence[Line | None]:
    """Nothing where it applies to none of the lines: then it is not missing either."""
    if item.about is not About.LINE:
        return (None,)
    if not point.lines:
        return (None,) if item.could_be_at(only_watches=point.only_watches) else ()
    return tuple(line for line in point.lines if item.is_on(line))


def _revision_of(item: Item, line: Line | None, point: PointFacts) -> int:
    if line:
        return line.revision
    return revision_of(item.of_people, point.revision, point.changes_of_people)


def revision_of(of_people: bool, of_point: int, changes_of_people: int) -> int:
    """What a result for the room, or for who is in it, is of: both only ever rise."""
    return of_point + (changes_of_people if of_people else 0)


def _lacking(
    item: Item, line: Line | None, result: Finding | None, revision: int, now: datetime
) -> Missing | None:
    if result is None:
        return Missing(item.code, line, Why.NEVER_TESTED)
    if result.revision != revision:
        return Missing(item.code, line, Why.CHANGED, result.at, result.by)
    if result.result is Result.FAIL:
        return Missing(item.code, line, Why.FAILED, result.at, result.by, result.note)
    until = result.at + timedelta(hours=item.hours)
    return Missing(item.code, line, Why.TOO_OLD, until, result.by) if until <= now else None


def _state_of(missing: Sequence[Missing]) -> Preparation:
    whys = {one.why for one in missing}
    if Why.FAILED in whys:
        return Preparation.FAILING
    if whys & {Why.CHANGED, Why.TOO_OLD}:
        return Preparation.NEEDS_RETEST
    return Preparation.UNTESTED if whys else Preparation.READY
