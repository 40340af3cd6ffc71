"""Pieces of floor: how large, in which state, which of two that overlap is drawn."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto

from ...i18n import N_
from ...refusal import Refusal


class FloorState(StrEnum):
    """Of a booth. FREE: it can be booked now, and nobody in line goes before."""

    FREE = auto()
    HELD = auto()
    TAKEN = auto()
    BLOCKED = auto()


@dataclass(frozen=True)
class Rect:
    """A rectangle of a hall, in centimetres from its upper left corner."""

    x: int
    y: int
    width: int
    depth: int

    @property
    def area(self) -> int:
        return self.width * self.depth


@dataclass(frozen=True)
class Shape:
    """A booth by its cells."""

    cells: frozenset[int]
    rects: tuple[Rect, ...]

    @property
    def bounds(self) -> Rect:
        left, top = min(r.x for r in self.rects), min(r.y for r in self.rects)
        right = max(r.x + r.width for r in self.rects)
        bottom = max(r.y + r.depth for r in self.rects)
        return Rect(left, top, right - left, bottom - top)

    @property
    def area_m2(self) -> float:
        return sum(rect.area for rect in self.rects) / 10_000


def blocked_by(cells: frozenset[int], blocked: Iterable[frozenset[int]]) -> bool:
    """Whether a booth of `cells` has all the floor of one that is blocked: itself, or a part."""
    return any(of_blocked and of_blocked <= cells for of_blocked in blocked)


def drawn(shapes: Sequence[tuple[Shape, bool]]) -> list[int]:
    """Which shapes a plan draws, by their place in the list: no two overlap.

    Each with whether it has a booking of its own: such a booth is drawn whole; elsewhere the
    smaller pieces are.
    """
    order = sorted(range(len(shapes)), key=lambda n: (not shapes[n][1], len(shapes[n][0].cells), n))
    covered: set[int] = set()
    chosen = []
    for place in order:
        cells = shapes[place][0].cells
        if cells and not cells & covered:
            covered |= cells
            chosen.append(place)
    return sorted(chosen)


def code_key(code: str) -> list[tuple[int, int, str]]:
    """A key that puts B9 before B10."""
    parts = re.findall(r"[0-9]+|[^0-9]+", code)
    return [(0, int(x), "") if x.isascii() and x.isdigit() else (1, 0, x) for x in parts]


class HallHasFloor(Refusal):
    says = N_("Hall %(hall)s stays: floor of the exhibition is drawn in it.")
