"""A point tries its own camera, microphone and loudspeaker: one press, one result, no recording."""

from types import SimpleNamespace

import pytest

from forum_app.broadcast.models import CheckItem, Result, TechCheck
from forum_app.broadcast.rules.selftest import Tried, browser_family
from forum_app.broadcast.services.checks import edit_item, start_list
from forum_app.broadcast.services.coordinators import ROLE
from forum_app.broadcast.services.keys import renew_key
from forum_app.db import db

from ..builders import a_forum, a_point, a_user
from .conftest import BY

GOOD = {"camera": "FaceTime HD", "microphone": "Headset", "width": 1280, "height": 720}
GOOD |= {"loudest": 40, "heard": True, "browser": "Chrome"}


@pytest.mark.parametrize(
    ("given", "result"),
    [
        ({}, Result.PASS),
        ({"width": 640, "height": 360}, Result.PASS),
        ({"width": 639}, Result.WARN),
        ({"height": 359}, Result.WARN),
        ({"width": 0}, Result.FAIL),
        ({"loudest": 12}, Result.PASS),
        ({"loudest": 11}, Result.WARN),
        ({"loudest": 3}, Result.WARN),
        ({"loudest": 2}, Result.FAIL),
        ({"heard": False}, Result.FAIL),
    ],
)
def test_what_was_found_means(given, result):
    assert Tried(**GOOD | given).result is result


def test_the_names_of_devices_are_cut():
    facts = Tried(**GOOD | {"camera": "x" * 500}).facts

    assert len(facts["camera"]) == 80


@pytest.mark.parametrize(
    ("agent", "family"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0 Safari/537.36", "Chrome"),
        ("Mozilla/5.0 Chrome/120.0 Safari/537.36 Edg/120.0", "Edge"),
        ("Mozilla/5.0 (iPhone) AppleWebKit/605 Version/17.0 Mobile Safari/604.1", "Safari"),
        ("Mozilla/5.0 (X11; Linux) Gecko/20100101 Firefox/115.0", "Firefox"),
        ("curl/8", ""),
    ],
)
def test_a_browser_is_told_by_its_family(agent, family):
    assert browser_family(agent) == family


@pytest.fixture
def there(app):
    with app.app_context():
        forum = a_forum(slug="here")
        start_list(forum, **BY)
        point = a_point(forum, code="SIN", name="Singapore", zone="Asia/Singapore")
        coordinator = a_user("Lê Phụ Trách")
        ROLE.appoint(point, coordinator, by=None, **BY)
        key = renew_key(point, by=None, **BY)
        db.session.commit()
        ways = {"signed in": "/en/here/points/SIN/desk", "by its page": f"/en/here/at-point/{key}"}
        return SimpleNamespace(coordinator=coordinator.id, ways=ways)


def sent(**given):
    form = {"revision": 1, "latest": 0, "heard": "yes"} | GOOD | {"heard": "yes"} | given
    return {name: str(value) for name, value in form.items()}


@pytest.mark.parametrize("way", ["signed in", "by its page"])
def test_one_press_writes_down_what_the_device_found(app, browser, there, way):
    mine = browser(there.coordinator if way == "signed in" else None)

    page = mine.get(f"{there.ways[way]}/tests")
    answer = mine.post(f"{there.ways[way]}/self-test", sent(heard="no", camera="x" * 200))

    assert (answer.status_code, "data-self-test" in page.text) == (303, True)
    assert "camera=(self)" in page.headers["Permissions-Policy"]
    assert "microphone=(self)" in page.headers["Permissions-Policy"]
    assert "1280×720" in mine.get(f"{there.ways[way]}/tests").text
    with app.app_context():
        check = db.session.query(TechCheck).one()
        assert (check.item.code, check.revision, check.result) == ("devices", 1, Result.FAIL)
        assert check.facts["camera"] == "x" * 80


ODD = "Cam\x00era \u202egnp"


def test_what_no_page_can_show_is_left_out_of_what_devices_and_people_say(app, browser, there):
    mine = browser(there.coordinator)

    tried = mine.post(f"{there.ways['signed in']}/self-test", sent(camera=ODD, microphone=ODD))
    with app.app_context():
        seen = {"revision": "1", "latest": str(db.session.query(TechCheck.id).scalar())}
    found = {"item": "devices", "result": "warn", "note": ODD} | seen
    noted = mine.post(f"{there.ways['signed in']}/results", found)

    assert (tried.status_code, noted.status_code) == (303, 303)
    with app.app_context():
        first, second = db.session.query(TechCheck).order_by(TechCheck.id)
        assert (first.facts["camera"], second.note) == ("Cam era gnp", "Cam era gnp")


def test_another_page_of_the_point_has_no_camera(browser, there):
    page = browser(there.coordinator).get(there.ways["signed in"])

    assert "camera=()" in page.headers["Permissions-Policy"]


def test_without_a_marked_item_nothing_is_offered_or_taken(app, browser, there):
    with app.app_context():
        item = db.session.query(CheckItem).filter_by(is_self_test=True).one()
        edit_item(item, {"is_self_test": False}, seen=1, **BY)
        db.session.commit()
    mine = browser(there.coordinator)

    answer = mine.post(f"{there.ways['signed in']}/self-test", sent())

    assert "data-self-test" not in mine.get(f"{there.ways['signed in']}/tests").text
    assert answer.status_code == 409
    assert "not on the check list" in answer.text


def test_the_same_press_sent_twice_is_written_down_once(app, browser, there):
    mine, press = browser(there.coordinator), {"press": "0b3f9a52-6f1c-4a39-9a3f-1f1f5b0c7d10"}

    answers = [mine.post(f"{there.ways['signed in']}/self-test", sent(**press)) for _ in range(2)]

    assert [x.status_code for x in answers] == [303, 303]
    with app.app_context():
        assert db.session.query(TechCheck).count() == 1
