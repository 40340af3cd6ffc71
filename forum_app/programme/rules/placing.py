"""Where a session stands on the board: its hall, and its times on walls from start and length."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from ...clock import day_begins, instant_of, offset_of, wall_of
from ...forums.rules import MOST_CODE, instant_checked
from ...i18n import N_
from ...refusal import ChangedMeanwhile, Refusal
from .planned import Span

STEP = 5  # minutes to which the board snaps
LONGEST = 24 * 60  # minutes of a session that is dragged; a longer one is written by hand
_BETWEEN = timedelta(minutes=30)  # clocks are changed on the hour, or half past it


class SessionGone(Refusal):
    says = N_("There is no session %(code)s any more. Please reload the page.")
    status = 404


class HallGone(Refusal):
    says = N_("There is no hall %(hall)s any more. Please reload the page and choose another.")


class LengthWrong(Refusal):
    says = N_("A session lasts from %(least)s minutes to %(most)s. Please choose another end.")
    status = 422


class PlaceUnread(Refusal):
    says = N_("This place could not be read. Please reload the page and try again.")
    status = 422


class NotHeld(Refusal):
    says = N_("%(code)s is cancelled. Please take the cancellation back first, in its form.")


class NoBreak(Refusal):
    says = N_("Only a break that has its time is copied into the other halls.")
    status = 422


class CopiedAlready(Refusal):
    says = N_("Every other hall has a copy of %(code)s already.")


class MovedMeanwhile(ChangedMeanwhile):
    """A board's save that comes too late: whoever catches it shows both places."""

    says = N_("Somebody changed %(code)s after you saw it. Nothing was lost: please choose.")


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a session is to be. starts: naive, on walls of the forum; fold: which of two."""

    hall: str  # its code
    starts: datetime
    minutes: int
    fold: int = 0


@dataclass(frozen=True, kw_only=True)
class Walls:
    starts_wall: datetime
    starts_fold: int
    ends_wall: datetime
    ends_fold: int


def walls_of(place: Place, zone: str) -> Walls:
    """The times of `place` on walls of `zone`; it lasts as long, whatever clocks do meanwhile.

    The fold stays only where clocks show the start twice. Raises LengthWrong, WallSkipped.
    """
    if not STEP <= place.minutes <= LONGEST:
        raise LengthWrong(least=STEP, most=LONGEST)
    first = instant_checked(place.starts, zone)
    starts = instant_of(place.starts, zone, place.fold)
    ends_wall, ends_fold = wall_of(starts + timedelta(minutes=place.minutes), zone)
    return Walls(
        starts_wall=place.starts,
        starts_fold=place.fold if starts != first else 0,
        ends_wall=ends_wall,
        ends_fold=ends_fold,
    )


def day_of(day: date, zone: str) -> Span:
    """From midnight to midnight on walls of `zone`: 23, 24 or 25 hours."""
    return Span(day_begins(day, zone), day_begins(day + timedelta(days=1), zone))


def code_of_copy(code: str, hall: str, hall_id: int) -> str:
    """What the copy of break `code` in a hall is called, the same each time: "B1-R2"."""
    said = f"{code}-{hall}"
    return said if len(said) <= MOST_CODE else f"{code[:9]}-{hall_id}"


@lru_cache
def offsets_during(span: Span, zone: str) -> Sequence[tuple[datetime, int]]:
    """(instant, minutes ahead of UTC from then on) in `zone`: at the start of `span`, and wherever
    its clocks are changed until its end."""
    found: list[tuple[datetime, int]] = []
    at = span.starts
    while at < span.ends:
        ahead = round(offset_of(at, zone).total_seconds() / 60)
        if not found or found[-1][1] != ahead:
            found.append((at, ahead))
        at += _BETWEEN
    return found
