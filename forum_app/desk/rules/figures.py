"""How a figure is drawn: scales that begin at 0, bars and a line, in pixels of a phone. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WIDTH = 340  # of every figure, so that its text is as large on a phone as it is said here
TICKS = 5  # at most, of an axis
BAR, GAP, LABEL = 12, 18, 20  # heights
MARGIN = 8  # left and right, half a number
LINE_HEIGHT, LINE_LEFT, LINE_TOP = 180, 44, 24


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One thing counted. of: out of how many, None: out of nothing in particular.

    more: what comes on top, hatched: who waits. look: "hall", "point", "online" or "plain".
    """

    label: str
    value: int
    of: int | None = None
    more: int = 0
    look: str = "plain"


@dataclass(frozen=True, kw_only=True)
class Drawn:
    bar: Bar
    top: int  # of the words; the bar stands below them
    width: float
    of_width: float
    more_width: float


@dataclass(frozen=True, kw_only=True)
class Tick:
    value: int
    at: float


@dataclass(frozen=True, kw_only=True)
class BarsDrawn:
    height: int
    bars: list[Drawn]
    ticks: list[Tick]  # across


@dataclass(frozen=True, kw_only=True)
class LineDrawn:
    height: int
    path: str  # of the line, in steps
    area: str
    ticks: list[Tick]  # upwards
    days: list[tuple[date, float, str]]  # where a day is named, and its anchor
    last: tuple[float, float, int]


def ticks_for(most: int) -> list[int]:
    """0 and round whole numbers after it, at most TICKS; the last is `most` or more."""
    step, factors = 1, (2, 5, 10)
    while step * (TICKS - 1) < max(most, 1):
        power = 10 ** (len(str(step)) - 1)
        lead = step // power
        step = power * next(f for f in factors if f > lead)
    count = -(-max(most, 1) // step)
    return [step * n for n in range(count + 1)]


def draw_bars(bars: Sequence[Bar]) -> BarsDrawn:
    """Bars from the left, one below the other, each below its words."""
    most = max((max(bar.value, bar.of or 0, bar.value + bar.more) for bar in bars), default=0)
    values = ticks_for(most)
    scale = (WIDTH - 2 * MARGIN) / values[-1]
    drawn = [
        Drawn(
            bar=bar,
            top=n * (LABEL + BAR + GAP),
            width=_px(bar.value * scale),
            of_width=_px((bar.of or 0) * scale),
            more_width=_px(bar.more * scale),
        )
        for n, bar in enumerate(bars)
    ]
    ticks = [Tick(value=value, at=_px(MARGIN + value * scale)) for value in values]
    height = len(bars) * (LABEL + BAR + GAP)
    return BarsDrawn(height=height, bars=drawn, ticks=ticks)


def cumulated(per_day: Iterable[tuple[date, int]]) -> list[tuple[date, int]]:
    """(day, how many until its end), also for days on which nothing happened."""
    found: list[tuple[date, int]] = []
    for day, count in per_day:
        while found and found[-1][0] + timedelta(days=1) < day:
            found.append((found[-1][0] + timedelta(days=1), found[-1][1]))
        found.append((day, (found[-1][1] if found else 0) + count))
    return found


def draw_line(points: Sequence[tuple[date, int]]) -> LineDrawn:
    """A line in steps over days; `points` are not empty, a day apart."""
    values = ticks_for(points[-1][1])
    right, floor = WIDTH - MARGIN, LINE_TOP + LINE_HEIGHT
    across, up = (right - LINE_LEFT) / len(points), LINE_HEIGHT / values[-1]
    path = f"M{LINE_LEFT} {floor}"
    for n, (_, value) in enumerate(points):
        path += f"V{_px(floor - value * up)}H{_px(LINE_LEFT + (n + 1) * across)}"
    named = sorted({0, len(points) // 2, len(points) - 1})
    anchors = dict.fromkeys(named, "middle") | {0: "start"}
    anchors |= {len(points) - 1: "end"} if len(points) > 1 else {}
    ends = {"start": 0.0, "middle": 0.5, "end": 1.0}
    return LineDrawn(
        height=floor,
        path=path,
        area=f"{path}V{floor}Z",
        ticks=[Tick(value=value, at=_px(floor - value * up)) for value in values],
        days=[
            (points[n][0], _px(LINE_LEFT + (n + ends[anchors[n]]) * across), anchors[n])
            for n in named
        ],
        last=(right, _px(floor - points[-1][1] * up), points[-1][1]),
    )


def _px(number: float) -> float:
    return round(number, 1)
