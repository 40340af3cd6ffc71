"""Changing and the waiting lines: whoever is next gets the seat that came free."""

import pytest
from sqlalchemy import select

from forum_app.db import db
from forum_app.models import Message, Place, SeatCount, Session, Waiting
from forum_app.programme.models import Way
from forum_app.programme.services.seats import set_seats
from forum_app.registration import queries, rules
from forum_app.registration.services import changes, lines

from ..builders import NOW, release
from .applications import LATER, at_point, hall, has, online, registered, waits_for, withdraw


def change(forum, delegate, *choices):
    locked = changes.lock_delegate(delegate.id)
    return changes.change(forum, locked, choices, actor="tests", now=LATER)


def letters(template):
    asked = select(Message.address).where(Message.template == f"registration.{template}")
    return set(db.session.scalars(asked))


def counts_are_true():
    held = "SELECT count(*) FROM places p WHERE p.seat_count_id = c.id AND p.state = 'confirmed'"
    broken = f"SELECT count(*) FROM seat_counts c WHERE taken <> ({held})"
    return db.session.scalar(db.text(broken)) == 0


def test_a_withdrawal_promotes_the_next_in_line_and_writes_to_both(forum):
    first, second, third = registered(forum, hall("W1")), waits_for(forum), waits_for(forum)

    withdraw(first)

    assert (has(first, forum), has(second, forum)) == ({}, {"W1": "hall"})
    assert has(third, forum) == {"W1": "waits for hall"}
    assert letters("promoted") == {second.person.email}
    assert letters("decided") == {first.person.email}
    assert counts_are_true()


def test_whoever_is_promoted_frees_the_poorer_place_for_the_next_in_that_line(forum):
    first = registered(forum, hall("W1"))
    second = waits_for(forum, meanwhile="online")
    third = registered(forum, online("W1", wait=True))

    withdraw(first)

    assert (has(second, forum), has(third, forum)) == ({"W1": "hall"}, {"W1": "online"})
    assert counts_are_true()


def test_somebody_with_an_overlapping_place_keeps_waiting_and_the_next_is_asked(forum):
    first, second, third = registered(forum, hall("W1")), waits_for(forum), waits_for(forum)
    overlapping = db.session.scalars(select(SeatCount).where(SeatCount.seats == 9)).first()
    row = {"forum_id": forum.id, "session_id": overlapping.session_id, "way": overlapping.way}
    row |= {"delegate_id": second.id, "seat_count_id": overlapping.id, "taken_at": NOW}
    db.session.execute(db.insert(Place).values(**row, state="confirmed"))
    overlapping.taken += 1

    withdraw(first)

    assert has(second, forum) == {"W1": "waits for hall", "W2": "online"}
    assert has(third, forum) == {"W1": "hall"}


def test_a_raised_capacity_promotes_as_many_as_it_frees(forum):
    registered(forum, hall("W1"))
    second, third, fourth = waits_for(forum), waits_for(forum), waits_for(forum)
    count = db.session.get_one(Waiting, 1).seat_count_id

    set_seats(count, 3, seen=1, forum_id=forum.id, actor="tests", now=LATER)

    assert [has(x, forum)["W1"] for x in (second, third)] == ["hall", "hall"]
    assert has(fourth, forum) == {"W1": "waits for hall"}
    assert counts_are_true()


def test_nobody_loses_a_place_when_seats_are_cut_and_nobody_is_promoted_until_they_fit(forum):
    one, two = registered(forum, hall("P1")), registered(forum, hall("P1"))
    count = queries.live_places_of(one)[0].seat_count_id
    set_seats(count, 1, seen=9, forum_id=forum.id, actor="tests", now=LATER)
    third = registered(forum, hall("P1", wait=True))
    row = db.session.get_one(SeatCount, count, populate_existing=True)
    assert (row.seats, row.taken, row.over) == (1, 2, 1)

    withdraw(one)
    assert has(third, forum) == {"P1": "waits for hall"}
    withdraw(two)

    assert has(third, forum) == {"P1": "hall"}
    assert counts_are_true()


def test_a_change_of_way_takes_the_new_place_and_frees_the_old(forum):
    first, second = registered(forum, hall("W1")), waits_for(forum)

    assert change(forum, first, at_point("W1", "SIN"))

    assert (has(first, forum), has(second, forum)) == ({"W1": "point"}, {"W1": "hall"})
    assert letters("changed") == {first.person.email}
    assert counts_are_true()


def test_a_change_of_session_takes_the_new_place_and_frees_the_old(forum):
    first, second = registered(forum, hall("W1")), waits_for(forum)

    change(forum, first, hall("W2"))

    assert (has(first, forum), has(second, forum)) == ({"W2": "hall"}, {"W1": "hall"})


def test_a_change_that_finds_no_seat_leaves_everything_as_it_was(forum):
    registered(forum, hall("W2"))
    delegate = registered(forum, hall("W1"), online("P1"))

    with pytest.raises(rules.SessionFull), db.session.begin_nested():
        change(forum, delegate, hall("W2"), online("P1"))

    assert has(delegate, forum) == {"W1": "hall", "P1": "online"}


def test_saving_what_one_has_changes_nothing_and_writes_nothing(forum):
    delegate = registered(forum, hall("W1"), online("P1"))

    assert not change(forum, delegate, hall("W1"), online("P1"))

    assert letters("changed") == set()
    assert delegate.sequence == 0


def test_a_change_elsewhere_keeps_ones_turn_in_the_line(forum):
    registered(forum, hall("W1"))
    second, third = waits_for(forum), waits_for(forum)

    change(forum, second, hall("W1", wait=True, meanwhile="online"), online("P1"))

    (w1, _) = queries.agenda_of(forum, second)
    assert (w1.ahead, w1.way.value) == (0, "online")
    assert queries.agenda_of(forum, third)[0].ahead == 1


def test_who_gives_up_an_overlapping_place_is_asked_again(forum):
    first = registered(forum, hall("W1"))
    second = waits_for(forum)
    withdraw(first)
    assert change(forum, second, online("W2"))
    third = registered(forum, hall("W1"))
    change(forum, second, hall("W1", wait=True))

    withdraw(third)

    assert has(second, forum) == {"W1": "hall"}


def test_a_promotion_may_be_declined_and_the_place_given_up_returns(forum):
    first = registered(forum, hall("W1"))
    second, third = waits_for(forum, meanwhile="online"), waits_for(forum)
    withdraw(first)
    (promotion,) = queries.promotions_of(second)

    lines.decline_promotion(second, promotion.id, actor="tests", now=LATER)

    assert (has(second, forum), has(third, forum)) == ({"W1": "online"}, {"W1": "hall"})
    assert queries.promotions_of(second) == []
    assert counts_are_true()


def test_nobody_declines_the_promotion_of_another(forum):
    first, second, third = registered(forum, hall("W1")), waits_for(forum), waits_for(forum)
    withdraw(first)
    (promotion,) = queries.promotions_of(second)

    with pytest.raises(rules.NothingToDecline):
        lines.decline_promotion(third, promotion.id, actor="tests", now=LATER)


def test_whoever_joins_a_line_keeps_the_place_online_though_those_seats_were_cut(forum):
    registered(forum, hall("W1"))
    delegate = registered(forum, online("W1"))
    count = queries.live_places_of(delegate)[0].seat_count_id
    set_seats(count, 0, seen=1, forum_id=forum.id, actor="tests", now=LATER)

    change(forum, delegate, hall("W1", wait=True, meanwhile=Way.ONLINE))

    assert has(delegate, forum) == {"W1": "online, waits for hall"}
    assert counts_are_true()


def test_whoever_leaves_a_line_keeps_the_place_online_though_those_seats_were_cut(forum):
    registered(forum, hall("W1"))
    delegate = waits_for(forum, meanwhile="online")
    count = queries.live_places_of(delegate)[0].seat_count_id
    set_seats(count, 0, seen=1, forum_id=forum.id, actor="tests", now=LATER)

    change(forum, delegate, online("W1"))

    assert has(delegate, forum) == {"W1": "online"}
    assert counts_are_true()


def test_a_line_is_kept_where_waiting_lists_were_abolished_since(forum):
    registered(forum, hall("W1"))
    delegate = waits_for(forum, meanwhile="online")
    queries.terms_of(forum).waiting_lists = False
    db.session.flush()

    change(forum, delegate, hall("W1", wait=True, meanwhile=Way.ONLINE), online("P1"))

    assert has(delegate, forum) == {"W1": "online, waits for hall", "P1": "online"}
    with pytest.raises(rules.SessionFull):
        change(forum, delegate, online("P1"), hall("W1"))


def test_a_place_in_a_cancelled_session_keeps_nobody_from_a_seat_at_the_same_time(forum):
    first, second = registered(forum, hall("W1")), registered(forum, online("W2"))
    cancel(forum, "W2")
    change(forum, second, hall("W1", wait=True))

    withdraw(first)

    assert has(second, forum) == {"W1": "hall", "W2": "online"}


def test_a_cancelled_session_promotes_nobody(forum):
    first, second = registered(forum, hall("W1")), waits_for(forum)
    cancel(forum, "W1")

    withdraw(first)

    assert has(second, forum) == {"W1": "waits for hall"}
    assert letters("promoted") == set()


def test_a_session_that_the_newest_programme_does_not_show_promotes_nobody(forum):
    first, second = registered(forum, hall("W1")), waits_for(forum)
    others = db.session.scalars(select(Session).where(Session.code != "W1")).all()
    release(forum, number=2, sessions=others)

    withdraw(first)

    assert letters("promoted") == set()
    assert second.is_live


def test_a_change_elsewhere_lets_nothing_go_in_a_cancelled_session(forum):
    delegate = registered(forum, hall("W1"))
    cancel(forum, "W1")

    change(forum, delegate, online("P1"))

    assert has(delegate, forum) == {"W1": "hall", "P1": "online"}


def test_whoever_declines_a_promotion_is_written_to(forum):
    first, second = registered(forum, hall("W1")), waits_for(forum, meanwhile="online")
    withdraw(first)
    (promotion,) = queries.promotions_of(second)

    lines.decline_promotion(second, promotion.id, actor="tests", now=LATER)

    assert letters("changed") == {second.person.email}


def cancel(forum, code):
    db.session.scalars(select(Session).where(Session.code == code)).one().cancelled_at = NOW
    db.session.flush()
    release(forum, number=2)
