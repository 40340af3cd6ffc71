"""Whoever works at one point asks for another one: by its code, its rows, its key, its lines."""

from datetime import date, time
from itertools import product
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from forum_app.broadcast.services.checks import start_list
from forum_app.broadcast.services.contacts import add_contact
from forum_app.broadcast.services.keys import renew_key
from forum_app.broadcast.services.slots import book, make_crew, make_round
from forum_app.db import db
from forum_app.forums.models import Forum
from forum_app.models import Place, Point, PointContact, TechCheck

from ..builders import release, words
from ..house.at_points import CONTACT
from ..house.doors import DOORS
from ..house.doors_at_points import COORDINATOR, POINT_KEY
from ..registration.applications import at_point, registered
from .conftest import BY, a_line, at

OTHER = {"name": "Kenji", "second_channel": "+81 3 0000 0000"}
OF_ROWS = ("contact_", "take_over", "show_times", "rebook")
BY_CODE, BY_KEY = (
    [endpoint for endpoint, guard in DOORS.items() if guard == wanted]
    for wanted in (COORDINATOR, POINT_KEY)
)


@pytest.fixture
def tokyo(app, there):
    """What TYO has: a contact, a line, a key and somebody who asks for a seat."""
    with app.app_context():
        forum, point = db.session.get(Forum, there.forum), db.session.get(Point, there.tyo)
        start_list(forum, **BY)
        point.seating, point.seats = "approval", 5
        db.session.flush()
        release(forum)
        ids = {
            "contact_id": add_contact(point, CONTACT | OTHER, **BY).id,
            "line": a_line(point, address="https://tokyo.example.org/room").id,
            "key": renew_key(point, by=None, **BY),
            "slot_id": _slot(forum, point).id,
        }
        db.session.commit()
        return SimpleNamespace(**ids)


def _slot(forum, point):
    days = {"first_day": date(2030, 5, 20), "last_day": date(2030, 5, 20)}
    hours = {"from_time": time(8), "until_time": time(18), "minutes": 30, "position": 1}
    tested = make_round(forum, "line", {"title": words("Thử")} | days | hours, **BY)
    crew = make_crew(forum, "A", {"name": words("Tổ A")}, **BY)
    return book(forum, tested, point, crew, at(9), **BY)


def knocks(app, endpoints, **parts):
    """(method, path) of each way in, under these parts of its address."""
    with app.test_request_context():
        for rule in (rule for one in endpoints for rule in app.url_map.iter_rules(one)):
            named = {
                "lang": "en",
                "forum_slug": "here",
                "place_id": 1,
                "line_id": 1,
                "slot_id": 1,
            } | parts
            path = rule.build({name: named[name] for name in rule.arguments})[1]
            yield from ((method, path) for method in rule.methods - {"HEAD", "OPTIONS"})


def test_a_coordinator_finds_no_page_and_no_press_of_another_point(app, browser, there, tokyo):
    mine = browser(there.coordinator)

    came = {
        (method, path): mine.open(path, method).status_code
        for method, path in knocks(app, BY_CODE, code="TYO", contact_id=tokyo.contact_id)
    }

    assert len(came) >= 9
    assert set(came.values()) == {404}


@pytest.mark.parametrize("way", ["code", "key"])
def test_the_rows_of_another_point_are_not_there_at_ones_own(app, browser, there, tokyo, way):
    mine = browser(there.coordinator if way == "code" else None)
    named = {"code": "SIN", "key": there.key}
    named |= {"contact_id": tokyo.contact_id, "slot_id": tokyo.slot_id}
    endpoints = BY_CODE if way == "code" else BY_KEY
    of_rows = [x for x in endpoints if any(word in x for word in OF_ROWS)]
    rows = list(knocks(app, of_rows, **named))

    came = {(method, path): mine.open(path, method).status_code for method, path in rows}

    assert len(came) == 5
    assert set(came.values()) == {404}
    with app.app_context():
        kept = db.session.get(PointContact, tokyo.contact_id)
        assert (kept.part, kept.name) == ("deputy", "Kenji")


def test_a_line_of_another_point_is_not_tested_from_here(app, browser, there, tokyo):
    sent = {"item": "picture", "line": str(tokyo.line), "revision": "1", "latest": "0", "note": ""}
    ways = [(there.coordinator, there.desk), (None, f"{there.url}/at-point/{there.key}")]

    came = [browser(who).post(f"{at}/results", sent | {"result": "pass"}) for who, at in ways]

    assert all(answer.status_code >= 400 for answer in came)
    with app.app_context():
        assert db.session.scalars(select(TechCheck)).all() == []


def test_a_line_of_another_point_is_not_opened_from_here(app, browser, there, tokyo):
    ways = [(there.coordinator, there.desk), (None, f"{there.url}/at-point/{there.key}")]

    came = [browser(who).post(f"{at}/lines/{tokyo.line}") for who, at in ways]

    assert all(answer.status_code >= 400 for answer in came)
    assert not [answer for answer in came if "tokyo.example.org" in answer.text]


def test_nothing_of_another_point_stands_on_the_pages_of_ones_own(app, browser, there, tokyo):
    pages = ("", "/sheet", "/tests", "/lines", "/lines/rows")
    ways = [(there.coordinator, there.desk), (None, f"{there.url}/at-point/{there.key}")]
    theirs = ("Kenji", "+81 3 0000", "tokyo.example.org", tokyo.key)

    seen = [browser(who).get(f"{at}{page}").text for (who, at), page in product(ways, pages)]

    assert len(seen) == 10
    assert not [one for page in seen for one in theirs if one in page]


def test_a_renewed_page_is_dead_for_every_way_in_at_once(app, browser, there, tokyo):
    open_page = browser()
    at = f"{there.url}/at-point/{there.key}"
    assert open_page.get(at).status_code == 200

    browser(there.organiser).post(f"{there.people}/key")

    ways = knocks(app, BY_KEY, key=there.key, contact_id=there.contacts[0])
    assert {open_page.open(path, method).status_code for method, path in ways} == {404}


def test_a_seat_asked_for_at_another_point_is_not_decided_here(app, browser, there, tokyo):
    with app.app_context():
        forum = db.session.get(Forum, there.forum)
        db.session.get(Point, there.sin).seating = "approval"
        seated = registered(forum, at_point("W1", "SIN"))
        place = db.session.scalars(select(Place).filter_by(delegate_id=seated.id)).one().id
        db.session.commit()
    path = f"{there.url}/at-point/{tokyo.key}/places/{place}"

    came = [browser().post(f"{path}/{what}").status_code for what in ("approval", "decline")]

    assert came == [404, 404]
    with app.app_context():
        assert db.session.get(Place, place).is_undecided
