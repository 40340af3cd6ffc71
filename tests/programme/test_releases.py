from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy.exc import DBAPIError

from forum_app.db import db, written
from forum_app.forums.queries import forum_at
from forum_app.models import Appearance, Entry, Release, ReleasedSession, Talk
from forum_app.programme.queries import released_sessions
from forum_app.programme.rules.changes import DraftChanged, ReleasedMeanwhile
from forum_app.programme.services.releases import freeze, prepare, release_programme

from ..builders import NOW, a_forum, a_person, a_point, a_session, a_user, words


def released(forum, **given):
    return release_programme(forum, **{"note": None, "by": None, "now": NOW} | given)


def test_people_see_a_session_as_it_was_released_and_not_as_it_is_drafted(room):
    forum = a_forum()
    session = a_session(forum, code="W1")
    released(forum)

    session.title = words("Bản nháp", "A draft")

    assert [s.title for s in released_sessions(forum)] == [words("Phiên", "Session")]


def test_each_release_has_the_next_number_of_its_own_forum(room):
    forum, other = a_forum(), a_forum()

    numbers = [released(x).number for x in (forum, other, forum)]

    assert numbers == [1, 1, 2]


def test_a_release_holds_the_sessions_of_its_forum_alone(room):
    forum, other = a_forum(), a_forum()
    a_session(forum, code="W1")
    a_session(other, code="X1")

    release = released(forum)

    assert [s["code"] for s in release.frozen["sessions"]] == ["W1"]
    assert [s.forum_id for s in db.session.query(ReleasedSession)] == [forum.id]


def test_a_cancelled_session_is_released_as_cancelled(room):
    forum = a_forum()
    a_session(forum, code="W1").cancelled_at = NOW

    release = released(forum)

    assert released_sessions(forum)[0].cancelled
    assert release.frozen["sessions"][0]["cancelled"]


def test_the_frozen_programme_tells_who_appears_where_and_in_which_talk(room):
    forum = a_forum()
    session, point = a_session(forum), a_point(forum, code="SIN")
    person = a_person(forum, "Lim Jock Hoi", post=words("Tổng Thư ký", "Secretary-General"))
    row = {"forum_id": forum.id, "session_id": session.id, "position": 1}
    talk = Talk(uuid="talk-1", title=words("Mở đầu", "Opening"), minutes=20, **row)
    db.session.add(talk)
    db.session.flush()
    given = {"person_id": person.id, "talk_id": talk.id, "role": "keynote", "from_way": "point"}
    flags = {"documented": True, "from_documented": False}
    db.session.add(Appearance(point_id=point.id, confirmed_at=NOW, **row, **given, **flags))

    told = released(forum).frozen["sessions"][0]

    assert told["talks"] == [
        {"uuid": "talk-1", "position": 1, "title": talk.title.by_lang, "minutes": 20}
    ]
    one = told["appearances"][0]
    assert one["person"]["uuid"] == person.uuid
    assert one["person"]["post"] == {"vi": "Tổng Thư ký", "en": "Secretary-General"}
    assert (one["talk"], one["point"], one["role"]) == ("talk-1", "SIN", "keynote")
    assert (one["documented"], one["from_documented"]) == (True, False)


def test_the_trail_tells_who_released_and_when(room):
    forum, organiser = a_forum(), a_user()
    release = released(forum, by=organiser.id, now=NOW + timedelta(days=1))

    db.session.commit()

    entry = db.session.query(Entry).filter_by(act="programme.release").one()
    assert (entry.actor, entry.object_id) == (f"user {organiser.id}", release.id)
    assert release.released_at == NOW + timedelta(days=1)


def test_nobody_changes_a_release_afterwards(room):
    release = released(a_forum())
    db.session.commit()

    release.frozen = {}

    with pytest.raises(DBAPIError, match="append-only"):
        db.session.commit()


def test_what_was_planned_after_the_draft_was_read_stops_the_release(room):
    forum = a_forum()
    session = a_session(forum, code="W1")
    ready = prepare(forum)
    session.title = words("Khác", "Other")
    db.session.flush()

    with pytest.raises(DraftChanged):
        freeze(forum, ready, note=None, by=None, now=NOW, write=False)

    assert db.session.query(Release).count() == 0


def test_who_releases_what_somebody_released_meanwhile_is_told_its_number(room):
    forum = a_forum()
    a_session(forum, code="W1")
    ready = prepare(forum)
    released(forum)

    with pytest.raises(ReleasedMeanwhile) as refused:
        freeze(forum, ready, note=None, by=None, now=NOW, write=False)

    assert "Release 1 is there already" in refused.value.said_in("en")


def test_of_many_who_release_at_once_one_does_and_the_others_are_told(app):
    with app.app_context():
        forum = a_forum(slug="summit")
        a_session(forum, code="W1")
        db.session.commit()
    ready, told = Barrier(4), []

    def press():
        with app.app_context():
            there = prepare(forum_at("summit"))
            ready.wait()
            given = {"note": None, "by": None, "now": NOW, "write": False}
            try:
                told.append(written(lambda: freeze(forum_at("summit"), there, **given).number))
            except ReleasedMeanwhile as refused:
                told.append(refused.reason)

    threads = [Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(told, key=str) == [1, *["released_meanwhile"] * 3]
