"""The public page of the points at an instant that somebody chose."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from forum_app.clock import instant_of
from forum_app.programme.forms import NOW, Shown, shown_asked

from ..builders import ZONE
from .test_public_pages import words_of

START = instant_of(datetime.fromisoformat("2030-06-01 08:30"), ZONE)
USUAL = instant_of(datetime.fromisoformat("2030-06-01 14:00"), ZONE)
EARLY = instant_of(datetime.fromisoformat("2030-06-01 05:00"), ZONE)  # yesterday by UTC
AT_18 = instant_of(datetime.fromisoformat("2030-06-01 18:00"), ZONE)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({}, Shown(USUAL)),
        ({"session": "W1"}, Shown(START, "W1")),
        ({"session": "W1", "time": "18:00"}, Shown(AT_18, "W1", "18:00")),
        ({"time": "18:00"}, Shown(AT_18, "", "18:00")),
        ({"session": "EARLY", "time": "18:00"}, Shown(AT_18, "EARLY", "18:00")),
        ({"session": "nope", "time": "18:00"}, Shown(USUAL, could_be_read=False)),
        ({"session": "W1", "time": "24:00"}, Shown(START, "W1", could_be_read=False)),
        ({"session": "W1", "time": "8:00"}, Shown(START, "W1", could_be_read=False)),
        ({"time": "١٨:٠٠"}, Shown(USUAL, could_be_read=False)),
        ({"time": "<script>"}, Shown(USUAL, could_be_read=False)),
    ],
)
def test_which_instant_is_asked_for(given, shown):
    assert shown_asked(given, {"W1": START, "EARLY": EARLY}, ZONE, usual=USUAL) == shown


def test_a_time_that_the_clocks_skip_is_told():
    change = datetime(2030, 3, 31, 12, tzinfo=UTC)  # 02:30 is on no clock of Brussels that day
    shown = shown_asked({"time": "02:30"}, {}, "Europe/Brussels", usual=change)

    assert shown == Shown(change, could_be_read=False)


def seen(browser, site, query=""):
    return words_of(browser().get(f"{site.url}/points{query}").text)


def test_the_page_says_day_hour_and_light_of_each_point_at_the_chosen_instant(browser, site):
    at_night = seen(browser, site, "?session=W1&time=22:00")

    assert "Shaded: night at 22:00, Sat 1 Jun, Hà Nội time." in at_night
    assert "22:00 Saturday, 1 June 2030 (UTC+7), Hà Nội" in at_night
    assert "22:00 Sat 1 Jun, UTC+7 fair hour" in at_night
    assert "23:00 Sat 1 Jun, UTC+8 fair hour" in at_night
    assert "11:00 Sat 1 Jun, UTC−4 good hour" in at_night
    assert "Singapore Singapore night · Asia/Singapore" in at_night
    assert "Workshop: 21:30" not in at_night


def test_a_chosen_session_tells_its_start_and_its_own_seats(browser, site):
    chosen = seen(browser, site, "?session=W1")

    assert "Urban transport starts at 08:30, Hà Nội time (UTC+7)." in chosen
    assert "21:30 Fri 31 May, UTC−4 −1 day good hour" in chosen
    assert "Seats: W1" in chosen
    assert "5 seats left" in chosen
    assert "4 seats left" in seen(browser, site)


def test_now_is_the_clock_of_this_moment(browser, site):
    with time_machine.travel(START + timedelta(days=1, hours=12), tick=False):
        now = seen(browser, site, f"?session={NOW}")

    assert "Shaded: night at 20:30, Sun 2 Jun, Hà Nội time." in now
    assert "Seats: P1" in now


def test_what_cannot_be_read_is_told_and_the_usual_instant_shown(browser, site):
    odd = seen(browser, site, "?session=W9&time=25:99")

    assert "This instant could not be read" in odd
    assert "when it is 14:00 in Hà Nội" in odd
    assert "This instant could not be read" not in seen(browser, site, "?session=&time=")


def test_the_chosen_instant_stays_in_the_form_and_in_the_other_language(browser, site):
    page = browser().get(f"{site.url}/points?session=W1&time=18:30").text

    assert '<option value="W1" selected>' in page
    assert 'name="time" type="time" value="18:30"' in page
    assert "/vi/summit/points?session=W1&amp;time=18:30" in page
    vietnamese = words_of(browser().get(f"{site.vi}/points?session=W1&time=18:30").text)
    assert "Vùng tối: nơi đang là đêm lúc 18:30" in vietnamese


def test_the_shade_is_on_both_maps(browser, site):
    page = browser().get(f"{site.url}/points").text

    assert page.count('<path class="night" d="M') == 2


@pytest.mark.parametrize("hour", ["12:00", "03:15"])  # hard in Washington, hard in Singapore
def test_a_point_at_a_hard_hour_is_marked_on_the_small_map_as_on_the_large_one(browser, site, hour):
    page = browser().get(f"{site.url}/points?time={hour}").text

    dots = re.findall(r'<circle class="dot( flag)?" cx="[^"]+" cy="[^"]+" r="([^"]+)"', page)
    small = [bool(flag) for flag, radius in dots if radius == "3"]
    large = [bool(flag) for flag, radius in dots if radius != "3"]
    assert (sum(small), sum(large)) == (1, 1)
