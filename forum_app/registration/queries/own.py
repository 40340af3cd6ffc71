"""The registrations of whoever is signed in."""

from sqlalchemy import select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from ...db import db
from ...forums.models import Person
from ..models import Delegate


def registrations_of_user(user_id: int) -> list[Delegate]:
    """Those of the persons that are this user, and those they made for others; in every forum,
    the latest first, each with its person and forum. One query."""
    asked = _of_user(user_id).options(joinedload(Delegate.forum))
    return list(db.session.scalars(asked.order_by(Delegate.id.desc())))


def registration_of_user(user_id: int, uuid: str) -> Delegate | None:
    """One of them, or None where it is none of theirs. One query."""
    found: Delegate | None = db.session.scalar(_of_user(user_id).where(Delegate.uuid == uuid))
    return found


def _of_user(user_id: int):  # type: ignore[no-untyped-def]
    own = select(Person.id).where(Person.user_id == user_id)
    person = aliased(Person)
    asked = select(Delegate).join(person, Delegate.person_id == person.id)
    theirs = (person.user_id == user_id) | Delegate.registered_by_id.in_(own)
    return asked.options(contains_eager(Delegate.person.of_type(person))).where(theirs)
