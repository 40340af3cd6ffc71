"""Each letter about a test says its hour at the point and at the venue, while that is so."""

from types import SimpleNamespace

import pytest

from forum_app.broadcast.queries.slots import proposed_for
from forum_app.broadcast.services.contacts import add_contact
from forum_app.broadcast.services.keys import renew_key
from forum_app.broadcast.services.rebooking import rebook
from forum_app.broadcast.services.slots import book, book_proposed, end, move
from forum_app.db import db
from forum_app.forums.services.edits import edit_point

from ..builders import NOW
from ..house.at_points import CONTACT
from .conftest import BY, at
from .test_reminders import laid, said

pytestmark = pytest.mark.same_rows


@pytest.fixture
def there(tests):
    """Lan coordinates SIN and holds its secret page, Tân keeps its devices, Dũng has no address."""
    people = (("coordinator", "Lan", "lan@example.org"), ("technician", "Tân", "tan@example.org"))
    for part, name, email in (*people, ("deputy", "Dũng", None)):
        given = {"part": part, "name": name, "email": email, "languages": ["en"]}
        add_contact(tests.sin, CONTACT | given, **BY)
    secret = renew_key(tests.sin, by=None, **BY)
    db.session.commit()
    return SimpleNamespace(tests=tests, secret=secret)


def books(there, when):
    tests = there.tests
    slot = book(tests.forum, tests.round, tests.sin, tests.a, when, **BY)
    db.session.commit()
    return slot


def ends(there, slot, how="cancelled", now=NOW):
    end(slot, how, seen=slot.version, actor="tests", now=now)
    db.session.commit()


ACTS = {
    "booked": lambda there, _slot: None,
    "moved": lambda there, slot: move(there.tests.forum, slot, there.tests.b, at(11), seen=1, **BY),
    "chosen anew": lambda there, slot: rebook(there.tests.forum, slot, "A", at(11), seen=1, **BY),
    "cancelled": ends,
}


@pytest.mark.parametrize(
    ("act", "hours"), [(x, (9 if x in ("booked", "cancelled") else 11)) for x in ACTS]
)
def test_a_letter_says_both_hours_to_everybody_at_the_point(app, there, act, hours):
    slot = books(there, at(9))
    ACTS[act](there, slot)
    db.session.commit()

    texts = [said(app, -2), said(app, -1)]

    assert [x for _, x in laid()][-2:] == ["lan@example.org", "tan@example.org"]
    for text in texts:
        assert f"{hours + 1:02}:00 Monday, 20 May 2030 (UTC+8)" in text
        assert f"{hours:02}:00 Monday, 20 May 2030 (UTC+7)" in text
        assert "Asia/Singapore" in text
    assert [there.secret in text for text in texts] == [True, False]


def test_the_hour_before_stands_beside_the_new_one(app, there):
    slot = books(there, at(9))
    move(there.tests.forum, slot, there.tests.b, at(11), seen=1, **BY)
    db.session.commit()

    assert "Until now, at the point: 10:00 Monday, 20 May 2030 (UTC+8)" in said(app, -1)


def rezones(there, zone):
    point = there.tests.sin
    same = ("kind", "type", "name", "city", "country", "latitude", "longitude", "seats", "seating")
    same += ("address", "host_institution", "screen_label", "languages", "min_viable")
    wanted = {name: getattr(point, name) for name in same}
    edit_point(point, wanted | {"zone": zone}, seen=point.version, **BY)
    db.session.commit()


def test_a_point_of_another_zone_hears_at_which_hour_its_tests_are_there(app, there):
    books(there, at(9))
    rezones(there, "Asia/Tokyo")

    assert [x for x, _ in laid()] == ["test_booked"] * 2 + ["test_rezoned"] * 2
    for text in (said(app, -2), said(app, -1)):
        assert "At the point (Asia/Tokyo): 11:00 Monday, 20 May 2030 (UTC+9)" in text
        assert "At the venue (Hà Nội): 09:00 Monday, 20 May 2030 (UTC+7)" in text
        assert "Until now, at the point: 10:00 Monday, 20 May 2030 (UTC+8)" in text


def test_a_zone_by_which_no_test_is_at_another_hour_is_no_letter(app, there):
    books(there, at(9))
    before = len(laid())

    rezones(there, "Asia/Kuala_Lumpur")
    assert len(laid()) == before
    rezones(there, "Asia/Tokyo")
    rezones(there, "Asia/Singapore")
    assert said(app, before) is None  # by now the clocks there show the earlier hour again


def test_what_is_not_so_any_more_does_not_leave(app, there):
    slot = books(there, at(9))
    move(there.tests.forum, slot, there.tests.b, at(11), seen=1, **BY)
    db.session.commit()

    assert [said(app, n) is None for n in range(4)] == [True, True, False, False]


def test_a_change_of_the_hours_alone_that_changes_nothing_writes_nothing(there):
    slot = books(there, at(9))
    before = len(laid())

    move(there.tests.forum, slot, there.tests.a, at(9), seen=1, **BY)

    assert len(laid()) == before


def test_nobody_is_told_of_what_was_missed_or_done_or_is_over(there):
    ends(there, books(there, at(9)), "missed", now=at(9))
    before = len(laid())
    tests = there.tests
    book(tests.forum, tests.round, tests.sin, tests.a, at(9), actor="tests", now=at(10))

    assert len(laid()) == before == 2


def test_of_many_booked_at_once_each_is_told(there):
    tests = there.tests

    book_proposed(tests.forum, tests.round, proposed_for(tests.forum, tests.round), **BY)

    assert laid() == [("test_booked", "lan@example.org"), ("test_booked", "tan@example.org")]


def test_a_withdrawn_point_is_told_nothing(there):
    slot = books(there, at(9))
    before = len(laid())
    there.tests.sin.withdrawn_at = NOW

    ends(there, slot)

    assert len(laid()) == before
