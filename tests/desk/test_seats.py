"""The organiser's table of seats: one number at a time, and what comes of it."""

import re

import pytest
from sqlalchemy import select

from forum_app.db import db
from forum_app.models import Entry, ForumRole, Message, SeatCount
from forum_app.programme.services.seats import RAISED_AT_ONCE

from ..registration.applications import hall

pytestmark = pytest.mark.same_rows


def numbers(app, there):
    """(seats, taken, over) of the hall of W1."""
    with app.app_context():
        count = db.session.get_one(SeatCount, there.hall)
        return count.seats, count.taken, count.over


def sets(desk, there, seats, seen=2):
    return desk.post(f"/seats/W1/{there.hall}", {"seats": seats, "seen": seen})


def row_of(page, there):
    """The words of the row of the hall, without what is inside of tags."""
    row = re.search(rf'<tr id="seats-{there.hall}">(.*?)</tr>', page.text, re.S).group(1)
    return " ".join(re.sub("<[^>]+>", " ", row).split())


def words_of(page):
    return " ".join(re.sub("<[^>]+>", "", page.text).split())


def test_each_number_of_the_table_leads_to_the_list_of_those_people(desk, there):
    table = desk.get("/seats").text
    places = re.search(r'<a href="[^"]*?/desk(/delegates\?[^"]*way=hall[^"]*)">2</a> / 2', table)
    waiting = re.search(
        r'<a href="[^"]*?/desk(/delegates\?[^"]*way=hall[^"]*)">3 waiting</a>', table
    )

    found = [desk.get(x[1].replace("&amp;", "&")).text for x in (places, waiting)]

    assert "2 found" in found[0]
    assert "3 found" in found[1]
    assert "meter-W1-point-SIN" in table


def test_the_meters_renew_themselves_and_say_when_seats_were_cut_below_what_is_taken(desk, there):
    table, before = desk.get("/seats").text, desk.get("/meters")
    sets(desk, there, 1)

    after = desk.get("/meters", headers={"If-None-Match": before.headers["ETag"]})
    same = desk.get("/meters", headers={"If-None-Match": after.headers["ETag"]})

    assert "data-live" in table
    assert set(re.findall(r'id="(meter-[^"]+)"', after.text)) == set(
        re.findall(r'id="(meter-[^"]+)"', table)
    )
    assert "1 over" in words_of(after)
    assert same.status_code == 304


def test_the_page_of_one_session_renews_each_of_its_meters_too(desk, there):
    page, renewed = desk.get("/seats/W1").text, desk.get("/meters").text

    shown = re.findall(r'id="(meter-[^"]+)"', page)
    assert "data-live" in page
    assert len(shown) == len(re.findall('<tr id="seats-', page)) > 1
    assert set(shown) <= set(re.findall(r'id="(meter-[^"]+)"', renewed))


def test_the_table_shows_what_is_taken_and_who_waits(desk, there):
    table, lines = desk.get("/seats"), desk.get("/seats/W1")

    assert "2 / 2 · 3 waiting" in words_of(table)
    assert row_of(lines, there).startswith("Room room for 100 2 / 2 · 3 waiting")
    assert "Singapore (SIN)" in lines.text


def test_more_seats_promote_the_next_in_line_who_are_written_to(app, desk, there):
    page = desk.get(sets(desk, there, 4).headers["Location"].removeprefix(there.desk))

    assert "The number of seats in W1 is 4 now." in page.text
    assert "2 people were promoted from the waiting list and are written to." in page.text
    assert numbers(app, there) == (4, 4, 0)
    with app.app_context():
        promoted = select(Message).where(Message.template == "registration.promoted")
        assert len(db.session.scalars(promoted).all()) == 2
        noted = db.session.scalars(select(Entry).where(Entry.act == "programme.set_seats")).one()
        assert noted.actor == f"user {there.organiser}"
        assert (noted.facts["before"], noted.facts["seats"]) == (2, 4)


def test_only_those_whom_this_change_promoted_are_counted(desk, there):
    sets(desk, there, 4)

    page = desk.get(sets(desk, there, 5, seen=4).headers["Location"].removeprefix(there.desk))

    assert "1 person was promoted from the waiting list and is written to." in page.text


def test_fewer_seats_take_no_place_from_anybody(app, desk, there):
    sets(desk, there, 1)

    assert numbers(app, there) == (1, 2, 1)
    assert "2 / 1 · 3 waiting" in row_of(desk.get("/seats/W1"), there)


def test_of_two_organisers_at_once_the_second_sees_both_numbers(app, desk, there):
    sets(desk, there, 3)

    answer = sets(desk, there, 5, seen=2)

    assert answer.status_code == 409
    assert "There are 3 seats by now" in answer.text
    assert "after you saw 2. You asked for 5." in answer.text
    assert 'name="seen" value="3"' in answer.text
    assert 'value="5"' in answer.text
    assert numbers(app, there) == (3, 3, 0)


@pytest.mark.parametrize(
    ("seats", "sentence"),
    [
        ("", "Please write how many seats there are."),
        ("-1", "Please write a whole number from 0 to 100000."),
        ("1.5", "Please write a whole number"),
        ("1e3", "Please write a whole number"),
        ("١٢", "Please write a whole number"),
        ("²", "Please write a whole number"),
        ("100001", "Please write a whole number"),
        ("9" * 19, "Please write a whole number"),
        ("9" * 10_000, "Please keep this to 20 characters."),
        ("4\x00", "characters that cannot be shown"),
        ("<script>", "Please write a whole number"),
    ],
)
def test_what_is_no_number_of_seats_is_told_and_changes_nothing(app, desk, there, seats, sentence):
    answer = sets(desk, there, seats)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "<script>" not in answer.text
    assert numbers(app, there) == (2, 2, 0)


@pytest.mark.parametrize("seen", ["", "x", "-2", "9" * 40])
def test_a_page_that_was_tampered_with_changes_nothing(app, desk, there, seen):
    assert sets(desk, there, 4, seen).status_code == 422
    assert numbers(app, there) == (2, 2, 0)


def test_who_organises_no_more_changes_nothing_from_a_page_still_open(app, desk, there):
    desk.get("/seats/W1")
    with app.app_context():
        db.session.query(ForumRole).delete()
        db.session.commit()

    assert sets(desk, there, 4).status_code == 403
    assert desk.get("/seats").status_code == 403
    assert numbers(app, there) == (2, 2, 0)


@pytest.mark.parametrize("path", ["/seats/W9", "/seats/W1%00", "/seats/w1"])
def test_a_session_that_is_not_there_has_no_seats(desk, path):
    assert desk.get(path).status_code == 404


@pytest.mark.parametrize("number", ["0", "99999", "2147483648", "9" * 40, "-1"])
def test_seats_that_are_not_there_are_not_changed(desk, number):
    assert desk.post(f"/seats/W1/{number}", {"seats": 3, "seen": 2}).status_code == 404


def test_of_a_long_line_the_rest_is_told_to_follow(desk, there, registers):
    for _ in range(RAISED_AT_ONCE):
        registers(hall("W1", wait=True))

    page = desk.get(sets(desk, there, 40).headers["Location"].removeprefix(there.desk))

    assert f"{RAISED_AT_ONCE} people were promoted" in page.text
    assert "It goes on rising to 40, each seat given to the next in line." in page.text
    assert "rising to 40" in row_of(page, there)
