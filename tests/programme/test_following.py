"""Seats follow the hall: at the release, and not before."""

import pytest

from forum_app.db import db
from forum_app.jobs.services import claim
from forum_app.jobs.tasks import do_next
from forum_app.models import Hall, SeatCount, Session, Waiting
from forum_app.programme.rules.following import seats_in
from forum_app.programme.services.releases import freeze, prepare, release_programme
from forum_app.programme.services.seats import set_seats
from forum_app.programme.tasks import raise_seats
from forum_app.registration.queries.reviewed import seats_after

from ..builders import NOW, a_forum, a_hall, a_session, seats_of
from ..registration.applications import hall, registered


@pytest.mark.parametrize(
    ("there", "was", "offered", "seats"),
    [
        (60, 100, 100, 60),  # all that the hall had: all that the other has
        (200, 100, 100, 200),
        (60, 100, 80, 60),  # fewer, but more than the other has
        (200, 100, 80, 80),  # fewer, chosen by somebody
        (60, 100, 60, 60),
        (100, 100, 150, 100),  # more than a hall has is cut
        (0, 100, 100, 0),
    ],
)
def test_a_session_offers_what_its_hall_has_unless_somebody_chose_fewer(there, was, offered, seats):
    assert seats_in(there, was=was, offered=offered) == seats


@pytest.fixture
def forum(room):
    """W1 in a hall of three, with its three seats; halls of one and of five."""
    forum = a_forum()
    session = a_session(forum, code="W1")
    session.hall.seats = 3
    seats_of(session, "hall", 3)
    seats_of(session, "online", 3)
    a_hall(forum, code="ONE", seats=1)
    a_hall(forum, code="FIVE", seats=5)
    released(forum)
    return forum


def released(forum):
    made = release_programme(forum, note=None, by=None, now=NOW)
    db.session.commit()
    while do_next(NOW):
        pass
    return made


def move_to(code):
    session = db.session.query(Session).one()
    session.hall_id = db.session.query(Hall).filter_by(code=code).one().id
    db.session.flush()


def counted(way="hall"):
    count = db.session.query(SeatCount).filter_by(way=way).one()
    db.session.refresh(count)
    return count.seats, count.taken, count.over


def test_a_smaller_hall_keeps_everybody_and_says_how_many_are_over(forum):
    people = [registered(forum, hall("W1")).reference for _ in range(3)]
    move_to("ONE")
    before = counted()
    (told,) = seats_after(forum, prepare(forum).seats)

    released(forum)

    assert before == (3, 3, 0)
    assert (told.code, told.move.over, told.move.becomes) == ("W1", 2, 1)
    assert [reference for _, reference in told.names] == [people[2], people[1]]
    assert counted() == (1, 3, 2)
    assert counted("online") == (3, 0, 0)


def test_nobody_gets_a_seat_that_the_smaller_hall_has_not(forum):
    registered(forum, hall("W1"))
    move_to("ONE")
    released(forum)

    waits = registered(forum, hall("W1", wait=True))

    assert counted() == (1, 1, 0)
    assert db.session.query(Waiting).filter_by(delegate_id=waits.id).one().state == "waiting"


def test_a_larger_hall_promotes_who_waits(forum):
    for _ in range(3):
        registered(forum, hall("W1"))
    waits = registered(forum, hall("W1", wait=True))
    move_to("FIVE")

    released(forum)

    assert counted() == (5, 4, 0)
    assert db.session.query(Waiting).filter_by(delegate_id=waits.id).one().state == "promoted"


def test_releasing_the_old_hall_again_gives_its_seats_back(forum):
    for _ in range(3):
        registered(forum, hall("W1"))
    old = db.session.query(Session).one().hall.code
    move_to("ONE")
    released(forum)
    move_to(old)

    released(forum)

    assert counted() == (3, 3, 0)


def test_seats_that_somebody_chose_stay(forum):
    count = db.session.query(SeatCount).filter_by(way="hall").one()
    set_seats(count.id, 2, seen=3, forum_id=forum.id, actor="tests", now=NOW)
    move_to("FIVE")

    released(forum)

    assert counted() == (2, 0, 0)


@pytest.mark.parametrize(("there", "seats", "over"), [(5, 5, 18), (23, 23, 0)])
def test_a_rise_under_way_ends_with_the_move(forum, there, seats, over):
    for _ in range(3):
        registered(forum, hall("W1"))
    for _ in range(30):
        registered(forum, hall("W1", wait=True))
    count = db.session.query(SeatCount).filter_by(way="hall").one()
    set_seats(count.id, 100, seen=3, forum_id=forum.id, actor="tests", now=NOW)
    db.session.commit()
    assert counted() == (23, 23, 0)
    a_hall(forum, code="OTHER", seats=there)
    move_to("OTHER")

    released(forum)

    assert counted() == (seats, 23, over)


def test_a_rise_that_somebody_does_already_ends_with_the_move_too(forum):
    """Claimed, and not written yet, when the release cuts to as many seats as there are."""
    for _ in range(33):
        registered(forum, hall("W1", wait=counted()[1] == 3))
    count = db.session.query(SeatCount).filter_by(way="hall").one()
    set_seats(count.id, 100, seen=3, forum_id=forum.id, actor="tests", now=NOW)
    a_hall(forum, code="OTHER", seats=23)
    move_to("OTHER")
    db.session.commit()
    job = claim(now=NOW)
    db.session.commit()

    released(forum)
    raise_seats(job.facts, NOW)

    assert counted() == (23, 23, 0)


def test_a_rise_that_waits_is_none_any_more_once_the_session_is_moved_back(forum):
    for _ in range(3):
        registered(forum, hall("W1"))
    old = db.session.query(Session).one().hall.code
    for code in ("FIVE", old):  # both before the first job is done
        move_to(code)
        release_programme(forum, note=None, by=None, now=NOW)
        db.session.commit()

    while do_next(NOW):
        pass

    assert counted() == (3, 3, 0)


@pytest.mark.parametrize("rises_to", [4, 9])
def test_seats_that_rise_while_a_release_is_made_ready_are_no_more_than_the_hall_has(
    forum, rises_to
):
    count = db.session.query(SeatCount).filter_by(way="hall").one()
    a_hall(forum, code="FOUR", seats=4)
    move_to("FOUR")
    ready = prepare(forum)
    set_seats(count.id, rises_to, seen=3, forum_id=forum.id, actor="tests", now=NOW)

    freeze(forum, ready, note=None, by=None, now=NOW, write=False)
    db.session.commit()
    while do_next(NOW):
        pass

    assert counted() == (4, 0, 0)


def test_another_time_in_the_same_hall_leaves_the_seats(forum):
    session = db.session.query(Session).one()
    session.hall.seats = 99
    session.title = session.title
    db.session.flush()

    released(forum)

    assert counted() == (3, 0, 0)
