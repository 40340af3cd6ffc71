"""What came of the gate, and the addresses that lead to it."""

from datetime import UTC, datetime

from sqlalchemy import select

from forum_app.db import db
from forum_app.forums.queries import forum_at
from forum_app.models import Delegate, Entry, GateEntry, Person
from forum_app.registration.services import changes

from ...builders import NOW

STARTS = datetime(2030, 6, 1, 1, 30, tzinfo=UTC)  # of W1: 08:30 in Hà Nội
GATE = "/en/here/join/W1"
MEET, PHONE, GREEN, WATCH, CREW = "m33t", "314159", "gr33n", "w4tch", "cr3w"
SECRETS = (MEET, PHONE, GREEN, WATCH, CREW)


def entries(app):
    with app.app_context():
        asked = select(GateEntry.way, GateEntry.link_id, GateEntry.revision)
        return [tuple(row) for row in db.session.execute(asked)]


def openings(app):
    with app.app_context():
        asked = select(Entry).where(Entry.act == "gate.open").order_by(Entry.id)
        return [(one.actor, one.object_id, one.facts) for one in db.session.scalars(asked)]


def registration_of(user_id):
    asked = select(Delegate).join(Person, Person.id == Delegate.person_id)
    return asked.where(Person.user_id == user_id)


def own_link(app, user_id):
    with app.app_context():
        delegate = db.session.scalars(registration_of(user_id)).one()
        secret = changes.renew_link(delegate, actor="tests", now=NOW)
        db.session.commit()
    return f"/en/here/registration/{secret}"


def the_forum():
    return forum_at("here")


def forum_id(app):
    with app.app_context():
        return the_forum().id
