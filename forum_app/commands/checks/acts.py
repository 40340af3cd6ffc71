"""What was done to many at once, and what has to be gone of a person who was another one."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, and_, func, or_, select
from sqlalchemy.orm import aliased

from ...db import Base, db
from ...forums.models import MergedPerson
from ...registration.models import (
    BulkAct,
    BulkItem,
    ItemState,
    Place,
    PointMailing,
    Relocated,
    Relocation,
    Verb,
    Waiting,
)
from ...registration.queries.point_changes import told_of
from ...registration.rules.point_changes import still_differs
from .invariant import Invariant, rows

TOMB = ("merged_persons", "gone_id")  # what names them for good
_UNDOING = (ItemState.UNDOING, ItemState.UNDONE, ItemState.KEPT)


def invariants() -> Iterator[Invariant]:
    yield Invariant("bulk_acts: none has ended while something of it waits", _ended_too_soon)
    yield Invariant("bulk_items: taken back only where their act is", _undone_alone)
    yield Invariant("bulk_acts: those that move people say from where", _from_nowhere)
    yield Invariant("relocated: from the point of its act to elsewhere, in that session", _astray)
    yield Invariant("relocated: taken back only where its act is", _returned_alone)
    yield Invariant("point_mailings: an open one tells what is another now", _told_nothing)
    yield Invariant("persons: nothing names one who was found to be another", _merged)


def _ended_too_soon() -> Iterator[str]:
    waits = BulkItem.state == ItemState.WAITING
    asked = select(BulkItem.id).join(BulkAct, BulkAct.id == BulkItem.act_id)
    return rows(asked.where(BulkAct.ended_at.is_not(None), waits))


def _undone_alone() -> Iterator[str]:
    asked = select(BulkItem.id).join(BulkAct, BulkAct.id == BulkItem.act_id)
    return rows(asked.where(BulkAct.undone_at.is_(None), BulkItem.state.in_(_UNDOING)))


def _from_nowhere() -> Iterator[str]:
    """Acts of that verb without a row of where to, and such rows of other acts."""
    moves = BulkAct.verb == Verb.RELOCATE
    asked = select(BulkAct.id).outerjoin(Relocation, Relocation.act_id == BulkAct.id)
    return rows(asked.where(moves != Relocation.id.is_not(None)))


def _astray() -> Iterator[str]:
    """What was there is not deleted: a place that was given up still says where it was."""
    was, turn, became = aliased(Place), aliased(Waiting), aliased(Place)
    asked = (
        select(Relocated.id)
        .join(Relocation, Relocation.act_id == Relocated.act_id)
        .outerjoin(was, was.id == Relocated.was_place_id)
        .outerjoin(turn, turn.id == Relocated.was_waiting_id)
        .outerjoin(became, became.id == Relocated.place_id)
    )
    from_there = func.coalesce(was.point_id, turn.point_id) == Relocation.point_id
    in_it = func.coalesce(was.session_id, turn.session_id) == Relocated.session_id
    elsewhere = and_(
        became.session_id == Relocated.session_id,
        became.point_id.is_distinct_from(Relocation.point_id),
    )
    right = and_(from_there, in_it, or_(Relocated.place_id.is_(None), elsewhere))
    return rows(asked.where(right.is_not(True)))


def _returned_alone() -> Iterator[str]:
    asked = select(Relocated.id).join(BulkAct, BulkAct.id == Relocated.act_id)
    return rows(asked.where(BulkAct.undone_at.is_(None), Relocated.returned))


def _told_nothing() -> Iterator[str]:
    is_open = (PointMailing.asked_at.is_(None), PointMailing.let_be_at.is_(None))
    for mailing in db.session.scalars(select(PointMailing).where(*is_open)):
        if not still_differs(mailing.was, told_of(mailing.point)):
            yield str(mailing.id)


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
