"""The page on which a delegate changes sessions or ways."""

import re
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from forum_app import seal
from forum_app.db import db
from forum_app.models import Delegate, Forum, Message, SeatCount, Session, Terms
from forum_app.registration.services import changes

from ..builders import NOW, a_forum, a_point, a_session, release
from .applications import LATER, at_point, hall, has, online, registered
from .pages import as_shown, offered_in

pytestmark = pytest.mark.same_rows

HALL, ONLINE, SIN = [hall("W1")], [online("W1")], [at_point("W1", "SIN")]


@pytest.fixture
def registers(app):
    """registers(*choices, after=[…]) -> the page of Ánh, who chose so after others had chosen.

    W1: a seat in the hall, online and at SIN, 9 at KUL; P1 after it with 9 everywhere, also HAN.
    """
    with app.app_context():
        forum = a_forum()
        points = [a_point(forum, code=code, name=code.lower()) for code in ("SIN", "KUL", "HAN")]
        seats = list(zip(points, (1, 9, 0), strict=True))
        a_session(forum, code="W1", hall=1, online=1, points=seats)
        seats = [(point, 9) for point in points]
        a_session(forum, code="P1", starts="14:00", ends="17:00", hall=9, online=9, points=seats)
        release(forum)
        db.session.commit()

    def register(*choices, after=()):
        with app.app_context():
            forum = db.session.scalars(select(Forum)).one()
            for choice in after:
                registered(forum, choice)
            anh = registered(forum, *choices)
            db.session.commit()
            secret = seal.opened(anh.link_sealed)
            url = f"/en/{forum.slug}/registration/{secret}/sessions"
            return SimpleNamespace(id=anh.id, page=url)

    return register


@pytest.fixture
def held(app):
    """held(id) -> what a delegate has, at which points, the version, the number of letters."""

    def what(delegate_id):
        with app.app_context():
            anh = db.session.get_one(Delegate, delegate_id)
            there = has(anh, db.session.scalars(select(Forum)).one())
            places = changes.queries.live_places_of(anh)
            points = [place.point.code for place in places if place.point]
            return there, points, anh.version, db.session.query(Message).count()

    return what


def change_meanwhile(app, delegate_id, *choices):
    with app.app_context():
        forum = db.session.scalars(select(Forum)).one()
        changes.change(forum, changes.lock_delegate(delegate_id), choices, actor="tests", now=LATER)
        db.session.commit()


def without_lines(app):
    with app.app_context():
        db.session.scalars(select(Terms)).one().waiting_lists = False
        db.session.commit()


@pytest.mark.parametrize("lines", [True, False])
@pytest.mark.parametrize(
    ("after", "choice", "value"),
    [
        (HALL, hall("W1", wait=True, meanwhile=online("W1").way), "hall-wait+online"),
        (HALL, hall("W1", wait=True), "hall-wait"),
        ([], hall("W1"), "hall"),
        (SIN, at_point("W1", "SIN", wait=True), "point-wait"),
        ([], at_point("W1", "SIN"), "point"),
        (ONLINE, online("W1", wait=True), "online-wait"),
        ([], online("W1"), "online"),
    ],
)
def test_whoever_saves_the_untouched_page_keeps_what_they_have(
    app, browser, registers, held, lines, after, choice, value
):
    anh, somebody = registers(choice, online("P1"), after=after), browser()
    before = held(anh.id)
    if not lines:
        without_lines(app)
    sent = as_shown(somebody.get(anh.page).text)

    answer = somebody.post(anh.page, sent)

    assert sent["way_W1"] == value
    assert answer.status_code == 303
    assert held(anh.id) == before


def test_a_turn_and_the_place_meanwhile_survive_a_change_elsewhere(browser, registers, held):
    waits = hall("W1", wait=True, meanwhile=online("W1").way)
    anh, somebody = registers(waits, online("P1"), after=HALL), browser()
    sent = as_shown(somebody.get(anh.page).text)

    answer = somebody.post(anh.page, sent | {"way_P1": "hall"})

    assert answer.status_code == 303
    assert held(anh.id)[0] == {"W1": "online, waits for hall", "P1": "hall"}


def test_who_holds_the_last_place_online_may_keep_it_and_wait_for_the_hall(
    browser, registers, held
):
    anh, somebody = registers(online("W1"), after=HALL), browser()

    page = somebody.get(anh.page).text
    somebody.post(anh.page, as_shown(page) | {"way_W1": "hall-wait+online"})

    assert offered_in(page, "way_W1") == [
        "hall-wait",
        "hall-wait+online",
        "point",
        "online",
        "",
    ]
    assert held(anh.id)[0] == {"W1": "online, waits for hall"}


@pytest.mark.parametrize(
    ("sent", "left"),
    [
        ({"way_P1": "hall"}, {"W1": "hall", "P1": "hall"}),
        ({"way_P1": ""}, {"W1": "hall"}),
        ({"way_W1": "", "way_P1": "online"}, {"P1": "online"}),
        ({}, {"W1": "hall", "P1": "online"}),
    ],
)
def test_a_session_left_out_stays_as_it_is_and_an_empty_one_is_given_up(
    browser, registers, held, sent, left
):
    anh = registers(hall("W1"), online("P1"))

    assert browser().post(anh.page, sent).status_code == 303

    assert held(anh.id)[0] == left


@pytest.mark.parametrize("others", [[], [online("P1")]])
def test_a_session_cancelled_meanwhile_takes_nothing_else_with_it(
    app, browser, registers, held, others
):
    anh, somebody = registers(hall("W1"), *others), browser()
    with app.app_context():
        forum = db.session.scalars(select(Forum)).one()
        db.session.scalars(select(Session).filter_by(code="W1")).one().cancelled_at = NOW
        release(forum, number=2)
        db.session.commit()

    page = somebody.get(anh.page).text
    untouched = somebody.post(anh.page, as_shown(page))
    assert held(anh.id)[0].get("P1") == (others[0].way if others else None)
    changed = somebody.post(anh.page, as_shown(page) | {"way_P1": "hall"})

    assert offered_in(page, "way_W1") == []
    assert (untouched.status_code, changed.status_code) == (303, 303)
    assert held(anh.id)[0]["P1"] == "hall"


def test_what_is_held_is_marked_also_while_something_else_is_chosen(browser, registers):
    anh, somebody = registers(hall("W1", wait=True), online("P1"), after=HALL), browser()
    chosen = {"way_W1": "online", "way_P1": "point", "point_P1": ""}

    for page in (somebody.get(anh.page).text, somebody.post(anh.page, chosen).text):
        marked = re.findall(r'value="([\w-]+)"[^>]*>(?:(?!<input).)*class="yours">([^<]+)<', page)
        assert marked == [("hall-wait", "You are waiting"), ("online", "Yours now")]


def test_each_session_has_its_own_point(browser, registers, held):
    anh, somebody = registers(at_point("W1", "SIN"), at_point("P1", "KUL")), browser()
    page = somebody.get(anh.page).text
    sent = as_shown(page)
    assert (sent["point_W1"], sent["point_P1"]) == ("SIN", "KUL")
    assert re.findall(r"</svg>(sin|kul|han)</span>", page) == ["sin", "kul"]

    somebody.post(anh.page, sent | {"point_P1": "HAN"})

    assert held(anh.id)[:2] == ({"W1": "point", "P1": "point"}, ["SIN", "HAN"])


def test_a_session_offers_its_own_points_the_full_ones_with_their_line(browser, registers, held):
    anh, somebody = registers(hall("P1"), after=[*SIN, at_point("W1", "SIN", wait=True)]), browser()

    page = somebody.get(anh.page).text
    full = somebody.post(anh.page, {"way_W1": "point", "point_W1": "SIN"})
    waits = somebody.post(anh.page, {"way_W1": "point-wait", "point_W1": "SIN"})

    assert offered_in(page, "point_W1") == ["", "KUL", "SIN"]
    assert offered_in(page, "point_P1") == ["", "SIN", "KUL", "HAN"]
    assert "sin (SIN) · Full · 1 waiting" in page.partition("Full, with a waiting list")[2]
    assert (full.status_code, "or the waiting list" in full.text) == (409, True)
    assert as_shown(full.text)["point_W1"] == "SIN"
    assert 'href="#point_W1">W1 is full at SIN' in full.text
    assert waits.status_code == 303
    assert held(anh.id)[0] == {"W1": "waits for point", "P1": "hall"}


def test_a_point_one_holds_is_not_full_to_oneself_and_stays_when_its_seats_are_cut(
    app, browser, registers
):
    anh, somebody = registers(at_point("W1", "SIN")), browser()
    assert "Full, with a waiting list" not in somebody.get(anh.page).text
    with app.app_context():
        cut = select(SeatCount).where(SeatCount.way == "point", SeatCount.seats == 1)
        seats = db.session.scalars(cut).one()
        seats.seats, seats.over = 0, 1
        db.session.commit()

    page = somebody.get(anh.page).text

    assert offered_in(page, "point_W1") == ["", "SIN", "KUL"]
    assert somebody.post(anh.page, as_shown(page)).status_code == 303


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"way_W1": "point", "point_W1": ""}, "Please choose the point"),
        ({"way_W1": "point", "point_W1": "HAN"}, "Not a valid choice"),
        ({"way_W1": "roof"}, "Not a valid choice"),
        ({"csrf_token": "old"}, "Nothing is lost: please send again."),
    ],
)
def test_what_cannot_be_saved_is_told_and_the_rest_of_the_choice_stays(
    browser, registers, held, sent, told
):
    anh = registers(hall("W1"), at_point("P1", "KUL"))
    before = held(anh.id)

    answer = browser().post(anh.page, {"seen": "1", "point_P1": "SIN", **sent})

    assert (answer.status_code, told in answer.text) == (422, True)
    assert as_shown(answer.text)["point_P1"] == "SIN"
    assert held(anh.id) == before


def test_a_full_hall_chosen_on_an_open_page_is_refused_with_its_waiting_list(
    app, browser, registers
):
    anh, somebody = registers(online("P1")), browser()
    sent = as_shown(somebody.get(anh.page).text)
    registers(hall("W1"))

    answer = somebody.post(anh.page, sent | {"way_W1": "hall", "way_P1": "hall"})

    kept = as_shown(answer.text)
    assert (answer.status_code, "W1 is full this way" in answer.text) == (409, True)
    assert (kept["way_W1"], kept["way_P1"]) == ("hall", "hall")
    assert "hall-wait+online" in offered_in(answer.text, "way_W1")


def test_an_edit_of_an_older_version_shows_what_holds_now_and_is_saved_when_sent_again(
    app, browser, registers, held
):
    anh, somebody = registers(hall("W1"), online("P1")), browser()
    old = as_shown(somebody.get(anh.page).text)
    change_meanwhile(app, anh.id, at_point("W1", "SIN"), hall("P1"))

    refused = somebody.post(anh.page, old | {"way_P1": ""})
    now = as_shown(refused.text)
    again = somebody.post(anh.page, now | {"way_P1": ""})

    assert refused.status_code == 409
    assert "This registration was changed meanwhile." in refused.text
    assert now == {"seen": "2", "way_W1": "point", "way_P1": "hall"} | {
        "point_W1": "SIN",
        "point_P1": "",
    }
    assert again.status_code == 303
    assert held(anh.id)[0] == {"W1": "point"}


@pytest.mark.parametrize("seen", ["", "x", "-1", "²", "1.0", "9" * 5000, "\x00"])
def test_a_mistyped_version_is_an_old_one(browser, registers, held, seen):
    anh = registers(hall("W1"))

    answer = browser().post(anh.page, {"way_P1": "hall", "seen": seen})

    assert answer.status_code == 409
    assert "This registration was changed meanwhile." in answer.text
    assert held(anh.id)[0] == {"W1": "hall"}
