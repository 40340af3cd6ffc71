"""Each clash rule, both sides of its edge."""

import pytest

from forum_app.i18n import LANGUAGES
from forum_app.programme.rules import clash
from forum_app.programme.rules.clash import Clash, Sentences
from forum_app.programme.rules.clash_index import clashes_in
from forum_app.programme.rules.planned import PlannedSeats

from .plans import a_plan, a_planned, at, span, speaks


def found_in(*sessions, **given):
    """(code of the rule, sessions) of each clash."""
    return [(x.code, x.sessions) for x in clashes_in(a_plan(*sessions, **given))]


HALL = {"hall": "H1"}
ANH_HALL = {"appearances": (speaks(),)}


@pytest.mark.parametrize(
    ("one", "other", "several", "clash"),
    [
        ("08:00-09:00", "08:59-10:00", (), True),
        ("08:00-09:00", "09:00-10:00", (), False),  # one ends as the other begins
        ("08:00-12:00", "09:00-10:00", (), True),  # within
        ("23:00-25:00", "24:30-26:00", (), True),  # past midnight
        ("23:00-24:00", "24:00-25:00", (), False),
        ("08:00-09:00", "08:30-10:00", ("H1",), False),  # a hall that holds several
    ],
)
def test_a_hall_is_for_one_session_at_a_time(one, other, several, clash):
    sessions = a_planned("A", one, **HALL), a_planned("B", other, **HALL)

    found = found_in(*sessions, several=several)

    assert found == ([("hall_twice", ("A", "B"))] if clash else [])


@pytest.mark.parametrize("way", ["hall", "point", "online"])
@pytest.mark.parametrize("other_way", ["hall", "point", "online"])
def test_a_person_is_in_one_session_at_a_time_from_wherever(way, other_way):
    points = {"SIN": "Asia/Singapore"}
    mine, theirs = (speaks(way=x, point="SIN" if x == "point" else None) for x in (way, other_way))
    one = a_planned("A", "10:00-11:00", appearances=(mine,))

    at_once = a_planned("B", "10:30-12:00", appearances=(theirs,))
    later = a_planned("B", "11:00-12:00", appearances=(theirs,))

    assert found_in(one, at_once, points=points) == [("person_twice", ("A", "B"))]
    assert found_in(one, later, points=points) == []


def test_whoever_speaks_in_two_sessions_one_after_the_other_by_their_talks_is_not_twice():
    one = a_planned("A", "10:00-12:00", appearances=(speaks(hours="10:00-10:30"),))
    early, late = (
        a_planned("B", "10:00-12:00", appearances=(speaks(hours=x),))
        for x in ("10:15-11:00", "10:30-11:00")
    )

    assert found_in(one, early) == [("person_twice", ("A", "B"))]
    assert found_in(one, late) == []


def test_a_talk_that_lasts_longer_than_its_session_still_counts():
    one = a_planned("A", "10:00-10:15", appearances=(speaks(hours="10:00-11:00"),))
    other = a_planned("B", "10:30-11:00", appearances=(speaks(),))

    assert found_in(one, other) == [("person_twice", ("A", "B"))]


def test_two_people_at_once_in_two_halls_are_no_clash():
    one, other = a_planned("A", **ANH_HALL), a_planned("B", appearances=(speaks("Kei"),))

    assert found_in(one, other) == []


def test_two_roles_in_one_session_are_no_clash():
    assert found_in(a_planned("A", "10:00-11:00", appearances=(speaks(), speaks()))) == []


@pytest.mark.parametrize(
    ("hours", "outside"),
    [
        ("0:00-48:00", False),  # both days, to the minute
        ("0:-01-02:00", True),  # a minute before the first
        ("47:00-48:01", True),  # past the last midnight
        ("23:00-25:00", False),  # over the midnight between
    ],
)
def test_a_session_is_within_the_days_of_the_forum(hours, outside):
    starts, _, ends = hours.rpartition("-")

    found = found_in(a_planned("A", (at(starts), at(ends))))

    assert found == ([("outside_forum", ("A",))] if outside else [])


@pytest.mark.parametrize(
    ("given", "clash"),
    [
        ((), False),  # who said no hours always can
        (("09:00-12:00",), False),
        (("10:00-11:00",), False),
        (("10:01-12:00",), True),
        (("08:00-10:59",), True),
        (("09:00-10:30", "10:30-12:00"), False),  # two that touch are one
        (("09:00-10:29", "10:31-12:00"), True),
    ],
)
def test_a_speaker_is_there_when_they_can(given, clash):
    session = a_planned("A", "10:00-11:00", **ANH_HALL)
    hours = {"available": {"Ánh": tuple(span(x) for x in given)}}

    found = found_in(session, **hours)

    assert found == ([("speaker_unavailable", ("A",))] if clash else [])


def test_a_session_comes_after_those_that_it_needs():
    first, touching = a_planned("A", "08:00-09:00"), a_planned("B", "09:00-10:00", after=("A",))
    too_early = a_planned("B", "08:59-10:00", after=("A",))

    assert found_in(first, touching) == []
    assert found_in(first, too_early) == [("order", ("B", "A"))]


def test_what_it_comes_after_must_be_held():
    cancelled = a_planned("A", "08:00-09:00", cancelled=True)
    then = a_planned("B", "10:00-11:00", after=("A",))

    assert found_in(cancelled, then) == [("prerequisite_not_held", ("B", "A"))]
    assert found_in(then) == [("prerequisite_not_held", ("B", "A"))]


def test_an_order_in_a_circle_is_told_once_with_all_who_are_in_it():
    a = a_planned("A", "08:00-09:00", after=("C",))
    b = a_planned("B", "09:00-10:00", after=("A",))
    c = a_planned("C", "10:00-11:00", after=("B",))
    beside = a_planned("D", "11:00-12:00", after=("C",))  # after them, not in it

    found = found_in(a, b, c, beside)

    assert found == [("order_circle", ("A", "B", "C")), ("order", ("A", "C"))]


def test_a_circle_of_three_hundred_sessions_is_found_all_the_same():
    many = [f"S{n:04}" for n in range(300)]
    before = [many[-1], *many[:-1]]
    sessions = [a_planned(x, "08:00-09:00", after=(y,)) for x, y in zip(many, before, strict=True)]

    circles = [x for x in clashes_in(a_plan(*sessions)) if x.rule is clash.CIRCLE]

    assert [x.sessions for x in circles] == [tuple(many)]


def test_a_deleted_hall_with_sessions_is_told():
    session = a_planned("A", "10:00-11:00", hall="gone")

    assert found_in(session, halls={}) == [("no_hall", ("A",))]


@pytest.mark.parametrize("points", [{"HAN": "Asia/Hanoi"}, {}])
def test_a_zone_that_does_not_exist_is_told_and_breaks_nothing(points):
    session = a_planned("A", "10:00-11:00", appearances=(speaks(way="point", point="HAN"),))

    assert found_in(session, points=points) == [("no_zone", ("A",))]


def test_a_plenary_is_alone_but_for_breaks():
    plenary = a_planned("P", "10:00-11:00", kind="plenary")

    assert found_in(plenary, a_planned("A", "10:30-11:30")) == [("plenary_not_alone", ("A", "P"))]
    assert found_in(plenary, a_planned("B", "10:30-11:30", kind="break")) == []
    assert found_in(plenary, a_planned("A", "11:00-11:30")) == []


@pytest.mark.parametrize(("seats", "clash"), [(10, False), (9, True)])
def test_seats_below_the_places_taken_are_told(seats, clash):
    counts = (PlannedSeats("hall", None, seats, 10),)

    found = found_in(a_planned("A", "10:00-11:00", seats=counts))

    assert found == ([("seats_below_taken", ("A",))] if clash else [])


def test_cancelled_sessions_clash_with_nothing():
    sessions = (
        a_planned("A", "08:00-09:00", hall="H1", **ANH_HALL),
        a_planned("B", "08:00-09:00", hall="H1", **ANH_HALL, cancelled=True),
    )

    assert found_in(*sessions) == []


def test_each_rule_says_in_every_language_what_is_wrong_and_what_to_do():
    rules = [x for x in vars(clash).values() if isinstance(x, clash.Rule)]
    names = "one other hall person all next minutes zone point seats hours points languages channel"
    facts = tuple((name, f"<{name}>") for name in names.split())

    said = {
        lang: [Clash(x, ("A",), facts=facts).said_in(lang) for x in rules] for lang in LANGUAGES
    }

    assert len(rules) == 25
    assert all("Please" in x for x in said["en"])
    assert all("Hãy" in x or "hãy" in x for x in said["vi"])


def test_of_very_many_clashes_some_are_said_and_the_rest_counted():
    one = Clash(clash.OUTSIDE_FORUM, ("A",), facts=(("one", "A"),))

    assert Sentences((one,) * 23).said_in("en").endswith("And 3 more.")
    assert Sentences((one,) * 20).said_in("en").count("A is not within") == 20
