"""What a ticket comes to, by facts in hand."""

from datetime import date

import pytest

from forum_app.programme.models import Way
from forum_app.registration.rules.doors import DoorAt, Held, judged, left_under

DAY, NEXT = date(2030, 6, 1), date(2030, 6, 2)
HALL = DoorAt(way=Way.HALL, point_id=None, day=DAY)
POINT = DoorAt(way=Way.POINT, point_id=7, day=DAY)
ENTRANCE = DoorAt(way=None, point_id=None, day=DAY)


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
    ],
)
def test_a_ticket_comes_to(state, revoked, door, has, said):
    assert judged(state, is_revoked=revoked, door=door, held=has) == said


@pytest.mark.parametrize(("limit", "inside", "left"), [(9, 8, 1), (9, 9, 0), (9, 12, 0)])
def test_no_room_has_less_than_nothing_left(limit, inside, left):
    assert left_under(limit, inside) == left
