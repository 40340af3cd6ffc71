"""Where the sun stands, and where on the maps it is night."""

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum_app.clock import instant_of
from forum_app.programme.rules import REGION, WORLD, Light, Sun, night_on, sun_at
from forum_app.programme.rules.sun import UP

INSTANTS = st.integers(0, 80 * 365 * 24 * 60).map(
    lambda minutes: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
LATITUDES = st.floats(-90, 90)
LONGITUDES = st.floats(-180, 180)
# Published: time and date of the equinoxes and solstices of 2020 (U.S. Naval Observatory).
TURNS = [
    (datetime(2020, 3, 20, 3, 50, tzinfo=UTC), 0.0),
    (datetime(2020, 6, 20, 21, 44, tzinfo=UTC), 23.44),
    (datetime(2020, 9, 22, 13, 31, tzinfo=UTC), 0.0),
    (datetime(2020, 12, 21, 10, 2, tzinfo=UTC), -23.44),
]
# Sunrise and sunset on local walls, as almanacs print them to the minute.
HANOI, LONDON, SYDNEY = (21.03, 105.85), (51.51, -0.13), (-33.87, 151.21)
RISES = [
    (HANOI, "Asia/Ho_Chi_Minh", "2020-06-21", "05:16", "18:41"),
    (HANOI, "Asia/Ho_Chi_Minh", "2020-10-22", "05:54", "17:27"),
    (LONDON, "Europe/London", "2020-12-21", "08:04", "15:53"),
    (SYDNEY, "Australia/Sydney", "2020-12-21", "05:41", "20:05"),
]


@pytest.mark.parametrize(("instant", "latitude"), TURNS)
def test_the_sun_turns_and_crosses_the_equator_when_the_almanac_says(instant, latitude):
    assert sun_at(instant).latitude == pytest.approx(latitude, abs=0.01)


@pytest.mark.parametrize(("place", "zone", "day", "rises", "sets"), RISES)
def test_the_sun_rises_and_sets_to_a_few_minutes(place, zone, day, rises, sets):
    walls = [datetime.fromisoformat(day) + timedelta(minutes=n) for n in range(24 * 60)]
    up = [(x, sun_at(instant_of(x, zone)).light_at(*place) is Light.DAY) for x in walls]
    found = [after[0] for before, after in pairwise(up) if before[1] != after[1]]

    for at, published in zip(found, (rises, sets), strict=True):
        assert abs(at - datetime.fromisoformat(f"{day} {published}")) <= timedelta(minutes=3)


def test_at_the_poles_the_sun_stays_up_or_down_for_half_a_year():
    june, december = sun_at(TURNS[1][0]), sun_at(TURNS[3][0])

    assert [june.light_at(90, x) for x in (-180, 0, 77)] == [Light.DAY] * 3
    assert [december.light_at(90, x) for x in (-180, 0, 77)] == [Light.NIGHT] * 3
    assert december.light_at(-90, 10) is Light.DAY


@given(INSTANTS, LATITUDES)
def test_both_sides_of_the_date_line_are_one_place(instant, latitude):
    sun = sun_at(instant)

    assert sun.height_at(latitude, 180) == pytest.approx(sun.height_at(latitude, -180), abs=1e-6)
    assert (
        sun.light_at(latitude, 180) == sun.light_at(latitude, -180)
        or abs(sun.height_at(latitude, 180)) > 89.9
    )


@given(INSTANTS)
def test_the_sun_stands_above_its_place_and_opposite_it_is_night(instant):
    sun = sun_at(instant)

    assert -180 <= sun.longitude <= 180
    assert abs(sun.latitude) <= 23.45
    assert sun.height_at(sun.latitude, sun.longitude) == pytest.approx(90, abs=1e-4)
    assert sun.light_at(-sun.latitude, sun.longitude + 180) is Light.NIGHT


@given(INSTANTS)
def test_a_day_moves_the_sun_once_around(instant):
    now, later = sun_at(instant), sun_at(instant + timedelta(hours=6))

    assert (now.longitude - later.longitude) % 360 == pytest.approx(90, abs=0.2)


@given(INSTANTS, LATITUDES, LONGITUDES)
def test_day_along_a_meridian_is_day_at_its_places(instant, latitude, longitude):
    sun = sun_at(instant)
    lit, height = sun.lit(longitude), sun.height_at(latitude, longitude)

    inside = lit is not None and lit[0] < latitude < lit[1]
    if abs(latitude) < 85 and abs(height - UP) > 1e-3:
        assert inside == (sun.light_at(latitude, longitude) is Light.DAY)


def test_dawn_is_before_noon_and_dusk_after():
    sun = Sun(0, 0)

    assert [sun.light_at(0, x) for x in (-93, -89, 89, 93)] == [
        *(Light.DAWN, Light.DAY, Light.DAY, Light.DUSK)
    ]
    assert sun.light_at(0, -97) is sun.light_at(0, 97) is Light.NIGHT


def shaded(path, x, y):
    """Whether the even-odd rule fills this place, as a browser does."""
    inside = False
    for part in re.findall(r"M[^z]*z", path):
        if "h" in part:
            left, top, right, down, _ = map(float, re.findall(r"-?[\d.]+", part))
            corners = [(left, top), (left + right, top), (left + right, top + down)]
            corners.append((left, top + down))
        else:
            corners = [tuple(map(float, one.split())) for one in part[1:-1].split("L")]
        for (ax, ay), (bx, by) in zip(corners, corners[1:] + corners[:1], strict=True):
            if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
                inside = not inside
    return inside


@pytest.mark.parametrize("outline", [WORLD, REGION])
@given(INSTANTS, st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_the_map_is_shaded_where_it_is_night(outline, instant, across, down):
    sun, (left, top, width, height) = sun_at(instant), outline.box
    x, y = left + across * width + 0.01, top + down * height + 0.01
    latitude = outline.north - y / outline.y_per_degree
    above = sun.height_at(latitude, outline.west + x / outline.x_per_degree)

    if abs(above - UP) > 2:  # degrees: a step of the edge, on either map
        assert shaded(night_on(outline, sun), x, y) == (above < UP)


@given(INSTANTS)
def test_a_shade_is_small_and_leaves_its_map_nowhere(instant):
    for outline in (WORLD, REGION):
        path = night_on(outline, sun_at(instant))
        left, top, width, height = outline.box

        assert len(path) < 1_500
        for x, y in re.findall(r"[ML](-?\d+) (-?\d+)", path):
            assert left <= int(x) <= left + width
            assert top <= int(y) <= top + height
