"""What an organiser may type into a draft and must not: each is a clear sentence, nothing lost."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from forum_app.db import db
from forum_app.models import Hall, Session

from ..builders import a_forum, a_session, a_user
from ..programme.test_public_pages import words_of
from .forms import as_shown, row


@pytest.fixture
def brussels(app, browser):
    """The desk of a forum over both changes of the clocks there: A and B, one after the other."""
    with app.app_context():
        days = {"first_day": date(2030, 3, 30), "last_day": date(2030, 10, 27)}
        forum = a_forum(slug="summit", zone="Europe/Brussels", **days)
        a_session(forum, code="A")
        a_session(forum, code="B", starts="11:00", ends="12:00")
        user = a_user(forum=forum, role="organiser").id
        db.session.commit()
    page = browser(user)
    return SimpleNamespace(
        get=lambda path: page.get("/en/summit/desk" + path),
        post=lambda path, data=None: page.post("/en/summit/desk" + path, data or {}),
    )


def saves(desk, code, **typed):
    path = f"/programme/{code}"
    return desk.post(path, as_shown(desk.get(path)) | typed)


def test_a_time_that_the_clocks_skip_is_named_and_what_was_typed_stays(app, brussels):
    late = {"starts_wall": "2030-03-31T02:30", "ends_wall": "2030-03-31T04:00"}

    said = saves(brussels, "A", **late, title_en="Kept")

    assert said.status_code == 422
    assert "clocks in Brussels skip 02:30 Sunday, 31 March 2030." in words_of(said.text)
    assert 'value="Kept"' in said.text
    assert row(app, Session, code="A").title.said_in("en") == "Session"


@pytest.mark.parametrize("path", ["/programme", "/programme/builder?day=2030-03-31"])
def test_a_heading_over_a_day_on_which_clocks_are_changed_says_both_offsets(brussels, path):
    saves(brussels, "A", starts_wall="2030-03-31T01:00", ends_wall="2030-03-31T04:00")
    saves(brussels, "B", starts_wall="2030-03-31T05:00", ends_wall="2030-03-31T06:00")

    assert "UTC+1, UTC+2 from 03:00 Sun 31 Mar)" in words_of(brussels.get(path).text)


TWICE = "On Sunday, 27 October 2030 clocks show 02:30 twice. The first is meant (UTC+2)."


def test_of_an_hour_that_comes_twice_the_first_is_taken_and_it_is_told_once(app, brussels):
    twice = {"starts_wall": "2030-10-27T02:30", "ends_wall": "2030-10-27T03:30"}

    assert saves(brussels, "A", **twice).status_code == 303

    assert TWICE in words_of(brussels.get("/programme").text)
    saves(brussels, "A", title_en="The same hour")
    assert TWICE not in words_of(brussels.get("/programme").text)
    session = row(app, Session, code="A")
    assert session.starts_at == datetime(2030, 10, 27, 0, 30, tzinfo=UTC)
    assert session.ends_at == datetime(2030, 10, 27, 2, 30, tzinfo=UTC)  # two hours, by the sun


def test_a_session_over_midnight_ends_on_the_next_day(brussels):
    night = {"starts_wall": "2030-06-01T23:00", "ends_wall": "2030-06-02T01:30"}

    assert saves(brussels, "A", **night).status_code == 303
    brussels.post("/programme/review", as_shown(brussels.get("/programme/review")))
    later = {"starts_wall": "2030-06-01T23:30", "ends_wall": "2030-06-02T02:00"}
    saves(brussels, "A", **later)

    assert "moved from 23:00 to 23:30" in words_of(brussels.get("/programme/review").text)


def test_an_order_in_a_circle_is_refused_by_name(brussels):
    saves(brussels, "B", after="A")

    said = saves(brussels, "A", after="B")

    assert said.status_code == 422
    assert "A, B would come after each other in a circle" in words_of(said.text)


def test_a_hall_with_sessions_is_not_removed_and_names_them(app, brussels):
    with app.app_context():
        code = db.session.query(Session).filter_by(code="A").one().hall.code

    said = brussels.post(f"/halls/{code}/removal")

    assert said.status_code == 409
    assert f"Hall {code} stays: these sessions are in it: A." in words_of(said.text)
    assert row(app, Hall, code=code)
