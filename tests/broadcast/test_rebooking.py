"""A point chooses another time for its test: one that is free, in time, and told to everybody."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from forum_app.broadcast.models import SlotClaim, TestSlot
from forum_app.broadcast.queries.slots import proposed_for, times_for
from forum_app.broadcast.rules.refusals import (
    CrewBusy,
    PointLeft,
    SlotOver,
    TimeTaken,
    TooLateToRebook,
)
from forum_app.broadcast.services import rebooking
from forum_app.broadcast.services.coordinators import ROLE
from forum_app.broadcast.services.keys import renew_key
from forum_app.broadcast.services.rebooking import rebook
from forum_app.broadcast.services.slots import book, edit_round, end, make_crew, make_round, move
from forum_app.db import db
from forum_app.forums.services.edits import withdraw_point
from forum_app.models import Entry
from forum_app.refusal import ChangedMeanwhile

from ..builders import NOW, a_forum, a_point, a_user, words
from .conftest import BY, at

SOON = {"actor": "point SIN", "now": at(9) - timedelta(hours=12)}


def rebooks(tests, slot, starts_at, crew="A", seen=1, **given):
    rebook(tests.forum, slot, crew, starts_at, seen=seen, **SOON | given)


@pytest.fixture
def slot(tests):
    return book(tests.forum, tests.round, tests.sin, tests.a, at(9), **BY)


def test_the_new_time_is_taken_and_the_old_one_freed(tests, slot):
    rebooks(tests, slot, at(11))

    claimed = db.session.scalars(select(SlotClaim.quarter_at).order_by(SlotClaim.quarter_at))
    assert claimed.all() == [at(11), at(11, 15)]
    assert (slot.version, slot.rebooked_at, slot.planned_at) == (2, SOON["now"], SOON["now"])
    book(tests.forum, tests.round, tests.han, tests.a, at(9), **BY)


def test_an_organiser_who_moves_it_again_is_not_told_that_the_point_did(tests, slot):
    rebooks(tests, slot, at(11))
    move(tests.forum, slot, tests.a, at(12), seen=2, **BY)

    assert (slot.rebooked_at, slot.planned_at) == (None, NOW)


def test_what_is_offered_is_free_fair_and_of_its_own_crew_where_it_can_be(tests, slot):
    tests.sin.zone = "Europe/London"  # six hours behind
    book(tests.forum, tests.round, tests.han, tests.a, at(15), **BY)

    offered = times_for(tests.forum, slot, now=NOW)

    assert offered[0].span.starts == at(13)  # 07:00 there
    crews = {x.span.starts: x.crew.code for x in offered}
    assert (crews[at(13)], crews[at(15)], at(9) in crews) == ("A", "B", False)


def test_its_own_crew_comes_first(tests):
    slot = book(tests.forum, tests.round, tests.sin, tests.b, at(9), **BY)
    book(tests.forum, tests.round, tests.han, tests.b, at(15), **BY)

    crews = {x.span.starts: x.crew.code for x in times_for(tests.forum, slot, now=NOW)}

    assert (crews[at(11)], crews[at(15)]) == ("B", "A")


def test_no_time_is_offered_sooner_than_points_may_choose(tests, slot):
    offered = times_for(tests.forum, slot, now=at(9) - timedelta(hours=10))

    assert offered[0].span.starts == at(11)


@pytest.mark.parametrize(
    ("hours", "now", "refused"),
    [
        (12, at(9) - timedelta(hours=12), None),
        (12, at(9) - timedelta(hours=12) + timedelta(seconds=1), TooLateToRebook),
        (1, at(8), None),
        (1, at(8) + timedelta(seconds=1), TooLateToRebook),
    ],
)
def test_a_point_chooses_until_so_many_hours_before(tests, slot, hours, now, refused):
    edit_round(tests.round, rounded(tests.round) | {"rebook_hours": hours}, seen=1, **BY)

    if refused:
        with pytest.raises(refused):
            rebooks(tests, slot, at(17), now=now)
    else:
        rebooks(tests, slot, at(17), now=now)


def rounded(round_):
    names = ("first_day", "last_day", "from_time", "until_time", "minutes", "title", "position")
    return {name: getattr(round_, name) for name in names}


@pytest.mark.parametrize("starts_at", [at(9), at(9, 10), at(9, day=21), None])
def test_what_is_not_offered_is_not_given(tests, slot, starts_at):
    with pytest.raises(TimeTaken):
        rebooks(tests, slot, starts_at)


def test_a_time_that_went_meanwhile_leaves_the_test_where_it_was(tests, slot):
    book(tests.forum, tests.round, tests.han, tests.a, at(11), **BY)

    with pytest.raises(TimeTaken):
        rebooks(tests, slot, at(11))

    assert (slot.starts_at, slot.version) == (at(9), 1)


def test_of_two_who_press_at_once_the_claims_let_one_in(tests, slot, monkeypatch):
    """As where another took it between the question and the claim."""
    offered = times_for(tests.forum, slot, now=SOON["now"])
    monkeypatch.setattr(rebooking, "times_for", lambda *_, **__: offered)
    book(tests.forum, tests.round, tests.han, tests.a, at(11), **BY)

    with pytest.raises(TimeTaken):
        rebooks(tests, slot, at(11))
    with pytest.raises(CrewBusy):
        move(
            tests.forum, slot, tests.a, at(11), seen=db.session.get(TestSlot, slot.id).version, **BY
        )


def test_of_two_at_one_point_the_later_is_told(tests, slot):
    rebooks(tests, slot, at(11))

    with pytest.raises(ChangedMeanwhile):
        rebooks(tests, slot, at(12))


def test_a_point_that_takes_part_no_more_takes_no_time_of_a_crew(tests, slot):
    withdraw_point(tests.sin, **BY)

    for act in (
        lambda: rebooks(tests, slot, at(11)),
        lambda: move(tests.forum, slot, tests.a, at(11), seen=1, **BY),
    ):
        with pytest.raises(PointLeft):
            act()
    end(slot, "cancelled", seen=1, **BY)
    with pytest.raises(PointLeft):
        book(tests.forum, tests.round, tests.sin, tests.a, at(12), **BY)


def test_what_is_done_is_not_moved(tests, slot):
    end(slot, "done", seen=1, actor="tests", now=slot.starts_at)

    with pytest.raises(SlotOver):
        rebooks(tests, slot, at(11), seen=2)


def test_a_withdrawn_point_is_not_proposed_a_test(tests):
    tests.sin.withdrawn_at = NOW
    db.session.flush()

    assert [x.point for x in proposed_for(tests.forum, tests.round).slots] == ["DNG"]


@pytest.fixture
def house(app, frozen):
    with app.app_context():
        forum = a_forum(slug="here")
        sin = a_point(forum, code="SIN", name="Singapore", zone="Asia/Singapore")
        tyo = a_point(forum, code="TYO", name="Tokyo", zone="Asia/Tokyo")
        crew = make_crew(forum, "A", {"name": words("Tổ A")}, **BY)
        wanted = {"title": words("Đợt thử"), "minutes": 30, "position": 1}
        day = at(9).date()
        hours = {"from_time": at(9).time().replace(8), "until_time": at(9).time().replace(18)}
        wanted |= hours | {"first_day": day, "last_day": day}
        round_ = make_round(forum, "line", wanted, **BY)
        slots = [book(forum, round_, x, crew, at(h), **BY) for x, h in ((sin, 9), (tyo, 12))]
        coordinator = a_user("Lê Phụ Trách")
        ROLE.appoint(sin, coordinator, by=None, **BY)
        key = renew_key(sin, by=None, **BY)
        db.session.commit()
        return SimpleNamespace(
            slot=slots[0].id,
            other=slots[1].id,
            coordinator=coordinator.id,
            ways={
                "signed in": "/en/here/points/SIN/desk",
                "by its page": f"/en/here/at-point/{key}",
            },
        )


@pytest.mark.parametrize("way", ["signed in", "by its page"])
def test_the_coordinator_chooses_on_the_desk_of_the_point(app, browser, house, way):
    mine = browser(house.coordinator if way == "signed in" else None)
    times = f"{house.ways[way]}/tests/{house.slot}/times"

    page = mine.get(times)
    taken = mine.post(times[:-1], {"time": f"A {at(12).isoformat()}", "seen": "1"})
    done = mine.post(times[:-1], {"time": f"A {at(11).isoformat()}", "seen": "1"})
    second = mine.post(times[:-1], {"time": f"A {at(10).isoformat()}", "seen": "1"})

    assert all(hour in page.text for hour in ("12:00", "11:00"))  # there, and at the venue
    assert (taken.status_code, "Your test stays where it was" in taken.text) == (409, True)
    assert done.status_code == 303
    assert (second.status_code, "to the time above" in second.text) == (409, True)
    with app.app_context():
        assert db.session.get(TestSlot, house.slot).starts_at == at(11)
        acts = [x.act for x in db.session.query(Entry).order_by(Entry.id)]
        assert acts[-1] == "broadcast.rebook_test"


@pytest.mark.parametrize("way", ["signed in", "by its page"])
def test_the_tests_of_another_point_are_not_there(browser, house, way):
    mine = browser(house.coordinator if way == "signed in" else None)
    times = f"{house.ways[way]}/tests/{house.other}/times"

    answers = [
        mine.get(times),
        mine.post(times[:-1], {"time": f"A {at(11).isoformat()}", "seen": "1"}),
    ]

    assert [x.status_code for x in answers] == [404, 404]


def test_an_unreadable_time_is_refused_in_a_sentence(browser, house):
    times = f"{house.ways['signed in']}/tests/{house.slot}/times"

    answers = [
        browser(house.coordinator).post(times[:-1], {"time": said, "seen": "1"})
        for said in ("", "A", "A tomorrow", "A 2030-05-20T11:00")
    ]

    assert [x.status_code for x in answers] == [409] * 4
