"""The human behind a registration: found by address, or made."""

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError

from ...db import db
from ...forums.models import Forum, Person
from ...text import folded, sort_key
from .. import queries, rules
from ..models import Delegate
from ..rules.applications import Application, Particulars
from ..rules.applications import Contact as Contact
from .particulars import write_down, written_about


def person_of(
    forum: Forum, application: Application, contact: Person | None, *, actor: str, now: datetime
) -> Person:
    """The person applied for. One with a known address keeps the name that is known to be theirs.

    Without an address, raises AlreadyRegistered where `contact` registered just them before.
    """
    given = application.particulars
    if application.email is None:
        if contact is not None and double_of(contact, given):
            raise rules.AlreadyRegistered
        return _added(_new_person(forum, given, None, now))
    person = _found_or_added(forum, given, application.email, now)
    _name_anew(person, given, actor=actor, now=now)
    return person


def double_of(contact: Person, given: Particulars) -> Delegate | None:
    """The live registration that `contact` made for this very person, who has no address.

    An and Ân are two people; so are two of one name from two organisations.
    """
    found = queries.registered_by(contact, folded(given.name))
    return next((x for x in found if written_about(x.person).spelled() == given.spelled()), None)


def contact_of(forum: Forum, contact: Contact, *, actor: str, now: datetime) -> Person:
    """Who registers somebody else. Nobody else registers in their name until the commit."""
    given = Particulars(name=contact.name, organisation=None, country=None)
    person = _found_or_added(forum, given, contact.email, now)
    kept = replace(written_about(person), name=contact.name)
    _name_anew(person, kept, actor=actor, now=now)
    return person


def with_address(forum: Forum, email: str) -> Person | None:
    return db.session.scalar(_of_address(forum, email))


def ids_with(forum: Forum, email: str) -> Select[int]:
    return select(Person.id).where(Person.forum_id == forum.id, Person.email == email)


def _of_address(forum: Forum, email: str) -> Select[Person]:
    return select(Person).where(Person.forum_id == forum.id, Person.email == email)


def _name_anew(person: Person, given: Particulars, *, actor: str, now: datetime) -> None:
    """Whoever typed an address first does not name its owner for good: until its owner answered,
    the latest application does, while no registration of theirs is live."""
    if given == written_about(person) or queries.is_established(person):
        return
    if queries.live_delegate_of(person.id) is None:
        write_down(person, given, "registration.name_anew", actor=actor, now=now)


def _new_person(forum: Forum, given: Particulars, email: str | None, now: datetime) -> Person:
    return Person(
        forum_id=forum.id,
        uuid=str(uuid4()),
        name=given.name,
        email=email,
        organisation=given.organisation,
        country=given.country,
        name_folded=folded(given.name),
        name_sort=sort_key(given.name),
        created_at=now,
    )


def _found_or_added(forum: Forum, given: Particulars, email: str, now: datetime) -> Person:
    """The person of this address, locked: two tabs at once are one after the other."""
    known = _locked(forum, email)
    if known is not None:
        return known
    try:
        with db.session.begin_nested():
            return _added(_new_person(forum, given, email, now))
    except IntegrityError:
        known = _locked(forum, email)  # another request was faster
        if known is None:
            raise
        return known


def _locked(forum: Forum, email: str) -> Person | None:
    """As it is now. The lock leaves keys alone: rows that point at the person do not wait for it"""
    locked = _of_address(forum, email).with_for_update(key_share=True)
    return db.session.scalar(locked.execution_options(populate_existing=True))


def _added(person: Person) -> Person:
    db.session.add(person)
    db.session.flush()
    return person
