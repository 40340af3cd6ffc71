from datetime import datetime

import pytest

from forum_app.registration import queries, rules
from forum_app.registration.services.terms import NewTerms, set_terms

from ..builders import NOW, a_forum
from .applications import hall, registered

wall = datetime.fromisoformat
DAY = wall("2030-05-01 08:00")


def wanted(**given):
    usual = {"opens": None, "closes": None, "confirm_hours": 24, "waiting_lists": True}
    return NewTerms(**usual | given)


def set_to(forum, **given):
    set_terms(forum, wanted(**given), actor="tests", now=NOW)


def test_times_are_on_the_walls_of_the_forum(room):
    forum = a_forum(zone="Asia/Yangon")

    set_to(forum, opens=wall("2030-04-01 08:00"), closes=wall("2030-05-01 17:00"))

    terms = queries.terms_of(forum)
    assert terms.opens_at.isoformat() == "2030-04-01T01:30:00+00:00"
    assert terms.closes_at.isoformat() == "2030-05-01T10:30:00+00:00"


def test_a_closed_registration_registers_nobody_and_keeps_who_is_in(forum):
    delegate = registered(forum, hall("P1"))

    set_to(forum, closes=wall("2030-05-01 11:59"))

    with pytest.raises(rules.RegistrationClosed):
        registered(forum, hall("P1"))
    assert len(queries.live_places_of(delegate)) == 1


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        (
            {"opens": wall("2030-05-01 00:00"), "closes": wall("2030-05-01 00:00")},
            rules.TermsBackwards,
        ),
        ({"confirm_hours": 0}, rules.NoTimeToConfirm),
        ({"confirm_hours": 10**9}, rules.NoTimeToConfirm),
    ],
)
def test_terms_that_make_no_sense_are_refused(room, given, refusal):
    with pytest.raises(refusal):
        set_to(a_forum(), **given)


def test_a_time_that_clocks_skip_is_refused(room):
    forum = a_forum(zone="Europe/Brussels")

    with pytest.raises(rules.TimeSkipped):
        set_to(forum, opens=wall("2030-03-31 02:30"))
