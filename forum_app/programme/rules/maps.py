"""Where points stand on the shipped outlines, which of their names fit, and where it is night."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from .sun import Sun

LETTER = 0.6  # mean width of a letter of the house's typeface, in parts of its size


@dataclass(frozen=True)
class Outline:
    """A land file of static/img: linear in longitude and latitude. Shown: the part in `box`."""

    west: float
    north: float
    x_per_degree: float
    y_per_degree: float
    box: tuple[float, float, float, float]  # x, y, width, height
    step: int  # of the edge of night, in its units: some two pixels

    def place(self, longitude: float, latitude: float) -> tuple[float, float] | None:
        """(x, y) in the file's units; None where that is not on the part shown."""
        x = (longitude - self.west) * self.x_per_degree
        y = (self.north - latitude) * self.y_per_degree
        left, top, width, height = self.box
        return (x, y) if left <= x <= left + width and top <= y <= top + height else None


# Source: static/img/world.svg and region.svg, which the looks' README describes.
WORLD = Outline(-130, 74, 3.2, 3.7, (95, 20, 905, 440), 5)
REGION = Outline(90, 27, 20, 20, (0, 0, 900, 764), 12)


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


def night_on(outline: Outline, sun: Sun) -> str:
    """The path that covers the part shown where it is night; filled by the even-odd rule."""
    left, top, width, height = outline.box
    columns = [*range(int(left), int(left + width), outline.step), int(left + width)]
    path = [f"M{left:g} {top:g}h{width:g}v{height:g}h-{width:g}z"]
    strip: list[tuple[int, int, int]] = []  # of day: x, its north and its south
    for x in columns:
        day = _day_at(outline, sun, x)
        if day is not None:
            strip.append((x, *day))
        if strip and (day is None or x == columns[-1]):
            path.append(_around(strip))
            strip = []
    return "".join(path)


def _day_at(outline: Outline, sun: Sun, x: int) -> tuple[int, int] | None:
    """From which y to which it is day in this column of the part shown."""
    lit = sun.lit(outline.west + x / outline.x_per_degree)
    if lit is None:
        return None
    _, top, _, height = outline.box
    south, north = ((outline.north - edge) * outline.y_per_degree for edge in lit)
    ends = round(max(north, top)), round(min(south, top + height))
    return ends if ends[0] < ends[1] else None


def _around(strip: Sequence[tuple[int, int, int]]) -> str:
    """Along the north edge and back along the south; what lies on a straight line is left out."""
    edge = [(x, north) for x, north, _ in strip] + [(x, south) for x, _, south in strip[::-1]]
    kept = [
        point
        for n, point in enumerate(edge)
        if not (0 < n < len(edge) - 1 and edge[n - 1][1] == point[1] == edge[n + 1][1])
    ]
    return "M" + "L".join(f"{x} {y}" for x, y in kept) + "z"
