"""A hall goes only where nothing names it; a draft keeps what no clock shows, and no circle."""

import pytest

from forum_app.db import db
from forum_app.forums.services.edits import remove_hall
from forum_app.models import Entry, Hall, Session
from forum_app.programme.rules.changes import HallInRelease, HallInUse
from forum_app.programme.services.releases import release_programme

from ..builders import NOW, a_forum, a_hall, a_session


def removed(hall):
    remove_hall(hall, actor="tests", now=NOW)


def test_a_hall_that_nothing_names_is_removed_and_the_trail_knows_it(room):
    hall = a_hall(a_forum(), code="H9")

    removed(hall)
    db.session.commit()

    assert db.session.query(Hall).count() == 0
    entry = db.session.query(Entry).filter_by(act="forums.remove_hall").one()
    assert entry.facts["code"] == "H9"


def test_a_hall_with_sessions_stays_and_names_them_also_those_in_the_tray(room):
    forum = a_forum()
    one, other = a_session(forum, code="W1"), a_session(forum, code="W2")
    other.hall_id, other.unscheduled_at = one.hall_id, NOW
    db.session.flush()

    with pytest.raises(HallInUse) as refused:
        removed(one.hall)

    assert "these sessions are in it: W1, W2." in refused.value.said_in("en")


def test_a_hall_that_a_release_shows_stays(room):
    forum = a_forum()
    session = a_session(forum, code="W1")
    hall = session.hall
    release_programme(forum, note=None, by=None, now=NOW)
    session.hall_id = a_hall(forum).id
    db.session.flush()

    with pytest.raises(HallInRelease) as refused:
        removed(hall)

    assert "release 1 shows it" in refused.value.said_in("en")
    assert db.session.query(Session).count() == 1
