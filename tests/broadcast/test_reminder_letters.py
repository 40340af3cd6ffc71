"""What reminders say: both hours, what is missing by then, and to each reader their own way in."""

import json

import pytest
import time_machine

from forum_app import seal
from forum_app.broadcast.models import Audience, Purpose
from forum_app.broadcast.rules.readiness import Found, Result
from forum_app.broadcast.services.checks import record
from forum_app.broadcast.services.contacts import edit_contact, remove_contact
from forum_app.broadcast.services.coordinators import ROLE
from forum_app.broadcast.tasks.rounds import remind
from forum_app.db import db, writing
from forum_app.models import Message

from .conftest import BY, at
from .lines import a_line
from .test_reminders import booked, said
from .test_reminders import there as there

pytestmark = pytest.mark.same_rows


@pytest.mark.parametrize("index", [0, 1])
def test_both_hours_stand_in_a_reminder_and_each_way_in_for_its_own_reader(app, there, index):
    booked(there)
    remind(at(8))

    with time_machine.travel(at(8), tick=False):
        text = said(app, index)

    assert "10:00" in text
    assert "Asia/Singapore" in text
    assert "09:00" in text
    assert (there.secret in text) is (index == 1)
    assert ("/points/SIN/desk" in text) is (index == 0)


def test_whoever_is_there_no_more_is_written_nothing(app, there):
    booked(there)
    remind(at(8))
    with writing():
        ROLE.take(there.sin, there.minh.id, **BY)
        remove_contact(there.sin, there.lan.id, **BY)

    with time_machine.travel(at(8), tick=False):
        assert [said(app, 0), said(app, 1)] == [None, None]


def test_a_deputy_who_was_coordinator_is_not_given_the_secret_page(app, there):
    booked(there)
    remind(at(8))
    with writing():
        edit_contact(there.lan, {"part": "deputy"}, seen=1, **BY)

    with time_machine.travel(at(8), tick=False):
        assert there.secret not in said(app, 1)


def test_the_letter_names_what_is_missing_as_it_leaves(app, there):
    now = at(8, 30, day=30)
    remind(now)
    item = there.tests.items["room"]
    found = Found(result=Result.FAIL, note=None, revision=1, latest=0)
    with writing():
        record(there.sin, item, None, found, by=None, actor="tests", now=now)

    with time_machine.travel(now, tick=False):
        text = said(app, 0)

    assert "Spare power and network" in text
    assert "fails" in text
    assert "Room: light, background" in text
    assert "09:30 Saturday, 1 June 2030" in text  # the first session, there
    assert "08:30 Saturday, 1 June 2030" in text


def test_an_item_is_named_once_with_all_the_lines_on_which_it_lacks(app, there):
    now = at(8, 30, day=30)
    crew = {"point": there.sin, "audience": Audience.CREW}
    with writing():
        for purpose in (Purpose.MEET, Purpose.BACKUP):
            a_line(there.tests.forum, purpose=purpose, **crew)
    remind(now)

    with time_machine.travel(now, tick=False):
        text = said(app, 0)

    (line,) = [x for x in text.splitlines() if "Sound both ways" in x]
    assert "not tested: " in line
    assert line.endswith("(Meeting room, Backup)")


def test_a_point_that_became_ready_meanwhile_is_told_nothing(app, there):
    now = at(8, 30, day=30)
    remind(now)
    for item in there.tests.items.values():
        item.is_needed = False
    db.session.commit()

    with time_machine.travel(now, tick=False):
        assert said(app) is None


def test_the_addresses_in_letters_are_no_facts_in_the_open(there):
    booked(there)
    remind(at(8))

    row = db.session.query(Message).first()

    assert "lan@example.org" not in row.facts
    assert there.secret not in json.dumps(seal.opened(row.facts))
