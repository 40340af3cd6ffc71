"""The fire limit is the hall's: everybody counts who is in a session of it that is not over."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest

from forum_app import clock
from forum_app.db import db
from forum_app.models import Forum, Hall, Session

from ...builders import release
from ..applications import hall
from .seen import entries, entry_id, verdict

AT_TWO = datetime(2030, 6, 1, 7, 0, tzinfo=UTC)


@pytest.fixture
def one_hall(app, there):
    """W1, W2 and P1 are released in one hall, whose fire limit is 2."""
    with app.app_context():
        for session in db.session.query(Session).filter(Session.code != "D2"):
            session.hall_id = there.hall_id
        db.session.get_one(Hall, there.hall_id).seats = 2
        db.session.flush()
        release(db.session.get_one(Forum, there.forum_id), number=2)
        db.session.commit()


def door(code):
    return f"/en/here/door/sessions/{code}"


def test_two_sessions_at_one_time_share_the_limit_of_their_hall(app, comes, shows, one_hall):
    first, second, third = comes(hall("W1")), comes(hall("W2")), comes(hall("W1"))

    found = [shows(first.code), shows(second.code, door=door("W2")), shows(third.code)]

    assert [verdict(x) for x in found] == ["welcome", "welcome", "full"]
    assert "2 in the hall with its other sessions" in found[1].text
    assert "Full: nobody else" in found[1].text
    assert entries(app) == 2


def test_whose_entry_is_undone_leaves_room_in_the_other_session(
    app, browser, comes, shows, one_hall, there
):
    first = comes(hall("W1"))
    shows(first.code)
    undo = f"/en/here/door/entries/{entry_id(app)}/undo"
    shows(comes(hall("W2")).code, door=door("W2"))

    browser(there.keeper).post(undo, {"reason": "the wrong room"})

    assert verdict(shows(comes(hall("W2")).code, door=door("W2"))) == "welcome"


def test_one_person_in_two_sessions_of_a_hall_is_one(comes, shows, one_hall):
    both = comes(hall("W1"), hall("P1"))
    shows(both.code)

    assert verdict(shows(both.code, door=door("P1"))) == "welcome"
    assert verdict(shows(comes(hall("W1")).code)) == "welcome"
    assert verdict(shows(comes(hall("W1")).code)) == "full"


def test_people_of_a_session_that_is_over_are_not_counted_and_the_door_says_so(
    browser, comes, shows, one_hall, there
):
    for _ in range(2):
        shows(comes(hall("W1")).code)
    clock.start_forum_clock_at(AT_TWO)

    assert verdict(shows(comes(hall("P1")).code, door=door("P1"))) == "welcome"
    assert "nobody scans on the way out" in browser(there.keeper).get(door("P1")).text


def test_the_desk_shows_both_sessions_as_full(browser, comes, shows, one_hall, there):
    for code in ("W1", "W2"):
        shows(comes(hall(code)).code, door=door(code))

    assert browser(there.organiser).get("/en/here/desk/doors").text.count("Full") == 2


def test_the_last_seat_of_a_hall_lets_in_one_of_two_sessions(app, comes, shows, one_hall, there):
    with app.app_context():
        db.session.get_one(Hall, there.hall_id).seats = 1
        db.session.commit()
    codes = [(comes(hall(code)).code, door(code)) for code in ("W1", "W2")]
    start = Barrier(2, timeout=20)

    def show(asked):
        start.wait()
        return verdict(shows(asked[0], door=asked[1]))

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(show, codes)) == ["full", "welcome"]
