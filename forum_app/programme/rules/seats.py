"""Seats of a session, summed by way of attending."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

WAYS = ("hall", "point", "online")


def seats_topic(forum_id: int) -> str:
    """What is told to have changed when a seat of any session is taken or freed, or its line."""
    return f"seats.{forum_id}"


class Counted(Protocol):
    """A row that counts the seats of one way, at one point where the way is a point."""

    @property
    def id(self) -> int: ...
    @property
    def way(self) -> str: ...
    @property
    def seats(self) -> int: ...
    @property
    def taken(self) -> int: ...


@dataclass(frozen=True)
class WaySeats:
    way: str
    total: int
    taken: int  # never more than `total`, so that what is left is what people can still take
    counts: tuple[int, ...]  # the ids of the rows in this sum


def ways_of(counts: Iterable[Counted]) -> list[WaySeats]:
    """The ways of one session, in their constant order; all its points together are one.

    Where an organiser cut the seats of one point below what is taken there, that takes nothing
    from the seats that another point has left.
    """
    found: dict[str, list[Counted]] = {}
    for count in counts:
        found.setdefault(count.way, []).append(count)
    return [
        WaySeats(
            way,
            sum(x.seats for x in rows),
            sum(min(x.taken, x.seats) for x in rows),
            tuple(x.id for x in rows),
        )
        for way, rows in sorted(found.items(), key=lambda item: WAYS.index(item[0]))
    ]
