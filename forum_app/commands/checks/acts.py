"""What was done to many at once, and what has to be gone of a person who was another one."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, select

from ...db import Base
from ...forums.models import MergedPerson
from ...registration.models import BulkAct, BulkItem, ItemState
from .invariant import Invariant, rows

TOMB = ("merged_persons", "gone_id")  # what names them for good
_UNDOING = (ItemState.UNDOING, ItemState.UNDONE, ItemState.KEPT)


def invariants() -> Iterator[Invariant]:
    yield Invariant("bulk_acts: none has ended while something of it waits", _ended_too_soon)
    yield Invariant("bulk_items: taken back only where their act is", _undone_alone)
    yield Invariant("persons: nothing names one who was found to be another", _merged)


def _ended_too_soon() -> Iterator[str]:
    waits = BulkItem.state == ItemState.WAITING
    asked = select(BulkItem.id).join(BulkAct, BulkAct.id == BulkItem.act_id)
    return rows(asked.where(BulkAct.ended_at.is_not(None), waits))


def _undone_alone() -> Iterator[str]:
    asked = select(BulkItem.id).join(BulkAct, BulkAct.id == BulkItem.act_id)
    return rows(asked.where(BulkAct.undone_at.is_(None), BulkItem.state.in_(_UNDOING)))


def _merged() -> Iterator[str]:
    """(table, key) of each row, by every foreign key of the house that names a person."""
    gone = select(MergedPerson.gone_id)
    for column in _naming_people():
        asked = select(*column.table.primary_key.columns).where(column.in_(gone))
        for key in rows(asked):
            yield f"{column.table.name} {key}"


def _naming_people() -> Iterator[Column[Any]]:
    """Every column of the house that names a person, by its foreign key."""
    for table in Base.metadata.sorted_tables:
        for key in sorted(table.foreign_key_constraints, key=lambda key: str(key.name)):
            for column, target in zip(key.columns, key.elements, strict=True):
                is_person = (target.column.table.name, target.column.name) == ("persons", "id")
                if is_person and (table.name, column.name) != TOMB:
                    yield column
