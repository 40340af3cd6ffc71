"""The organiser's pages of bookings and booths: decisions on what was shown, with letters."""

import re

import pytest

from forum_app.db import db
from forum_app.models import Message, Zone, ZoneInvitation

from .floors import a_zone, books, booth, holds, real_now, settles
from .test_lines import waits


@pytest.fixture
def desk(browser, expo):
    return browser(expo.organiser)


@pytest.fixture
def submitted(inside, facts):
    """(uuid, seen) of a booking of A3 that waits for the organisers."""

    def sent(forum):
        there = booth(forum, "A3")
        there.zone_id = a_zone(forum, code="C", mode="apply").id
        db.session.flush()
        settles(holds(forum, "A3", now=real_now()), now=real_now())

    inside(sent)
    return facts.booking()


def templates(app):
    with app.app_context():
        return [one.template for one in db.session.query(Message).order_by(Message.id)]


def test_an_application_is_approved_by_one_press(app, desk, expo, submitted, facts):
    uuid, seen = submitted
    assert "1 booking keeps its booth until you decide." in desk.get(f"{expo.desk}/").text
    assert "Waiting for the organisers" in desk.get(f"{expo.desk}/bookings?state=submitted").text

    answer = desk.post(f"{expo.desk}/bookings/{uuid}/approval", {"seen": seen})

    assert answer.status_code == 303
    assert facts.states()["A3"] == "taken"
    assert templates(app)[-1] == "exhibition.confirmed"


def test_it_is_turned_down_with_a_reason_or_not_at_all(app, desk, expo, submitted, facts):
    uuid, seen = submitted
    there = f"{expo.desk}/bookings/{uuid}/refusal"

    bare = desk.post(there, {"seen": seen})
    assert bare.status_code == 422
    assert "Please give a reason: the exhibitor is told." in bare.text
    assert facts.states()["A3"] == "held"

    desk.post(there, {"seen": seen, "reason": "Zone C is for sponsors."})
    assert facts.states()["A3"] == "free"
    assert templates(app)[-1] == "exhibition.declined"


def test_the_slower_of_two_organisers_sees_both_states(desk, expo, submitted):
    uuid, seen = submitted
    desk.post(f"{expo.desk}/bookings/{uuid}/approval", {"seen": seen})

    answer = desk.post(f"{expo.desk}/bookings/{uuid}/refusal", {"seen": seen, "reason": "No."})

    assert answer.status_code == 409
    assert "you saw this booking as “Waiting for the organisers” (version 2)" in answer.text
    assert "and it is “Booked” (version 3) by now" in answer.text


def test_a_booking_moves_to_another_booth_and_the_old_one_goes_to_its_line(
    app, desk, expo, inside, facts
):
    inside(lambda forum: books(forum, "A3", now=real_now()) and None)
    uuid, seen = facts.booking()
    inside(lambda forum: waits(forum, "A3", now=real_now()) and None)

    answer = desk.post(f"{expo.desk}/bookings/{uuid}/booth", {"seen": seen, "booth": "A5"})

    assert answer.status_code == 303
    assert (facts.states()["A5"], facts.states()["A3"]) == ("taken", "held")
    assert set(templates(app)) >= {"exhibition.moved", "exhibition.offered"}


@pytest.mark.parametrize(
    ("code", "status", "told"),
    [
        ("A4", 409, "Booth A4 has gone to somebody else."),
        ("A3", 409, "The booking is for booth A3 already."),
        ("Z9", 422, "There is no such booth."),
        ("", 422, "There is no such booth."),
        ("x" * 9000, 422, "There is no such booth."),
    ],
)
def test_a_booking_that_cannot_move_stays_where_it_is(
    desk, expo, inside, facts, code, status, told
):
    inside(lambda forum: books(forum, "A4", now=real_now()) and None)
    inside(lambda forum: books(forum, "A3", now=real_now()) and None)
    uuid, seen = facts.booking()

    answer = desk.post(f"{expo.desk}/bookings/{uuid}/booth", {"seen": seen, "booth": code})

    assert answer.status_code == status
    assert told in answer.text
    assert facts.states()["A3"] == "taken"


def test_a_cancelled_booking_is_told_with_the_reason(app, desk, expo, inside, facts):
    inside(lambda forum: books(forum, "A3", now=real_now()) and None)
    uuid, seen = facts.booking()

    given = {"seen": seen, "reason": "The hall is smaller."}
    desk.post(f"{expo.desk}/bookings/{uuid}/cancellation", given)

    assert facts.states()["A3"] == "free"
    assert "Reason</dt><dd>The hall is smaller." in desk.get(f"{expo.desk}/bookings/{uuid}").text
    assert templates(app)[-1] == "exhibition.cancelled"


def test_a_booth_is_blocked_with_a_reason_and_given_away_again(desk, expo, facts):
    bare = desk.post(f"{expo.desk}/booths/A3/block", {"version": "1"})
    assert bare.status_code == 422
    assert "Please say why: the desk sees it." in bare.text

    desk.post(f"{expo.desk}/booths/A3/block", {"version": "1", "reason": "Exit"})
    assert facts.states()["A3"] == "blocked"
    stale = desk.post(f"{expo.desk}/booths/A3/release", {"version": "1"})
    assert stale.status_code == 409
    desk.post(f"{expo.desk}/booths/A3/release", {"version": "2"})

    assert facts.states()["A3"] == "free"


def test_a_booth_somebody_has_cannot_be_blocked(desk, expo, inside, facts):
    inside(lambda forum: books(forum, "A3", now=real_now()) and None)

    answer = desk.post(f"{expo.desk}/booths/A3/block", {"version": "1", "reason": "Exit"})

    assert answer.status_code == 409
    assert "Please move or cancel that booking first" in answer.text
    assert facts.states()["A3"] == "taken"


def test_whoever_is_invited_is_written_to_once_and_may_book(app, desk, expo, inside, browser):
    def invited_only(forum):
        db.session.query(Zone).one().mode = "invited"

    inside(invited_only)
    there, guest = f"{expo.desk}/zones/B/invitations", {"name": "Bến Gió", "email": "b@example.org"}

    assert desk.post(there, guest).status_code == 303
    again = desk.post(there, guest)

    assert again.status_code == 409
    assert "Bến Gió is invited to zone B already." in again.text
    with app.app_context():
        assert db.session.query(ZoneInvitation).count() == 1
    assert templates(app) == ["exhibition.invited"]
    answer = browser(expo.user).post(f"{expo.mine}/booths/A3/hold")
    assert "Zone B is by invitation only." in answer.text


@pytest.mark.parametrize("given", [{}, {"name": "X"}, {"name": "X", "email": "nobody"}])
def test_an_invitation_without_name_or_address_is_told(app, desk, expo, given):
    assert desk.post(f"{expo.desk}/zones/B/invitations", given).status_code == 422
    assert templates(app) == []


def test_nobody_is_invited_where_nobody_needs_to_be(desk, expo):
    guest = {"name": "Bến Gió", "email": "b@example.org"}

    assert desk.post(f"{expo.desk}/zones/B/invitations", guest).status_code == 409


def test_bookings_are_listed_page_by_page_and_strange_pages_are_the_first(desk, expo, inside):
    inside(lambda forum: [books(forum, f"A{n}", now=real_now()) for n in range(1, 7)] and None)

    for query in ("", "?state=confirmed", "?state=nothing&before=x", "?before=99999999999999"):
        page = desk.get(f"{expo.desk}/bookings{query}")
        assert len(set(re.findall(r"bookings/([0-9a-f-]{36})", page.text))) == 6


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_pages_are_whole_in_both_languages(desk, expo, inside, submitted, lang):
    uuid, _ = submitted
    inside(lambda forum: waits(forum, "A3", now=real_now()) and None)
    for path in ("bookings", f"bookings/{uuid}", "booths"):
        assert desk.get(f"/{lang}/{expo.slug}/desk/{path}").status_code == 200
