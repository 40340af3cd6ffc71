"""Which registrations an organiser wants to see: what is typed and chosen, and what may be asked.

Pure. The same stands in the address of the list, in that of an export, and behind a bulk act.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum, auto
from typing import Any

from ...i18n import N_
from ...programme.rules.ways import Way
from ...refusal import Refusal

MOST_WORDS = 100  # characters of what is looked for
MOST_CODE = 80


class Standing(StrEnum):
    """In which states. LIVE: all that hold places; ENDED: declined and withdrawn."""

    LIVE = auto()
    SUBMITTED = auto()  # the address is not confirmed
    PENDING = auto()
    CONFIRMED = auto()
    ENDED = auto()
    DECLINED = auto()
    WITHDRAWN = auto()


class Holding(StrEnum):
    """What somebody has in the session, way and point that are asked for."""

    PLACE = auto()
    WAITING = auto()


class Brought(StrEnum):
    """Who filled the form in."""

    SELF = auto()
    OTHER = auto()


class Order(StrEnum):
    NAME = auto()  # as a Vietnamese dictionary has it
    NEWEST = auto()


class UnknownFilter(Refusal):
    says = N_("This list cannot be narrowed by “%(value)s”. Please choose from the filters again.")
    status = 422


class SearchTooLong(Refusal):
    says = N_("Please look for at most %(most)s characters: a name, or part of it, is enough.")
    status = 422


class SearchUnreadable(Refusal):
    says = N_("What you look for holds characters that cannot be read. Please type it by hand.")
    status = 422


class PageGone(Refusal):
    says = N_("This page of the list is not there any more. Here is the list from its first page.")
    status = 404


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """None, and no words: not narrowed by it. Codes are those of the forum that is asked."""

    words: str = ""  # cleaned; each is in name, organisation or address, or begins a reference
    standing: Standing | None = None
    category: str | None = None  # code
    country: str | None = None  # ISO 3166-1 alpha-2
    session: str | None = None  # code
    way: Way | None = None
    point: str | None = None  # code
    holding: Holding | None = None
    delegation: str | None = None  # code
    brought: Brought | None = None
    agreed: str | None = None  # purpose of a consent that stands
    order: Order = Order.NAME

    @property
    def is_narrowed(self) -> bool:
        """Whether anybody may be left out."""
        return replace(self, order=Order.NAME) != Wanted()

    @property
    def asks_people(self) -> bool:
        return bool(self.words or self.country)

    @property
    def asks_seats(self) -> bool:
        return any((self.session, self.way, self.point, self.holding))

    def as_args(self) -> dict[str, str]:
        """What `wanted_in` makes the same of again; only what is set."""
        values = {KEYS.get(x.name, x.name): getattr(self, x.name) for x in fields(self)}
        return {
            key: str(value) for key, value in values.items() if value and value is not Order.NAME
        }


@dataclass(frozen=True, kw_only=True)
class Picked:
    """Whom an act is for: `references` of rows that were ticked, None: all that `wanted` finds."""

    wanted: Wanted
    references: tuple[str, ...] | None


KEYS = {
    "words": "q",
    "standing": "state",
    "brought": "by",
    "order": "sort",
}  # field -> in addresses
_CHOICES = {
    "standing": Standing,
    "way": Way,
    "holding": Holding,
    "brought": Brought,
    "order": Order,
}


def wanted_in(given: Mapping[str, str]) -> Wanted:
    """What the arguments of an address ask for; those that are no filter are not looked at.

    `words` are taken as they are: clean them before. Whether the codes are known, only the forum
    knows. Raises UnknownFilter, SearchTooLong.
    """
    found: dict[str, Any] = {}
    for field in fields(Wanted):
        typed = given.get(KEYS.get(field.name, field.name), "").strip()
        if typed:
            found[field.name] = _read(field.name, typed)
    return Wanted(**found)


def _read(name: str, typed: str) -> Any:
    if name == "words":
        if len(typed) > MOST_WORDS:
            raise SearchTooLong(most=MOST_WORDS)
        return typed
    if name in _CHOICES:
        try:
            return _CHOICES[name](typed)
        except ValueError:
            raise UnknownFilter(value=typed[:40]) from None
    if len(typed) > MOST_CODE or not typed.isprintable():
        raise UnknownFilter(value=typed[:40])
    return typed
