"""Where points stand on the shipped outlines, and which of their names fit beside them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

LETTER = 0.6  # mean width of a letter of the house's typeface, in parts of its size


@dataclass(frozen=True)
class Outline:
    """A land file of static/img: linear in longitude and latitude. Shown: the part in `box`."""

    west: float
    north: float
    x_per_degree: float
    y_per_degree: float
    box: tuple[float, float, float, float]  # x, y, width, height

    def place(self, longitude: float, latitude: float) -> tuple[float, float] | None:
        """(x, y) in the file's units; None where that is not on the part shown."""
        x = (longitude - self.west) * self.x_per_degree
        y = (self.north - latitude) * self.y_per_degree
        left, top, width, height = self.box
        return (x, y) if left <= x <= left + width and top <= y <= top + height else None


# Source: static/img/world.svg and region.svg, which the looks' README describes.
WORLD = Outline(-130, 74, 3.2, 3.7, (95, 20, 905, 440))
REGION = Outline(90, 27, 20, 20, (0, 0, 900, 764))


@dataclass(frozen=True)
class Dot:
    code: str
    name: str
    x: float
    y: float
    radius: float
    side: int = 0  # of its name: 1 right, -1 left, 0 the name does not fit


Box = tuple[float, float, float, float]  # left, top, right, bottom


def with_names(dots: Iterable[Dot], outline: Outline, size: float) -> list[Dot]:
    """`dots` in their order, each told on which side its name fits; earlier ones choose first.

    size: of the letters, in the file's units. No name covers a dot, another name or the edge; a
    dot that lies on an earlier one is not named.
    """
    dots = list(dots)
    covered: list[Box] = [_round(dot) for dot in dots]
    placed: list[Dot] = []
    for dot in dots:
        hidden = any(_overlap(_round(dot), _round(earlier)) for earlier in placed)
        sides = () if hidden else (1, -1)
        side = next((x for x in sides if _fits(_name_box(dot, x, size), covered, outline)), 0)
        if side:
            covered.append(_name_box(dot, side, size))
        placed.append(replace(dot, side=side))
    return placed


def _round(dot: Dot) -> Box:
    return dot.x - dot.radius, dot.y - dot.radius, dot.x + dot.radius, dot.y + dot.radius


def _name_box(dot: Dot, side: int, size: float) -> Box:
    near = dot.x + side * dot.radius * 1.5
    far = near + side * len(dot.name) * size * LETTER
    return min(near, far), dot.y - size * 0.6, max(near, far), dot.y + size * 0.6


def _fits(name: Box, covered: Sequence[Box], outline: Outline) -> bool:
    left, _, width, _ = outline.box
    inside = left <= name[0] and name[2] <= left + width
    return inside and not any(_overlap(name, other) for other in covered)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
