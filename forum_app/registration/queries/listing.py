"""The registrations that an organiser wants to see: one `select` that the list, an export and a
bulk act share."""

import re
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, UnaryExpression, and_, exists, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from ...db import db
from ...forums.models import Forum, Person, Point
from ...forums.queries import points_of
from ...programme.models import SeatCount, Session
from ...programme.queries.drafts import draft_of
from ...text import folded
from ..models import (
    Category,
    Consent,
    ConsentWording,
    Delegate,
    DelegateState,
    Delegation,
    Place,
    PlaceState,
    Waiting,
    WaitingState,
)
from ..models.delegates import LIVE
from ..rules.listing import (
    Brought,
    Holding,
    Order,
    PageGone,
    Standing,
    UnknownFilter,
    Wanted,
)
from .delegates import categories_of, wordings_ever

_BESIDE = aliased(Delegate)  # made once: that takes as long as asking
_ENDED = (DelegateState.DECLINED, DelegateState.WITHDRAWN)
_REFERENCE = re.compile(r"([A-Z0-9]{4})-?([A-Z0-9]{0,4})")


@dataclass(frozen=True, kw_only=True)
class Facets:
    """What the registrations of one forum can be narrowed by."""

    categories: list[Category]
    sessions: list[Session]  # of the draft, by start
    points: list[Point]
    delegations: list[Delegation]
    wordings: list[ConsentWording]  # the latest of each purpose


def facets_of(forum: Forum) -> Facets:
    """Five queries."""
    delegations = select(Delegation).where(Delegation.forum_id == forum.id)
    return Facets(
        categories=categories_of(forum, public_only=False),
        sessions=draft_of(forum),
        points=points_of(forum),
        delegations=list(db.session.scalars(delegations.order_by(Delegation.code))),
        wordings=list({x.purpose: x for x in reversed(wordings_ever(forum))}.values()),
    )


def check_wanted(facets: Facets, wanted: Wanted) -> None:
    """Raises UnknownFilter where a code of `wanted` names nothing in the forum of `facets`."""
    known = (
        (wanted.category, {x.code for x in facets.categories}),
        (wanted.session, {x.code for x in facets.sessions}),
        (wanted.point, {x.code for x in facets.points}),
        (wanted.delegation, {x.code for x in facets.delegations}),
        (wanted.agreed, {x.purpose for x in facets.wordings}),
    )
    for code, codes in known:
        if code is not None and code not in codes:
            raise UnknownFilter(value=code[:40])
    if wanted.country is not None and not re.fullmatch("[A-Z]{2}", wanted.country):
        raise UnknownFilter(value=wanted.country[:40])


def wanted_delegates(forum: Forum, wanted: Wanted) -> Select[Delegate]:
    """The registrations that `wanted` asks for, in no order, each with its person.

    A code that is unknown finds nobody: say so before, by `check_wanted`.
    """
    asked = select(Delegate).join(Delegate.person).options(contains_eager(Delegate.person))
    return asked.where(Delegate.forum_id == forum.id, *_conditions(forum, wanted))


def _conditions(forum: Forum, wanted: Wanted) -> list[ColumnElement[bool]]:
    """What must hold of a registration of `forum`; each names columns of delegates alone."""
    found = _people(forum, wanted)
    if wanted.standing is not None:
        found.append(Delegate.state.in_(_states(wanted.standing)))
    if wanted.brought is not None:
        is_self = Delegate.registered_by_id.is_(None)
        found.append(is_self if wanted.brought is Brought.SELF else ~is_self)
    if wanted.asks_seats:
        found.append(_seated(forum, wanted))
    if wanted.agreed is not None:
        found.append(_agreed(wanted.agreed))
    for column, table, code in (
        (Delegate.category_id, Category, wanted.category),
        (Delegate.delegation_id, Delegation, wanted.delegation),
    ):
        if code is not None:
            of_code = select(table.id).where(table.forum_id == forum.id, table.code == code)
            found.append(column == of_code.scalar_subquery())
    return found


@dataclass(frozen=True, kw_only=True)
class Found:
    """Whom a filter finds. ids: None where they are more than were counted."""

    number: int
    ids: list[int] | None

    @property
    def is_all(self) -> bool:
        return self.ids is not None


def find(forum: Forum, wanted: Wanted, *, at_most: int) -> Found:
    """Whom `wanted` finds, looked for no further than `at_most`. One query."""
    others = _conditions(forum, replace(wanted, words="", country=None))
    asked = select(Delegate.id).where(*others)
    if wanted.asks_people:  # those of the forum, who lead to the rest
        people = asked.join(Person, Person.id == Delegate.person_id)
        people = people.where(Person.forum_id == forum.id, *_met(wanted, by_reference=False))
        begun = _begun(forum, wanted.words)
        limited: Any = people.limit(at_most + 1)
        if begun is not None:
            of_country = _people(forum, replace(wanted, words=""))
            asked = asked.where(Delegate.person_id.in_(begun), *of_country)
            limited = people.union_all(asked).limit(at_most + 1)
    else:
        limited = asked.where(Delegate.forum_id == forum.id).limit(at_most + 1)
    ids = list(dict.fromkeys(db.session.scalars(limited).all()))
    return Found(number=min(len(ids), at_most), ids=ids if len(ids) <= at_most else None)


@dataclass(frozen=True, kw_only=True)
class ListPage:
    """Some rows of the list, in order, and what is beyond them."""

    rows: list[Delegate]
    has_before: bool
    has_after: bool


def list_page(
    forum: Forum, wanted: Wanted, found: Found, *, after: int = 0, before: int = 0, at_most: int
) -> ListPage:
    """The rows behind the one with id `after`, or those ahead of `before`; else the first ones.

    found: of the same filter. Rows stand where their person's name stands now: a page far down the
    list is as quick as the first. Two queries, one for the first page. Raises PageGone where there
    is no such row in `forum`.
    """
    edge = _edge(forum, after or before) if after or before else None
    back = bool(before and not after)
    asked = _rows(forum, wanted, found)
    if edge is not None:
        asked = asked.where(_beyond(wanted.order, *edge, back=back))
    asked = asked.order_by(*_ordered(wanted.order, back=back)).limit(at_most + 1)
    rows = list(db.session.scalars(asked))
    more, rows = len(rows) > at_most, rows[:at_most]
    if back:
        return ListPage(rows=rows[::-1], has_before=more, has_after=True)
    return ListPage(rows=rows, has_before=edge is not None, has_after=more)


def _rows(forum: Forum, wanted: Wanted, found: Found) -> Select[Delegate]:
    """A few are looked up by their ids and sorted. Many are met soon by whoever walks the index
    of the order; that is the one of names only where nothing says the forum but the people."""
    asked = select(Delegate).join(Delegate.person)
    asked = asked.options(contains_eager(Delegate.person), joinedload(Delegate.category))
    if found.ids is not None:
        return asked.where(Delegate.id.in_(found.ids))
    asked = asked.where(*_met(wanted), *_conditions(forum, replace(wanted, words="", country=None)))
    if wanted.order is Order.NEWEST:
        return asked.where(Delegate.forum_id == forum.id)
    return asked.where(Person.forum_id == forum.id, Person.name_sort >= "")


def _edge(forum: Forum, delegate_id: int) -> tuple[str, int, int]:
    asked = select(Person.name_sort, Person.id, Delegate.id).join(Delegate.person)
    asked = asked.where(Delegate.id == delegate_id, Delegate.forum_id == forum.id)
    row = db.session.execute(asked).one_or_none()
    if row is None:
        raise PageGone
    return row[0], row[1], row[2]


def _beyond(
    order: Order, name: str, person_id: int, id_: int, *, back: bool
) -> ColumnElement[bool]:
    """Further than the row of this name and id, or nearer where the list is read backwards."""
    if order is Order.NEWEST:
        return Delegate.id > id_ if back else Delegate.id < id_
    mine = Person.id == person_id
    if back:
        again = and_(mine, Delegate.id < id_)
        same = or_(Person.name_sort < name, Person.id < person_id, again)
        return and_(Person.name_sort <= name, same)
    again = and_(mine, Delegate.id > id_)
    same = or_(Person.name_sort > name, Person.id > person_id, again)
    return and_(Person.name_sort >= name, same)


def _ordered(order: Order, *, back: bool) -> list[UnaryExpression[Any]]:
    if order is Order.NEWEST:
        return [Delegate.id.asc() if back else Delegate.id.desc()]
    columns = (Person.name_sort, Person.id, Delegate.id)  # an index has the first two
    return [column.desc() if back else column.asc() for column in columns]


def _people(forum: Forum, wanted: Wanted) -> list[ColumnElement[bool]]:
    """Of that country; and each word is in name, organisation or address, marks left out, or all
    words begin a reference."""
    people = select(Person.id).where(Person.forum_id == forum.id)
    found: list[ColumnElement[bool]] = []
    if wanted.country is not None:
        found.append(Delegate.person_id.in_(people.where(Person.country == wanted.country)))
    if wanted.words:
        named = people.where(*(_holds(word) for word in folded(wanted.words).split()))
        begun = _begun(forum, wanted.words)
        found.append(Delegate.person_id.in_(named if begun is None else named.union(begun)))
    return found


def _met(wanted: Wanted, *, by_reference: bool = True) -> list[ColumnElement[bool]]:
    """The same for whoever meets each person anyway, one after the other."""
    found = [] if wanted.country is None else [Person.country == wanted.country]
    if wanted.words:
        named = and_(*(_holds(word) for word in folded(wanted.words).split()))
        reference = _REFERENCE.fullmatch(folded(wanted.words).upper().replace(" ", ""))
        begins = reference and Delegate.reference.startswith(f"{reference[1]}-{reference[2]}")
        found.append(named if begins is None or not by_reference else or_(named, begins))
    return found


def _begun(forum: Forum, words: str) -> Select[int] | None:
    """The people whose reference begins so; None where no reference does."""
    reference = _REFERENCE.fullmatch(folded(words).upper().replace(" ", ""))
    if reference is None:
        return None
    begin = f"{reference[1]}-{reference[2]}"
    # The two ends lead to the index; none of its letters and digits comes after Z.
    within = _BESIDE.reference.between(begin, begin + 8 * "Z")
    asked = select(_BESIDE.person_id).where(_BESIDE.forum_id == forum.id, within)
    return asked.where(_BESIDE.reference.startswith(begin))


def _holds(word: str) -> ColumnElement[bool]:
    columns = (Person.name_folded, Person.organisation_folded, Person.email)
    return or_(*(column.contains(word, autoescape=True) for column in columns))


def _states(standing: Standing) -> tuple[DelegateState, ...]:
    if standing is Standing.LIVE:
        return LIVE
    return _ENDED if standing is Standing.ENDED else (DelegateState(standing.value),)


def _seated(forum: Forum, wanted: Wanted) -> ColumnElement[bool]:
    """They hold a place, or wait for one, where `wanted` says."""
    counts = select(SeatCount.id).where(SeatCount.forum_id == forum.id)
    if wanted.session is not None:
        counts = counts.join(Session, Session.id == SeatCount.session_id)
        counts = counts.where(Session.code == wanted.session)
    if wanted.way is not None:
        counts = counts.where(SeatCount.way == wanted.way)
    if wanted.point is not None:
        counts = counts.join(Point, Point.id == SeatCount.point_id)
        counts = counts.where(Point.code == wanted.point)
    holds = exists().where(
        Place.delegate_id == Delegate.id,
        Place.state == PlaceState.CONFIRMED,
        Place.seat_count_id.in_(counts),
    )
    line = (Waiting.state == WaitingState.WAITING, Waiting.seat_count_id.in_(counts))
    waits = Delegate.id.in_(select(Waiting.delegate_id).where(*line))
    if wanted.holding is None:
        return or_(holds, waits)
    return holds if wanted.holding is Holding.PLACE else waits


def _agreed(purpose: str) -> ColumnElement[bool]:
    return exists().where(
        Consent.delegate_id == Delegate.id,
        Consent.withdrawn_at.is_(None),
        Consent.wording_id == ConsentWording.id,
        ConsentWording.purpose == purpose,
    )
