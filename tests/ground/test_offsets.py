"""The offset of a zone over hours in which its clocks may be changed, and what they skip."""

from datetime import UTC, date, datetime, timedelta

import pytest

from forum_app.clock import Day, Wall, city_of, offsets_said

BERLIN = "Europe/Berlin"  # forward at 01:00 UTC on 31 March 2030, back at 01:00 UTC on 27 October
SPRING = datetime(2030, 3, 31, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (SPRING - 9 * HOUR, SPRING - HOUR, "UTC+1"),
        (SPRING - 9 * HOUR, SPRING, "UTC+1"),  # over by the time that they are changed
        (SPRING - 2 * HOUR, SPRING + 21 * HOUR, "UTC+1, UTC+2 from 03:00 Sun 31 Mar"),
        (SPRING, SPRING + HOUR, "UTC+2"),
        (SPRING, SPRING, "UTC+2"),
    ],
)
def test_where_clocks_are_changed_meanwhile_both_offsets_are_said(first, last, said):
    assert offsets_said(first, last, BERLIN, "en") == said


def test_clocks_put_back_and_half_hours_are_said_in_vietnamese_too():
    autumn = datetime(2030, 10, 27, tzinfo=UTC)
    half = datetime(2030, 10, 5, 15, 20, tzinfo=UTC)  # of Lord Howe: by half an hour, at 15:30

    assert offsets_said(autumn, autumn + 5 * HOUR, BERLIN, "vi") == (
        "UTC+2, UTC+1 từ 02:00 Chủ Nhật 27/10"
    )
    assert offsets_said(half, half + HOUR, "Australia/Lord_Howe", "en") == (
        "UTC+10:30, UTC+11 from 02:30 Sun 6 Oct"
    )


def test_what_clocks_show_and_whose_they_are_is_said_as_everywhere():
    wall, day = Wall(datetime.fromisoformat("2030-03-31T02:30")), Day(date(2030, 3, 31))

    assert (wall.said_in("vi"), day.said_in("vi")) == (
        "02:30 Chủ Nhật, 31/03/2030",
        "Chủ Nhật, 31/03/2030",
    )
    assert wall.said_in("en") == "02:30 Sunday, 31 March 2030"
    assert city_of("America/New_York") == "New York"
