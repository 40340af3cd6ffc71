"""What the host of one session is shown of it: seats, who holds one, who waits, in order."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, case, exists, func, literal, null, or_, select
from sqlalchemy.sql.elements import ColumnElement

from ...db import db
from ...forums.models import Forum, Person, Point
from ...i18n import Words
from ...programme.models import Session, Way
from ...programme.queries import seat_counts_of
from ..models import (
    Consent,
    ConsentWording,
    Delegate,
    DelegateState,
    Place,
    PlaceState,
    Waiting,
    WaitingState,
)
from ..rules.hosted import CONTACT
from .places import queue_lengths
from .seats import Sum


@dataclass(frozen=True, kw_only=True)
class Hosted:
    """One delegate, as far as a host is shown them. email: only of whoever agreed to that."""

    id: int  # of the registration
    name: str
    organisation: str | None
    country: str | None  # ISO 3166-1 alpha-2
    email: str | None
    state: DelegateState
    way: Way
    point: str | None  # code
    point_name: Words | None
    since: datetime  # when the place was taken, or the waiting began
    number: int | None  # in the line for these seats, from 1; None: holds a place


def sums_of(forum: Forum, session: Session) -> dict[Way, Sum]:
    """By way, all points together; absent where nobody attends this way. Two queries."""
    counts, waiting = seat_counts_of(forum, session_id=session.id), queue_lengths(forum)
    return {
        way: Sum(
            seats=sum(x.seats for x in there),
            taken=sum(x.taken for x in there),
            waiting=sum(waiting.get(x.id, 0) for x in there),
        )
        for way in Way
        if (there := [x for x in counts if x.way is way])
    }


def held_after(session: Session, after: int, *, at_most: int) -> list[Hosted]:
    """Who holds a place in `session`, by name, from the one after registration `after` on."""
    asked = _held(session)
    if after:
        key = select(Person.name_sort).join(Delegate, Delegate.person_id == Person.id)
        before = key.where(Delegate.forum_id == session.forum_id, Delegate.id == after)
        name = before.scalar_subquery()
        later = and_(Person.name_sort == name, Delegate.id > after)
        asked = asked.where(or_(Person.name_sort > name, later))
    return _rows(asked.order_by(Person.name_sort, Delegate.id).limit(at_most))


def waiting_for(session: Session, *, at_most: int) -> list[Hosted]:
    """Who waits for a seat in `session`, each line in its order. One query."""
    return _rows(_waiting(session).order_by(*_LINES).limit(at_most))


def all_of(session: Session) -> list[Hosted]:
    """Everybody with a place by name, then everybody who waits in order. Two queries."""
    held = _held(session).order_by(Person.name_sort, Delegate.id)
    return [*_rows(held), *_rows(_waiting(session).order_by(*_LINES))]


def asks_for_contact(forum: Forum) -> bool:
    """Whether this forum asks delegates if hosts may write to them. One query."""
    present = (ConsentWording.forum_id == forum.id, ConsentWording.retired_at.is_(None))
    asked = select(ConsentWording.id).where(*present, ConsentWording.purpose == CONTACT)
    return db.session.scalar(asked.limit(1)) is not None


_LINES = (Waiting.way, Waiting.seat_count_id, Waiting.id)


def _held(session: Session) -> Select[Any]:
    asked = _shown(Place, Place.taken_at, literal(None))
    live = (Place.session_id == session.id, Place.state == PlaceState.CONFIRMED)
    return asked.where(Place.forum_id == session.forum_id, *live)


def _waiting(session: Session) -> Select[Any]:
    number = func.row_number().over(partition_by=Waiting.seat_count_id, order_by=Waiting.id)
    live = (Waiting.session_id == session.id, Waiting.state == WaitingState.WAITING)
    asked = _shown(Waiting, Waiting.since, number)
    return asked.where(Waiting.forum_id == session.forum_id, *live)


def _shown(
    table: type[Place] | type[Waiting], since: Any, number: ColumnElement[Any]
) -> Select[Any]:
    agreed = exists().where(
        Consent.delegate_id == Delegate.id,
        Consent.withdrawn_at.is_(None),
        ConsentWording.id == Consent.wording_id,
        ConsentWording.purpose == CONTACT,
    )
    return (
        select(
            *(Delegate.id, Person.name, Person.organisation, Person.country),
            case((agreed, Person.email), else_=null()).label("email"),
            *(Delegate.state, table.way, Point.code.label("point")),
            *(Point.name.label("point_name"), since.label("since"), number.label("number")),
        )
        .join(Delegate, Delegate.id == table.delegate_id)
        .join(Person, Person.id == Delegate.person_id)
        .outerjoin(Point, Point.id == table.point_id)
    )


def _rows(asked: Select[Any]) -> list[Hosted]:
    return [Hosted(**row) for row in db.session.execute(asked).mappings()]
