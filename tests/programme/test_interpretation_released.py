"""What a release keeps of interpretation, who is told of it, and an earlier one made the draft."""

from types import SimpleNamespace

import pytest

from forum_app.db import db
from forum_app.programme.queries import speakers_of
from forum_app.programme.queries.channels import channels_in_draft, released_in
from forum_app.programme.queries.speakers import people_in
from forum_app.programme.rules import restoring as rules
from forum_app.programme.rules.changelog import changes_in, for_speaker
from forum_app.programme.services import channels
from forum_app.programme.services.restoring import prepare_restoring, restore

from ..builders import NOW, a_forum, a_person, a_session
from .channels import a_channel, interprets
from .speaking import BY, appears, has_photo, released


@pytest.fixture
def w1(room):
    """A session in Vietnamese, in a forum of its own."""
    session = a_session(a_forum(), code="W1")
    session.spoken, session.languages = ["vi"], ["vi", "en"]
    db.session.flush()
    return session


def test_interpreters_are_in_a_release_and_among_nobody_who_speaks(w1):
    kei = a_person(w1.forum, "Kei")
    interprets(a_channel(w1), w1, kei, comes=True)
    appears(w1, a_person(w1.forum, "Lim"))
    has_photo(kei)

    frozen = released(w1.forum).frozen
    there = released_in(w1.forum, "W1")

    assert [x.person.name for x in there.appearances] == ["Lim"]
    assert [(x.person.name, x.channel.key) for x in there.interpreters] == [("Kei", "en.audio")]
    assert [x.key for x in there.channels] == ["en.audio"]
    assert [x.person.name for x in speakers_of(w1.forum).speakers] == ["Lim"]
    assert {"biography", "photo"}.isdisjoint(frozen["sessions"][0]["interpreters"][0]["person"])


def test_a_release_keeps_the_channels_that_it_was_made_with(w1):
    one = a_channel(w1)
    first = released(w1.forum).frozen
    channels.remove_channel(one, **BY)

    assert [x.key for x in released_in(w1.forum, "W1").channels] == ["en.audio"]
    second = released(w1.forum).frozen
    assert released_in(w1.forum, "W1").channels == []
    assert [str(x.what) for x in changes_in(first, second)[0].all] == ["texts"]


def test_releases_from_before_there_were_channels_are_read_as_ever(w1):
    interprets(a_channel(w1), w1, a_person(w1.forum))
    now = released(w1.forum).frozen
    new = ("spoken", "channels", "interpreters")
    before = {"sessions": [{k: v for k, v in x.items() if k not in new} for x in now["sessions"]]}
    empty = [{**x, "spoken": [], "channels": [], "interpreters": []} for x in before["sessions"]]

    assert changes_in(before, {"sessions": empty}) == []
    assert len(changes_in(before, now)) == 1


def test_who_interprets_is_told_that_the_session_moved_and_the_public_that_nobody_came(w1):
    kei = a_person(w1.forum, "Kei")
    before = released(w1.forum).frozen
    interprets(a_channel(w1), w1, kei)
    middle = released(w1.forum).frozen
    w1.starts_wall = w1.starts_wall.replace(hour=9)
    db.session.flush()
    after = released(w1.forum).frozen

    assert [str(x.what) for x in changes_in(before, middle)[0].all] == ["texts"]
    told = for_speaker(changes_in(middle, after)[0], kei.uuid)
    assert [str(x.what) for x in told.all] == ["time"]


def test_an_earlier_release_brings_back_its_channels_and_who_interpreted_in_them(w1):
    kei = a_person(w1.forum, "Kei")
    ja = a_channel(w1, "ja")
    en = a_channel(w1, source=ja)
    interprets(en, w1, kei, comes=True)
    release = released(w1.forum)
    channels.remove_channel(ja, **BY)
    channels.remove_channel(en, **BY)
    a_channel(w1, "ko")
    w1.spoken = ["ko"]

    ready = prepare_restoring(w1.forum, release)
    restore(w1.forum, ready, seen=ready.version, **BY)

    there = {row.channel.key: row for row in channels_in_draft(w1)}
    assert (set(there), w1.spoken) == ({"en.audio", "ja.audio"}, ["vi"])
    assert there["en.audio"].relay_from_id == there["ja.audio"].id
    found = [(x.appearance.person.name, x.appearance.channel_id) for x in people_in(w1)]
    assert found == [("Kei", there["en.audio"].id)]


def test_a_release_from_before_there_were_channels_leaves_those_of_the_draft(w1):
    kei, release = a_person(w1.forum, "Kei"), released(w1.forum)
    old = {x: y for x, y in release.frozen["sessions"][0].items() if x not in rules.LATER}
    before = SimpleNamespace(
        id=release.id,
        number=1,
        released_at=NOW,
        frozen={"sessions": [old | {"title": {"vi": "Trước", "en": "Before"}}]},
    )
    interprets(a_channel(w1), w1, kei)
    w1.spoken = ["vi", "ja"]

    ready = prepare_restoring(w1.forum, before)
    restore(w1.forum, ready, seen=ready.version, **BY)

    assert (w1.title.said_in("en"), w1.spoken) == ("Before", ["vi", "ja"])
    assert [row.channel.key for row in channels_in_draft(w1)] == ["en.audio"]
    assert [x.appearance.person.name for x in people_in(w1)] == ["Kei"]
