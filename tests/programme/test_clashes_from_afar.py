"""Clashes of whoever speaks or follows from afar: lines to be changed, and hours there."""

import pytest

from forum_app.programme.rules.planned import PlannedSeats

from .plans import a_planned, speaks
from .test_clashes import found_in

REMOTE = (speaks("Ánh", "point", "SIN"),)
POINTS = {"SIN": "Asia/Singapore", "TYO": "Asia/Tokyo"}


@pytest.mark.parametrize(
    ("starts", "other", "hall", "clash"),
    [
        ("11:09", speaks("Kei", "point", "TYO"), "H1", True),
        ("11:10", speaks("Kei", "point", "TYO"), "H1", False),
        ("11:00", speaks("Kei", "online"), "H1", True),
        ("11:00", speaks("Kei", "hall"), "H1", False),  # nothing is changed for them
        ("11:00", speaks("Kei", "point", "SIN"), "H1", False),  # the same line
        ("11:00", speaks("Kei", "point", "TYO"), "H2", False),
    ],
)
def test_between_two_remote_speakers_a_hall_has_time_to_change_the_line(starts, other, hall, clash):
    one = a_planned("A", "10:00-11:00", hall="H1", appearances=REMOTE)
    then = a_planned("B", f"{starts}-12:00", hall=hall, appearances=(other,))

    found = found_in(one, then, points=POINTS, changeover_minutes=10)

    assert found == ([("changeover", ("A", "B"))] if clash else [])


@pytest.mark.parametrize(("until", "clash"), [("10:50", False), ("10:51", True)])
def test_the_time_to_change_the_line_is_counted_from_talk_to_talk(until, clash):
    first = speaks("Ánh", "point", "SIN", f"10:00-{until}")
    one = a_planned("A", "10:00-11:00", hall="H1", appearances=(first,))
    then = a_planned("B", "11:00-12:00", hall="H1", appearances=(speaks("Kei", "online"),))

    found = found_in(one, then, points=POINTS, changeover_minutes=10)

    assert found == ([("changeover", ("A", "B"))] if clash else [])


def test_the_line_is_changed_over_midnight_too():
    one = a_planned("A", "05:00-06:55", hall="H1", appearances=(speaks("Ánh", "online"),))
    then = a_planned("B", "07:00-08:00", hall="H1", appearances=(speaks("Kei", "online"),))

    assert found_in(one, then, changeover_minutes=10) == [("changeover", ("A", "B"))]  # 00:00 UTC


def test_without_a_changeover_none_is_asked_for():
    one = a_planned("A", "10:00-11:00", hall="H1", appearances=REMOTE)
    then = a_planned("B", "11:00-12:00", hall="H1", appearances=(speaks("Kei", "online"),))

    assert found_in(one, then, points=POINTS) == []


@pytest.mark.parametrize(
    ("hours", "zone", "night"),
    [
        ("08:00-09:00", "Asia/Ho_Chi_Minh", False),
        ("07:00-23:00", "Asia/Ho_Chi_Minh", False),  # both ends still count
        ("06:59-09:00", "Asia/Ho_Chi_Minh", True),
        ("21:00-23:01", "Asia/Ho_Chi_Minh", True),
        ("22:00-31:30", "Asia/Ho_Chi_Minh", True),  # by day at both ends, all night between
        ("14:00-15:00", "America/New_York", True),  # 03:00
        ("08:30-09:30", "Asia/Kolkata", False),  # 07:00, half an hour beside the hour
        ("08:29-09:30", "Asia/Kolkata", True),
    ],
)
def test_a_point_speaks_and_follows_by_day(hours, zone, night):
    speaking = a_planned("A", hours, appearances=(speaks(way="point", point="X"),))
    following = a_planned("A", hours, seats=(PlannedSeats("point", "X", 5, 0),))
    closed = a_planned("A", hours, seats=(PlannedSeats("point", "X", 0, 0),))

    found = [found_in(x, points={"X": zone}) for x in (speaking, following, closed)]

    told = [[("speaking_point_hours", ("A",))], [("audience_point_hours", ("A",))], []]
    assert found == (told if night else [[], [], []])


@pytest.mark.parametrize(
    ("hours", "zone", "night"),
    [
        ("14:00-15:00", "America/New_York", True),  # 03:00
        ("14:00-15:00", "Europe/Brussels", False),  # 09:00
        ("11:59-13:00", "Europe/Brussels", True),
        ("12:00-13:00", "Europe/Brussels", False),
        ("14:00-15:00", "Asia/Hanoi", False),  # there is none: nothing is told of it
        ("02:00-03:00", None, False),  # nobody said where they will be
    ],
)
def test_whoever_speaks_online_and_said_where_they_are_speaks_by_day(hours, zone, night):
    found = found_in(a_planned("A", hours, appearances=(speaks(way="online", zone=zone),)))

    assert found == ([("speaking_online_hours", ("A",))] if night else [])


FROM_TOKYO = {"person": "Kei", "way": "point", "point": "TYO"}


@pytest.mark.parametrize(
    ("between", "then", "clash"),
    [
        (0, FROM_TOKYO, True),  # talk follows talk
        (9, FROM_TOKYO, True),
        (10, FROM_TOKYO, False),
        (0, {"person": "Kei", "way": "online"}, True),
        (0, {"person": "Kei", "way": "hall"}, False),
        (0, {"person": "Kei", "way": "point", "point": "SIN"}, False),  # the same line
    ],
)
def test_between_two_remote_talks_of_one_session_the_line_is_changed(between, then, clash):
    starts = f"10:{30 + between}"
    talks = speaks("Ánh", "point", "SIN", "10:00-10:30"), speaks(**then, hours=f"{starts}-11:00")
    session = a_planned("A", "10:00-11:00", appearances=talks)

    found = found_in(session, points=POINTS, changeover_minutes=10)

    assert found == ([("changeover_within", ("A",))] if clash else [])
    assert found_in(session, points=POINTS) == []  # none is asked for


@pytest.mark.parametrize(
    "also",
    [
        speaks("Mai", "point", "TYO"),  # there for the whole session
        speaks("Mai", "point", "TYO", "10:00-10:30"),  # in the talk before
    ],
)
def test_a_line_that_is_up_is_not_changed(also):
    talks = speaks("Ánh", "point", "SIN", "10:00-10:30"), speaks(**FROM_TOKYO, hours="10:30-11:00")
    session = a_planned("A", "10:00-11:00", appearances=(*talks, also))

    assert found_in(session, points=POINTS, changeover_minutes=10) == []


def test_two_who_speak_at_once_from_afar_change_nothing():
    talks = [speaks(x, "online", hours="10:00-11:00") for x in ("Ánh", "Kei")]

    assert found_in(a_planned("A", "10:00-11:00", appearances=talks), changeover_minutes=10) == []
