"""Opening a line from a point's own desk. Flushes, never commits."""

from dataclasses import dataclass
from datetime import datetime

from ...forums.models import Forum, Point
from ..models import Link
from ..queries.opening import lines_at
from ..rules.links import LineNotOpen
from .links import note_opened, secret_of


@dataclass(frozen=True)
class Opened:
    link: Link
    secret: str | None


def open_at_point(
    forum: Forum, point: Point, link: Link, *, actor: str, now: datetime, at: datetime
) -> Opened:
    """The line and its secret, written into the trail. now: on the forum's clock, at: the real one.

    Raises LineNotOpen and SecretClosed.
    """
    there = (x for x in lines_at(forum, point, now=now) if x.link.id == link.id)
    line = next(there, None)
    if line is None or line.open is None:
        raise LineNotOpen
    secret = secret_of(line.link)
    note_opened(line.link, "broadcast.open_line", actor=actor, now=at, point=point.code)
    return Opened(line.link, secret)
