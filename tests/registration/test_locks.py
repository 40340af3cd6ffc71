"""What is being changed waits for whoever changes it. PostgreSQL alone locks rows one by one.

Each case is an act in one transaction that is still open, and an act of another connection, which
must wait: here it gives up waiting at once. The twin acts on other rows and need not wait.
"""

from contextlib import contextmanager

import pytest
from sqlalchemy.exc import OperationalError

from forum_app.db import db
from forum_app.jobs.services import claim as claim_job
from forum_app.jobs.services import lay_in
from forum_app.models import Category, Delegate, SeatCount
from forum_app.post.services import claim as claim_letter
from forum_app.programme.services.seats import take_seat
from forum_app.registration.services import changes, decisions, seating
from forum_app.registration.services.registrations import take_category
from forum_app.trail.services import Note, note

from ..builders import NOW, a_forum, a_session, release
from .applications import LATER, hall, registered, withdraw

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
def there(app):
    """Two forums: in each `first` and `second` sit in P1, `unconfirmed` did not confirm."""
    with app.app_context():
        made = {}
        for name in ("one", "other"):
            forum = a_forum()
            session = a_session(forum, code="P1", hall=9)
            release(forum)
            made[name] = {
                "forum": forum.id,
                "session": session.id,
                "first": registered(forum, hall("P1")).id,
                "unconfirmed": registered(forum, hall("P1"), confirmed=False).id,
            }
        db.session.commit()
    return made


@contextmanager
def another(app):
    """Stand in a transaction on a connection of its own, which waits for nobody."""
    with app.app_context():
        db.session.execute(db.text("SET LOCAL lock_timeout = '50ms'"))
        yield
        db.session.rollback()


def lock_delegate(at):
    changes.lock_delegate(at["first"])


def lock_seats(at):
    seating.lock_seats([at["session"]])


def take_a_seat(at):
    count = db.session.query(SeatCount).filter_by(session_id=at["session"]).one()
    assert take_seat(count.id)


def take_a_category(at):
    take_category(db.session.query(Category).filter_by(forum_id=at["forum"]).one())


def end(at):
    withdraw(db.session.get_one(Delegate, at["first"]))


def lapse(at):
    assert decisions.lapse_unconfirmed(now=LATER.replace(year=2031))


def decide(at):
    decisions.confirm_address(changes.lock_delegate(at["first"]), actor="tests", now=NOW)


def say(at):
    """What is noted is written at the commit: here, just before it."""
    row = {"at": NOW, "actor": "tests", "act": "a.b", "kind": "thing", "object_id": 1}
    note(Note(forum_id=at["forum"], **row))
    session = db.session()
    session.dispatch.before_commit(session)


@pytest.mark.parametrize(
    ("act", "next_act"),
    [
        (lock_delegate, lock_delegate),
        (lock_delegate, decide),
        (lock_delegate, end),
        (lock_seats, lock_seats),
        (lock_seats, take_a_seat),
        (lock_seats, end),
        (take_a_seat, lock_seats),
        (take_a_category, take_a_category),
        (take_a_category, end),
        (end, lock_delegate),
        (end, take_a_seat),
        (say, say),
    ],
)
def test_who_changes_the_same_waits_and_who_changes_something_else_does_not(
    app, there, act, next_act
):
    with app.app_context():
        act(there["one"])
        with another(app), pytest.raises(OperationalError, match="lock timeout"):
            next_act(there["one"])
        with another(app):
            next_act(there["other"])


def test_who_confirms_while_the_time_ends_is_not_ended(app, there):
    """The round has seen the registration as unconfirmed, and looks again once it is locked."""
    with app.app_context():
        decisions.confirm_address(
            changes.lock_delegate(there["one"]["unconfirmed"]), actor="tests", now=NOW
        )
        db.session.flush()
        with another(app), pytest.raises(OperationalError, match="lock timeout"):
            lapse(there["one"])


@pytest.mark.parametrize("claim", [claim_job, claim_letter])
def test_two_workers_never_claim_the_same_and_none_waits_for_the_other(app, there, claim):
    with app.app_context():
        lay_in("note", "one", {}, forum_id=None, at=NOW)
        lay_in("note", "two", {}, forum_id=None, at=NOW)
        db.session.commit()
        first = claim(now=LATER)
        with another(app):
            second = claim(now=LATER)

    assert None not in (first, second)
    assert first.id != second.id
