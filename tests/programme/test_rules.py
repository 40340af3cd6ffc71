"""What follows from facts: local hours, offsets, seats in sum, names on the map, slugs."""

from collections import Counter
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from forum_app.clock import instant_of
from forum_app.programme.rules import (
    REGION,
    WORLD,
    Dot,
    ReleasedPerson,
    WaySeats,
    appearances_in,
    by_offset,
    comfort_of,
    illustrative_in,
    talks_in,
    ways_of,
    with_names,
)

from ..builders import ZONE, words

OF_35 = Counter(  # how many of the 35 points of 22 October 2020 keep the time of each zone
    {
        ZONE: 14,
        "Asia/Singapore": 10,
        "Asia/Yangon": 3,
        "Asia/Tokyo": 2,
        "America/New_York": 1,
        "Europe/London": 1,
        "Europe/Brussels": 1,
        "Europe/Moscow": 1,
        "Asia/Kolkata": 1,
        "Australia/Sydney": 1,
    }
)


def at(hour, zone=ZONE, day=22):
    return instant_of(datetime.fromisoformat(f"2020-10-{day} {hour}"), zone)


def a_place(code, zone):
    return SimpleNamespace(code=code, zone=zone)


@pytest.mark.parametrize(
    ("hour", "comfort"),
    [
        ("06:59", "hard"),
        ("07:00", "fair"),
        ("09:29", "fair"),
        ("09:30", "good"),
        ("21:30", "good"),
        ("21:31", "fair"),
        ("23:00", "fair"),
        ("23:01", "hard"),
        ("03:00", "hard"),
    ],
)
def test_an_hour_is_good_fair_or_hard_for_the_people_of_a_place(hour, comfort):
    assert comfort_of(at(hour), ZONE) == comfort


@pytest.mark.parametrize(
    ("start", "good", "fair", "hard"),
    [("08:00", 4, 27, 4), ("10:00", 30, 2, 3), ("14:00", 32, 2, 1), ("19:00", 33, 2, 0)],
)
def test_the_35_points_of_the_model_case_fare_as_was_measured(start, good, fair, hard):
    found = Counter()
    for zone, points in OF_35.items():
        found[comfort_of(at(start), zone)] += points

    assert found == Counter(good=good, fair=fair, hard=hard)


def test_places_are_grouped_by_what_their_clocks_show_and_not_by_zone_name():
    places = [
        a_place("HAN", ZONE),
        a_place("SIN", "Asia/Singapore"),
        a_place("BKK", "Asia/Bangkok"),
    ]

    groups = by_offset(places, [at("08:30")])

    assert [[x.code for x in group.places] for group in groups] == [["HAN", "BKK"], ["SIN"]]


def test_the_earliest_walls_come_first_and_half_hours_stand_apart():
    zones = ("Asia/Tokyo", "America/New_York", "Asia/Yangon", "Asia/Kolkata", ZONE)

    groups = by_offset([a_place(zone, zone) for zone in zones], [at("08:30")])

    shown = ["America/New_York", "Asia/Kolkata", "Asia/Yangon", ZONE, "Asia/Tokyo"]
    assert [group.zone for group in groups] == shown


def test_two_places_part_where_one_of_them_changes_its_clocks_between_the_instants():
    places = [a_place("BRU", "Europe/Brussels"), a_place("JNB", "Africa/Johannesburg")]
    before, after = at("12:00", "UTC", 24), at("12:00", "UTC", 26)

    assert len(by_offset(places, [before])) == 1
    assert len(by_offset(places, [before, after])) == 2


def test_the_points_of_a_session_are_one_way_and_a_cut_point_takes_no_seats_from_another():
    counts = [("online", 9, 1), ("point", 2, 4), ("point", 5, 0), ("hall", 3, 3)]
    rows = [
        SimpleNamespace(id=n, way=way, seats=seats, taken=taken)
        for n, (way, seats, taken) in enumerate(counts)
    ]

    assert ways_of(rows) == [
        WaySeats("hall", 3, 3, (3,)),
        WaySeats("point", 7, 2, (1, 2)),
        WaySeats("online", 9, 1, (0,)),
    ]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Đỗ Ánh Tuyết", "do-anh-tuyet-12345678"),
        ("Karen Dunn Kelley", "karen-dunn-kelley-12345678"),
        ("ក្រុង", "12345678"),
        ("O’Neil / <b>", "o-neil-b-12345678"),
    ],
)
def test_a_speakers_address_is_their_name_without_marks_and_a_part_of_their_uuid(name, slug):
    uuid = "12345678-9abc-4def-8000-000000000000"
    assert ReleasedPerson(uuid, name, None, None, None, False).slug == slug


def test_talks_follow_one_another_from_the_start_of_the_session():
    session = {"code": "W1", "cancelled": False, "starts_at": "2020-10-22T01:30:00+00:00"}
    talks = [{"uuid": x, "title": {"vi": x}, "minutes": 15} for x in ("a", "b")]

    found = talks_in({"sessions": [session | {"talks": talks, "appearances": []}]})

    assert [talk.starts_at.astimezone(UTC).strftime("%H:%M") for talk in found] == [
        "01:30",
        "01:45",
    ]


def test_nobody_appears_in_a_cancelled_session_or_before_the_first_release():
    cancelled = {"code": "W1", "cancelled": True, "appearances": [{}], "talks": [{}]}

    assert appearances_in({"sessions": [cancelled]}) == []
    assert appearances_in({}) == []


def test_titles_count_as_illustrative_only_in_the_languages_that_no_source_has():
    hall = SimpleNamespace(documented=True)
    usual = {"title": words("Phiên", "Session"), "hall": hall, "times_documented": True}
    known = SimpleNamespace(documented=True, title_documented=["vi"], **usual)
    drawn = SimpleNamespace(documented=False, title_documented=[], **usual)

    assert illustrative_in([known, drawn]).titles == ("en",)
    assert not illustrative_in([drawn])


def test_languages_count_as_illustrative_where_a_page_shows_those_of_a_session_on_record():
    hall = SimpleNamespace(documented=True)
    usual = {"title": words("Phiên"), "title_documented": ["vi", "en"], "times_documented": True}
    usual |= {"hall": hall, "languages": []}
    known = SimpleNamespace(documented=True, spoken=["vi"], **usual)
    drawn = SimpleNamespace(documented=False, spoken=["vi"], **usual)
    silent = SimpleNamespace(documented=True, spoken=[], **usual)

    assert illustrative_in([known], shows_languages=True).languages
    assert not illustrative_in([known])
    assert not illustrative_in([drawn, silent], shows_languages=True)


def test_a_point_stands_on_the_map_where_its_longitude_and_latitude_are():
    assert REGION.place(105, 22) == (300, 100)
    assert WORLD.place(105, 24) == (752, 185)
    assert REGION.place(-77, 38.9) is None


def test_a_name_stands_right_of_its_dot_or_left_or_nowhere():
    dots = [
        Dot("free", "Hà Nội", 100, 100, 5),
        Dot("on the first", "Bangkok", 101, 100, 5),
        Dot("at the edge", "Singapore", 890, 300, 5),
        Dot("in between", "Kuala Lumpur", 700, 300, 5),
        Dot("shut in", "Nay Pyi Taw", 40, 300, 5),
        Dot("beside it", "X", 60, 300, 5),
    ]

    placed = with_names(dots, REGION, 20)

    assert [dot.side for dot in placed] == [1, 0, -1, -1, 0, 1]
