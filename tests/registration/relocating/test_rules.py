"""Where each goes: the pure rule."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum_app.registration.rules.relocating import Outcome, Stands, decide, in_order, plan


def placed(who=1, session=1, **facts):
    return Stands(delegate_id=who, session_id=session, place_id=who * 10 + session, **facts)


def waits(who=1, session=1, turn=1, **facts):
    return Stands(delegate_id=who, session_id=session, waiting_id=turn, **facts)


@pytest.mark.parametrize(
    ("stands", "free", "behind", "outcome", "target"),
    [
        (placed(), [1, 9], 1, Outcome.MOVED, 0),
        (placed(), [0, 1], 1, Outcome.MOVED, 1),
        (placed(), [0, 0], 1, Outcome.FULL, None),
        (placed(overlaps=True), [9], 1, Outcome.OVERLAPS, None),
        (waits(), [2], 1, Outcome.MOVED, 0),
        (waits(), [1], 1, Outcome.FULL, None),  # it is for who has a place there
        (waits(), [1, 2], 1, Outcome.MOVED, 1),
        (waits(has_other=True), [0], 0, Outcome.KEPT, None),
        (waits(has_other=True, overlaps=True), [9], 0, Outcome.KEPT, None),
        (waits(overlaps=True), [9], 0, Outcome.OVERLAPS, None),
    ],
)
def test_what_becomes_of_one(stands, free, behind, outcome, target):
    planned = decide(stands, free, behind)

    assert (planned.outcome, planned.target) == (outcome, target)


def test_who_has_a_place_goes_before_who_waits_and_each_line_keeps_its_order():
    there = [waits(1, turn=9), placed(3), waits(2, turn=5), placed(2, session=2)]

    assert [(x.delegate_id, x.session_id) for x in in_order(there)] == [
        (2, 1),
        (2, 2),
        (3, 1),
        (1, 1),
    ]


people = st.lists(
    st.tuples(st.integers(1, 9), st.integers(1, 3), st.booleans()),
    max_size=20,
    unique_by=lambda x: x[:2],
)
room = st.dictionaries(st.tuples(st.integers(1, 3), st.integers(0, 1)), st.integers(0, 5))


@given(people, room)
def test_nobody_is_lost_no_seat_is_given_twice_and_no_turn_before_a_place(people, room):
    made = [waits(w, s, turn=n) if t else placed(w, s) for n, (w, s, t) in enumerate(people, 1)]
    there = in_order(made)

    planned = plan(there, room, 2)

    assert [x.stands for x in planned] == there
    for key, seats in room.items():
        gone = [x for x in planned if (x.stands.session_id, x.target) == key]
        assert len(gone) <= seats
    for session in {x.session_id for x in there}:
        here = [x for x in planned if x.stands.session_id == session]
        if any(x.outcome is Outcome.FULL and not x.stands.waits for x in here):
            assert not any(x.stands.waits and x.outcome is Outcome.MOVED for x in here)
