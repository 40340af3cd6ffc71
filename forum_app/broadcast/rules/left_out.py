"""What of the check list is not asked at a point, and why. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum, auto

from .readiness import About, Item, Line, PointFacts


class Because(StrEnum):
    OF_OTHER_KINDS = auto()  # of points
    ONLY_WATCHES = auto()  # the point sends nothing, so no line of it can be such
    NO_SUCH_LINE = auto()
    OF_OTHER_LINES = auto()  # it is asked on some lines, and not on these


@dataclass(frozen=True)
class LeftOut:
    """lines: on which it is not asked; of every other reason than `OF_OTHER_LINES` all or none."""

    item: Item
    because: Because
    lines: tuple[Line, ...] = ()


def left_out_at(point: PointFacts, items: Iterable[Item]) -> Iterator[LeftOut]:
    """In the order of `items`. What waits for a first line is not left out."""
    for item in items:
        if not item.is_for(point.kind):
            yield LeftOut(item, Because.OF_OTHER_KINDS)
        elif item.about is About.LINE:
            yield from _on_lines(point, item)


def _on_lines(point: PointFacts, item: Item) -> Iterator[LeftOut]:
    without = tuple(line for line in point.lines if not item.is_on(line))
    if not item.could_be_at(only_watches=point.only_watches):
        yield LeftOut(item, Because.ONLY_WATCHES, without)
    elif without:
        some = len(without) < len(point.lines)
        yield LeftOut(item, Because.OF_OTHER_LINES if some else Because.NO_SUCH_LINE, without)
