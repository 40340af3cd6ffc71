"""What an invariant is, and how it is counted."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select

from ...db import db

AT_ONCE = 500  # rows held in memory
SHOWN = 3  # breaches of one invariant that are shown


@dataclass(frozen=True)
class Invariant:
    """A sentence that is true of the data, and the search for what breaks it: one item each.

    An item names rows by their ids and never tells what is in them.
    """

    name: str
    breaches: Callable[[], Iterator[str]]


@dataclass(frozen=True)
class Finding:
    name: str
    count: int
    first: tuple[str, ...]


def finding_of(invariant: Invariant) -> Finding:
    """How often `invariant` is broken now, and where first. Memory does not grow with the count."""
    count, first = 0, list[str]()
    for breach in invariant.breaches():
        count += 1
        if count <= SHOWN:
            first.append(breach)
    return Finding(invariant.name, count, tuple(first))


def rows(asked: Select[*tuple[Any, ...]]) -> Iterator[str]:
    """Each row that `asked` finds, by its columns: ids."""
    for row in streamed(asked):
        yield " ".join(str(value) for value in row)


def streamed(asked: Select[*tuple[Any, ...]]) -> Iterator[Any]:
    """The rows that `asked` finds, a few at a time."""
    yield from db.session.execute(asked.execution_options(yield_per=AT_ONCE))
