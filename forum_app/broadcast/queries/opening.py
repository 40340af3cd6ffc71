"""The lines of a point as its people open them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ...forums.models import Forum, Point
from ...programme.queries import released_sessions
from ..models import Audience, Link
from ..rules.windows import Needed, Window, windows_at_point
from .relays import parts_at, released_parts
from .sheets import lines_of_points
from .slots import slots_at


@dataclass(frozen=True)
class LineAt:
    """A line that the people of a point use. open: the window that is open now, or None.

    next: the one that opens next; None where none does.
    """

    link: Link
    open: Window | None
    next: Window | None


def lines_at(forum: Forum, point: Point, *, now: datetime) -> list[LineAt]:
    """The lines of a point as its people may open them, the one to use first before the others.

    What counts is released: the parts of the point and the times of its sessions; and its tests.
    None at a point that takes part no more. now: on the forum's clock. Six queries.
    """
    if point.withdrawn_at is not None:
        return []
    sessions = _sessions_of(forum, point)
    spans = ((slot.starts_at, slot.ends_at) for slot in slots_at(point))
    tests = [Needed(starts_at=start, ends_at=end, is_test=True) for start, end in spans]
    used = lines_of_points(forum, {point.id: set(sessions)})[point.id]
    lines = [line for line in used if line.audience is not Audience.SPEAKERS]
    return [_at(line, sessions, tests, now) for line in lines]


def next_turn(lines: Iterable[LineAt]) -> datetime | None:
    """When one of them opens or closes though nobody changed it; None where none does."""
    ends = [line.open.closes_at for line in lines if line.open]
    ends += [line.next.opens_at for line in lines if line.next]
    return min((end for end in ends if end is not None), default=None)


def _sessions_of(forum: Forum, point: Point) -> dict[int, Needed]:
    """session id -> when the point is needed in it, as it is released and not cancelled."""
    there = {x.session_id for x in released_parts(forum) if x.point_id == point.id}
    called = {number: relay.call_at for number, relay in parts_at(point).items()}
    return {
        one.session_id: Needed(
            starts_at=one.starts_at, ends_at=one.ends_at, called_at=called.get(one.session_id)
        )
        for one in released_sessions(forum)
        if one.session_id in there and not one.cancelled
    }


def _at(link: Link, sessions: dict[int, Needed], tests: list[Needed], now: datetime) -> LineAt:
    mine = [sessions[link.session_id]] if link.session_id in sessions else []
    needed = mine if link.session_id is not None else [*sessions.values(), *tests]
    windows = windows_at_point((link.opens_at, link.closes_at), needed)
    return LineAt(
        link,
        next((x for x in windows if x.is_open(now)), None),
        next((x for x in windows if now < x.opens_at), None),
    )
