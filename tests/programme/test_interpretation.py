"""Channels of interpretation and who interprets: in the draft, in releases, and to whom shown."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from forum_app import announce
from forum_app.db import db
from forum_app.forums.rules import UnknownLanguage
from forum_app.models import Appearance, Entry, InterpretationChannel, Person
from forum_app.programme.models import ChannelKind
from forum_app.programme.queries import clashes_of
from forum_app.programme.queries.channels import channels_in_draft
from forum_app.programme.queries.speakers import page_of_person, people_in
from forum_app.programme.rules.channels import (
    ChannelGone,
    ChannelNeeded,
    ChannelTwice,
    NoTalkOfInterpreters,
    NotAnInterpreter,
    RelayCircle,
)
from forum_app.programme.rules.speaking import RoleTwice
from forum_app.programme.services import appearances, channels
from forum_app.programme.services.copies import copy_programme
from forum_app.programme.services.speaking import Answer, answer
from forum_app.refusal import ChangedMeanwhile

from ..builders import NOW, a_forum, a_hall, a_person, a_session
from .channels import a_channel, interprets
from .speaking import BY, a_talk, appears


@pytest.fixture
def w1(room):
    """A session in Vietnamese, in a forum of its own."""
    session = a_session(a_forum(), code="W1")
    session.spoken, session.languages = ["vi"], ["vi", "en"]
    db.session.flush()
    return session


def wanted(row, **given):
    same = ("language", "kind", "relay_from_id")
    return {name: getattr(row, name) for name in same} | given


def codes_of(session):
    return [clash.code for clash in clashes_of(session.forum).all()]


def keys_of(session):
    return [row.channel.key for row in channels_in_draft(session)]


def test_each_language_and_kind_is_once_in_a_session(w1):
    one, sign = a_channel(w1), a_channel(w1, kind="sign")

    with pytest.raises(ChannelTwice) as told:
        a_channel(w1)
    with pytest.raises(ChannelTwice):
        channels.edit_channel(sign, w1, wanted(sign, kind=ChannelKind.AUDIO), seen=1, **BY)
    with pytest.raises(UnknownLanguage):
        a_channel(w1, "xx")

    assert "English interpretation (audio) is there already" in str(told.value)
    channels.edit_channel(one, w1, wanted(one, kind=ChannelKind.VIDEO), seen=1, **BY)
    assert keys_of(w1) == ["en.sign", "en.video"]


def test_a_change_names_the_version_that_it_saw_and_the_trail_tells_of_it(w1):
    ja = a_channel(w1, "ja")
    one = a_channel(w1, source=ja)

    channels.edit_channel(one, w1, wanted(one, relay_from_id=None), seen=1, **BY)
    with pytest.raises(ChangedMeanwhile):
        channels.edit_channel(one, w1, wanted(one, language="ko"), seen=1, **BY)

    db.session.commit()
    told = db.session.scalars(select(Entry).where(Entry.act == "programme.edit_channel")).one()
    assert told.facts == {
        "channel": "en.audio",
        "before": {"relay_from": "ja.audio"},
        "after": {"relay_from": None},
    }


def test_no_channel_is_interpreted_from_itself_over_others(w1):
    ja = a_channel(w1, "ja")
    en = a_channel(w1, source=ja)

    with pytest.raises(RelayCircle):
        channels.edit_channel(ja, w1, wanted(ja, relay_from_id=en.id), seen=1, **BY)
    with pytest.raises(RelayCircle):
        channels.edit_channel(ja, w1, wanted(ja, relay_from_id=ja.id), seen=1, **BY)


def test_a_channel_that_is_taken_away_takes_its_interpreters_along_and_no_other_channel(w1):
    ja, kei = a_channel(w1, "ja"), a_person(w1.forum, "Kei")
    en = a_channel(w1, source=ja)
    interprets(ja, w1, kei)
    interprets(en, w1, kei)

    left = channels.remove_channel(ja, **BY)

    assert (left, keys_of(w1)) == (1, ["en.audio"])
    assert (en.relay_from_id, en.version) == (None, 2)
    assert [one.appearance.channel_id for one in people_in(w1)] == [en.id]


def test_whoever_names_a_channel_that_was_taken_away_meanwhile_is_told(w1):
    ja, en, kei = a_channel(w1, "ja"), a_channel(w1), a_person(w1.forum, "Kei")
    gone = ja.id
    channels.remove_channel(ja, **BY)

    for act in (
        lambda: channels.remove_channel(ja, **BY),
        lambda: channels.edit_channel(ja, w1, wanted(ja), seen=1, **BY),
        lambda: channels.edit_channel(en, w1, wanted(en, relay_from_id=gone), seen=1, **BY),
        lambda: a_channel(w1, "ko", source=ja),
        lambda: interprets(ja, w1, kei),
    ):
        with pytest.raises(ChannelGone):
            act()


def test_who_interprets_and_nobody_else_is_in_a_channel_for_the_whole_session(w1):
    en, talk, kei = a_channel(w1), a_talk(w1), a_person(w1.forum, "Kei")

    with pytest.raises(ChannelNeeded):
        appears(w1, kei, "interpreter")
    with pytest.raises(NotAnInterpreter):
        appears(w1, kei, "speaker", channel=en)
    with pytest.raises(NoTalkOfInterpreters):
        interprets(en, w1, kei, talk=talk)
    interprets(en, w1, kei)
    with pytest.raises(RoleTwice):
        interprets(en, w1, kei)

    vi = a_channel(w1, "vi")
    assert interprets(vi, w1, kei).channel_id == vi.id


@pytest.mark.parametrize(
    "wrong",
    [
        {"channel_id": None},
        {"role": "speaker"},
        {"channel_id": "of another session"},
        {"talk_id": "a talk"},
    ],
    ids=["interpreter of nothing", "speaker in a channel", "elsewhere", "in a talk"],
)
def test_the_database_itself_refuses_an_interpreter_without_a_channel_of_that_session(w1, wrong):
    one = interprets(a_channel(w1), w1, a_person(w1.forum))
    other = a_session(w1.forum, code="W2")
    ids = {"of another session": a_channel(other).id, "a talk": a_talk(w1).id}
    row = {name: ids.get(value, value) for name, value in wrong.items()}

    with pytest.raises(IntegrityError):
        db.session.execute(update(Appearance).where(Appearance.id == one.id).values(row))


def test_the_database_itself_refuses_a_relay_from_another_session(w1):
    en, other = a_channel(w1), a_channel(a_session(w1.forum, code="W2"), "ja")
    table = InterpretationChannel

    with pytest.raises(IntegrityError):
        db.session.execute(update(table).where(table.id == en.id).values(relay_from_id=other.id))


def test_an_interpreter_clashes_as_everybody_does_and_counts_until_they_decline(w1):
    kei, beside = a_person(w1.forum, "Kei"), a_session(w1.forum, code="W2")
    en = a_channel(w1)
    before = codes_of(w1)
    interprets(en, w1, kei)
    appears(beside, kei)

    told = codes_of(w1)
    answer(page_of_person(kei), w1, Answer(comes=False), **BY)

    assert before == ["channel_without_interpreter"]
    assert told == ["person_twice"]
    assert sorted(codes_of(w1)) == ["channel_without_interpreter", "speaker_declined"]


def test_a_copy_of_the_forum_has_the_channels_and_none_of_the_people(w1):
    ja = a_channel(w1, "ja")
    interprets(a_channel(w1, source=ja), w1, a_person(w1.forum))
    target = a_forum(first_day=w1.forum.first_day, last_day=w1.forum.last_day)
    a_hall(target, code=w1.hall.code)

    copy_programme(w1.forum, target)

    rows = db.session.query(InterpretationChannel).filter_by(forum_id=target.id).all()
    there = {row.channel.key: row for row in rows}
    assert set(there) == {"en.audio", "ja.audio"}
    assert there["en.audio"].relay_from_id == there["ja.audio"].id
    assert db.session.query(Appearance).filter_by(forum_id=target.id).all() == []


def test_two_persons_who_are_one_interpret_each_channel_once(w1):
    en, vi = a_channel(w1), a_channel(w1, "vi")
    kept, gone = (a_person(w1.forum, name) for name in ("Kei", "K. Ito"))
    interprets(en, w1, kept)
    for channel in (en, vi):
        interprets(channel, w1, gone)

    told = {"forum_id": w1.forum_id, "kept_id": kept.id, "gone_id": gone.id}
    announce.say(announce.PersonsMerged(**told, actor="tests", at=NOW))

    found = db.session.query(Appearance).filter_by(session_id=w1.id).all()
    assert {(x.person_id, x.channel_id) for x in found} == {(kept.id, en.id), (kept.id, vi.id)}
    assert len(found) == 2


def test_speakers_change_places_whoever_interprets(w1):
    first, last = appears(w1, a_person(w1.forum, "A")), None
    interprets(a_channel(w1), w1, a_person(w1.forum, "Kei"))
    last = appears(w1, a_person(w1.forum, "B"))

    appearances.move_person(last, w1, -1, seen=last.position, **BY)

    order = [x.appearance for x in people_in(w1) if x.appearance.channel_id is None]
    assert order == [last, first]
    assert db.session.query(Person).count() == 3
