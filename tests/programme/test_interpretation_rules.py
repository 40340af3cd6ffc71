"""In which languages a session can be followed, and what is missing for it."""

import pytest

from forum_app.programme.rules.channels import (
    Channel,
    Followed,
    RelayCircle,
    channel_named,
    check_relay,
    followed_in,
    heard_in,
)
from forum_app.programme.rules.clash_index import clashes_in
from forum_app.programme.rules.planned import PlannedSeats

from .plans import a_plan, a_planned, planned, speaks

EN, JA = "en.audio", "ja.audio"
AT_TYO = (PlannedSeats("point", "TYO", 5, 0),)
VOICE = speaks("Kei", channel=EN)


def found_in(*, speaking=("ja",), **session):
    """(code, sentence) of each clash of one session, points TYO speaking Japanese."""
    one = a_planned("W1", **{x: tuple(y) for x, y in session.items()})
    plan = a_plan(one, points={"TYO": "Asia/Ho_Chi_Minh"}, speaking={"TYO": speaking})
    return [(x.code, x.said_in("en")) for x in clashes_in(plan)]


def codes(**session):
    return [code for code, _ in found_in(**session)]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"languages": ["vi", "en"]}, []),  # nobody said what is spoken
        ({"languages": ["vi", "en"], "spoken": ["vi", "en"]}, []),
        ({"languages": ["vi", "en"], "spoken": ["vi"]}, ["language_without_interpreter"]),
        (
            {"languages": ["vi", "en"], "spoken": ["vi"], "channels": planned(EN)},
            ["channel_without_interpreter"],
        ),
        (
            {
                "languages": ["vi", "en"],
                "spoken": ["vi"],
                "channels": planned(EN),
                "appearances": [VOICE],
            },
            [],
        ),
        (  # one sees a sign language, one does not hear it
            {"languages": ["vi", "en"], "spoken": ["vi"], "channels": planned("en.sign")},
            ["channel_without_interpreter", "language_without_interpreter"],
        ),
        (  # somebody else's channel is not theirs
            {"spoken": ["vi"], "channels": planned(EN, JA), "appearances": [VOICE]},
            ["channel_without_interpreter"],
        ),
    ],
)
def test_a_language_that_people_are_promised_is_spoken_or_interpreted(given, told):
    assert sorted(codes(**given)) == told


def test_a_channel_needs_somebody_in_the_channel_that_it_is_interpreted_from():
    relay = {"channels": planned(f"{JA}<{EN}", EN), "spoken": ["vi"]}
    own = speaks("Aki", channel=JA)

    alone = found_in(**relay, appearances=[own])

    assert [code for code, _ in alone] == [
        "channel_without_interpreter",
        "relay_without_interpreter",
    ]
    assert "Japanese interpretation (audio), from English interpretation (audio)" in alone[1][1]
    assert codes(**relay, appearances=[own, VOICE]) == []


def test_somebody_who_declined_interprets_nothing():
    declined = (("Kei", "Kei"),)

    found = codes(channels=planned(EN), spoken=["vi"], declined=declined)

    assert found == ["channel_without_interpreter", "speaker_declined"]


@pytest.mark.parametrize(
    ("spoken", "speaking", "told"),
    [
        (["vi"], ("ja",), ["speaking_language"]),
        (["vi", "ja"], ("ja",), []),
        (["vi"], ("ja", "vi"), []),
        ([], ("ja",), []),  # not said
        (["vi"], (), []),  # nobody knows what is spoken there
    ],
)
def test_whoever_speaks_at_a_point_speaks_a_language_of_the_floor(spoken, speaking, told):
    at_point = {"appearances": [speaks("Aki", "point", "TYO")]}

    assert codes(spoken=spoken, speaking=speaking, **at_point) == told


def test_an_interpreter_at_a_point_is_no_speaker_of_it():
    voice = speaks("Aki", "point", "TYO", channel=EN)

    assert codes(spoken=["vi"], channels=planned(EN), appearances=[voice]) == []


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"spoken": ["vi"]}, ["audience_language"]),
        ({"languages": ["vi"]}, ["audience_language"]),
        ({}, []),  # nobody said anything
        ({"spoken": ["vi", "ja"]}, []),
        ({"languages": ["vi", "ja"]}, []),
        ({"spoken": ["vi"], "channels": planned(JA), "appearances": [VOICE]}, []),
    ],
)
def test_whoever_sits_at_a_point_can_follow_in_a_language_of_the_point(given, told):
    if given.get("appearances"):
        given |= {"appearances": [speaks("Kei", channel=JA)]}

    assert codes(seats=AT_TYO, **given) == told


def test_a_channel_that_nobody_interprets_is_of_no_use_to_a_point():
    found = codes(spoken=["vi"], seats=AT_TYO, channels=planned(JA))

    assert sorted(found) == ["audience_language", "channel_without_interpreter"]


@pytest.mark.parametrize(("of", "source"), [(1, 1), (1, 2), (1, 3)])
def test_channels_are_not_interpreted_from_each_other_in_a_circle(of, source):
    with pytest.raises(RelayCircle):
        check_relay(of, source, {1: None, 2: 1, 3: 2})


def test_a_channel_may_be_interpreted_from_one_that_is_itself_interpreted_from_another():
    relays = {1: None, 2: 1, 3: None}

    check_relay(3, 2, relays)
    check_relay(3, None, relays)


def test_what_is_typed_names_a_channel_or_none():
    assert channel_named("en.audio") == Channel("en", "audio")
    for typed in ("", "en", "en.", ".audio", "xx.audio", "en.smell", "en.audio.x", "EN.audio"):
        assert channel_named(typed) is None, typed


def test_what_is_spoken_comes_first_and_each_language_once_with_all_its_kinds():
    there = [Channel("vi", "sign"), Channel("en", "audio"), Channel("vi", "audio")]

    found = followed_in(["vi", "en", "ja"], ["vi"], there)

    assert found == [
        Followed("vi", True, ("audio", "sign")),
        Followed("en", False, ("audio",)),
        Followed("ja", False),
    ]
    assert heard_in(found) == {"vi", "en", "ja"}
    assert heard_in(followed_in([], ["vi"], [Channel("en", "sign")])) == {"vi"}
