"""Slots for tests: nobody twice at once, at good local hours where that can be."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum_app.broadcast.rules.slots import (
    Crew,
    PointAway,
    Round,
    comfort_of_span,
    free_for,
    propose,
)
from forum_app.clock import instant_of
from forum_app.programme.rules.planned import Span
from forum_app.programme.rules.times import Comfort

HA_NOI = "Asia/Ho_Chi_Minh"
ZONES = (HA_NOI, "Europe/Brussels", "America/New_York", "Australia/Sydney", "Asia/Yangon")
HALF = timedelta(minutes=30)


def hours(day, first, last, zone=HA_NOI):
    """Of one day on walls of `zone`."""
    month, day = (int(x) for x in day.split("-"))
    begin, end = (datetime.combine(date(2030, month, day), time(x)) for x in (first, last))
    return Span(instant_of(begin, zone), instant_of(end, zone))


def a_round(*days, length=HALF):
    return Round(length, days or (hours("06-01", 8, 18),))


def overlaps(slots):
    return [
        (one, other)
        for n, one in enumerate(slots)
        for other in slots[n + 1 :]
        if one.span.overlaps(other.span) and (one.crew == other.crew or one.point == other.point)
    ]


def test_each_point_has_one_slot_and_no_crew_two_at_once():
    points = [PointAway(f"P{n:02}", HA_NOI) for n in range(35)]

    found = propose(points, [Crew("A"), Crew("B")], a_round())

    assert sorted(x.point for x in found.slots) == [x.code for x in points]
    assert overlaps(found.slots) == []
    assert found.without == ()


def test_a_point_far_away_gets_the_hours_that_are_good_there():
    """18:00 in Hà Nội is 07:00 in New York by then; all others are flexible."""
    points = [
        PointAway("AAA", HA_NOI),
        PointAway("NYC", "America/New_York"),
        PointAway("ZZZ", HA_NOI),
    ]

    found = propose(points, [Crew("A")], a_round(hours("06-01", 20, 22)))

    by_point = {x.point: x.comfort for x in found.slots}
    assert by_point["NYC"] is Comfort.GOOD
    assert Comfort.HARD not in by_point.values()


def test_somebody_moves_so_that_nobody_has_a_hard_hour():
    """One slot is good for both, another for one of them alone."""
    early, late = hours("06-01", 9, 10), hours("06-01", 21, 22)
    points = [PointAway("AAA", HA_NOI), PointAway("NYC", "America/New_York")]

    found = propose(points, [Crew("A")], a_round(early, late, length=timedelta(hours=1)))

    assert {x.point: x.span for x in found.slots} == {"AAA": early, "NYC": late}


def test_a_hard_hour_is_given_only_where_nothing_else_is_left_and_flagged():
    away = [PointAway("NYC", "America/New_York")]

    found = propose(away, [Crew("A")], a_round(hours("06-01", 10, 18)))

    assert [(x.point, x.comfort) for x in found.hard] == [("NYC", Comfort.HARD)]


def test_whoever_is_in_another_test_is_not_asked_at_that_time():
    busy = (hours("06-01", 8, 17),)
    points = [PointAway("SIN", "Asia/Singapore", busy), PointAway("HAN", HA_NOI)]

    found = propose(points, [Crew("A", busy=(hours("06-01", 8, 9),))], a_round())

    spans = {x.point: x.span for x in found.slots}
    assert spans["SIN"].starts == hours("06-01", 17, 18).starts
    assert spans["HAN"].starts >= hours("06-01", 9, 10).starts


def test_points_for_which_no_crew_has_time_are_named():
    points = [PointAway(x, HA_NOI) for x in "ABC"]

    found = propose(points, [Crew("X")], a_round(hours("06-01", 8, 9)))

    assert (len(found.slots), len(found.without)) == (2, 1)


def test_the_same_question_has_the_same_answer():
    points = [PointAway(f"P{n}", ZONES[n % 5]) for n in range(20)]
    crews = [Crew("A"), Crew("B")]

    assert propose(points, crews, a_round()) == propose(points[::-1], crews, a_round())


def test_what_is_free_for_a_point_is_shown_with_how_good_it_is():
    point = PointAway("HAN", HA_NOI, busy=(hours("06-01", 8, 9),))

    free = free_for(point, [Crew("A")], a_round(hours("06-01", 8, 10)))

    starts = [span.starts for _, span, _ in free]
    assert starts == [hours("06-01", 9, 10).starts, hours("06-01", 9, 10).starts + HALF]
    assert free[0][2] is Comfort.FAIR


@pytest.mark.parametrize(
    ("first", "last", "comfort"),
    [(10, 11, Comfort.GOOD), (7, 8, Comfort.FAIR), (6, 7, Comfort.HARD), (22, 23, Comfort.FAIR)],
)
def test_a_slot_is_as_good_as_its_worse_end(first, last, comfort):
    assert comfort_of_span(hours("06-01", first, last), HA_NOI) is comfort


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(ZONES), min_size=1, max_size=20),
    st.integers(1, 4),
    st.sampled_from([15, 30, 45]),
    st.sampled_from(["03-30", "03-31", "10-26", "10-27", "11-03"]),  # clocks change around them
)
def test_no_slots_ever_overlap_across_zones_and_changes_of_clocks(zones, crews, minutes, day):
    points = [PointAway(f"P{n:02}", zone) for n, zone in enumerate(zones)]
    wanted = a_round(hours(day, 7, 22), hours(day, 7, 22, "Europe/Brussels"))
    wanted = Round(timedelta(minutes=minutes), wanted.hours[:1])

    found = propose(points, [Crew(f"C{n}") for n in range(crews)], wanted)

    assert overlaps(found.slots) == []
    assert len(found.slots) + len(found.without) == len(points)
    assert all(x.span.ends - x.span.starts == wanted.length for x in found.slots)
