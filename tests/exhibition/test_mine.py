"""An exhibitor’s own pages: hold, confirm, give back, wait, and what is told when too late."""

from datetime import timedelta

import pytest

from forum_app.db import db
from forum_app.models import Booking, BoothWaiting, CellClaim, Exhibitor

from ..builders import a_user
from .conftest import a_hall
from .floors import a_floor, an_exhibitor, books, cancels, holds, real_now
from .test_lines import waits


@pytest.fixture
def mine(browser, expo):
    return browser(expo.user)


def test_a_booth_is_held_and_confirmed_by_two_presses(mine, expo, facts):
    held = mine.post(f"{expo.mine}/booths/A3/hold")
    page = mine.get(held.headers["Location"]).text

    assert facts.states()["A3"] == "held"
    assert "Booth A3 is held for you." in page
    assert "19:5" in page
    assert "Confirm the booth" in page

    uuid, seen = facts.booking()
    done = mine.post(f"{expo.mine}/bookings/{uuid}/confirmation", {"seen": seen})

    assert "Booth A3 is yours." in mine.get(done.headers["Location"]).text
    assert facts.states()["A3"] == "taken"


def test_where_organisers_decide_the_booking_is_sent_to_them(app, browser):
    expo = a_hall(app, mode="apply")
    mine = browser(expo.user)
    mine.post(f"{expo.mine}/booths/A3/hold")
    assert "Send to the organisers" in mine.get(expo.mine).text

    uuid, seen = facts_of(app)
    mine.post(f"{expo.mine}/bookings/{uuid}/confirmation", {"seen": seen})

    assert "until the organisers decide" in mine.get(expo.mine).text


def facts_of(app):
    with app.app_context():
        last = db.session.query(Booking).one()
        return last.uuid, f"{last.state.value}-{last.version}"


def test_the_slower_is_told_on_the_page_of_the_booth(mine, expo, inside):
    inside(lambda forum: books(forum, "A3", now=real_now()))

    answer = mine.post(f"{expo.mine}/booths/A3/hold")

    assert answer.status_code == 409
    assert "Booth A3 has gone to somebody else." in answer.text
    assert "Join the waiting list" in answer.text


def test_a_hold_that_ended_is_told_and_nothing_is_lost(mine, expo, facts, inside):
    long_ago = real_now() - timedelta(minutes=20)
    inside(lambda forum: holds(forum, "A3", own(expo), now=long_ago))
    uuid, seen = facts.booking()

    page = mine.get(expo.mine).text
    answer = mine.post(f"{expo.mine}/bookings/{uuid}/confirmation", {"seen": seen})

    assert "The hold has ended. If the booth is still free, hold it again." in page
    assert answer.status_code == 409
    assert "The hold of booth A3 has ended." in answer.text
    assert facts.states()["A3"] == "free"


def own(expo):
    return db.session.get_one(Exhibitor, expo.exhibitor_id)


def test_a_page_that_is_old_changes_nothing_and_names_both_states(mine, expo, facts, inside):
    inside(lambda forum: books(forum, "A3", own(expo), now=real_now()))
    uuid, _ = facts.booking()

    answer = mine.post(f"{expo.mine}/bookings/{uuid}/cancellation", {"seen": "held-1"})

    assert answer.status_code == 409
    assert "you saw this booking as “Held” (version 1)" in answer.text
    assert facts.states()["A3"] == "taken"


@pytest.mark.parametrize("seen", ["", "held", "held-", "lost-1", "held-99999999999", "held-1 x"])
def test_what_no_page_has_shown_changes_nothing(mine, expo, facts, inside, seen):
    inside(lambda forum: holds(forum, "A3", own(expo), now=real_now()))
    uuid, _ = facts.booking()

    answer = mine.post(f"{expo.mine}/bookings/{uuid}/confirmation", {"seen": seen})

    assert answer.status_code == 409
    assert facts.states()["A3"] == "held"


def test_an_offer_of_the_line_is_taken_on_ones_own_page(mine, expo, facts, inside):
    taken = inside(lambda forum: books(forum, "A3", now=real_now()).id)
    mine.post(f"{expo.mine}/booths/A3/line")
    assert "0 exhibitors are before you" in mine.get(expo.mine).text

    inside(lambda _forum: cancels(db.session.get_one(Booking, taken), now=real_now()) and None)

    assert "this booth is offered to you" in mine.get(expo.mine).text
    uuid, seen = facts.booking()
    mine.post(f"{expo.mine}/bookings/{uuid}/confirmation", {"seen": seen})
    assert facts.states()["A3"] == "taken"


def test_a_line_is_left_by_one_press_and_a_second_is_told(app, mine, expo, inside):
    inside(lambda forum: books(forum, "A3", now=real_now()) and None)
    mine.post(f"{expo.mine}/booths/A3/line")
    with app.app_context():
        entry = db.session.query(BoothWaiting).one().id

    assert mine.post(f"{expo.mine}/lines/{entry}/leaving").status_code == 303
    assert mine.post(f"{expo.mine}/lines/{entry}/leaving").status_code == 409


def test_who_has_no_profile_is_led_to_one_and_holds_nothing(app, browser, expo, facts):
    with app.app_context():
        other = a_user("Lan")
        db.session.commit()
        number = other.id
    somebody = browser(number)

    assert "Write the profile" in somebody.get(f"{expo.mine}/booths/A3").text
    assert somebody.post(f"{expo.mine}/booths/A3/hold").status_code == 403
    somebody.post(f"{expo.mine}/profile", PROFILE | {"name": "Nhịp Phố"})
    assert somebody.post(f"{expo.mine}/booths/A3/hold").status_code == 303

    assert facts.states()["A3"] == "held"


PROFILE = {"name": "Lưới Xanh", "kind": "enterprise", "country": "VN", "lang": "en"}


def test_whoever_is_contact_of_an_exhibitor_acts_for_it_at_once(app, browser, expo, inside):
    def prepared(forum):
        user = a_user("Lan")
        an_exhibitor(forum, "Trạm Sạc", email=user.email)
        return user.id

    somebody = browser(inside(prepared))

    assert "Trạm Sạc" in somebody.get(expo.mine).text
    assert somebody.post(f"{expo.mine}/booths/A3/hold").status_code == 303


def test_hostile_text_in_a_profile_is_only_text(mine, expo, inside, browser):
    evil = '"><script>alert(1)</script>{{ 7*7 }}'
    saved = mine.post(f"{expo.mine}/profile", PROFILE | {"name": evil, "profile_en": evil} | V1)
    inside(lambda forum: books(forum, "A3", own(expo), now=real_now()) and None)

    public = browser().get(expo.public).text

    assert saved.status_code == 303
    assert "<script>alert" not in public
    assert "{{ 7*7 }}" in public


V1 = {"version": "1"}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"website": "javascript:alert(1)"}, "Please write a whole web address"),
        ({"website": "http://x y.example"}, "Please write a whole web address"),
        ({"name": "x" * 121}, "Please keep this to 120 characters."),
        ({"profile_en": "x" * 601}, "Please keep this to 600 characters."),
        ({"name": "a\x00b"}, "This holds characters that cannot be shown."),
        ({"name": ""}, "Please write the name of your organisation."),
        ({"kind": "embassy"}, "Not a valid choice."),
        ({"country": "XX"}, "Not a valid choice."),
        ({"lang": "fr"}, "Not a valid choice."),
    ],
)
def test_what_a_profile_cannot_say_is_told_and_what_was_typed_stays(mine, expo, facts, given, told):
    typed = PROFILE | V1 | {"profile_vi": "Đo đếm điện"} | given

    answer = mine.post(f"{expo.mine}/profile", typed)

    assert answer.status_code == 422
    assert told in answer.text
    assert "Đo đếm điện" in answer.text
    assert facts.exhibitor(expo.exhibitor_id).profile is None


def test_two_who_write_one_profile_see_what_the_other_saved(mine, expo, facts):
    mine.post(f"{expo.mine}/profile", PROFILE | V1 | {"profile_en": "The first text"})

    answer = mine.post(f"{expo.mine}/profile", PROFILE | V1 | {"profile_en": "The second text"})

    assert answer.status_code == 409
    assert "The first text" in answer.text
    assert "The second text" in answer.text
    assert facts.exhibitor(expo.exhibitor_id).profile.said_in("en") == "The first text"


def test_nobody_touches_the_booking_of_another_exhibitor(mine, expo, facts, inside):
    inside(lambda forum: holds(forum, "A3", now=real_now()) and None)
    uuid, seen = facts.booking()

    answer = mine.post(f"{expo.mine}/bookings/{uuid}/cancellation", {"seen": seen})

    assert answer.status_code == 404
    assert facts.states()["A3"] == "held"


def test_nothing_of_another_forum_is_held(app, mine, expo):
    with app.app_context():
        a_floor(letter="Z")
        db.session.commit()

    assert mine.post(f"{expo.mine}/booths/Z3/hold").status_code == 404
    with app.app_context():
        assert db.session.query(CellClaim).count() == 0


def test_the_plan_of_an_exhibitor_shows_what_is_its_own(mine, expo, inside):
    inside(lambda forum: books(forum, "A3", own(expo), now=real_now()) and None)

    page = mine.get(f"{expo.mine}/booths").text

    assert 'aria-label="Booth A3, Yours, 3 × 3 m"' in page
    assert 'class="cell mine"' in page


def test_whoever_waits_is_counted_on_the_page_of_the_booth(browser, expo, inside):
    inside(lambda forum: books(forum, "A3", now=real_now()) and None)
    inside(lambda forum: waits(forum, "A3", now=real_now()) and None)

    assert "1 exhibitor waits" in browser().get(f"{expo.public}/booths/A3").text
