"""Interpreters whom a release puts into a session or takes out of it: told like speakers, alone."""

import pytest

from forum_app.db import db
from forum_app.models import Person, ReleaseMailing
from forum_app.programme.models import Way
from forum_app.programme.queries import changelog_of
from forum_app.programme.queries.channels import channels_in_draft
from forum_app.programme.rules.changelog_words import Sentence
from forum_app.programme.services import speaking
from forum_app.programme.services.appearances import take_out
from forum_app.programme.services.releases import prepare
from forum_app.registration.queries.reviewed import review_of
from forum_app.registration.tasks.moved import write_moved

from ..builders import a_person
from ..programme.channels import a_channel, interprets
from .applications import hall, registered
from .moved import (
    LATER,
    a_programme,
    facts_for,
    letters_leave,
    released,
    session,
    shift,
    speaks,
    written_to,
)

BY = {"actor": "tests", "now": LATER}
EN, JA = "English interpretation (audio)", "Japanese interpretation (audio)"


@pytest.fixture
def forum(room):
    forum = a_programme()
    a_channel(session(forum, "W1"))
    a_channel(session(forum, "W1"), "ja")
    released(forum, write=False)
    return forum


@pytest.fixture
def kei(forum):
    return a_person(forum, "Kei", email="kei@example.org")


def put_in(forum, person, language="en", **given):
    w1 = session(forum, "W1")
    channel = next(x for x in channels_in_draft(w1) if x.language == language)
    return interprets(channel, w1, person, **given)


def said(app, lang="en", address="kei@example.org"):
    """What the latest letter says of each session."""
    with app.test_request_context():
        letter = write_moved(facts_for(address), lang)
    return {x.title.split()[0]: x.lines for x in letter.blocks if hasattr(x, "lines")}


def first(app, lang="en", **whose):
    return said(app, lang, **whose)["W1"][0].text


def test_who_is_put_into_a_channel_is_told_by_the_next_release_when_and_where(app, forum, kei):
    put_in(forum, kei)

    release = released(forum)

    assert written_to(release) == ["kei@example.org"]
    assert first(app) == f"You interpret in it: {EN}."
    assert first(app, "vi") == (
        "Bạn phiên dịch trong phiên này: Tiếng Anh qua phiên dịch (âm thanh)."
    )
    assert [x.label for x in said(app)["W1"][1:]] == ["When", "In the hall"]


def test_who_is_taken_out_is_told_and_reads_no_hour_of_it(app, forum, kei):
    appearance = put_in(forum, kei)
    released(forum)
    letters_leave()
    take_out(appearance, **BY)

    released(forum)

    assert [x.text for x in said(app)["W1"]] == [f"You no longer interpret in it: {EN}."]
    assert "không còn phiên dịch trong phiên này" in first(app, "vi")


def test_who_declined_leaves_with_the_release_and_is_told_like_a_speaker(app, forum, kei):
    put_in(forum, kei)
    released(forum)
    letters_leave()
    page = speaking.page_for(kei, now=LATER)
    speaking.answer(page, session(forum, "W1"), speaking.Answer(comes=False), **BY)

    released(forum)

    assert first(app) == f"You no longer interpret in it: {EN}."


def test_who_changes_the_channel_or_the_place_is_told_both(app, forum, kei):
    appearance = put_in(forum, kei)
    released(forum)
    letters_leave()
    take_out(appearance, **BY)
    put_in(forum, kei, "ja", way="online")

    released(forum)

    assert first(app) == (
        f"You interpret in it: {JA}, you no longer interpret in it: {EN}, "
        "you interpret online instead of from the hall."
    )


def test_nobody_else_is_told_who_interprets_and_no_public_page(forum, kei):
    speaks(forum, "W1", "lim@example.org")
    registered(forum, hall("W1"), now=LATER)
    released(forum)
    letters_leave()
    put_in(forum, kei)

    release = released(forum)

    assert written_to(release) == ["kei@example.org"]
    assert changelog_of(forum, release.number).changes == []


def test_whoever_registered_an_interpreter_without_address_is_told_of_the_interpreting_nothing(
    forum, kei
):
    delegate = registered(forum, hall("P1"), now=LATER)
    clerk = db.session.get_one(Person, delegate.person_id)
    delegate.person_id, delegate.registered_by_id = kei.id, clerk.id
    kei.email = None
    db.session.flush()
    put_in(forum, kei)

    assert written_to(released(forum)) == []


def test_the_review_says_to_organisers_whom_it_is_that_will_be_told(forum, kei):
    put_in(forum, kei, way=Way.ONLINE)

    review = review_of(forum, prepare(forum))

    assert [(x.change.code, x.ways) for x in review.numbers] == [("W1", {"interpreters": 1})]
    (change,) = review.changes
    assert Sentence(change, forum.zone).said_in("en") == f"Kei interprets: {EN}"


def told_and_written(forum):
    """(people, without an address, as what of each session) of the review; who is written to."""
    review = review_of(forum, prepare(forum))
    told = review.people, review.unwritten, [(x.change.code, x.ways) for x in review.numbers]
    return *told, written_to(released(forum))


def test_the_review_counts_an_interpreter_like_everybody_who_gets_a_letter(forum, kei):
    registered(forum, hall("W1"), hall("P1"), email="anh@example.org", now=LATER)
    put_in(forum, kei)
    shift(forum, "P1", hours=1)

    assert told_and_written(forum) == (
        2,
        0,
        [("W1", {"interpreters": 1}), ("P1", {"hall": 1})],
        ["anh@example.org", "kei@example.org"],
    )


def test_an_interpreter_whom_nobody_can_write_to_is_counted_as_one(forum, kei):
    delegate = registered(forum, hall("P1"), now=LATER)
    clerk = db.session.get_one(Person, delegate.person_id)
    delegate.person_id, delegate.registered_by_id = kei.id, clerk.id
    kei.email = None
    put_in(forum, kei)
    put_in(forum, a_person(forum, "Ren", email=None), "ja")

    assert told_and_written(forum) == (0, 2, [("W1", {"interpreters": 2})], [])


def test_whoever_was_not_told_yet_of_what_is_taken_back_gets_no_letter_and_is_not_counted(
    forum, kei
):
    appearance = put_in(forum, kei)
    speaks(forum, "P1", "lim@example.org")
    first = released(forum)
    take_out(appearance, **BY)
    shift(forum, "P1", hours=1)

    assert told_and_written(forum) == (1, 0, [("P1", {"speakers": 1})], ["lim@example.org"])
    assert written_to(first) == []
    counts = [
        x.people for x in db.session.query(ReleaseMailing).order_by(ReleaseMailing.release_id)
    ]
    assert counts[-2:] == [2, 1]
