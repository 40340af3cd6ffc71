"""The people of a point that takes part no more are moved: counted, in order, and back again."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum_app.db import db
from forum_app.models import Place, Relocated, Waiting
from forum_app.refusal import Refusal
from forum_app.registration import queries, rules
from forum_app.registration.queries.relocating import Targets, looked_at
from forum_app.registration.rules.bulk import TooLate
from forum_app.registration.rules.relocating import (
    MovedAtOnce,
    NobodyThere,
    NoTarget,
    Outcome,
    TargetOut,
)
from forum_app.registration.services import bulk, changes, relocating, seating

from ...builders import NOW, a_point
from ..applications import at_point, hall, has, online, registered
from .moving import BACK, MOVED, again, begin, items, letters, moves, seats, settled, undone
from .moving import withdraws as withdraws_point


def test_everybody_of_a_lost_point_attends_online_by_one_act(forum, sin):
    two = [registered(forum, at_point("W1", "SIN"), at_point("P1", "SIN")) for _ in range(2)]
    before = two[0].sequence

    act = moves(forum, sin)

    assert [has(x, forum) for x in two] == [{"W1": "online", "P1": "online"}] * 2
    assert (seats(sin), seats()) == ({"W1": 0, "P1": 0}, {"W1": 2, "P1": 2, "W2": 0})
    assert items(act) == [("done", None, None)] * 2
    assert sin.withdrawn_at == MOVED
    assert (two[0].sequence, letters(two[0])) == (before + 1, [("relocated", "waiting")])


def test_first_the_other_point_then_online_and_who_finds_no_seat_keeps_what_they_had(
    forum, sin, jkt
):
    first, second = (registered(forum, at_point("W1", "SIN")) for _ in range(2))
    for _ in range(3):
        registered(forum, online("W1"))

    act = moves(forum, sin, to=jkt)

    assert db.session.scalar(_place(first, "W1")).point_id == jkt.id
    left = db.session.scalar(_place(second, "W1"))
    assert (left.point_id, left.is_stranded) == (sin.id, True)
    assert [x.outcome for x in _relocated(act)] == [Outcome.MOVED, Outcome.FULL]


def test_the_dry_look_says_what_the_act_does(forum, sin, jkt):
    for _ in range(2):
        registered(forum, at_point("W1", "SIN"), at_point("P1", "SIN"))
    waits = registered(forum, at_point("W1", "SIN", wait=True), hall("P1"))
    both = registered(forum, at_point("W1", "SIN", wait=True, meanwhile="online"))
    busy = registered(forum, hall("W2"))
    _line_at(sin, busy, "W1")

    planned = looked_at(forum, sin, Targets(jkt, True)).planned

    act = moves(forum, sin, to=jkt)
    done = {(x.delegate_id, x.session_id): x.outcome for x in _relocated(act)}
    assert {(x.stands.delegate_id, x.stands.session_id): x.outcome for x in planned} == done
    assert (has(waits, forum)["W1"], has(both, forum)) == ("online", {"W1": "online"})
    assert has(busy, forum) == {"W2": "hall", "W1": "waits for point"}
    assert sorted(done.values()) == ["kept", *["moved"] * 5, "overlaps"]


def test_the_same_press_is_one_act_and_another_waits_until_it_has_ended(forum, sin):
    registered(forum, at_point("W1", "SIN"))
    act = begin(forum, sin, press="0b6a7c3c-61b4-4cc5-a4d6-6d9f1bd5a1a1")

    assert begin(forum, sin, press=act.uuid).id == act.id
    with pytest.raises(MovedAtOnce):
        begin(forum, sin)
    settled(act, MOVED)
    with pytest.raises(NobodyThere):
        begin(forum, sin)


def test_nobody_is_moved_to_nowhere_or_to_a_point_that_is_lost_too(forum, sin, jkt):
    registered(forum, at_point("W1", "SIN"))
    with pytest.raises(NoTarget):
        begin(forum, sin, online=False)
    for nowhere in (sin, a_point(forum, code="HAN", kind="central")):
        with pytest.raises(NoTarget):
            begin(forum, sin, to=nowhere)
    assert sin.withdrawn_at is None
    withdraws_point(jkt)
    with pytest.raises(TargetOut):
        begin(forum, sin, to=jkt)


def test_two_acts_in_opposite_directions_hold_their_points_in_one_order(
    forum, sin, jkt, monkeypatch
):
    held = []
    monkeypatch.setattr(relocating, "lock", lambda point: held.append(point.code))
    for point, to in ((sin, jkt), (jkt, sin)):
        with pytest.raises(NobodyThere), db.session.begin_nested():
            begin(forum, point, to=to)

    assert held == ["SIN", "JKT", "SIN", "JKT"]


def test_a_point_lost_while_people_are_moved_there_takes_no_more_of_them(forum, sin, jkt):
    delegate = registered(forum, at_point("W1", "SIN"))
    act = begin(forum, sin, to=jkt)
    withdraws_point(jkt)

    settled(act, MOVED)

    assert has(delegate, forum) == {"W1": "online"}


def test_a_point_that_takes_part_no_more_gives_no_seat_and_serves_no_line(forum, sin):
    seated = [registered(forum, at_point("W1", "SIN")) for _ in range(2)]
    waits = registered(forum, at_point("W1", "SIN", wait=True))
    withdraws_point(sin)

    changes.withdraw(changes.lock_delegate(seated[0].id), actor="tests", now=MOVED)

    assert has(waits, forum) == {"W1": "waits for point"}
    for confirmed in (True, False):
        with pytest.raises(rules.PointClosed):
            registered(forum, at_point("W1", "SIN"), confirmed=confirmed)
    again(sin)
    assert has(waits, forum) == {"W1": "point"}


def test_nobody_joins_the_line_of_a_point_that_was_lost_since_they_looked(forum, sin):
    [registered(forum, at_point("W1", "SIN")) for _ in range(2)]
    delegate = registered(forum, hall("P1"))
    offered = seating.offered_by(forum)
    [wish] = seating.wishes_of(offered, [at_point("W1", "SIN", wait=True)])
    withdraws_point(sin)

    with pytest.raises(rules.PointClosed):
        seating.join_line(delegate, wish, now=MOVED)


def test_taken_back_everybody_sits_where_they_sat_and_nobody_is_written_to(forum, sin):
    sin.seating = "approval"
    seated = [registered(forum, at_point("W1", "SIN")) for _ in range(2)]
    db.session.scalar(_place(seated[0], "W1")).approved_at = NOW
    waits = registered(forum, at_point("W1", "SIN", wait=True))
    act = moves(forum, sin)
    assert has(waits, forum) == {"W1": "online"}

    undone(act)

    assert [has(x, forum) for x in (*seated, waits)] == [{"W1": "point"}] * 2 + [
        {"W1": "waits for point"}
    ]
    places = [db.session.scalar(_place(x, "W1")) for x in seated]
    assert [(x.approved_at is None, x.point_id) for x in places] == [
        (False, sin.id),
        (True, sin.id),
    ]
    assert (sin.withdrawn_at, seats(sin)["W1"], seats()["W1"]) == (None, 2, 0)
    assert items(act) == [("undone", None, None)] * 3
    assert {letters(x)[0] for x in (*seated, waits)} == {("relocated", "cancelled")}


def test_who_chose_otherwise_since_stays_as_they_chose_and_is_named(forum, sin):
    kept = registered(forum, at_point("W1", "SIN"), at_point("P1", "SIN"))
    gone = registered(forum, at_point("W1", "SIN"))
    act = moves(forum, sin)
    _changes(forum, kept, hall("W1"), online("P1"))
    _changes(forum, gone, hall("W2"))

    undone(act)

    assert (has(kept, forum), has(gone, forum)) == ({"W1": "hall", "P1": "point"}, {"W2": "hall"})
    assert items(act) == [("undone", None, "chosen:W1"), ("kept", "changed_since", None)]
    assert sin.withdrawn_at is None


def test_nobody_is_moved_away_while_others_are_put_back(forum, sin):
    [registered(forum, at_point("W1", "SIN")) for _ in range(2)]
    act = moves(forum, sin)
    bulk.begin_undo(act.id, by_id=act.by_id, now=BACK)
    bulk.settle_next(act.id, now=BACK)

    with pytest.raises(MovedAtOnce):
        begin(forum, sin, now=BACK)

    bulk.settle_next(act.id, now=BACK)  # the last; the act itself is ended by the next look
    other = begin(forum, sin, now=BACK)
    settled(act, now=BACK)
    assert sin.withdrawn_at == MOVED
    settled(other, now=BACK)
    assert seats(sin)["W1"] == 0


def test_a_point_that_was_out_before_stays_out_when_the_act_is_undone(forum, sin):
    delegate = registered(forum, at_point("W1", "SIN"))
    withdraws_point(sin)
    act = moves(forum, sin)

    undone(act)

    assert (has(delegate, forum), sin.withdrawn_at) == ({"W1": "point"}, MOVED)
    assert db.session.scalar(_place(delegate, "W1")).is_stranded


def test_a_seat_that_was_cut_meanwhile_is_named_and_the_person_told(forum, sin):
    delegate = registered(forum, at_point("W1", "SIN"))
    act = moves(forum, sin)
    db.session.get(Place, db.session.scalar(_place(delegate, "W1")).id)
    _count_at(sin, "W1").seats = 0
    db.session.flush()

    undone(act)

    assert has(delegate, forum) == {"W1": "online"}
    assert items(act) == [("undone", None, "W1")]
    assert letters(delegate) == [("relocated", "cancelled"), ("changed", "waiting")]


def test_a_letter_that_left_at_once_is_followed_by_one_that_says_what_holds(forum, sin):
    delegate = registered(forum, at_point("W1", "SIN"))
    act = moves(forum, sin, at_once=True)
    db.session.execute(db.text("UPDATE messages SET state = 'sent', sent_at = next_at"))

    undone(act)

    assert items(act) == [("undone", None, "letter")]
    assert letters(delegate)[-1] == ("changed", "waiting")
    with pytest.raises(TooLate):
        undone(moves(forum, sin), now=BACK + timedelta(days=1))


def test_who_was_moved_may_choose_otherwise_also_after_registration_has_closed(forum, sin):
    moved, other = (registered(forum, at_point("W1", "SIN")), registered(forum, online("W1")))
    moves(forum, sin)
    terms = queries.terms_of(forum)
    terms.closes_wall = NOW.replace(tzinfo=None)
    db.session.flush()
    later = MOVED + timedelta(days=1)

    _changes(forum, moved, hall("W1"), now=later)

    assert has(moved, forum) == {"W1": "hall"}
    with pytest.raises(Refusal):
        _changes(forum, other, hall("W1"), now=later)


def test_who_withdrew_before_their_turn_is_left_alone(forum, sin):
    delegate = registered(forum, at_point("W1", "SIN"))
    act = begin(forum, sin)
    changes.withdraw(changes.lock_delegate(delegate.id), actor="tests", now=MOVED)

    settled(act, MOVED)

    assert items(act) == [("left", "registration_ended", None)]


def _changes(forum, delegate, *choices, now=MOVED):
    changes.change(forum, changes.lock_delegate(delegate.id), choices, actor="tests", now=now)


def _place(delegate, code):
    held = {x.session.code: x.id for x in queries.live_places_of(delegate)}
    return select(Place).where(Place.id == held[code]).execution_options(populate_existing=True)


def _relocated(act):
    return list(db.session.scalars(select(Relocated).filter_by(act_id=act.id).order_by("id")))


def _count_at(point, code):
    from forum_app.models import SeatCount, Session

    asked = select(SeatCount).join(Session, Session.id == SeatCount.session_id)
    return db.session.scalars(
        asked.where(SeatCount.point_id == point.id, Session.code == code)
    ).one()


def _line_at(point, delegate, code):
    """Who waits for a seat at the time of another place, as waiting lines allow."""
    count = _count_at(point, code)
    row = {"delegate_id": delegate.id, "session_id": count.session_id, "seat_count_id": count.id}
    line = Waiting(forum_id=point.forum_id, way="point", point_id=point.id, since=NOW, **row)
    db.session.add(line)
    db.session.flush()
