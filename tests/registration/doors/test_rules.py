"""What a ticket comes to, by facts in hand."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from forum_app.programme.models import Way
from forum_app.registration.rules.doors import DoorAt, Held, is_of_today, judged, left_under

DAY, NEXT = date(2030, 6, 1), date(2030, 6, 2)
LATE = datetime(2030, 6, 1, 18, 0, tzinfo=UTC)
HALL = DoorAt(way=Way.HALL, point_id=None, day=DAY, is_today=True)
POINT = DoorAt(way=Way.POINT, point_id=7, day=DAY, is_today=True)
ENTRANCE = DoorAt(way=None, point_id=None, day=DAY, is_today=True)
OTHER_HALL, OTHER_ENTRANCE = (replace(door, is_today=False) for door in (HALL, ENTRANCE))


def held(way=Way.HALL, *, point=None, day=DAY, here=False, meanwhile=False):
    return Held(way=way, point_id=point, day=day, is_here=here, is_meanwhile=meanwhile)


@pytest.mark.parametrize(
    ("state", "revoked", "door", "has", "said"),
    [
        ("confirmed", False, HALL, [held(here=True)], "welcome"),
        ("confirmed", True, HALL, [held(here=True)], "revoked"),
        (
            "withdrawn",
            True,
            HALL,
            [held(here=True)],
            "withdrawn",
        ),  # the end comes first
        ("declined", True, HALL, [], "declined"),
        ("submitted", False, HALL, [held(here=True)], "not_confirmed"),
        ("submitted", True, HALL, [held(here=True)], "revoked"),
        ("pending", False, ENTRANCE, [held(here=True)], "pending"),
        ("confirmed", False, HALL, [held(Way.ONLINE, here=True)], "no_place"),
        ("confirmed", False, HALL, [held(Way.POINT, point=7, here=True)], "no_place"),
        ("confirmed", False, POINT, [held(Way.POINT, point=7, here=True)], "welcome"),
        ("confirmed", False, POINT, [held(Way.POINT, point=8, here=True)], "no_place"),
        ("confirmed", False, POINT, [held(here=True)], "no_place"),
        ("confirmed", False, HALL, [held(meanwhile=True)], "wrong_session"),
        ("confirmed", False, HALL, [held()], "no_place"),
        ("confirmed", False, HALL, [held(day=NEXT)], "wrong_day"),
        ("confirmed", False, HALL, [held(day=NEXT), held()], "no_place"),
        ("confirmed", False, HALL, [], "no_place"),
        ("confirmed", False, ENTRANCE, [held()], "welcome"),
        ("confirmed", False, ENTRANCE, [held(day=NEXT)], "wrong_day"),
        ("confirmed", False, ENTRANCE, [held(Way.ONLINE)], "no_place"),
        (None, False, ENTRANCE, [], "welcome"),  # staff of a stand, crew
        (None, False, HALL, [], "no_place"),
        (None, True, ENTRANCE, [], "revoked"),
        ("confirmed", False, OTHER_HALL, [held(here=True)], "wrong_day"),
        ("confirmed", False, OTHER_HALL, [held(meanwhile=True)], "wrong_session"),
        ("confirmed", False, OTHER_HALL, [held()], "no_place"),
        ("confirmed", False, OTHER_ENTRANCE, [held()], "wrong_day"),
        ("confirmed", True, OTHER_ENTRANCE, [held()], "revoked"),
        ("submitted", False, OTHER_ENTRANCE, [held()], "not_confirmed"),
        (None, False, OTHER_ENTRANCE, [], "wrong_day"),
    ],
)
def test_a_ticket_comes_to(state, revoked, door, has, said):
    assert judged(state, is_revoked=revoked, door=door, held=has) == said


@pytest.mark.parametrize(
    ("day", "today", "last_end", "is_today"),
    [
        (DAY, DAY, None, True),
        (DAY, NEXT, None, False),
        (DAY, NEXT, LATE + timedelta(seconds=1), True),
        (DAY, NEXT, LATE, False),
        (NEXT, DAY, LATE + timedelta(days=1), False),
    ],
)
def test_a_door_is_of_its_day_and_of_the_night_that_belongs_to_it(day, today, last_end, is_today):
    assert is_of_today(day, today=today, last_end=last_end, now=LATE) == is_today


@pytest.mark.parametrize(("limit", "inside", "left"), [(9, 8, 1), (9, 9, 0), (9, 12, 0)])
def test_no_room_has_less_than_nothing_left(limit, inside, left):
    assert left_under(limit, inside) == left
