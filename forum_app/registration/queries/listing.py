"""The registrations that an organiser wants to see: one `select` that the list, an export and a
bulk act share."""

import re
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import contains_eager

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
from ..rules.listing import Brought, Holding, Standing, UnknownFilter, Wanted
from .delegates import categories_of, wordings_ever

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
    asked = asked.where(Delegate.forum_id == forum.id, Person.forum_id == forum.id)
    asked = asked.where(*_named(wanted.words))
    if wanted.standing is not None:
        asked = asked.where(Delegate.state.in_(_states(wanted.standing)))
    if wanted.country is not None:
        asked = asked.where(Person.country == wanted.country)
    if wanted.brought is not None:
        is_self = Delegate.registered_by_id.is_(None)
        asked = asked.where(is_self if wanted.brought is Brought.SELF else ~is_self)
    if wanted.asks_seats:
        asked = asked.where(_seated(forum, wanted))
    if wanted.agreed is not None:
        asked = asked.where(_agreed(wanted.agreed))
    for column, table, code in (
        (Delegate.category_id, Category, wanted.category),
        (Delegate.delegation_id, Delegation, wanted.delegation),
    ):
        if code is not None:
            of_code = select(table.id).where(table.forum_id == forum.id, table.code == code)
            asked = asked.where(column == of_code.scalar_subquery())
    return asked


def _named(words: str) -> list[ColumnElement[bool]]:
    """Each word is in the person's name, marks left out, or all are one reference's beginning."""
    each = [Person.name_folded.contains(word, autoescape=True) for word in folded(words).split()]
    reference = _REFERENCE.fullmatch(folded(words).upper().replace(" ", ""))
    if reference is None:
        return list(each)
    begins = Delegate.reference.startswith(f"{reference[1]}-{reference[2]}")
    named: ColumnElement[bool] = each[0]
    for one in each[1:]:
        named &= one
    return [or_(named, begins)]


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
    waits = exists().where(
        Waiting.delegate_id == Delegate.id,
        Waiting.state == WaitingState.WAITING,
        Waiting.seat_count_id.in_(counts),
    )
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
