"""What people watch has another version once a change is committed, and only then."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from forum_app import beside
from forum_app.db import db, writing
from forum_app.live.models import LiveVersion
from forum_app.live.rules import signed, topic_in
from forum_app.live.services import touch
from forum_app.trail.models import Entry
from forum_app.trail.services import Note, note

from ..builders import NOW


def version(topic):
    db.session.rollback()
    row = db.session.get(LiveVersion, topic)
    return row.version if row else 0


def test_a_change_that_is_committed_raises_the_version_each_time(room):
    for _ in range(2):
        with writing():
            touch("seats.1")

    assert (version("seats.1"), version("seats.2")) == (2, 0)


def test_a_change_that_is_given_up_raises_nothing(room):
    def change():
        with writing():
            touch("seats.1")
            db.session.execute(text("SELECT nothing FROM nowhere"))

    with pytest.raises(SQLAlchemyError):
        change()
    with writing():
        touch("seats.2")

    assert (version("seats.1"), version("seats.2")) == (0, 1)


def test_a_savepoint_that_fails_forgets_neither_what_changed_nor_the_trail(room):
    with writing():
        touch("seats.1")
        note(a_note())
        with pytest.raises(ZeroDivisionError), db.session.begin_nested():
            raise ZeroDivisionError

    assert version("seats.1") == 1
    assert [entry.act for entry in db.session.query(Entry)] == ["tests"]


def test_a_savepoint_that_ends_well_does_not_lock_the_trail_early(room):
    with writing():
        note(a_note())
        with db.session.begin_nested():
            pass
        written_early = db.session.query(Entry).count()

    assert (written_early, db.session.query(Entry).count()) == (0, 1)


@pytest.mark.parametrize("topic", ["", "Seats.1", "seats.x", "seats.1.2.3", "seats.1~", "a.1"])
def test_what_is_no_topic_is_not_given_away(room, topic):
    with pytest.raises(ValueError, match="not a topic"):
        signed(topic)


@pytest.mark.parametrize("forged", ["seats.1", "seats.1~", "seats.1~AAAAAAAAAAAAAAAA", "~"])
def test_a_topic_without_our_signature_is_none(room, forged):
    assert topic_in(forged) is None
    assert topic_in(signed("seats.1")) == "seats.1"
    assert topic_in(signed("seats.1").replace("seats.1", "seats.2")) is None


def a_note():
    return Note(forum_id=None, at=NOW, actor="tests", act="tests", kind="test", object_id=1)


def test_all_threads_of_a_process_share_one_engine_beside(app, monkeypatch):
    def slowly(main, make=beside._made_beside):
        sleep(0.02)  # so that all look before the first has made one
        return make(main)

    monkeypatch.setattr(beside, "_made_beside", slowly)

    def look(_n):
        with app.app_context():
            start.wait()
            return beside.engine_beside()

    start = Barrier(8, timeout=20)
    with ThreadPoolExecutor(8) as pool:
        engines = set(pool.map(look, range(8)))

    assert len(engines) == 1
