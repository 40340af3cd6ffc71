"""A door is of one day: before it and after it nobody goes through, and everybody is told why."""

from datetime import UTC, datetime

import pytest

from forum_app import clock
from forum_app.db import db
from forum_app.models import Forum

from ...builders import a_session, release
from ..applications import hall
from .seen import NEXT_MORNING, entries, entry_id, verdict

SECOND = "/en/here/door/sessions/D2"
ENTRANCES = [f"/en/here/door/entrance/2030-06-0{day}" for day in (1, 2)]
GALA = "/en/here/door/sessions/GALA"
HALF_PAST_MIDNIGHT = datetime(2030, 6, 1, 17, 30, tzinfo=UTC)


@pytest.fixture
def gala(app, there):
    """A session of the first day that lasts until one o'clock."""
    with app.app_context():
        forum = db.session.get_one(Forum, there.forum_id)
        a_session(forum, code="GALA", starts="21:00", ends="01:00", hall=9)
        release(forum, number=2)
        db.session.commit()


@pytest.fixture
def both_days(comes):
    return comes(hall("W1"), hall("D2")).code


@pytest.mark.parametrize("door", [SECOND, ENTRANCES[1]])
def test_nobody_enters_before_the_day_of_the_door(app, shows, both_days, door):
    answer = shows(both_days, door=door)

    assert verdict(answer) == "wrong_day"
    assert "This door is for Sunday, 2 June 2030, and today is Saturday, 1 June" in answer.text
    assert entries(app) == 0


@pytest.mark.parametrize("door", ["/en/here/door/sessions/W1", ENTRANCES[0]])
def test_nobody_enters_after_the_day_of_the_door(app, shows, both_days, door):
    clock.start_forum_clock_at(NEXT_MORNING)

    answer = shows(both_days, door=door.replace("/en/", "/vi/"))

    assert verdict(answer) == "wrong_day"
    assert "hôm nay là Chủ Nhật, 02/06/2030" in answer.text
    assert entries(app) == 0


def test_the_day_is_the_one_on_the_walls_of_the_forum(shows, both_days):
    five_to_midnight = datetime(2030, 6, 1, 16, 55, tzinfo=UTC)
    past_midnight = datetime(2030, 6, 1, 17, 5, tzinfo=UTC)  # the first of June in UTC still
    found = []
    for at in (five_to_midnight, past_midnight):
        clock.start_forum_clock_at(at)
        found.append(verdict(shows(both_days, door=SECOND)))

    assert found == ["wrong_day", "welcome"]


@pytest.mark.parametrize("door", [GALA, ENTRANCES[0]])
def test_what_lasts_past_midnight_lets_in_until_it_ends(browser, comes, gala, shows, there, door):
    late, later = comes(hall("GALA")), comes(hall("GALA"))
    clock.start_forum_clock_at(HALF_PAST_MIDNIGHT)

    assert "Not today" not in browser(there.keeper).get(door).text
    assert verdict(shows(late.code, door=door)) == "welcome"

    clock.start_forum_clock_at(NEXT_MORNING)
    assert verdict(shows(later.code, door=door)) == "wrong_day"


def test_the_page_of_another_day_leads_to_a_door_of_today(browser, there):
    keeper = browser(there.keeper)

    assert f'<a href="{ENTRANCES[0]}">Open today’s entrance' in keeper.get(ENTRANCES[1]).text
    assert "Choose one of today’s doors" in keeper.get(SECOND).text
    assert "Not today" not in keeper.get(ENTRANCES[0]).text


def test_an_organiser_lets_in_on_another_day_with_a_reason_and_door_staff_may_not(
    app, shows, both_days
):
    asked = {"because": "a rehearsal", "door": SECOND}

    assert shows(both_days, **asked).status_code == 403
    assert "Let in all the same" in shows(both_days, who="organiser", door=SECOND).text
    assert verdict(shows(both_days, who="organiser", **asked)) == "welcome"
    assert entries(app, because="a rehearsal") == 1
    assert verdict(shows(both_days, door=SECOND)) == "already_in"


def test_who_came_in_yesterday_is_told_the_day_and_may_be_taken_out(
    app, browser, comes, shows, there
):
    anh = comes(hall("W1"))
    shows(anh.code)
    clock.start_forum_clock_at(NEXT_MORNING)

    answer = shows(anh.code)

    assert verdict(answer) == "wrong_day"
    assert "Let in on Saturday, 1 June 2030 at 09:00, through Room" in answer.text
    assert f"/en/here/door/entries/{entry_id(app)}/undo" in answer.text


def test_a_scan_sent_again_past_midnight_has_its_answer(frozen, shows, comes, gala):
    clock.start_forum_clock_at(datetime(2030, 6, 1, 16, 59, 59, tzinfo=UTC))
    anh, scan = comes(hall("W1")), {"nonce": "press-12345"}
    first = shows(anh.code, **scan)
    clock.start_forum_clock_at(HALF_PAST_MIDNIGHT)

    assert [verdict(x) for x in (first, shows(anh.code, **scan))] == ["welcome", "welcome"]


def test_who_was_let_in_without_a_place_is_in_when_shown_again(comes, shows):
    anh = comes(hall("P1"))

    shows(anh.code, who="organiser", because="a minister")

    assert verdict(shows(anh.code)) == "already_in"


@pytest.mark.parametrize(
    ("settings", "at", "said"),
    [
        ({"FORUM_DEMO": True}, datetime(2030, 7, 1, tzinfo=UTC), "welcome"),
        ({"FORUM_DEMO": True}, NEXT_MORNING, "wrong_day"),
        ({"FORUM_DEMO": True, "FORUM_CLOCK": "x"}, datetime(2030, 7, 1, tzinfo=UTC), "wrong_day"),
        ({}, datetime(2030, 7, 1, tzinfo=UTC), "wrong_day"),
    ],
    ids=["over", "not over", "at an instant", "no demonstration"],
)
def test_in_a_demonstration_the_doors_of_a_forum_that_is_over_can_be_tried(
    app, comes, shows, settings, at, said
):
    app.config.update(settings)
    anh = comes(hall("W1"))
    clock.start_forum_clock_at(at)

    assert verdict(shows(anh.code)) == said
