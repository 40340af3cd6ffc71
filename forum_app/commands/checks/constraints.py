"""What the tables themselves demand, looked for row by row.

The database refuses such rows, unless somebody switched that off, restored parts of a copy, or a
migration forgot a constraint that the model has.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKeyConstraint,
    Table,
    TextClause,
    UniqueConstraint,
    and_,
    exists,
    func,
    not_,
    select,
    text,
)

from ...db import Base
from .invariant import Invariant, rows


def invariants() -> Iterator[Invariant]:
    """One for each condition, each uniqueness and each reference; named as in the schema."""
    for table in Base.metadata.sorted_tables:
        yield from sorted(_of(table), key=lambda invariant: invariant.name)


def _of(table: Table) -> Iterator[Invariant]:
    for constraint in table.constraints:
        name = str(constraint.name)
        if isinstance(constraint, CheckConstraint):
            yield Invariant(name, partial(_against, table, constraint))
        elif isinstance(constraint, ForeignKeyConstraint):
            yield Invariant(name, partial(_pointing_nowhere, table, constraint))
        elif isinstance(constraint, UniqueConstraint) and not _has_key(table, constraint.columns):
            yield Invariant(name, partial(_twice, table, list(constraint.columns), None))
    for index in table.indexes:
        if index.unique:
            where, columns = index.dialect_options["sqlite"]["where"], list(index.columns)
            yield Invariant(str(index.name), partial(_twice, table, columns, where))


def _has_key(table: Table, columns: Iterable[ColumnElement[Any]]) -> bool:
    """Whether the primary key, which cannot repeat, is among `columns`."""
    return set(table.primary_key.columns) <= set(columns)


def _against(table: Table, constraint: CheckConstraint) -> Iterator[str]:
    said = constraint.sqltext
    broken = text(f"NOT ({said.text})") if isinstance(said, TextClause) else not_(said)
    return rows(select(*table.primary_key.columns).select_from(table).where(broken))


def _pointing_nowhere(table: Table, key: ForeignKeyConstraint) -> Iterator[str]:
    parent = key.referred_table.alias("parent")
    same = and_(*(part.parent == parent.c[part.column.name] for part in key.elements))
    asked = select(*table.primary_key.columns).where(
        *(column.is_not(None) for column in key.columns),
        ~exists().select_from(parent).where(same),
    )
    return rows(asked)


def _twice(
    table: Table, columns: Sequence[ColumnElement[Any]], where: TextClause | None
) -> Iterator[str]:
    """One row of each group that has the same values: its id, or the first part of it."""
    id_of_first = func.min(next(iter(table.primary_key.columns)))
    asked = select(id_of_first).where(*(column.is_not(None) for column in columns))
    if where is not None:
        asked = asked.where(where)
    return rows(asked.group_by(*columns).having(func.count() > 1))
