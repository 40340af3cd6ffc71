"""What moving one person reads is theirs: it grows with what they have, not with the programme."""

from collections import Counter
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from forum_app.db import db
from forum_app.models import ReleasedSession, SeatCount, Session
from forum_app.registration import queries
from forum_app.registration.feeds import agenda_calendar
from forum_app.registration.queries.relocating import Targets, left_without, looked_at
from forum_app.registration.services import bulk

from ...builders import NOW, a_point, a_session, release
from ..applications import at_point, hall, registered
from .moving import MOVED, begin, moves


@contextmanager
def read_of(model):
    """How often each row of `model` is read, by the id of its session."""
    read = Counter()

    def note(row, *_):
        read[row.session_id] += 1

    for what in ("load", "refresh"):
        event.listen(model, what, note)
    yield read
    for what in ("load", "refresh"):
        event.remove(model, what, note)


@pytest.fixture
def theirs(forum, sin, jkt):
    """One person with W1 and P1 at SIN and W3 in the hall, in a programme of twenty more."""
    a_session(forum, code="W3", starts="18:00", ends="19:00", hall=9)
    others = [a_point(forum, code=f"X{n}") for n in range(3)]
    for n in range(20):
        seats = [(sin, 9), (jkt, 9), *((x, 9) for x in others)]
        a_session(forum, code=f"X{n}", hall=9, online=9, points=seats)
    release(forum, number=2)
    return registered(forum, at_point("W1", "SIN"), at_point("P1", "SIN"), hall("W3"))


def codes(read):
    return sorted(db.session.get(Session, id_).code for id_ in read)


def test_moving_one_person_reads_their_sessions_and_no_other(forum, sin, jkt, theirs):
    act = begin(forum, sin, to=jkt)
    db.session.expunge_all()

    with read_of(ReleasedSession) as sessions, read_of(SeatCount) as seats:
        bulk.settle_next(act.id, now=MOVED)

    assert codes(sessions) == ["P1", "W1", "W3"]
    assert (codes(seats), set(seats.values())) == (["P1", "W1"], {2})  # at JKT and online


def test_looking_before_reads_what_people_have_there_and_no_other(forum, sin, theirs):
    with read_of(ReleasedSession) as sessions:
        looked_at(forum, sin, Targets(None, True))

    assert codes(sessions) == ["P1", "W1", "W3"]


def test_who_was_left_is_named_without_reading_the_programme(forum, sin, jkt, theirs):
    registered(forum, at_point("W1", "JKT"))
    act = moves(forum, sin, to=jkt, online=False)
    db.session.expunge_all()

    with read_of(ReleasedSession) as sessions:
        left = left_without(act)

    assert ([code for _, _, code, _ in left], codes(sessions)) == (["W1"], ["W1"])


def test_a_letter_and_its_calendar_read_the_sessions_of_its_reader_alone(forum, theirs):
    assert theirs.person.email
    for row in db.session.query(ReleasedSession):
        db.session.expunge(row)

    with read_of(ReleasedSession) as sessions:
        agenda = queries.agenda_of(forum, theirs)
        agenda_calendar(forum, theirs, "en", now=NOW)
        cancelled = queries.cancelled_of(forum, theirs)

    assert (codes(sessions), cancelled) == (["P1", "W1", "W3"], [])
    assert [x.session.code for x in agenda] == ["W1", "P1", "W3"]
