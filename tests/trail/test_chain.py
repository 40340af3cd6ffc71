"""The chain of a forum's trail: one after the other, whoever writes at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from forum_app.db import db, writing
from forum_app.trail.models import ChainHead, Entry
from forum_app.trail.services import START, Note, note

from ..builders import NOW, a_forum


def test_two_first_acts_of_a_forum_at_once_are_both_in_its_chain(app, database_url):
    with app.app_context():
        forum_id = a_forum().id
        db.session.commit()

    def act(n):
        with app.app_context(), writing():
            note(a_note(forum_id, n))
            if database_url.startswith("postgresql"):  # elsewhere one writer waits for the other
                start.wait()

    start = Barrier(2, timeout=20)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(act, range(2)))

    with app.app_context():
        one, two = db.session.query(Entry).order_by(Entry.id)
        assert {one.object_id, two.object_id} == {0, 1}
        assert (one.previous_hash, two.previous_hash) == (START, one.hash)
        assert db.session.get(ChainHead, forum_id).length == 2


def a_note(forum_id, n):
    return Note(forum_id=forum_id, at=NOW, actor="tests", act="tests", kind="test", object_id=n)
