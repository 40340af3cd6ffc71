"""Why two persons look like one, and what of two registrations can stay. Pure."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto
from itertools import combinations

from ...i18n import N_
from ...refusal import Refusal
from ...text import folded

MANY_OF_A_NAME = 12  # more of one name and organisation are not laid side by side
# Whose mailboxes take a dot in the name for none; nobody else says so of theirs.
DOTLESS = {"gmail.com", "googlemail.com"}


class TwinsChanged(Refusal):
    says = N_(
        "One of the two was changed meanwhile. What holds now is shown here: please look and merge"
        " again."
    )


class WhichStays(Refusal):
    says = N_("Both are registered. Please choose which registration stays.")
    status = 422


class Likeness(StrEnum):
    """Why two persons are proposed, the surest first."""

    ADDRESS = auto()  # one mailbox, written in two ways
    ORGANISATION = auto()  # the same name in the same organisation
    COUNTRY = auto()  # the same name from the same country, and one without an organisation


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is compared of a person."""

    id: int
    name_folded: str
    organisation: str | None
    country: str | None
    email: str | None


@dataclass(frozen=True)
class Pair:
    one: int  # the lower id
    other: int
    because: Likeness


def mailbox_of(email: str) -> str:
    """What tells mailboxes apart: without what stands after a plus, and a dot at Gmail's."""
    name, _, domain = email.partition("@")
    name = name.partition("+")[0]
    if domain in DOTLESS:
        name, domain = name.replace(".", ""), "gmail.com"
    return f"{name}@{domain}"


def likely_pairs(people: Iterable[Known], told_apart: Collection[tuple[int, int]]) -> list[Pair]:
    """The pairs that look like one person, each for its surest reason; by reason, then by id.

    told_apart: pairs of ids, the lower first, of whom nobody is asked again.
    """
    people = sorted(people, key=lambda one: one.id)
    found: dict[tuple[int, int], Likeness] = {}
    for because, alike in _groups(people):
        for one, other in combinations(alike[:MANY_OF_A_NAME], 2):
            pair = (one.id, other.id)
            if pair not in told_apart and (because is not Likeness.COUNTRY or _bare(one, other)):
                found.setdefault(pair, because)
    pairs = [Pair(*pair, because) for pair, because in found.items()]
    order = list(Likeness)
    return sorted(pairs, key=lambda pair: (order.index(pair.because), pair.one, pair.other))


def _groups(people: list[Known]) -> Iterator[tuple[Likeness, list[Known]]]:
    by: dict[tuple[Likeness, str, str], list[Known]] = {}
    for one in people:
        keys = [(Likeness.ADDRESS, mailbox_of(one.email), "")] if one.email else []
        if one.organisation:
            keys += [(Likeness.ORGANISATION, one.name_folded, folded(one.organisation))]
        if one.country:
            keys += [(Likeness.COUNTRY, one.name_folded, one.country)]
        for key in keys:
            by.setdefault(key, []).append(one)
    for likeness in Likeness:
        yield from ((key[0], alike) for key, alike in by.items() if key[0] is likeness)


def _bare(one: Known, other: Known) -> bool:
    """Whether one of them says no organisation: two that say different ones are two people."""
    return not (one.organisation and other.organisation)


@dataclass(frozen=True, kw_only=True)
class Held:
    """A session in which a registration has a place or a turn in a line, and when it is."""

    session_id: int
    starts_at: datetime
    ends_at: datetime


def joinable(stays: Iterable[Held], goes: Iterable[Held]) -> set[int]:
    """Ids of the sessions of `goes` that can be added to `stays`: in which `stays` has nothing,
    and which overlap with nothing it has."""
    stays = list(stays)
    return {
        held.session_id
        for held in goes
        if not any(
            held.session_id == mine.session_id
            or (held.starts_at < mine.ends_at and mine.starts_at < held.ends_at)
            for mine in stays
        )
    }
