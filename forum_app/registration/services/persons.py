"""The human behind a registration: found by address, or made."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError

from ...db import db
from ...forums.models import Forum, Person
from ...text import folded, sort_key
from .. import queries, rules
from ..rules.applications import Application
from ..rules.applications import Contact as Contact


def person_of(
    forum: Forum, application: Application, contact: Person | None, *, now: datetime
) -> Person:
    """The person applied for. One with a known address keeps the name that is known.

    Without an address, raises AlreadyRegistered where `contact` registered that name before.
    """
    if application.email is None:
        if contact and queries.registered_by(contact.id, folded(application.name)):
            raise rules.AlreadyRegistered
        return _added(_new_person(forum, application, now))
    known = _with(forum, application.email)
    if known:
        return known
    return _added_or_known(forum, _new_person(forum, application, now), application.email)


def contact_of(forum: Forum, contact: Contact, *, now: datetime) -> Person:
    known = _with(forum, contact.email)
    if known:
        return known
    made = Person(
        forum_id=forum.id,
        uuid=str(uuid4()),
        name=contact.name,
        email=contact.email,
        name_folded=folded(contact.name),
        name_sort=sort_key(contact.name),
        created_at=now,
    )
    return _added_or_known(forum, made, contact.email)


def ids_with(forum: Forum, email: str) -> Select[int]:
    return select(Person.id).where(Person.forum_id == forum.id, Person.email == email)


def _new_person(forum: Forum, application: Application, now: datetime) -> Person:
    return Person(
        forum_id=forum.id,
        uuid=str(uuid4()),
        name=application.name,
        email=application.email,
        organisation=application.organisation,
        country=application.country,
        name_folded=folded(application.name),
        name_sort=sort_key(application.name),
        created_at=now,
    )


def _with(forum: Forum, email: str) -> Person | None:
    return db.session.scalar(
        select(Person).where(Person.forum_id == forum.id, Person.email == email)
    )


def _added(person: Person) -> Person:
    db.session.add(person)
    db.session.flush()
    return person


def _added_or_known(forum: Forum, person: Person, email: str) -> Person:
    try:
        with db.session.begin_nested():
            db.session.add(person)
    except IntegrityError:
        known = _with(forum, email)  # another request was faster
        if known is None:
            raise
        return known
    return person
