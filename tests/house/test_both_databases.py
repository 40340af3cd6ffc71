"""Every page is looked at and every button pressed on both databases, once, by whoever may.

So a question or an act that one of them alone refuses is found, whichever page it belongs to;
who gets in and what pages say is asked elsewhere.
"""

from . import test_knocks
from .doors import DOORS
from .test_knocks import GETS_IN, IN, RIGHTFUL, doors_of, got_in

house = test_knocks.house


def test_every_page_answers_whoever_may_look(app, house):
    found = _knocked(app, house, "GET")

    assert len(found) > 150
    assert {door: came for door, came in found.items() if came != _expected(door)} == {}


def test_every_button_answers_whoever_may_press_though_nothing_was_filled_in(app, house):
    assert len(_knocked(app, house, "POST")) > 150  # none of them with a fault of ours


def _knocked(app, house, wanted):
    """endpoint -> what came of knocking there; an answer of 500 fails."""
    return {
        endpoint: got_in(house.knock(rule, method, _who(endpoint)))
        for endpoint in DOORS
        for rule, method in doors_of(app, endpoint)
        if method == wanted
    }


def _who(endpoint):
    return RIGHTFUL.get(DOORS[endpoint], "stranger")


def _expected(endpoint):
    return GETS_IN[DOORS[endpoint]].get(_who(endpoint), IN)
