"""Whom an act for many is for, and what is said of them before."""

from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager

from ...db import db
from ...forums.models import Forum, Person
from ..models import Delegate, DelegateState
from ..models.delegates import LIVE
from ..rules.bulk import NobodyChosen, Verb
from ..rules.listing import Picked
from .listing import check_wanted, facets_of, wanted_delegates


def ids_picked(forum: Forum, picked: Picked) -> Select[int]:
    """The ids of those whom `picked` means, in the order they registered.

    Raises UnknownFilter where a filter names nothing in `forum`: nobody is meant by mistake.
    """
    if picked.references is None:
        check_wanted(facets_of(forum), picked.wanted)
        asked = wanted_delegates(forum, picked.wanted).with_only_columns(Delegate.id)
    else:
        asked = select(Delegate.id).where(
            Delegate.forum_id == forum.id, Delegate.reference.in_(picked.references)
        )
    return asked.order_by(Delegate.id)


@dataclass(frozen=True, kw_only=True)
class PickedFacts:
    """What is said before an act: how many, how many of them it can change, and some of them."""

    number: int
    fitting: int
    first: list[Delegate]


NAMED = 12


def picked_facts(forum: Forum, picked: Picked, verb: Verb) -> PickedFacts:
    """Raises UnknownFilter, and NobodyChosen where nobody is found."""
    ids = ids_picked(forum, picked).order_by(None)
    fits = func.count().filter(Delegate.state.in_(_FITTING.get(verb, LIVE)))
    asked = select(func.count(), fits).select_from(Delegate).where(Delegate.id.in_(ids))
    number, fitting = db.session.execute(asked).one()
    if not number:
        raise NobodyChosen
    shown = select(Delegate).join(Delegate.person).options(contains_eager(Delegate.person))
    shown = shown.where(Delegate.id.in_(ids)).order_by(Person.name_sort, Delegate.id)
    first = list(db.session.scalars(shown.limit(NAMED)))
    return PickedFacts(number=number, fitting=fitting, first=first)


_FITTING = {
    Verb.APPROVE: (DelegateState.PENDING,),
    Verb.DECLINE: (DelegateState.PENDING,),
    Verb.RELEASE: (DelegateState.SUBMITTED,),
}
