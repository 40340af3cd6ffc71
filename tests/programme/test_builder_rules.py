"""Where a session is put: walls from start and length, whatever the clocks do meanwhile."""

from datetime import UTC, date, datetime

import pytest

from forum_app.clock import day_begins, instant_of
from forum_app.forums.rules import MOST_CODE, WallSkipped, can_be_code
from forum_app.programme.rules.placing import (
    LengthWrong,
    Place,
    code_of_copy,
    day_of,
    offsets_during,
    walls_of,
)
from forum_app.programme.rules.planned import Span

BERLIN = "Europe/Berlin"  # forward at 02:00 on 31 March 2030, back at 03:00 on 27 October


def walls(starts, minutes, fold=0, zone=BERLIN):
    place = Place(hall="H", starts=datetime.fromisoformat(starts), minutes=minutes, fold=fold)
    found = walls_of(place, zone)
    instants = (
        instant_of(found.starts_wall, zone, found.starts_fold),
        instant_of(found.ends_wall, zone, found.ends_fold),
    )
    assert (instants[1] - instants[0]).total_seconds() == minutes * 60
    return f"{found.ends_wall:%d %H:%M}", found.starts_fold, found.ends_fold


def test_a_session_lasts_as_long_whatever_the_clocks_do_meanwhile():
    for starts, minutes, ends in (
        ("2030-06-01T08:30", 90, ("01 10:00", 0, 0)),
        ("2030-06-01T23:00", 120, ("02 01:00", 0, 0)),
        ("2030-03-31T01:30", 60, ("31 03:30", 0, 0)),  # 02:30 is shown by no clock
        ("2030-03-31T01:00", 60, ("31 03:00", 0, 0)),
        ("2030-10-27T01:30", 60, ("27 02:30", 0, 0)),
        ("2030-10-27T01:30", 120, ("27 02:30", 0, 1)),  # the second time that it is half past two
        ("2030-10-27T02:30", 60, ("27 02:30", 0, 1)),
    ):
        assert walls(starts, minutes) == ends, starts


def test_a_time_that_is_shown_twice_is_the_first_unless_the_second_is_asked_for():
    assert walls("2030-10-27T02:30", 30, fold=1) == ("27 03:00", 1, 0)
    assert walls("2030-10-27T04:30", 30, fold=1) == ("27 05:00", 0, 0)


def test_a_time_that_the_clocks_skip_is_refused_in_a_sentence():
    for starts in ("2030-03-31T02:00", "2030-03-31T02:55"):
        with pytest.raises(WallSkipped, match="in Berlin skip 02:"):
            walls(starts, 30)


@pytest.mark.parametrize(("minutes", "is_right"), [(0, 0), (4, 0), (5, 1), (1440, 1), (1441, 0)])
def test_a_session_lasts_from_five_minutes_to_a_day(minutes, is_right):
    if is_right:
        walls("2030-06-01T08:00", minutes)
        return
    with pytest.raises(LengthWrong):
        walls("2030-06-01T08:00", minutes)


def test_a_day_is_as_long_as_its_clocks_say():
    lasts = [
        day_of(date.fromisoformat(day), BERLIN)
        for day in ("2030-03-31", "2030-06-01", "2030-10-27")
    ]

    assert [(x.ends - x.starts).total_seconds() / 3600 for x in lasts] == [23, 24, 25]


def test_a_day_whose_midnight_is_skipped_begins_when_the_clocks_go_on():
    assert day_begins(date(2018, 11, 4), "America/Sao_Paulo") == datetime(
        2018, 11, 4, 3, tzinfo=UTC
    )


def test_where_clocks_are_changed_is_told_to_the_minute():
    day = day_of(date(2030, 3, 31), BERLIN)
    still = Span(datetime(2030, 6, 1, tzinfo=UTC), datetime(2030, 6, 2, tzinfo=UTC))

    assert offsets_during(day, BERLIN) == [
        (day.starts, 60),
        (datetime(2030, 3, 31, 1, tzinfo=UTC), 120),
    ]
    assert offsets_during(still, "Asia/Yangon") == [(still.starts, 390)]


@pytest.mark.parametrize(
    ("code", "hall", "said"),
    [("B1", "R2", "B1-R2"), ("B" * 20, "R2", "BBBBBBBBB-7"), ("B1", "R" * 18, "B1-7")],
)
def test_a_copy_is_called_by_its_break_and_its_hall(code, hall, said):
    assert code_of_copy(code, hall, 7) == said
    assert len(said) <= MOST_CODE
    assert can_be_code(said)
