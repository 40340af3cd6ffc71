"""What is offered, and the fragment that keeps an open page true."""

import gzip
import re

import pytest
from sqlalchemy import event

from forum_app.commands.model_case import SLUG, make_model_case
from forum_app.db import db
from forum_app.models import Delegate, Forum, Point, ReleasedSession, SeatCount, Session
from forum_app.registration import queries

from ..builders import NOW, a_point
from .applications import hall, registered, waits_for
from .pages import filled, link_of, offered_in

LEFT = r'id="(left-[\w-]+)">([^<]*)<'


@pytest.fixture
def asked(room):
    """The questions asked of the database, as they are sent."""
    sent = []

    def note(_connection, _cursor, statement, *_):
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    event.remove(db.engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    ("offer", "questions"),
    [
        (lambda forum, _: queries.offer_of(forum), 6),
        (lambda forum, _: queries.sessions_offered(forum), 4),
        (queries.sessions_offered_to, 6),
    ],
)
def test_what_is_offered_is_asked_in_a_known_number_of_questions(forum, asked, offer, questions):
    registered(forum, hall("W1"), hall("P1"))
    forum_id, delegate_id = forum.id, waits_for(forum).id
    db.session.expunge_all()
    forum, anh = db.session.get_one(Forum, forum_id), db.session.get_one(Delegate, delegate_id)
    asked.clear()

    offer(forum, anh)

    assert len(asked) == questions


def test_an_open_page_sees_within_one_poll_that_the_hall_is_full_and_that_it_is_not_any_more(
    app, browser, there
):
    def polled():
        left = dict(re.findall(LEFT, browser().get(f"{there.form}/seats").text))
        return [left[f"left-W1-{option}"] for option in ("hall", "hall-wait", "hall-wait-online")]

    before = polled()
    browser().post(there.form, filled())
    full = polled()
    browser().post(f"{link_of(app, there.slug)}/withdrawal")

    assert (before, full, polled()) == (["1 seat left"] * 3, ["Full"] * 3, ["1 seat left"] * 3)


@pytest.mark.parametrize("full", [False, True])
def test_the_fragment_renews_every_number_that_a_page_shows(app, browser, there, full):
    browser().post(there.form, filled(way_W1="hall" if full else "online"))
    change = f"{link_of(app, there.slug)}/sessions"
    renewed = dict(re.findall(LEFT, browser().get(f"{there.form}/seats").text))

    for page in (there.form, change):
        shown = dict(re.findall(LEFT, browser().get(page).text))
        assert shown
        assert {name: renewed.get(name) for name in shown} == shown


def test_a_full_hall_chosen_while_registering_is_refused_with_its_waiting_list(browser, there):
    browser().post(there.form, filled())

    answer = browser().post(there.form, filled(email="b@example.org", way_P1="online"))

    assert answer.status_code == 409
    assert "W1 is full this way" in answer.text
    assert offered_in(answer.text, "way_W1")[:3] == ["hall", "hall-wait", "hall-wait+online"]
    assert re.search(r'name="way_W1" value="hall"[^>]* checked', answer.text)
    assert re.search(r'name="way_P1" value="online"[^>]* checked', answer.text)


def test_the_fragment_of_the_model_case_is_small(app, browser):
    with app.app_context():
        make_model_case(now=NOW)
        db.session.commit()

    body = browser().get(f"/vi/{SLUG}/register/seats").data

    assert len(gzip.compress(body)) < 1000


def test_a_point_without_seats_in_some_session_says_in_which_it_has_them(app, browser, there):
    with app.app_context():
        forum, sin = db.session.query(Forum).one(), db.session.query(Point).one()
        p1 = db.session.query(Session).filter_by(code="P1").one()
        for point in (sin, a_point(forum, code="TYO", name="Tokyo")):
            db.session.add(
                SeatCount(
                    forum_id=forum.id, session_id=p1.id, way="point", point_id=point.id, seats=2
                )
            )
        db.session.commit()

    shown = browser().get(there.form).text
    refused = browser().post(there.form, filled(way_W1="point", point="TYO"))

    assert "Singapore (SIN)</option>" in shown
    assert "Tokyo (TYO) · seats in P1</option>" in shown
    assert "W1 has no seats at the point “TYO”" in refused.text


@pytest.fixture
def loaded():
    """The codes of the released sessions that were read, each as often as that was."""
    codes = []

    def note(session, _context):
        codes.append(session.code)

    event.listen(ReleasedSession, "load", note)
    yield codes
    event.remove(ReleasedSession, "load", note)


def test_registering_reads_the_sessions_that_were_chosen_and_no_others(browser, there, loaded):
    answer = browser().post(there.form, filled(way_P1="online", way_W2="", way_W9="hall"))

    assert answer.status_code == 303
    assert set(loaded) == {"W1", "P1"}


def test_where_something_is_wrong_the_page_shows_every_session_and_keeps_what_was_typed(
    browser, there
):
    answer = browser().post(there.form, filled(way_P1="online", email="none"))

    assert answer.status_code == 422
    assert [f'name="way_{code}"' in answer.text for code in ("W1", "W2", "P1")] == [True] * 3
    assert re.search('<input[^>]*name="way_P1"[^>]*value="online"[^>]* checked', answer.text)


def test_a_point_chosen_for_nothing_keeps_nobody_from_registering(browser, there):
    answer = browser().post(there.form, filled(point="SIN"))

    assert answer.status_code == 303
