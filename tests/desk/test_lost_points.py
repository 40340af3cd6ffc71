"""Where organisers choose a point or set its seats, one that takes part no more is marked."""

import re

import pytest
from sqlalchemy import select

from forum_app.db import db
from forum_app.models import Forum, Point, SeatCount

from ..builders import NOW, a_point
from ..registration.applications import at_point
from ..registration.pages import as_shown, link_of

pytestmark = pytest.mark.same_rows

OUT = "takes part no more"


@pytest.fixture
def bob(registers):
    """Bob, at SIN in W1."""
    return registers(at_point("W1", "SIN"), name="Bob")


@pytest.fixture
def lost(app, there, bob):
    """SIN takes part no more, KUL has no seats in W1; Bob is at SIN still."""
    with app.app_context():
        sin = db.session.scalars(select(Point).filter_by(code="SIN")).one()
        a_point(db.session.get_one(Forum, there.forum_id), code="KUL", name="Kuala Lumpur")
        sin.withdrawn_at = NOW
        db.session.commit()


def words_of(page):
    return " ".join(re.sub("<[^>]+>", " ", page).split())


def options_of(page, name):
    """What the page says of each option of the select `name`."""
    select_ = re.search(rf'<select [^>]*name="{name}".*?</select>', page, re.S)[0]
    return [words_of(x) for x in re.findall(r"<option.*?</option>", select_, re.S)]


def test_the_sessions_of_somebody_at_a_lost_point_mark_it_and_count_no_seat_there(desk, bob, lost):
    page = desk.get(f"/delegates/{bob}/sessions").text

    assert options_of(page, "point_W1") == ["Choose a point", f"Singapore (SIN) · {OUT}"]
    assert re.search(r'<option value="SIN" selected>', page)  # the script leaves it as it is
    assert "SIN Takes part no more" in words_of(page)  # in full where a phone cuts the option
    assert "left at 1 point" not in page
    assert re.search(r'id="left-W1-point">Full<', page)
    assert 'value="point-wait"' not in page
    assert desk.post(f"/delegates/{bob}/sessions", as_shown(page)).status_code == 303


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", f"Singapore (SIN) · {OUT}"), ("vi", "Singapore (SIN) · không còn tham gia")],
    ids=["en", "vi"],
)
def test_their_own_page_marks_it_alike(app, browser, there, lost, lang, said):
    page = browser().get(f"{link_of(app, there.slug, lang)}/sessions").text

    assert options_of(page, "point_W1")[1:] == [said]


def test_a_point_that_takes_part_is_not_marked(desk, bob):
    page = desk.get(f"/delegates/{bob}/sessions").text

    assert options_of(page, "point_W1") == ["Choose a point", "Singapore (SIN)"]
    assert "3 left at 1 point" in page


def test_the_seats_of_a_lost_point_are_marked_in_the_table_and_where_they_are_set(app, desk, lost):
    with app.app_context():
        there = db.session.scalars(select(SeatCount.id).where(SeatCount.way == "point")).one()

    table, lines = desk.get("/seats").text, desk.get("/seats/W1").text

    assert "Singapore SIN Takes part no more" in words_of(table)
    row = re.search(rf'<tr id="seats-{there}">(.*?)</tr>', lines, re.S)[1]
    assert "Takes part no more" in row
    assert (table + lines).count("Takes part no more") == 2


def test_a_speaker_is_not_put_at_a_lost_point_unknowingly(app, desk, lost):
    page = desk.get("/programme/W1/people/new").text

    assert options_of(page, "point") == ["none", f"SIN Singapore · {OUT}", "KUL Kuala Lumpur"]


def test_a_new_session_names_the_points_at_which_nobody_gets_a_seat(desk, lost):
    page = words_of(desk.get("/programme/new").text)

    assert "Also where a point takes part no more (SIN): nobody gets a seat there." in page


def test_a_new_session_says_nothing_of_it_while_all_points_take_part(desk):
    assert OUT not in desk.get("/programme/new").text
