"""However many have registered, each act looks its rows up and reads no growing table through.

SQLite tells how it would answer each question that was asked. A partial index is used only where
the question says its condition in the same words.
"""

import pytest
from sqlalchemy import event

from forum_app.db import db
from forum_app.post import services as letters
from forum_app.registration import queries
from forum_app.registration.services import changes, consents, decisions, submissions
from forum_app.registration.services.letters import Posting
from forum_app.registration.services.persons import Contact
from forum_app.registration.services.registrations import live_of_address

from ..builders import NOW
from .applications import an_application, hall, has, online, registered, waits_for, withdraw

GROWING = {
    *("persons", "delegates", "consents", "places", "waitings", "tickets", "check_ins"),
    *("messages", "entries", "entry_personals", "idempotency_keys", "counts", "jobs"),
}


@pytest.fixture
def asked(forum):
    """What was asked of the database, with its parameters."""
    sent = []

    def note(_connection, _cursor, statement, parameters, _context, many):
        sent.append((statement, parameters[0] if many else parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    event.remove(db.engine, "before_cursor_execute", note)


def read_through(asked):
    """(table, statement) wherever a growing table would be read from end to end."""
    connection = db.session.connection().connection
    for statement, parameters in list(asked):
        if statement.split()[0] in ("SELECT", "UPDATE", "DELETE", "WITH"):
            for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters):
                words = step.split()
                if words[0] == "SCAN" and words[1] in names(statement):
                    yield step, statement


def names(statement):
    """The growing tables, and what `statement` calls them."""
    words = statement.replace(",", " ").split()
    named = zip(words, words[1:], words[2:], strict=False)
    return GROWING | {name for table, then, name in named if table in GROWING and then == "AS"}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nothing_that_grows_is_read_through(asked, forum):
    first, now = registered(forum, hall("W1"), online("P1")), NOW
    by = Contact(name="Lê Minh Châu", email="chau@example.org")
    registered(forum, hall("W1", wait=True), email=None, registered_by=by)
    second = waits_for(forum, meanwhile="online")
    submissions.submit(forum, an_application(hall("P1")), Posting("key"), now=now)
    double = an_application(hall("P1"), email=first.person.email, registered_by=by)
    submissions.tell_known(forum, double, Posting("key"), linked=True, now=now)
    lapsed = registered(forum, hall("P1"), confirmed=False)
    withdraw(lapsed)
    registered(forum, hall("P1"), email=lapsed.person.email)
    submissions.send_links(forum, first.person.email, "en", now=now)
    live_of_address(forum, first.person.email)
    consents.set_consents(forum, first, ["processing"], actor="tests", now=now)
    changes.change(forum, first, [hall("W2")], actor="tests", now=now)
    withdraw(first)
    decisions.lapse_unconfirmed(now=now)
    letters.claim(now=now)
    for look in (has, at_home):
        look(second, forum)

    assert list(read_through(asked)) == []


def at_home(delegate, forum):
    """What a delegate's own pages ask."""
    queries.delegate_of_link(forum, "secret")
    queries.delegate_with(forum, delegate.reference)
    queries.places_ever_of(delegate)
    queries.promotions_of(delegate)
    queries.ticket_of(delegate)
    queries.consents_of(delegate)
