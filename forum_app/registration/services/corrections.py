"""What organisers correct about a registration: who it is, where they are written to, as what
they come."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from ...db import db
from ...forums.models import Forum, Person
from ...refusal import ChangedMeanwhile
from ...trail.services import Note, note
from .. import queries, rules
from ..models import Category, Delegate, DelegateState
from ..rules.applications import Corrected
from ..rules.bulk import InItAlready
from . import letters, persons
from .changes import free_category, renew_link
from .letters import AT_ONCE
from .particulars import check_live, correct
from .registrations import take_category


def correct_all(
    forum: Forum, delegate: Delegate, given: Corrected, *, seen: int, actor: str, now: datetime
) -> None:
    """Write down what `given` says. `delegate` is locked.

    Another address gets a link of its own, and the link that the old one knows opens nothing any
    more. Raises RegistrationEnded, ChangedMeanwhile, UnknownCategory, CategoryFull, AddressTaken,
    AddressNeeded.
    """
    check_live(delegate)
    if seen != queries.version_of(delegate):
        raise ChangedMeanwhile
    category = queries.category_at(forum, given.category)
    if category is None:
        raise rules.UnknownCategory
    correct(delegate, given.particulars, actor=actor, now=now)
    _move(forum, delegate, given.email, actor=actor, now=now)
    if category.id != delegate.category_id:
        set_category(delegate, category, actor=actor, now=now)


def _move(
    forum: Forum, delegate: Delegate, email: str | None, *, actor: str, now: datetime
) -> None:
    person = db.session.get_one(Person, delegate.person_id)
    before = person.email
    if email == before:
        return
    if email is None and delegate.registered_by_id is None:
        raise rules.AddressNeeded
    if email is not None and persons.with_address(forum, email):
        raise rules.AddressTaken
    person.email = email
    _flush_address()
    delegate.version += 1
    renew_link(delegate, actor=actor, now=now)
    _note(delegate, "registration.move", {}, {"before": before, "after": email}, actor, now)
    if delegate.state is DelegateState.SUBMITTED:
        letters.lay_received(delegate, AT_ONCE, now=now)  # it asks to confirm
    else:
        letters.lay_new_link(delegate, now=now)


def _flush_address() -> None:
    try:
        with db.session.begin_nested():
            db.session.flush()
    except IntegrityError:
        raise rules.AddressTaken from None


def set_category(delegate: Delegate, category: Category, *, actor: str, now: datetime) -> None:
    """`delegate`, locked, comes as another. Raises InItAlready, RegistrationEnded, CategoryFull."""
    check_live(delegate)
    before = delegate.category_id
    if before == category.id:
        raise InItAlready
    take_category(category)
    free_category(before)
    delegate.category_id = category.id
    delegate.version += 1
    db.session.flush()
    facts = {"before": before, "after": category.id}
    _note(delegate, "registration.set_category", facts, {}, actor, now)


def _note(
    delegate: Delegate,
    act: str,
    facts: Mapping[str, object],
    personal: Mapping[str, object],
    actor: str,
    now: datetime,
) -> None:
    note(
        Note(
            forum_id=delegate.forum_id,
            at=now,
            actor=actor,
            act=act,
            kind="delegate",
            object_id=delegate.id,
            facts=facts,
            personal=personal,
        )
    )
