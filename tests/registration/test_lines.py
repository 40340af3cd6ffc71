"""Changing, withdrawing and the waiting lines: whoever is next gets the seat that came free."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum_app import seal
from forum_app.db import db
from forum_app.models import Category, Message, Place, SeatCount, Waiting
from forum_app.programme.services.seats import set_seats
from forum_app.registration import queries, rules
from forum_app.registration.services import changes, decisions, lines

from ..builders import NOW, a_category, a_consent, a_forum, a_point, a_session, release
from .applications import at_point, hall, online, registered

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def forum(room):
    """W1 with one hall seat and one online, W2 at the same time, P1 after them."""
    forum = a_forum()
    sin = a_point(forum, code="SIN")
    a_session(forum, code="W1", hall=1, online=1, points=[(sin, 1)])
    a_session(forum, code="W2", hall=1, online=9)
    a_session(forum, code="P1", starts="14:00", ends="17:00", hall=9, online=9)
    release(forum)
    return forum


def has(delegate, forum):
    """{"W1": "hall", "W2": "waits for hall"}: what the delegate has in each session."""
    found = {}
    for attended in queries.agenda_of(forum, delegate):
        line = attended.waiting and f"waits for {attended.waiting.way.value}"
        words = [attended.way and attended.way.value, line]
        found[attended.session.code] = ", ".join(word for word in words if word)
    return found


def waits_for(forum, code="W1", **given):
    return registered(forum, hall(code, wait=True, **given))


def withdraw(delegate):
    changes.withdraw(changes.lock_delegate(delegate.id), actor="tests", now=LATER)


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

    set_seats(count, 3, forum_id=forum.id, now=LATER)

    assert [has(x, forum)["W1"] for x in (second, third)] == ["hall", "hall"]
    assert has(fourth, forum) == {"W1": "waits for hall"}
    assert counts_are_true()


def test_nobody_loses_a_place_when_seats_are_cut_and_nobody_is_promoted_until_they_fit(forum):
    one, two = registered(forum, hall("P1")), registered(forum, hall("P1"))
    count = queries.live_places_of(one)[0].seat_count_id
    set_seats(count, 1, forum_id=forum.id, now=LATER)
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


def test_a_withdrawal_ends_everything_and_happens_once(forum):
    delegate = registered(forum, hall("W1"))

    withdraw(delegate)

    assert queries.ticket_of(delegate) is None
    assert db.session.scalars(select(Category.taken)).one() == 0
    with pytest.raises(rules.RegistrationEnded):
        withdraw(delegate)


def test_who_withdrew_may_register_again(forum):
    delegate = registered(forum, hall("W1"), email="anh@example.org")
    withdraw(delegate)

    again = registered(forum, hall("W1"), email="anh@example.org")

    assert again.person_id == delegate.person_id
    assert again.reference != delegate.reference


def test_an_address_not_confirmed_in_time_loses_its_places_to_the_next(forum):
    first = registered(forum, hall("W1"), confirmed=False)
    second = waits_for(forum)

    assert decisions.lapse_unconfirmed(now=first.confirm_by - timedelta(seconds=1)) == 0
    assert decisions.lapse_unconfirmed(now=first.confirm_by) == 1

    assert (first.state, has(second, forum)) == ("withdrawn", {"W1": "hall"})


def test_a_confirmed_address_keeps_its_places(forum):
    delegate = registered(forum, hall("W1"), confirmed=False)

    decisions.confirm_address(delegate, actor="tests", now=LATER)

    assert delegate.state == "confirmed"
    assert decisions.lapse_unconfirmed(now=delegate.confirm_by) == 0


def test_an_address_cannot_be_confirmed_too_late(forum):
    delegate = registered(forum, hall("W1"), confirmed=False)

    with pytest.raises(rules.RegistrationEnded):
        decisions.confirm_address(delegate, actor="tests", now=delegate.confirm_by)


def test_a_declined_registration_frees_its_places_and_tells_why(forum):
    a_category(forum, code="press", needs_approval=True)
    first = registered(forum, hall("W1"), category="press")
    second = waits_for(forum)

    decisions.decline(first, reason="Not press", actor="tests", now=LATER)

    assert (first.state, first.reason) == ("declined", "Not press")
    assert has(second, forum) == {"W1": "hall"}


def test_an_approved_registration_is_confirmed_and_only_a_pending_one_is_decided(forum):
    a_category(forum, code="press", needs_approval=True)
    delegate = registered(forum, hall("W1"), category="press")

    decisions.approve(delegate, actor="tests", now=LATER)

    assert delegate.state == "confirmed"
    with pytest.raises(rules.NotToDecide):
        decisions.approve(delegate, actor="tests", now=LATER)


def test_consents_are_withdrawn_as_easily_as_given_and_the_proof_stays(forum):
    a_consent(forum, "news")
    delegate = registered(forum, hall("W1"), consents=("processing", "news"))

    changes.set_consents(forum, delegate, ["processing"], actor="tests", now=LATER)

    assert queries.consents_of(delegate) == {"processing"}
    kept = db.session.execute(db.text("SELECT count(*) FROM consents")).scalar_one()
    assert kept == 2
    with pytest.raises(rules.ConsentNeeded):
        changes.set_consents(forum, delegate, ["news"], actor="tests", now=LATER)


def test_a_new_link_opens_and_the_old_one_does_not(forum):
    delegate = registered(forum, hall("W1"))
    old = seal.opened(delegate.link_sealed)

    new = changes.renew_link(delegate, actor="tests", now=LATER)

    assert queries.delegate_of_link(forum, old) is None
    assert queries.delegate_of_link(forum, new) is delegate
