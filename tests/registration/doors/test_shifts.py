"""A shared device: its shift, its PIN, and what it shows without."""

import re
from datetime import timedelta

import pytest
import time_machine

from forum_app.db import db
from forum_app.forums.models import Role
from forum_app.forums.queries import forum_at
from forum_app.models import CheckIn, DoorShift, ForumRole

from ...builders import NOW, a_user
from ..applications import hall
from .seen import verdict

WRONG = "000000"


@pytest.fixture
def device(browser, there):
    """A browser on which the keeper opened a shift; `.pin` was shown once."""
    return opened(browser(there.keeper))


def opened(device):
    page = device.post("/en/here/door/shifts", {"door": "Room 1, left"}).text
    device.pin = re.search(r"<output[^>]*>(\d{6})</output>", page)[1]
    device.csrf = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]  # it is another's now
    return device


def asks_for_pin(answer):
    return answer.status_code == 303 and "/door/pin" in answer.headers["Location"]


def test_a_device_in_its_shift_lets_in_and_each_entry_names_the_shift(
    app, device, comes, shows, there
):
    anh = comes(hall("W1"))

    assert verdict(device.post(there.door, {"typed": anh.code})) == "welcome"

    assert "through Room 1, left" in shows(anh.code).text
    with app.app_context():
        entry, shift = db.session.query(CheckIn).one(), db.session.query(DoorShift).one()
        assert (entry.shift_id, entry.actor) == (shift.id, f"shift {shift.id}")


def test_opening_a_shift_signs_out_on_that_device(device):
    assert "/sign-in" in device.get("/en/account").headers["Location"]
    assert device.get("/en/here/desk/").status_code == 302


def test_a_cookie_kept_from_before_the_shift_is_signed_in_no_more(browser, there):
    someone = browser(there.keeper)
    kept = someone.client.get_cookie("session").value
    opened(someone)

    someone.client.set_cookie("session", kept)

    assert "/sign-in" in someone.get("/en/account").headers["Location"]


def test_after_a_hand_over_nothing_is_shown_without_the_pin(device, comes, there):
    anh = comes(hall("W1"), name="Nguyễn Thị Ánh")

    assert asks_for_pin(device.post("/en/here/door/lock"))

    assert asks_for_pin(device.get(there.door))
    assert asks_for_pin(device.post(there.door, {"typed": anh.code}))
    assert asks_for_pin(device.get(f"{there.door}/counts"))
    assert asks_for_pin(device.post(f"/en/here/door/registrations/{anh.reference}/ticket"))
    assert "Ánh" not in device.get("/en/here/door/pin").text
    assert device.post("/en/here/door/pin", {"pin": device.pin}).status_code == 303
    assert device.get(there.door).status_code == 200


def test_a_cookie_kept_from_before_a_hand_over_opens_nothing(app, device, there):
    kept = device.client.get_cookie("session").value
    device.post("/en/here/door/lock")
    device.client.set_cookie("session", kept)

    assert asks_for_pin(device.get(there.door))


@pytest.mark.parametrize(("minutes", "asks"), [(9, False), (11, True)])
def test_a_device_left_alone_asks_for_its_pin(browser, there, minutes, asks):
    with time_machine.travel(NOW, tick=False) as at:
        device = opened(browser(there.keeper))
        at.shift(timedelta(minutes=minutes))

        assert asks_for_pin(device.get(there.door)) == asks


def test_a_page_that_renews_itself_does_not_keep_the_device_open(browser, there):
    with time_machine.travel(NOW, tick=False) as at:
        device = opened(browser(there.keeper))
        for _ in range(3):
            at.shift(timedelta(minutes=4))
            device.get(f"{there.door}/counts")

        assert asks_for_pin(device.get(there.door))


def test_wrong_pins_are_counted_and_the_right_one_is_not_helped_by_more(frozen, device, there):
    device.post("/en/here/door/lock")
    wrong = WRONG if device.pin != WRONG else "000001"
    found = [device.post("/en/here/door/pin", {"pin": wrong}).status_code for _ in range(6)]

    assert found == [422] * 5 + [429]
    assert device.post("/en/here/door/pin", {"pin": device.pin}).status_code == 429


def test_a_shift_is_ended_by_whoever_opened_it_and_says_so(browser, device, there):
    keeper = browser(there.keeper)
    listed = keeper.get("/en/here/door").text
    end = re.search(r'action="(/en/here/door/shifts/\d+/end)"', listed)[1]

    assert keeper.post(end).status_code == 303

    assert asks_for_pin(device.get(there.door))
    page = device.get("/en/here/door/pin").text
    assert "This shift has ended" in page
    assert 'name="pin"' not in page
    assert device.post("/en/here/door/pin", {"pin": device.pin}).status_code == 409


def test_somebody_elses_shift_is_ended_by_an_organiser_alone(app, browser, device, there):
    with app.app_context():
        shift = db.session.query(DoorShift).one().id
        other = a_keeper(there)
        db.session.commit()
    end = f"/en/here/door/shifts/{shift}/end"

    assert browser(other).post(end).status_code == 409
    assert browser(there.organiser).post(end).status_code == 303


def test_a_shift_ends_by_itself(browser, there):
    with time_machine.travel(NOW, tick=False) as at:
        device = opened(browser(there.keeper))
        at.shift(timedelta(hours=12))

        assert device.post("/en/here/door/pin", {"pin": device.pin}).status_code == 409


def test_a_shift_ends_with_the_role_of_whoever_opened_it(app, device, there):
    with app.app_context():
        db.session.query(ForumRole).filter_by(user_id=there.keeper).delete()
        db.session.commit()

    assert asks_for_pin(device.get(there.door))
    assert device.post("/en/here/door/pin", {"pin": device.pin}).status_code == 409


@pytest.mark.parametrize("door", ["", "x" * 61, "Room\u202e1"])
def test_a_shift_names_its_door(app, browser, there, door):
    assert browser(there.keeper).post("/en/here/door/shifts", {"door": door}).status_code == 303

    with app.app_context():
        assert db.session.query(DoorShift).count() == 0


def test_a_device_may_not_open_a_shift_itself(device):
    answer = device.post("/en/here/door/shifts", {"door": "Another"})

    assert answer.status_code == 401


def a_keeper(there):
    return a_user(forum=forum_at(there.slug), role=Role.DOOR).id
