"""What is written down about a person: corrected by whoever holds their link, or replaced."""

from dataclasses import asdict
from datetime import datetime

from ...db import db
from ...forums.models import Person
from ...text import folded, sort_key
from ...trail.services import Note, note
from .. import rules
from ..models import Delegate
from ..rules.applications import Particulars


def correct(delegate: Delegate, given: Particulars, *, actor: str, now: datetime) -> bool:
    """Write `given` down about the person of a live registration; whether anything changed.

    Pages, ticket and later letters then show it. Raises RegistrationEnded.
    """
    check_live(delegate)
    person = db.session.get_one(Person, delegate.person_id, with_for_update={"key_share": True})
    changed = write_down(person, given, "registration.particulars", actor=actor, now=now)
    delegate.version += changed
    return changed


def check_live(delegate: Delegate) -> None:
    if not delegate.is_live:
        raise rules.RegistrationEnded


def written_about(person: Person) -> Particulars:
    return Particulars(name=person.name, organisation=person.organisation, country=person.country)


def write_down(person: Person, given: Particulars, act: str, *, actor: str, now: datetime) -> bool:
    """`person` as `given`, and both in the trail; whether anything changed."""
    before = written_about(person)
    if given == before:
        return False
    person.name, person.organisation, person.country = given.name, given.organisation, given.country
    person.name_folded, person.name_sort = folded(given.name), sort_key(given.name)
    db.session.flush()
    note(
        Note(
            forum_id=person.forum_id,
            at=now,
            actor=actor,
            act=act,
            kind="person",
            object_id=person.id,
            personal={"before": asdict(before), "after": asdict(given)},
        )
    )
    return True
