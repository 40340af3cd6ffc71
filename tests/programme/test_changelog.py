"""The changelog in words, from two frozen programmes."""

import pytest

from forum_app.programme.rules.changelog import (
    What,
    changes_in,
    excerpt_of,
    for_delegate,
    for_speaker,
    told_in,
    without_interpreters,
)
from forum_app.programme.rules.changelog_words import Sentence

from ..builders import ZONE

ANH, LIM = ("anh", "Ánh"), ("lim", "Lim")


def a_talk(uuid, minutes=30, title=None):
    return {"uuid": uuid, "title": {"en": title or uuid}, "minutes": minutes}


def appears(person, role="speaker", way="hall", point=None, talk=None):
    uuid, name = person
    who = {"uuid": uuid, "name": name}
    return {"person": who, "role": role, "from_way": way, "point": point, "talk": talk}


def frozen(day=1, starts="02:00", ends="03:30", hall="2", **given):
    """W1 from 09:00 to 10:30 in Hà Nội, in Room 2."""
    usual = {
        "uuid": "w1",
        "code": "W1",
        "title": {"vi": "Giao thông", "en": "Transport"},
        "hall": {"code": hall, "name": {"vi": f"Phòng {hall}", "en": f"Room {hall}"}},
        "zone": ZONE,
        "starts_at": f"2030-06-0{day}T{starts}:00+00:00",
        "ends_at": f"2030-06-0{day}T{ends}:00+00:00",
        "cancelled": False,
        "talks": [],
        "appearances": [],
        "abstract": None,
    }
    return usual | given


def between(before, after):
    both = ({"sessions": [x] if x else []} for x in (before, after))
    return changes_in(*both)


def said(before, after, lang="en"):
    return [Sentence(change, ZONE).said_in(lang) for change in between(before, after)]


IN_WORDS = [
    (frozen(), frozen(), None),
    (None, frozen(), "added to the programme"),
    (frozen(), None, "no longer in the programme"),
    (frozen(), frozen(cancelled=True), "cancelled"),
    (frozen(cancelled=True), frozen(), "held after all"),
    (frozen(cancelled=True), frozen(cancelled=True, hall="4"), None),
    (frozen(), frozen(starts="03:30", ends="05:00"), "moved from 09:00 to 10:30"),
    (frozen(), frozen(ends="04:00"), "ends at 11:00 instead of 10:30"),
    (frozen(), frozen(starts="01:00"), "moved from 09:00–10:30 to 08:00–10:30"),
    (frozen(), frozen(hall="4"), "moved from Room 2 to Room 4"),
    (
        frozen(),
        frozen(starts="03:30", ends="05:00", hall="4"),
        "moved from 09:00 to 10:30, Room 2 to Room 4",
    ),
    (
        frozen(),
        frozen(day=2),
        "moved from Sat 1 Jun, 09:00–10:30 to Sun 2 Jun, 09:00–10:30",
    ),
    (frozen(), frozen(title={"en": "Traffic"}), "renamed from “Transport”"),
    (frozen(), frozen(appearances=[appears(ANH)]), "with Ánh (Speech)"),
    (frozen(appearances=[appears(ANH)]), frozen(), "without Ánh"),
    (
        frozen(appearances=[appears(ANH)]),
        frozen(appearances=[appears(ANH, "chair")]),
        "Ánh: Chair instead of Speech",
    ),
    (
        frozen(appearances=[appears(ANH)]),
        frozen(appearances=[appears(ANH, way="point", point="SIN")]),
        "Ánh from SIN instead of the hall",
    ),
    (
        frozen(appearances=[appears(ANH, way="point", point="SIN")]),
        frozen(appearances=[appears(ANH, way="online")]),
        "Ánh online instead of from SIN",
    ),
    (
        frozen(appearances=[appears(ANH, way="online")]),
        frozen(appearances=[appears(ANH)]),
        "Ánh from the hall instead of online",
    ),
    (
        frozen(talks=[a_talk("one"), a_talk("two")]),
        frozen(talks=[a_talk("two"), a_talk("one")]),
        "talks in another order or length",
    ),
    (
        frozen(talks=[a_talk("one")]),
        frozen(talks=[a_talk("two")]),
        "talk added: two, talk removed: one",
    ),
    (
        frozen(talks=[a_talk("one")]),
        frozen(talks=[a_talk("one", title="Uno")]),
        "talk “one” is now “Uno”",
    ),
    (frozen(), frozen(abstract={"en": "About"}), "description changed"),
]


@pytest.mark.parametrize(("before", "after", "words"), IN_WORDS, ids=[str(x[2]) for x in IN_WORDS])
def test_the_changelog_says_what_became_of_a_session(before, after, words):
    assert said(before, after) == ([words] if words else [])


def test_the_same_in_vietnamese():
    moved = frozen(starts="03:30", ends="05:00", hall="4")

    assert said(frozen(), moved, "vi") == ["chuyển từ 09:00 sang 10:30, từ Phòng 2 sang Phòng 4"]


def test_sessions_stand_in_the_order_of_the_later_programme_then_those_that_are_gone():
    one, other = frozen(uuid="a", code="A"), frozen(uuid="b", code="B")
    third = frozen(uuid="c", code="C")

    found = changes_in(
        {"sessions": [one, third]}, {"sessions": [other, frozen(uuid="a", code="A1")]}
    )

    assert [change.code for change in found] == ["B", "C"]


@pytest.mark.parametrize(
    ("way", "after", "moves"),
    [
        ("hall", frozen(hall="4"), True),
        ("online", frozen(hall="4"), False),
        ("point", frozen(hall="4"), False),
        ("online", frozen(starts="02:30"), True),
        ("point", frozen(cancelled=True), True),
        ("hall", frozen(title={"en": "Traffic"}), False),
        ("hall", frozen(appearances=[appears(LIM)]), False),
        ("hall", frozen(abstract={"en": "About"}), False),
    ],
    ids=str,
)
def test_a_delegate_is_moved_by_time_cancellation_and_the_own_hall_alone(way, after, moves):
    change = between(frozen(), after)[0]

    assert bool(for_delegate(change, way)) is moves


SPEAKS = [appears(ANH, talk="two")]
TALKS = [a_talk("one"), a_talk("two")]


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ({"appearances": []}, {"appearances": [appears(ANH)]}, "you appear in it: Speech"),
        ({"appearances": [appears(ANH)]}, {"appearances": []}, "you no longer appear in it"),
        (
            {"appearances": [appears(ANH)]},
            {"appearances": [appears(ANH, way="online")]},
            "you speak online instead of from the hall",
        ),
        (
            {"appearances": SPEAKS, "talks": TALKS},
            {"appearances": SPEAKS, "talks": TALKS[::-1]},
            "your talk is now at 09:00–09:30",
        ),
        (
            {"appearances": [appears(ANH)]},
            {"appearances": [appears(ANH), appears(LIM)], "title": {"en": "Traffic"}},
            None,
        ),
        ({"appearances": [appears(LIM)]}, {"appearances": [appears(LIM, "chair")]}, None),
        (
            {"appearances": [appears(ANH, way="online")]},
            {"appearances": [appears(ANH, way="online")], "hall": frozen(hall="4")["hall"]},
            None,
        ),
    ],
    ids=["added", "removed", "from elsewhere", "talk", "others", "another", "another hall"],
)
def test_a_speaker_is_told_of_what_is_theirs(before, after, words):
    change = between(frozen(**before), frozen(**after))[0]

    told = for_speaker(change, "anh")

    assert (told and Sentence(told, ZONE, "anh").said_in("en")) == words


def interprets(person, channel="en.audio", **given):
    return appears(person, "interpreter", **given) | {"channel": channel}


def test_who_speaks_and_interprets_in_a_new_session_is_told_both():
    both = {"appearances": SPEAKS, "interpreters": [interprets(ANH), interprets(LIM)]}
    change = between(None, frozen(**both))[0]

    said = [Sentence(for_speaker(change, x), ZONE, x).said_in("en") for x in ("anh", "lim")]

    interpreting = "you interpret in it: English interpretation (audio)"
    assert said == [f"you appear in it: Speech, {interpreting}", interpreting]


def test_what_everybody_may_read_holds_nothing_of_interpreters():
    before = frozen(interpreters=[interprets(ANH)], appearances=[appears(LIM)])
    after = frozen(interpreters=[interprets(LIM, way="online")], hall=frozen(hall="4")["hall"])

    public = between(before, after)[0]
    whole = told_in({"sessions": [before]}, {"sessions": [after]})[0]

    assert public.whats == {What.HALL, What.SPEAKER_REMOVED}
    assert whole.whats - public.whats == {What.INTERPRETS, What.INTERPRETS_NOT}
    narrowed = without_interpreters(whole)
    assert narrowed.whats == public.whats
    assert for_speaker(narrowed, "anh") is None


def test_a_cancellation_is_told_to_speakers_without_more():
    speaks = {"appearances": SPEAKS, "talks": TALKS}
    change = between(frozen(**speaks), frozen(cancelled=True, **speaks))[0]

    assert for_speaker(change, "anh").whats == {What.CANCELLED}


def test_a_letter_holds_of_others_in_the_session_nothing():
    whole = frozen(appearances=[appears(ANH), appears(LIM)], talks=TALKS)

    told = excerpt_of(whole, "anh")

    assert [x["person"]["name"] for x in told["appearances"]] == ["Ánh"]
    assert told["talks"] == []
    assert "abstract" not in told
