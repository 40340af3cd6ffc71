"""What a release changed of the one before it, as far as people must be told at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto
from typing import Generic, Protocol, TypeVar


class Released(Protocol):
    @property
    def session_id(self) -> int: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...
    @property
    def hall_id(self) -> int: ...
    @property
    def cancelled(self) -> bool: ...


R = TypeVar("R", bound=Released)


class What(StrEnum):
    CANCELLED = auto()
    HELD_AFTER_ALL = auto()
    MOVED = auto()  # to other times, and perhaps to another hall
    OTHER_HALL = auto()


@dataclass(frozen=True)
class Changed(Generic[R]):
    what: What
    before: R
    after: R


def changes_between(before: Iterable[R], after: Iterable[R], *, at: datetime) -> list[Changed[R]]:
    """What became of the sessions that both releases have, in the order of `after`.

    Only those that are not over at `at`, by their old times or their new ones.
    """
    old = {x.session_id: x for x in before}
    pairs = [(old[x.session_id], x) for x in after if x.session_id in old]
    found = [
        (_what(was, now), was, now) for was, now in pairs if at < max(was.ends_at, now.ends_at)
    ]
    return [Changed(what, was, now) for what, was, now in found if what]


def _what(was: Released, now: Released) -> What | None:
    if was.cancelled != now.cancelled:
        return What.CANCELLED if now.cancelled else What.HELD_AFTER_ALL
    if now.cancelled:
        return None
    if (was.starts_at, was.ends_at) != (now.starts_at, now.ends_at):
        return What.MOVED
    return What.OTHER_HALL if was.hall_id != now.hall_id else None
