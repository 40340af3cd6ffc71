"""No crew and no point is ever in two tests at once; the database's keys say so."""

from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import select

from forum_app.broadcast.models import SlotClaim, TestSlot
from forum_app.broadcast.queries.slots import next_slots, proposed_for, round_facts, slots_of
from forum_app.broadcast.rules.refusals import (
    CrewBusy,
    NotBegun,
    NotQuarters,
    OutsideRound,
    PointBusy,
    PointHasTest,
    RoundBackwards,
    RoundTooLong,
    SlotOver,
)
from forum_app.broadcast.services.slots import (
    book,
    book_proposed,
    edit_round,
    end,
    make_round,
    move,
)
from forum_app.db import db
from forum_app.refusal import ChangedMeanwhile

from ..builders import NOW, words
from .conftest import BY, at


def books(tests, point, crew, when, round_=None):
    return book(tests.forum, round_ or tests.round, point, crew, when, **BY)


@pytest.fixture
def rehearsal(tests):
    same = ("first_day", "last_day", "from_time", "until_time", "minutes")
    wanted = {name: getattr(tests.round, name) for name in same}
    return make_round(
        tests.forum, "rehearsal", wanted | {"title": words("Tổng duyệt"), "position": 2}, **BY
    )


def test_a_crew_tests_one_point_at_a_time(tests):
    books(tests, tests.sin, tests.a, at(9))

    with pytest.raises(CrewBusy):
        books(tests, tests.han, tests.a, at(9, 15))
    books(tests, tests.han, tests.b, at(9, 15))

    assert len(slots_of(tests.forum)) == 2


def test_a_point_is_in_one_test_at_a_time(tests, rehearsal):
    books(tests, tests.sin, tests.a, at(9))

    with pytest.raises(PointBusy):
        books(tests, tests.sin, tests.b, at(9, 15), rehearsal)
    books(tests, tests.sin, tests.b, at(9, 30), rehearsal)

    assert len(slots_of(tests.forum)) == 2


def test_a_point_has_one_test_in_each_round(tests):
    books(tests, tests.sin, tests.a, at(9))

    with pytest.raises(PointHasTest):
        books(tests, tests.sin, tests.a, at(12))


@pytest.mark.parametrize("when", [at(7, 45), at(17, 45), at(9, 10), at(9, day=21)])
def test_a_test_is_within_its_round_on_a_quarter_of_an_hour(tests, when):
    with pytest.raises(OutsideRound):
        books(tests, tests.sin, tests.a, when)


def test_a_test_that_moves_frees_its_time(tests):
    slot = books(tests, tests.sin, tests.a, at(9))

    move(tests.forum, slot, tests.a, at(9, 15), seen=1, **BY)
    books(tests, tests.han, tests.a, at(8, 30))

    assert [(x.point.code, x.starts_at) for x in slots_of(tests.forum)] == [
        ("DNG", at(8, 30)),
        ("SIN", at(9, 15)),
    ]


def test_of_two_who_move_a_test_the_later_is_told(tests):
    slot = books(tests, tests.sin, tests.a, at(9))
    move(tests.forum, slot, tests.b, at(9), seen=1, **BY)

    with pytest.raises(ChangedMeanwhile):
        move(tests.forum, slot, tests.a, at(10), seen=1, **BY)


def test_a_test_does_not_move_onto_another(tests):
    books(tests, tests.sin, tests.a, at(9))
    slot = books(tests, tests.han, tests.a, at(10))

    with pytest.raises(CrewBusy):
        move(tests.forum, slot, tests.a, at(9), seen=1, **BY)


def test_what_was_missed_is_planned_anew_and_what_is_over_stays(tests):
    slot = books(tests, tests.sin, tests.a, at(9))
    end(slot, "missed", seen=1, actor="tests", now=at(9))

    again = books(tests, tests.sin, tests.a, at(9))
    end(again, "done", seen=1, actor="tests", now=at(9))

    with pytest.raises(SlotOver):
        move(tests.forum, again, tests.a, at(10), seen=2, **BY)
    assert next_slots(tests.forum, now=NOW) == {}


def test_all_that_is_proposed_is_booked_around_what_stands(tests, rehearsal):
    books(tests, tests.sin, tests.a, at(9))

    proposal = proposed_for(tests.forum, rehearsal)
    book_proposed(tests.forum, rehearsal, proposal, **BY)

    assert {x.point.code for x in slots_of(tests.forum, rehearsal)} == {"SIN", "DNG"}
    assert proposed_for(tests.forum, rehearsal).slots == ()


def test_nothing_is_proposed_at_a_time_that_is_over(tests):
    within = proposed_for(tests.forum, tests.round, not_before=at(16, 50))
    after = proposed_for(tests.forum, tests.round, not_before=at(17, 40))

    assert [x.span.starts for x in within.slots] == [at(17), at(17)]
    assert (after.slots, after.without) == ((), ("DNG", "SIN"))


@pytest.mark.parametrize("how", ["done", "missed"])
def test_what_has_not_begun_is_neither_done_nor_missed(tests, how):
    slot = books(tests, tests.sin, tests.a, at(9))

    with pytest.raises(NotBegun):
        end(slot, how, seen=1, actor="tests", now=at(8, 59))
    end(slot, how, seen=1, actor="tests", now=at(9))


def test_each_quarter_of_a_test_is_claimed(tests):
    slot = books(tests, tests.sin, tests.a, at(9))

    claims = db.session.scalars(select(SlotClaim.quarter_at).where(SlotClaim.slot_id == slot.id))

    assert sorted(claims) == [at(9), at(9, 15)]
    assert db.session.query(TestSlot).one().crew_id == tests.a.id


def test_a_round_that_cannot_be_is_refused(tests):
    for wrong, refusal in (
        ({"until_time": tests.round.from_time}, RoundBackwards),
        ({"last_day": date(2030, 6, 20)}, RoundTooLong),
        ({"first_day": date(1, 1, 1), "last_day": date(1, 1, 1)}, RoundTooLong),
        ({"minutes": 20}, NotQuarters),
        ({"minutes": 0}, NotQuarters),
    ):
        same = ("first_day", "last_day", "from_time", "until_time", "minutes")
        wanted = {name: getattr(tests.round, name) for name in same} | wrong
        with pytest.raises(refusal):
            edit_round(tests.round, wanted, seen=1, **BY)


def test_a_round_begins_a_quarter_later_where_the_clocks_skip_its_hour(tests):
    tests.round.first_day = tests.round.last_day = date(2030, 3, 31)
    tests.round.from_time = time(1, 30)

    [hours] = round_facts(tests.round, "Europe/London").hours

    assert hours.starts == datetime(2030, 3, 31, 1, tzinfo=UTC)  # 02:00 on the walls
