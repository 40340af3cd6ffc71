"""The trail says who did what, of what was committed and of nothing else, and cannot be altered."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy.exc import DatabaseError

from forum_app.db import db, writing
from forum_app.models import ChainHead, Entry, EntryPersonal
from forum_app.trail.queries import broken_links, entries_of
from forum_app.trail.services import SITE, START, Note, note

from ..builders import NOW, a_forum


def a_note(forum_id=None, **given):
    usual = {"at": NOW, "actor": "user 1", "act": "room.verb", "kind": "thing", "object_id": 5}
    return Note(forum_id=forum_id, **usual | given)


def noted(*notes):
    for one in notes:
        note(one)
    db.session.commit()


def entries():
    return db.session.query(Entry).order_by(Entry.id).all()


@pytest.fixture
def forum_id(room):
    made = a_forum().id
    db.session.commit()
    return made


def test_what_is_done_is_noted_and_what_is_undone_is_not(forum_id):
    with suppress(ZeroDivisionError), writing():
        note(a_note(act="room.undone"))
        raise ZeroDivisionError

    noted(a_note(forum_id, facts={"seats": 3}))

    entry = entries()[0]
    assert [e.act for e in entries()] == ["room.verb"]
    said = (entry.forum_id, entry.at, entry.actor, entry.kind, entry.object_id, entry.facts)
    assert said == (forum_id, NOW, "user 1", "thing", 5, {"seats": 3})


def test_what_was_noted_is_not_noted_again_by_the_next_commit(room):
    noted(a_note())

    db.session.commit()

    assert len(entries()) == 1


def test_each_forum_and_the_site_have_a_chain_of_their_own(forum_id):
    noted(a_note(), a_note(forum_id), a_note(forum_id))

    site, first, second = entries()
    assert (site.previous_hash, first.previous_hash) == (START, START)
    assert second.previous_hash == first.hash
    heads = {head.forum_id: (head.hash, head.length) for head in db.session.query(ChainHead)}
    assert heads == {SITE: (site.hash, 1), forum_id: (second.hash, 2)}
    assert list(broken_links()) == []


def test_what_happened_to_one_thing_is_told_the_latest_first(forum_id):
    other = a_forum().id
    here = a_note(forum_id)
    noted(replace(here, act="a"), replace(here, object_id=6), replace(here, kind="other"))
    noted(replace(here, forum_id=other), replace(here, act="b", at=NOW + timedelta(hours=1)))

    assert [entry.act for entry in entries_of(forum_id, "thing", 5)] == ["b", "a"]


def test_personal_values_stand_apart_and_may_be_emptied_without_breaking_the_chain(room):
    noted(
        a_note(personal={"email": "anh@example.org"}), a_note(personal={"email": "b@example.org"})
    )
    first, second = db.session.query(EntryPersonal).order_by(EntryPersonal.entry_id)
    assert (first.before_after, first.entry_id) == ({"email": "anh@example.org"}, entries()[0].id)
    assert "anh" not in str(
        [{c.name: getattr(e, c.name) for c in Entry.__table__.c} for e in entries()]
    )
    assert first.salt != second.salt

    first.before_after, first.redacted_at = None, NOW
    db.session.commit()

    assert list(broken_links()) == []


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE entry_personals SET before_after = '{}'",
        "UPDATE entry_personals SET before_after = NULL",
        "DELETE FROM entry_personals",
        "UPDATE chain_heads SET length = 2",
        "UPDATE chain_heads SET hash = 'x'",
    ],
)
def test_what_is_altered_beside_the_entries_shows(room, harm):
    noted(a_note(personal={"name": "Ánh"}))

    db.session.execute(db.text(harm))

    assert len(list(broken_links())) == 1


@pytest.mark.parametrize("harm", ["UPDATE entries SET actor = 'x'", "DELETE FROM entries"])
def test_the_database_refuses_to_change_or_remove_an_entry(room, harm):
    noted(a_note())

    with pytest.raises(DatabaseError, match="append-only"):
        db.session.execute(db.text(harm))


def test_many_at_once_in_one_forum_leave_one_whole_chain(app):
    with app.app_context():
        forum_id = a_forum().id
        noted(a_note(forum_id))

    def act(n):
        with app.app_context():
            for _ in range(5):
                start.wait()
                with writing():
                    note(a_note(forum_id, object_id=n))

    start = Barrier(4, timeout=20)
    threads = [Thread(target=act, args=(n,)) for n in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    with app.app_context():
        assert len(entries()) == 21
        assert list(broken_links()) == []
