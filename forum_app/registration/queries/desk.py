"""What the organiser's desk asks about registrations."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from ...db import db
from ...forums.models import Forum, Person, Point
from ...programme.models import Session, Way
from ...text import folded
from ..models import Delegate, DelegateState, Place, PlaceState, Waiting, WaitingState

LEAST_OF_A_REFERENCE = 4  # characters; fewer are part of a name


def registrations_by_state(forum: Forum) -> dict[DelegateState, int]:
    """How many there are in each state; absent where none is. One query."""
    asked = select(Delegate.state, func.count()).where(Delegate.forum_id == forum.id)
    return dict(db.session.execute(asked.group_by(Delegate.state)).all())


def pending_after(forum: Forum, after: int, *, at_most: int) -> list[Delegate]:
    """Those that wait for a decision, the first come first, with higher ids than `after`."""
    return _listed(forum, after, at_most, Delegate.state == DelegateState.PENDING)


def found_after(forum: Forum, words: str, after: int, *, at_most: int) -> list[Delegate]:
    """Those whose name holds each of `words`, marks left out, or whose reference begins with them,
    typed with or without its hyphen; in any state, by id, with higher ids than `after`."""
    named = [Person.name_folded.contains(word, autoescape=True) for word in folded(words).split()]
    people = select(Person.id).where(Person.forum_id == forum.id, *named)
    wanted: ColumnElement[bool] = Delegate.person_id.in_(people)
    typed = re.sub(r"[^A-Z0-9]", "", folded(words).upper())
    if len(typed) >= LEAST_OF_A_REFERENCE:
        wanted |= func.replace(Delegate.reference, "-", "").startswith(typed)
    return _listed(forum, after, at_most, wanted)


def _listed(forum: Forum, after: int, at_most: int, wanted: ColumnElement[bool]) -> list[Delegate]:
    asked = select(Delegate).where(Delegate.forum_id == forum.id, Delegate.id > after, wanted)
    asked = asked.options(joinedload(Delegate.person), joinedload(Delegate.category))
    return list(db.session.scalars(asked.order_by(Delegate.id).limit(at_most)))


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """A session that somebody attends, or waits for."""

    session: str  # code
    way: Way
    point: str | None  # code
    waits: bool


def chosen_by(delegates: Iterable[Delegate]) -> dict[int, list[Chosen]]:
    """delegate id -> what they attend and wait for, by start. Two queries."""
    return chosen_of([delegate.id for delegate in delegates])


def chosen_of(ids: Sequence[int]) -> dict[int, list[Chosen]]:
    """The same by ids."""
    found: dict[int, list[tuple[datetime, Chosen]]] = defaultdict(list)
    held = ((Place, PlaceState.CONFIRMED, False), (Waiting, WaitingState.WAITING, True))
    for table, state, waits in held:
        rows = db.session.execute(
            select(table.delegate_id, Session.starts_at, Session.code, table.way, Point.code)
            .join(Session, Session.id == table.session_id)
            .outerjoin(Point, Point.id == table.point_id)
            .where(table.delegate_id.in_(ids), table.state == state)
        )
        for delegate_id, starts_at, code, way, point in rows:
            chosen = Chosen(session=code, way=way, point=point, waits=waits)
            found[delegate_id].append((starts_at, chosen))
    by_start = {
        id_: sorted(there, key=lambda x: (x[0], x[1].session)) for id_, there in found.items()
    }
    return {id_: [chosen for _, chosen in there] for id_, there in by_start.items()}
