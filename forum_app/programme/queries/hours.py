"""Who appears in the draft, and when they can."""

from uuid import UUID

from sqlalchemy import select

from ...db import db
from ...forums.models import Forum, Person
from ..models import Appearance, Availability


def speakers_of_draft(forum: Forum) -> list[Person]:
    """Everybody who appears in a session of the draft, by name. One query."""
    appears = select(Appearance.person_id).where(Appearance.forum_id == forum.id)
    asked = select(Person).where(Person.forum_id == forum.id, Person.id.in_(appears))
    return list(db.session.scalars(asked.order_by(Person.name_sort, Person.id)))


def speaker_in(forum: Forum, uuid: UUID) -> Person | None:
    """The person of `forum` with this uuid who appears in its draft. One query."""
    appears = select(Appearance.id).where(Appearance.person_id == Person.id).exists()
    asked = select(Person).where(Person.forum_id == forum.id, Person.uuid == str(uuid), appears)
    return db.session.scalars(asked).one_or_none()


def hours_of(forum: Forum) -> dict[int, list[Availability]]:
    """id of a person -> when they can appear, by start; nobody who always can. One query."""
    asked = select(Availability).where(Availability.forum_id == forum.id)
    found: dict[int, list[Availability]] = {}
    for hours in db.session.scalars(asked.order_by(Availability.starts_at, Availability.id)):
        found.setdefault(hours.person_id, []).append(hours)
    return found


def hours_in(person: Person, hours_id: int) -> Availability | None:
    """These hours, where they are theirs."""
    found = db.session.get(Availability, hours_id)
    return found if found is not None and found.person_id == person.id else None
