"""Organisers test points from their pages: the board tells the truth, nothing typed is lost."""

import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from time_machine import travel

from forum_app.broadcast.models import Result, TechCheck, TestSlot
from forum_app.broadcast.queries.readiness import items_of
from forum_app.broadcast.services.checks import start_list
from forum_app.broadcast.views.readiness import PAGE
from forum_app.db import db
from forum_app.forums.models import Forum, Role

from ..builders import a_forum, a_point, a_user
from .conftest import BY, a_line

pytestmark = pytest.mark.same_rows

ROUND = {
    "code": "line",
    "title_vi": "Thử đường truyền",
    "title_en": "Line test",
    "first_day": "2030-05-20",
    "last_day": "2030-05-21",
    "from_time": "08:00",
    "until_time": "18:00",
    "minutes": "30",
    "position": "1",
}


@pytest.fixture
def there(app):
    with app.app_context():
        forum = a_forum(slug="here")
        start_list(forum, **BY)
        point = a_point(forum, code="SIN", name="Singapore", zone="Asia/Singapore")
        line = a_line(point)
        organiser = a_user("Ngọc Ánh", forum=forum, role=Role.ORGANISER)
        db.session.commit()
        items = {item.code: item.id for item in items_of(forum)}
        return SimpleNamespace(line=line.id, organiser=organiser.id, items=items)


@pytest.fixture
def desk(browser, there):
    """desk(method, "readiness", **form) -> the answer, as the organiser sees it."""
    mine = browser(there.organiser)

    def press(path, **form):
        where = f"/en/here/desk/{path}"
        return mine.post(where, form) if form else mine.get(where)

    return press


def result(there, **given):
    usual = {"item": "picture", "line": there.line, "revision": 1, "latest": 0, "note": ""}
    return {name: str(value) for name, value in (usual | {"result": "pass"} | given).items()}


def test_a_result_is_written_down_and_the_board_shows_it(app, desk, there):
    answer = desk("readiness/SIN/results", **result(there, result="fail", note="No picture"))

    assert answer.status_code == 303
    shown = desk("readiness/SIN").text
    assert "No picture" in shown
    hours = re.findall(r"(\d\d):(\d\d)</time>[^·]*· .* (\d\d):(\d\d) <small[^>]*>Singapore", shown)
    assert [(int(there) - int(venue)) % 24 for venue, _, there, _ in hours] == [1, 1]
    assert "By whom" in shown
    assert "Something fails" in desk("readiness").text
    with app.app_context():
        assert db.session.query(TechCheck).one().result is Result.FAIL


def test_whoever_comes_second_sees_the_other_result_and_keeps_the_remark(desk, there):
    desk("readiness/SIN/results", **result(there))

    late = desk("readiness/SIN/results", **result(there, result="fail", note="Echo"))

    assert late.status_code == 409
    assert "Somebody else wrote a result" in late.text
    assert 'value="Echo"' in late.text


def test_what_is_no_result_writes_nothing(app, desk, there):
    answers = [
        desk("readiness/SIN/results", **result(there, result="perfect")),
        desk("readiness/SIN/results", **result(there, line=999)),
    ]

    assert [x.status_code for x in answers] == [409, 409]
    with app.app_context():
        assert db.session.query(TechCheck).count() == 0


def test_the_board_is_narrowed_by_state_and_by_what_is_missing(desk):
    assert "SIN" in desk("readiness?state=untested&lacks=picture").text
    assert "No point is like that now." in desk("readiness?state=ready").text


def test_the_board_says_as_of_when_and_to_what_it_is_narrowed(browser, there):
    def asked(minutes, query, tag=None):
        with travel(datetime(2026, 10, 20, 5, minutes, tzinfo=UTC), tick=False):
            where = f"/en/here/desk/readiness/rows?{query}"
            return browser(there.organiser).get(where, headers={"If-None-Match": tag or ""})

    first = asked(0, "state=untested&lacks=picture")
    later = asked(7, "state=untested&lacks=picture", first.headers["ETag"])
    other = asked(7, "")

    assert "As of 12:00 Tuesday, 20 October 2026 (UTC+7)." in first.text
    assert "Not tested yet, what lacks “Picture both ways, clear and steady”" in first.text
    assert later.status_code == 304
    assert "As of 12:07" in other.text
    assert "Here alone" not in other.text


def test_a_round_is_planned_proposed_booked_and_a_test_moved(app, desk):
    assert "Please name one first" in desk("tests").text
    desk("tests/crews/new", code="A", name_vi="Tổ A", name_en="Crew A")
    assert desk("tests/rounds/new", **ROUND).status_code == 303
    assert "Book this 1 test" in desk("tests/rounds/line").text
    assert desk("tests/rounds/line/bookings", x="").status_code == 303
    with app.app_context():
        slot = db.session.query(TestSlot).one()

    moved = {"starts_wall": "2030-05-21T09:10", "crew": "A", "seen": "1"}
    wrong = desk(f"tests/slots/{slot.id}/time", **moved)
    right = desk(f"tests/slots/{slot.id}/time", **moved | {"starts_wall": "2030-05-21T09:15"})

    assert (wrong.status_code, right.status_code) == (422, 303)
    assert "from Monday, 20 May 2030 to Tuesday, 21 May 2030" in wrong.text
    assert "2030-05-21T09:10" in wrong.text
    assert "09:15–09:45" in desk("tests/rounds/line").text
    assert "10:15–10:45 (UTC+8)" in desk("tests/rounds/line").text


def test_a_round_shows_what_was_missed_and_when_it_is_over(app, browser, desk, there):
    desk("tests/crews/new", code="A", name_vi="Tổ A", name_en="Crew A")
    desk("tests/rounds/new", **ROUND)
    desk("tests/rounds/line/bookings", x="")
    with app.app_context():
        slot = db.session.query(TestSlot).one()
    where = f"/en/here/desk/tests/slots/{slot.id}"

    before = desk(f"tests/slots/{slot.id}").text
    with travel(slot.starts_at, tick=False):
        begun = browser(there.organiser).get(where).text
        missed = browser(there.organiser).post(f"{where}/missed", {"seen": "1"})
        shown = browser(there.organiser).get(missed.location).text
    with travel(slot.starts_at + timedelta(days=2), tick=False):
        over = browser(there.organiser).get(missed.location).text

    assert ("It was missed" in before, "It was missed" in begun) == (False, True)
    assert re.search(r'<span class="badge[^>]*>.*missed', shown)
    assert "Book this 1 test" in shown
    assert "The days of this round are over. Without a test: SIN." in over


def test_a_crew_is_renamed_and_retired_once_no_test_waits_for_it(app, desk):
    desk("tests/crews/new", code="A", name_vi="Tổ A", name_en="Crw A")
    desk("tests/rounds/new", **ROUND)
    desk("tests/rounds/line/bookings", x="")
    with app.app_context():
        slot = db.session.query(TestSlot).one()
    named = {"name_vi": "Tổ A", "name_en": "Crew A"}

    renamed = desk("tests/crews/A", **named, seen="1")
    busy = desk("tests/crews/A", **named, seen="2", retired="1")
    desk(f"tests/slots/{slot.id}/cancelled", seen="1")
    retired = desk("tests/crews/A", **named, seen="2", retired="1")

    assert (renamed.status_code, retired.status_code) == (303, 303)
    assert (busy.status_code, "Tests that still wait for this crew: 1." in busy.text) == (409, True)
    assert "Crew A" in desk("tests").text
    assert "no longer tests" in desk("tests").text
    assert "There is no crew to test with yet" in desk("tests/rounds/line").text


def test_a_round_without_a_crew_says_what_is_missing(desk):
    desk("tests/rounds/new", **ROUND)

    assert "There is no crew to test with yet" in desk("tests/rounds/line").text


def test_many_points_stand_on_pages_the_worst_first_or_all_on_one_to_print(app, desk, there):
    with app.app_context():
        forum = db.session.query(Forum).one()
        for number in range(PAGE):
            a_point(forum, code=f"Q{number}")
        db.session.commit()
    desk("readiness/SIN/results", **result(there, result="fail"))

    pages = {x: desk(f"readiness?page={x}").text for x in ("1", "2", "all", "0", "99", "x")}

    rows = {x: text.count('<th scope="row">') for x, text in pages.items()}
    assert rows == {"1": PAGE, "2": 1, "all": PAGE + 1, "0": PAGE, "99": 1, "x": PAGE}
    assert "Something fails" in pages["1"].split('<th scope="row">')[1]
    assert desk("readiness/rows?page=2").text.count('<th scope="row">') == 1
