"""Entering once, taking it back, and what is kept of both."""

import re
from datetime import timedelta

import time_machine

from forum_app import clock
from forum_app.db import db
from forum_app.models import Delegate, Hall

from ...builders import NOW
from ..applications import hall, online
from .seen import acts, code_of, entries, entry_id, inside, verdict

NOT_YOU = 403


def test_who_has_a_place_is_welcome_once_and_told_when_and_where_afterwards(app, comes, shows):
    anh = comes(hall("W1"), name="Nguyễn Thị Ánh", organisation="Bộ Xây dựng")

    first, second = shows(anh.code), shows(anh.code)

    assert verdict(first) == "welcome"
    assert all(
        x in first.text for x in ("Nguyễn Thị Ánh", "Bộ Xây dựng", "Delegate", "In the hall")
    )
    assert verdict(second) == "already_in"
    assert re.search(r"Since \d\d:\d\d, through Room", second.text)
    assert (entries(app), inside(app)) == (1, 1)


def test_the_same_press_sent_again_has_the_same_answer(app, comes, shows):
    anh = comes(hall("W1"))

    assert [verdict(shows(anh.code, nonce="press-12345")) for _ in range(2)] == ["welcome"] * 2
    assert (entries(app), inside(app)) == (1, 1)


def test_the_same_press_after_some_minutes_is_somebody_who_is_in(app, comes, shows):
    anh, scan = comes(hall("W1")), {"nonce": "press-12345"}
    with time_machine.travel(NOW, tick=False) as real:
        clock.start_forum_clock_at(NOW + timedelta(days=31))
        try:
            found = [verdict(shows(anh.code, **scan))]
            for minutes in (4, 2):
                real.shift(timedelta(minutes=minutes))
                clock.start_forum_clock_at(NOW + timedelta(days=31))
                found.append(verdict(shows(anh.code, **scan)))
        finally:
            clock.start_forum_clock_at(None)

    assert found == ["welcome", "welcome", "already_in"]
    assert (entries(app), inside(app)) == (1, 1)


def test_the_same_press_with_another_ticket_is_another_scan(app, comes, shows):
    anh, binh = comes(hall("W1")), comes(hall("W1"), name="Trần Văn Bình")

    shows(anh.code, nonce="press-12345")
    answer = shows(binh.code, nonce="press-12345")

    assert verdict(answer) == "welcome"
    assert "Trần Văn Bình" in answer.text
    assert (entries(app), inside(app)) == (2, 2)


def test_a_reprinted_ticket_opens_and_the_old_one_is_dead(app, browser, comes, shows, there):
    anh = comes(hall("W1"))
    page = browser(there.keeper).post(f"/en/here/door/registrations/{anh.reference}/ticket")
    with app.app_context():
        new = code_of(db.session.get_one(Delegate, anh.id))

    assert "<svg" in page.text
    assert new != anh.code
    assert verdict(shows(anh.code)) == "revoked"
    assert verdict(shows(new)) == "welcome"
    assert "door.enter" in acts(app)
    assert "registration.reprint_ticket" in acts(app)


def test_a_press_sent_again_kills_no_ticket_that_was_just_printed(browser, comes, shows, there):
    page = f"/en/here/door/registrations/{comes(hall('W1')).reference}/ticket"
    keeper = browser(there.keeper)
    seen = re.search(r'name="seen" value="(\d+)"', keeper.get(page).text)[1]

    first, again = (keeper.post(page, {"seen": seen}).text for _ in range(2))

    printed = [re.search(r'class="qr".*?</svg>', text, re.S)[0] for text in (first, again)]
    assert printed[0] == printed[1]


def test_who_is_in_is_not_let_in_again_with_a_reprinted_ticket(app, browser, comes, shows, there):
    anh = comes(hall("W1"))
    shows(anh.code)
    browser(there.keeper).post(f"/en/here/door/registrations/{anh.reference}/ticket")
    with app.app_context():
        new = code_of(db.session.get_one(Delegate, anh.id))

    assert verdict(shows(new)) == "already_in"


def test_an_entry_is_undone_with_a_reason_that_is_kept(app, browser, comes, shows, there):
    anh = comes(hall("W1"))
    shows(anh.code)
    undo = f"/en/here/door/entries/{entry_id(app)}/undo"
    keeper = browser(there.keeper)

    assert keeper.post(undo, {"reason": " "}).status_code == 422
    assert keeper.post(undo, {"reason": "the wrong room"}).status_code == 303
    assert keeper.post(undo, {"reason": "again"}).status_code == 409

    assert inside(app) == 0
    assert entries(app, undone_reason="the wrong room") == 1
    assert verdict(shows(anh.code)) == "welcome"
    assert "door.undo" in acts(app)


def test_a_scan_that_was_undone_is_not_let_in_by_its_own_retry(app, browser, comes, shows, there):
    anh = comes(hall("W1"))
    shows(anh.code, nonce="press-12345")
    undo = f"/en/here/door/entries/{entry_id(app)}/undo"
    browser(there.keeper).post(undo, {"reason": "the wrong room"})

    assert verdict(shows(anh.code, nonce="press-12345")) == "undone"
    assert inside(app) == 0


def test_nobody_more_enters_than_the_fire_limit_allows(app, comes, shows, there):
    people = [comes(hall("W1")) for _ in range(3)]
    with app.app_context():
        db.session.get_one(Hall, there.hall_id).seats = 2
        db.session.commit()

    found = [shows(x.code) for x in people]

    assert [verdict(x) for x in found] == ["welcome", "welcome", "full"]
    assert "The fire limit of 2 is reached" in found[2].text
    assert "Nearly full: 1 more" in found[0].text
    assert "Full: nobody else" in found[1].text
    assert (entries(app), inside(app)) == (2, 2)


def test_an_organiser_lets_in_with_a_reason_and_door_staff_may_not(app, comes, shows):
    anh = comes(online("W1"))

    assert shows(anh.code, because="a minister").status_code == NOT_YOU
    assert "Let in all the same" not in shows(anh.code).text
    assert "Let in all the same" in shows(anh.code, who="organiser").text
    assert shows(anh.code, who="organiser", because=" ").status_code == 422
    assert verdict(shows(anh.code, who="organiser", because="a minister")) == "welcome"
    assert entries(app, because="a minister") == 1


def test_the_demo_clock_is_the_clock_of_the_door(app, comes, shows):
    clock.start_forum_clock_at(NOW + timedelta(days=31, hours=3, minutes=7))
    try:
        anh = comes(hall("W1"))
        shows(anh.code)
        assert "Since 15:07" in shows(anh.code).text
    finally:
        clock.start_forum_clock_at(None)
