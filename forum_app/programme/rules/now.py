"""What is on, what comes next, and what is over, at one instant."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from .moved import Released

S = TypeVar("S", bound=Released)
T = TypeVar("T")


@dataclass(frozen=True)
class NowNext(Generic[T]):
    on: list[T]  # begun, not over
    next: list[T]  # all that begin at the next instant at which anything begins


def now_and_next(sessions: Iterable[S], at: datetime) -> NowNext[S]:
    """What of `sessions` is on at `at` and what begins next; nothing cancelled, order kept.

    At the very instant at which one ends and another begins, the other is on.
    """
    held = [x for x in sessions if not x.cancelled]
    later = [x for x in held if x.starts_at > at]
    first = min((x.starts_at for x in later), default=None)
    on = [x for x in held if x.starts_at <= at < x.ends_at]
    return NowNext(on, [x for x in later if x.starts_at == first])


def is_over(sessions: Iterable[Released], at: datetime) -> bool:
    """Whether all of `sessions` are over at `at`."""
    return all(x.ends_at <= at for x in sessions)
