"""Speakers whom a release moves: with their session, their part or where they speak from."""

import pytest

from forum_app.db import db
from forum_app.models import Message, Talk
from forum_app.programme.models import AppearanceRole, Way
from forum_app.programme.services.sessions import let_appear

from ..builders import NOW, words
from .applications import hall, registered
from .moved import a_programme, letters_leave, released, session, shift, speaks, told, written_to


@pytest.fixture
def forum(room):
    return a_programme()


def test_a_speaker_is_told_that_the_part_or_the_place_is_another(forum):
    appearance = speaks(forum, "W1", "lim@example.org")
    released(forum)
    letters_leave()
    appearance.role, appearance.from_way = AppearanceRole.CHAIR, Way.ONLINE
    db.session.flush()

    release = released(forum)

    assert written_to(release) == ["lim@example.org"]
    assert told("lim@example.org") == {"W1": {"role", "origin"}}


def test_a_speaker_whose_talk_comes_later_is_told_and_the_other_too(forum):
    w1 = session(forum, "W1")
    row = {"forum_id": forum.id, "session_id": w1.id, "minutes": 30}
    talks = [Talk(uuid=f"t{n}", position=n, title=words(f"T{n}"), **row) for n in (1, 2)]
    db.session.add_all(talks)
    db.session.flush()
    for talk, email in zip(talks, ("one@example.org", "two@example.org"), strict=True):
        speaks(forum, "W1", email).talk_id = talk.id
    speaks(forum, "W1", "chair@example.org", AppearanceRole.CHAIR)
    db.session.flush()
    released(forum, now=NOW)
    letters_leave()
    for position, talk in ((11, talks[0]), (1, talks[1]), (2, talks[0])):
        talk.position = position
        db.session.flush()

    release = released(forum)

    assert written_to(release) == ["one@example.org", "two@example.org"]
    assert told("one@example.org") == {"W1": {"talk_time"}}


def test_who_attends_and_speaks_has_one_letter_in_the_language_of_the_registration(forum):
    delegate = registered(forum, hall("P1"), lang="vi")
    how = {"documented": False, "from_documented": False, "now": NOW}
    let_appear(delegate.person, session(forum, "W1"), AppearanceRole.SPEAKER, Way.HALL, **how)
    released(forum, now=NOW)
    letters_leave()
    shift(forum, "W1", minutes=30)
    shift(forum, "P1", minutes=30)

    release = released(forum)

    assert written_to(release) == [delegate.person.email]
    assert told(delegate.person.email) == {"W1": {"time"}, "P1": {"time"}}
    letters = db.session.query(Message).filter_by(template="registration.moved", state="waiting")
    assert [letter.lang for letter in letters] == ["vi"]
