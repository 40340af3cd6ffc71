"""Whoever is tested at a point and becomes another is to be tested again, and nothing else is."""

from types import SimpleNamespace

import pytest

from forum_app.broadcast.queries.readiness import changes_of_people, readiness_at
from forum_app.broadcast.rules.readiness import Found, Result, Why
from forum_app.broadcast.rules.refusals import LineChanged, SelfTestOfLine, TestedOtherwise
from forum_app.broadcast.services.checks import edit_item, record
from forum_app.broadcast.services.contacts import (
    add_contact,
    edit_contact,
    remove_contact,
    take_over,
)
from forum_app.db import db

from ..builders import NOW
from ..house.at_points import CONTACT
from .conftest import BY


def a_contact(point, part="technician", name="Tân"):
    return add_contact(point, CONTACT | {"part": part, "name": name}, **BY)


def revision(point, *, of_people=True):
    counted = changes_of_people(point.forum_id, point).get(point.id, 0)
    return point.version + (counted if of_people else 0)


def finds(point, item, seen=None, **given):
    given = {"result": Result.PASS, "note": None, "latest": 0} | given
    found = Found(revision=seen or revision(point, of_people=item.of_people), **given)
    return record(point, item, None, found, by=None, **BY)


@pytest.fixture
def there(tests):
    """SIN with people, who and whose room were found good."""
    people = {
        part: a_contact(tests.sin, part, part) for part in ("coordinator", "technician", "deputy")
    }
    for code in ("room", "power", "people"):
        finds(tests.sin, tests.items[code])
    return SimpleNamespace(tests=tests, **people)


def changed(there):
    """The items that are to be tested again."""
    found = readiness_at(there.tests.forum, there.tests.sin, now=NOW)
    return {x.item for x in found.missing if x.why is Why.CHANGED}


ACTS = {
    "the technician has another number": lambda x: edit_contact(
        x.technician, {"phone": "+84 1"}, seen=1, **BY
    ),
    "the technician leaves": lambda x: remove_contact(x.tests.sin, x.technician.id, **BY),
    "the deputy takes over": lambda x: take_over(x.deputy, **BY),
    "another technician comes": lambda x: a_contact(x.tests.sin, name="Tú"),
    "the technician is the deputy": lambda x: edit_contact(
        x.technician, {"part": "deputy"}, seen=1, **BY
    ),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_what_concerns_people_is_to_be_tested_again(there, act):
    before = changed(there)

    act(there)

    assert (before, changed(there)) == (set(), {"people"})


QUIET = {
    "the deputy has another number": lambda x: edit_contact(
        x.deputy, {"phone": "+84 1"}, seen=1, **BY
    ),
    "nothing is changed": lambda x: edit_contact(x.technician, {}, seen=1, **BY),
    "the deputy leaves": lambda x: remove_contact(x.tests.sin, x.deputy.id, **BY),
}


@pytest.mark.parametrize("act", QUIET.values(), ids=QUIET)
def test_nothing_is_asked_again_where(there, act):
    act(there)

    assert changed(there) == set()


def test_whoever_tested_the_people_of_before_is_told(there):
    seen = revision(there.tests.sin)
    remove_contact(there.tests.sin, there.technician.id, **BY)

    with pytest.raises(LineChanged):
        finds(there.tests.sin, there.tests.items["people"], seen=seen)


def test_another_room_is_another_for_its_people_too(there):
    there.tests.sin.version = 2
    db.session.flush()

    assert changed(there) == {"room", "power", "people"}


def test_a_withdrawn_point_lacks_nothing(there):
    there.tests.sin.withdrawn_at = NOW
    db.session.flush()

    found = readiness_at(there.tests.forum, there.tests.sin, now=NOW)

    assert (found.state, found.missing) == ("withdrawn", ())


def test_what_was_tested_is_not_made_into_something_else(there):
    with pytest.raises(TestedOtherwise):
        edit_item(there.tests.items["people"], {"of_people": False}, seen=1, **BY)


def test_one_item_is_the_self_test_and_none_of_a_line(tests):
    room, devices = tests.items["room"], tests.items["devices"]

    edit_item(room, {"is_self_test": True}, seen=1, **BY)
    with pytest.raises(SelfTestOfLine):
        edit_item(tests.items["picture"], {"is_self_test": True}, seen=1, **BY)

    db.session.refresh(devices)
    assert (room.is_self_test, devices.is_self_test, devices.version) == (True, False, 2)


def test_one_press_sent_twice_is_one_result(tests):
    press = "0b3f9a52-6f1c-4a39-9a3f-1f1f5b0c7d10"
    first = finds(tests.sin, tests.items["room"], press=press)

    again = finds(tests.sin, tests.items["room"], press=press)

    assert again.id == first.id
