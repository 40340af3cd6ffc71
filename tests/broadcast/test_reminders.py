"""Coordinators are reminded of tests and of what is missing: once, in time, with both hours."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine

from forum_app.broadcast.models import Reminder
from forum_app.broadcast.rules.readers import language_of
from forum_app.broadcast.rules.reminders import OF_TESTS, OF_WHAT_IS_MISSING, Rule, rule_before
from forum_app.broadcast.services.contacts import add_contact
from forum_app.broadcast.services.coordinators import ROLE
from forum_app.broadcast.services.keys import renew_key
from forum_app.broadcast.services.rebooking import rebook
from forum_app.broadcast.services.reminders import pause, resume
from forum_app.broadcast.services.slots import book, end
from forum_app.broadcast.tasks.rounds import remind
from forum_app.db import db, writing
from forum_app.forums.models import Role
from forum_app.models import Message
from forum_app.post import feeds

from ..builders import NOW, a_forum, a_session, a_user
from ..house.at_points import CONTACT
from .conftest import BY, at


@pytest.fixture
def there(tests):
    """Lan holds the secret page of SIN, Minh coordinates it signed in, Tân keeps its devices.

    A session is on 1 June; DNG was withdrawn.
    """
    a_session(tests.forum, code="W1")
    lan = add_contact(
        tests.sin,
        CONTACT | {"part": "coordinator", "name": "Lan", "email": "lan@example.org"},
        **BY,
    )
    technician = {"part": "technician", "name": "Tân", "email": "tan@example.org"}
    add_contact(tests.sin, CONTACT | technician, **BY)
    minh = a_user("Minh")
    minh.locale = "en"
    ROLE.appoint(tests.sin, minh, by=None, **BY)
    secret = renew_key(tests.sin, by=None, **BY)
    tests.han.withdrawn_at = NOW
    db.session.commit()
    return SimpleNamespace(tests=tests, lan=lan, minh=minh, secret=secret, sin=tests.sin)


def booked(there, when=None):
    tests = there.tests
    slot = book(tests.forum, tests.round, there.sin, tests.a, when or at(9), **BY)
    db.session.query(Message).delete()  # that it was booked
    db.session.commit()
    return slot


def laid():
    """(template, address) of each letter, as they were laid."""
    db.session.expire_all()
    rows = db.session.scalars(db.select(Message).order_by(Message.id))
    return [(x.template.removeprefix("broadcast."), x.address) for x in rows]


def said(app, index=0):
    """The text of a letter as it would leave now, or None where it would not."""
    with app.test_request_context():
        row = db.session.scalars(db.select(Message).order_by(Message.id)).all()[index]
        letter = feeds.letter_of(row)
        return letter and feeds.text_of(letter, row.lang, base_url="http://localhost")


@pytest.mark.parametrize(
    ("before", "letters"),
    [
        (timedelta(hours=24, seconds=1), 0),
        (timedelta(hours=24), 2),
        (timedelta(hours=2, seconds=1), 2),
    ],
)
def test_a_day_before_a_test_its_coordinators_are_reminded(there, before, letters):
    booked(there)

    remind(at(9) - before)

    assert len(laid()) == letters


def test_each_is_reminded_once_by_each_rule(there):
    booked(there)

    for before in (20, 19, 18, 1.5, 1, 0.5, -1):
        remind(at(9) - timedelta(hours=before))

    assert [address for _, address in laid()] == 2 * [there.minh.email, "lan@example.org"]
    assert [x.rule for x in db.session.query(Reminder).order_by(Reminder.id)] == list(OF_TESTS)


def test_a_letter_already_laid_is_not_laid_again_though_its_row_is_lost(there):
    booked(there)
    remind(at(8))
    db.session.query(Reminder).delete()
    db.session.commit()

    remind(at(8, 30))

    assert len(laid()) == 2


def test_of_a_test_that_moved_they_are_reminded_at_its_new_hour_alone(app, there):
    slot = booked(there)
    now = at(9) - timedelta(hours=20)
    remind(now)
    with writing():
        rebook(there.tests.forum, slot, "A", at(11), seen=1, actor="point SIN", now=now)

    remind(now + timedelta(hours=1))  # the letter of the move has told it
    told = len(laid())
    remind(at(10))

    assert (told, len(laid())) == (5, 7)
    with time_machine.travel(at(10), tick=False):
        assert said(app, 0) is None  # of the hour it had
        assert "11:00" in said(app, -1)


def test_what_is_over_or_cancelled_reminds_nobody(there):
    slot = booked(there)
    end(slot, "cancelled", seen=1, actor="tests", now=at(9))
    db.session.query(Message).delete()
    db.session.commit()

    remind(at(8))

    assert laid() == []


def test_a_withdrawn_point_hears_nothing(there):
    booked(there)
    there.sin.withdrawn_at = NOW
    db.session.commit()

    remind(at(8))
    remind(at(8, day=31))

    assert laid() == []


def test_a_paused_rule_sends_nothing_and_goes_on_when_it_is_let(there):
    booked(there)
    with writing():
        pause(there.tests.forum, Rule.TEST_2H, by=None, **BY)
        pause(there.tests.forum, Rule.TEST_2H, by=None, **BY)
    remind(at(8))
    paused = laid()
    with writing():
        resume(there.tests.forum, Rule.TEST_2H, **BY)

    remind(at(8, 30))

    assert (paused, len(laid())) == ([], 2)


def test_a_letter_on_its_way_when_its_rule_is_paused_stays(app, there):
    booked(there)
    remind(at(8))
    with writing():
        pause(there.tests.forum, Rule.TEST_2H, by=None, **BY)

    with time_machine.travel(at(8, 1), tick=False):
        assert said(app) is None


@pytest.mark.parametrize(
    ("days", "rule"),
    [
        (7.01, None),
        (7, Rule.MISSING_7D),
        (3.01, Rule.MISSING_7D),
        (3, Rule.MISSING_3D),
        (1, Rule.MISSING_1D),
        (0, None),
    ],
)
def test_what_is_missing_is_told_so_many_days_before_the_first_session(there, days, rule):
    first = at(8, 30, day=31) + timedelta(days=1)
    now = first - timedelta(days=days)

    remind(now)
    remind(now + timedelta(seconds=30))

    found = [x.rule for x in db.session.query(Reminder)]
    assert rule_before(first, now=now) is rule
    assert found == ([rule] if rule else [])
    assert len(laid()) == (2 if rule else 0)


def test_points_that_are_ready_are_seen_to_without_a_letter(there):
    for item in there.tests.items.values():
        item.is_needed = False
    db.session.commit()

    remind(at(8, 30, day=30))

    assert laid() == []
    assert [(x.told, x.letters) for x in db.session.query(Reminder)] == [([], 0)]


def test_the_windows_of_the_rules_follow_one_another():
    for windows in (OF_TESTS, OF_WHAT_IS_MISSING):
        found = list(windows.values())
        assert [x.until for x in found[:-1]] == [x.before for x in found[1:]]
        assert found[-1].until == timedelta()


@pytest.mark.parametrize(
    ("spoken", "at_point", "country", "lang"),
    [
        (["en"], ["vi"], "VN", "en"),
        (["th"], ["vi"], "TH", "vi"),
        ([], [], "VN", "vi"),
        (["ja"], [], "JP", "en"),
    ],
)
def test_people_are_written_to_in_their_language_or_their_points(spoken, at_point, country, lang):
    point = SimpleNamespace(languages=at_point, country=country)

    assert language_of(spoken, point) == lang


def test_organisers_see_the_rules_and_switch_them(app, browser):
    with app.app_context():
        forum = a_forum(slug="here")
        organiser = a_user(forum=forum, role=Role.ORGANISER).id
        db.session.commit()
    mine, page = browser(organiser), "/en/here/desk/tests/reminders"

    answers = [mine.post(f"{page}/{x}", {}) for x in ("test_2h/pause", "monthly/pause")]
    paused = mine.get(page).text
    mine.post(f"{page}/test_2h/resume", {})

    assert [x.status_code for x in answers] == [303, 404]
    assert ("paused" in paused, "Let it go on" in paused) == (True, True)
    assert "Let it go on" not in mine.get(page).text
