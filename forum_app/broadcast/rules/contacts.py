"""Who somebody is at a point, and how they are reached."""

import re
from collections.abc import Collection
from enum import StrEnum, auto

from ...i18n import N_
from ...refusal import Refusal


class Part(StrEnum):
    COORDINATOR = auto()
    TECHNICIAN = auto()
    DEPUTY = auto()


PARTS = {
    Part.COORDINATOR: N_("Coordinator"),
    Part.TECHNICIAN: N_("Technician"),
    Part.DEPUTY: N_("Deputy"),
}
TESTED = frozenset({Part.COORDINATOR, Part.TECHNICIAN})  # who must be there for a point to be ready
_HOUR = re.compile(r"([01]?\d|2[0-3])[:hg.]([0-5]\d)")


class SecondCoordinator(Refusal):
    says = N_(
        "%(point)s has a coordinator already. Please make that one the deputy first, or let the "
        "deputy take over."
    )


class NotADeputy(Refusal):
    says = N_("Only a deputy can take over. Please reload the page.")


class ContactGone(Refusal):
    says = N_("This contact is not there any more.")


class NoWayToReach(Refusal):
    says = N_("Please write a phone number, an address or a second channel at least.")
    status = 422


class HoursUnreadable(Refusal):
    says = N_("Please write hours as from–until, like 07:00–19:00, in the point’s own time.")
    status = 422


class CoordinatesAlready(Refusal):
    says = N_("They coordinate this point already.")


class NotTheirPoint(Refusal):
    says = N_("They do not coordinate this point any more.")


class NoKey(Refusal):
    says = N_("This point has no secret page by now. Please make one first.")


def check_reachable(ways: Collection[str | None]) -> None:
    """Raises NoWayToReach."""
    if not any(ways):
        raise NoWayToReach


def hours_in(typed: str | None) -> tuple[str | None, str | None]:
    """(from, until) as "HH:MM" of what was typed, as "7:00 - 19.30"; None twice for nothing.

    Raises HoursUnreadable.
    """
    if not typed or not typed.strip():
        return None, None
    found = [f"{int(hour):02}:{minute}" for hour, minute in _HOUR.findall(typed)]
    if len(found) != 2 or _HOUR.sub("", typed).strip(" -–—") or found[0] == found[1]:
        raise HoursUnreadable
    return found[0], found[1]


def hours_said(first: str | None, last: str | None) -> str:
    return f"{first}–{last}" if first and last else ""
