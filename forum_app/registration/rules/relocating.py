"""Where the people of a point go that takes part no more. Pure.

Whoever has a place goes before whoever waits: a turn becomes a place only where more seats are
free than people with a place at that point still look for one.
"""

from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto

from ...i18n import N_
from ...refusal import Refusal


class Outcome(StrEnum):
    MOVED = auto()
    KEPT = auto()  # who waited at the point has a place by another way: only the turn ends
    OVERLAPS = auto()  # has a place elsewhere at that time; what they had stays, and says so
    FULL = auto()  # no seat was found; likewise


LEFT_THERE = (Outcome.OVERLAPS, Outcome.FULL)


@dataclass(frozen=True, kw_only=True)
class Stands:
    """What one person has at the point in one session: a place, or a turn in its line."""

    delegate_id: int
    session_id: int
    place_id: int | None = None
    waiting_id: int | None = None
    has_other: bool = False  # who waits here, and has a place in the session by another way
    overlaps: bool = False  # has a place in another session at that time

    @property
    def waits(self) -> bool:
        return self.waiting_id is not None


@dataclass(frozen=True)
class Planned:
    """target: which of those asked for, by its number from 0; None where there is none."""

    stands: Stands
    outcome: Outcome
    target: int | None = None


Free = MutableMapping[tuple[int, int], int]  # (session id, number of the target) -> seats left


def decide(stands: Stands, free: Sequence[int], behind: int) -> Planned:
    """free: seats left at each target, in the order asked for; a session it has not has none.

    behind: how many with a place at the point are not moved yet, in this session.
    """
    if stands.waits and stands.has_other:
        return Planned(stands, Outcome.KEPT)
    if stands.overlaps:
        return Planned(stands, Outcome.OVERLAPS)
    needed = behind if stands.waits else 0
    target = next((number for number, left in enumerate(free) if left > needed), None)
    if target is None:
        return Planned(stands, Outcome.FULL)
    return Planned(stands, Outcome.MOVED, target)


def plan(there: Iterable[Stands], free: Mapping[tuple[int, int], int], many: int) -> list[Planned]:
    """What the act would do to `there`, in the order it is done. many: how many targets."""
    there, left = list(there), dict(free)
    behind: dict[int, int] = {}
    for one in there:
        behind[one.session_id] = behind.get(one.session_id, 0) + (not one.waits)
    found = []
    for one in there:
        here = one.session_id
        planned = decide(one, [left.get((here, n), 0) for n in range(many)], behind[here])
        found.append(planned)
        if planned.outcome is Outcome.MOVED:
            left[here, planned.target or 0] -= 1
            behind[here] -= not one.waits
    return found


def in_order(there: Iterable[Stands]) -> list[Stands]:
    """People with a place by their registration, then those who only wait, by their turn."""
    people: dict[int, list[Stands]] = {}
    for one in there:
        people.setdefault(one.delegate_id, []).append(one)
    seated = [many for many in people.values() if any(not x.waits for x in many)]
    waiting = [many for many in people.values() if all(x.waits for x in many)]
    seated.sort(key=lambda many: many[0].delegate_id)
    waiting.sort(key=lambda many: min(x.waiting_id or 0 for x in many))
    return [x for many in (*seated, *waiting) for x in sorted(many, key=lambda x: x.session_id)]


class NobodyThere(Refusal):
    says = N_("Nobody has a place at this point, or waits for one. There is nobody to move.")


class NoTarget(Refusal):
    says = N_("Please choose where the people of this point go: online, or to another point.")
    status = 422


class TargetOut(Refusal):
    says = N_("The point “%(point)s” takes part no more itself. Please choose another one.")
    status = 422


class MovedAtOnce(Refusal):
    says = N_(
        "The people of this point are being moved already. Please look at that act first; whoever "
        "finds no seat is listed here afterwards."
    )


class NotThere(Refusal):
    says = N_("They had nothing at this point any more.")


class PointOut(Refusal):
    """At the gate and the door of a point that takes part no more."""

    says = N_(
        "The point %(point)s takes part no more: nobody is let in there. Please choose another way "
        "to attend on the page of your registration, or write to the organisers."
    )


class DoorOut(Refusal):
    says = N_(
        "The point %(point)s takes part no more: nobody is let in here. Each person’s own page "
        "says where they have a place now."
    )
