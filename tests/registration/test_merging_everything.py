"""Whatever names a person names the one who is kept: every foreign key of the house."""

from datetime import datetime, time

from sqlalchemy import insert, select

from forum_app.db import Base, db
from forum_app.models import (
    CheckIn,
    Delegation,
    DistinctPersons,
    MergedPerson,
    Session,
    Ticket,
)
from forum_app.programme.models import AppearanceRole, Way
from forum_app.programme.services.hours import add_hours
from forum_app.programme.services.sessions import let_appear
from forum_app.programme.services.speaking import page_for
from forum_app.registration.rules.applications import Contact

from ..builders import NOW, a_person, words
from ..exhibition.floors import an_exhibitor
from ..programme.speaking import has_photo, sent_slides
from .applications import LATER, online, registered
from .test_merging import merges

BY = {"actor": "user 7", "now": LATER}
TOMBSTONES = {("merged_persons", "gone_id")}  # that a person is gone: what names them for good


def pointers():
    """Every column of the house that names a person: (table, column)."""
    return [
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for key in table.foreign_key_constraints
        for column, target in zip(key.columns, key.elements, strict=True)
        if target.column.table.name == "persons" and target.column.name == "id"
    ] + [("check_ins", "person_id")]  # through its ticket


def counted(person_id):
    """(table, column) -> how many rows name this person there; where none does, nothing."""
    found = {}
    for name, column in pointers():
        table = Base.metadata.tables[name]
        asked = select(db.func.count()).select_from(table).where(table.c[column] == person_id)
        if number := db.session.scalar(asked):
            found[name, column] = number
    return found


def appears(person, session):
    how = {"documented": False, "from_documented": False}
    let_appear(person, session, AppearanceRole.SPEAKER, Way.HALL, now=NOW, **how)


def named_everywhere(forum):
    """A person whom each table of the house names, wherever it can."""
    before = a_person(forum, "Before")
    delegate = registered(forum, online("P1"), name="Twice", organisation="A")
    person, session = delegate.person, db.session.scalars(select(Session)).first()
    told = {"told_at": NOW, "told_by": "tests"}
    merged, after = a_person(forum, "Merged before"), a_person(forum, "After")
    contact = Contact(name=person.name, email=person.email)
    registered(forum, online("P1"), name="Guest", email=None, registered_by=contact)
    appears(person, session)
    page_for(person, now=NOW)
    has_photo(person)
    sent_slides(person, session)
    morning, noon = (datetime.combine(forum.first_day, time(hour)) for hour in (8, 12))
    add_hours(person, forum, morning, noon, actor="tests", now=NOW)
    ticket = db.session.scalars(select(Ticket).filter_by(person_id=person.id)).one()
    of_forum = {"forum_id": forum.id}
    entry = {"ticket_id": ticket.id, "person_id": person.id, "day": forum.first_day}
    entry |= {"nonce": f"n{person.id}", "entered_at": NOW, "actor": "tests"}
    head = {"code": f"D{person.id}", "name": words("Đoàn"), "head_id": person.id}
    gone = {"gone_id": merged.id, "kept_id": person.id, "merged_at": NOW, "merged_by": "tests"}
    for table, row in (
        (CheckIn, entry),
        (Delegation, head),
        (MergedPerson, gone),
        (DistinctPersons, {"one_id": before.id, "other_id": person.id} | told),
        (DistinctPersons, {"one_id": person.id, "other_id": after.id} | told),
    ):
        db.session.execute(insert(table).values(**of_forum, **row))
    exhibitor = an_exhibitor(forum)
    exhibitor.contact_id = person.id
    db.session.flush()
    return person


def test_every_row_of_the_house_that_names_a_person_names_the_one_who_is_kept(forum):
    """A table added later fails here until somebody says what a merge does with it."""
    kept = a_person(forum, "Kept", email="kept@example.org")
    appears(kept, db.session.scalars(select(Session).filter_by(code="W2")).one())
    gone = named_everywhere(forum)
    before = counted(gone.id)
    assert set(before) == set(pointers()) - TOMBSTONES

    merges(forum, kept, gone)

    assert set(counted(gone.id)) == TOMBSTONES
    changed = {("merged_persons", "kept_id"): 2, ("appearances", "person_id"): 2}
    changed |= {("distinct_persons", "one_id"): 2}
    del before["distinct_persons", "other_id"]  # the one who is kept came first
    assert counted(kept.id) == before | changed
