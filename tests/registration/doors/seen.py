"""What a door shows, and what is kept of it."""

import re
from datetime import UTC, datetime

from sqlalchemy import select

from forum_app.db import db
from forum_app.models import CheckIn, DoorCount, Entry, Ticket
from forum_app.registration.rules.tickets import payload_of

AT_NINE = datetime(2030, 6, 1, 2, 0, tzinfo=UTC)  # in Hà Nội, on the first day
NEXT_MORNING = datetime(2030, 6, 2, 2, 0, tzinfo=UTC)


def code_of(delegate):
    live = select(Ticket).filter_by(person_id=delegate.person_id, revoked_at=None)
    ticket = db.session.scalars(live).one()
    return payload_of(ticket.forum_id, ticket.code)


def verdict(answer):
    return re.search(r'data-verdict="(\w+)"', answer.text)[1]


def entries(app, **wanted):
    with app.app_context():
        return db.session.query(CheckIn).filter_by(**wanted).count()


def inside(app):
    with app.app_context():
        return db.session.scalar(select(DoorCount.inside)) or 0


def entry_id(app):
    with app.app_context():
        return db.session.scalars(select(CheckIn.id)).one()


def acts(app):
    with app.app_context():
        return list(db.session.scalars(select(Entry.act)))
