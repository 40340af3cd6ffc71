"""The waiting lines: what comes free goes to the next in line, as a hold, before everybody else."""

import pytest

from forum_app.db import db
from forum_app.exhibition.models import BookingState, BoothWaitingState
from forum_app.exhibition.rules import bookings as rules
from forum_app.exhibition.rules import lines as line_rules
from forum_app.exhibition.services import lines, waiting
from forum_app.exhibition.services.decisions import block_booth, unblock_booth
from forum_app.models import Booking, BoothWaiting, Message

from ..builders import a_forum
from .floors import (
    NOW,
    ORGANISER,
    a_floor,
    a_zone,
    an_exhibitor,
    books,
    booth,
    cancels,
    holds,
    later,
    settles,
    states,
)

DAY = {"minutes": 1440}


def waits(forum, code, exhibitor=None, *, now=NOW):
    exhibitor = exhibitor or an_exhibitor(forum)
    return waiting.wait_for_booth(booth(forum, code), exhibitor, actor="user 2", now=now)


def waits_for_zone(forum, exhibitor=None, *, code="A1", now=NOW):
    exhibitor = exhibitor or an_exhibitor(forum)
    return waiting.wait_for_zone(booth(forum, code).zone, exhibitor, actor="user 2", now=now)


def offers(forum):
    """(exhibitor's id, code of the booth) of each offer that stands."""
    found = db.session.query(Booking).join(BoothWaiting, BoothWaiting.booking_id == Booking.id)
    found = found.filter(BoothWaiting.state == "offered").order_by(Booking.id)
    return [(booking.exhibitor_id, booking.booth.code) for booking in found]


def test_a_cancelled_booth_is_offered_to_whoever_waits_longest_as_a_hold_of_its_own(room):
    forum = a_floor()
    taken = books(forum, "A3")
    first, second = waits(forum, "A3"), waits(forum, "A3")

    cancels(taken, now=later(hours=1))

    assert offers(forum) == [(first.exhibitor_id, "A3")]
    booking = db.session.get_one(Booking, first.booking_id)
    assert booking.held_until == later(hours=1, **DAY)
    assert booking.state is BookingState.HELD
    assert second.state is BoothWaitingState.WAITING
    offered = db.session.query(Message).filter_by(template="exhibition.offered").one()
    assert offered.address == first_address(first)


def first_address(entry):
    exhibitor = db.session.execute(
        db.text(
            "SELECT email FROM persons JOIN exhibitors ON exhibitors.contact_id = persons.id"
            f" WHERE exhibitors.id = {entry.exhibitor_id}"
        )
    )
    return exhibitor.scalar_one()


def test_nobody_else_takes_what_was_offered(room):
    forum = a_floor()
    taken = books(forum, "A3")
    waits(forum, "A3")
    cancels(taken)

    with pytest.raises(rules.BoothTaken):
        holds(forum, "A3")


def test_an_offer_that_is_taken_ends_the_waiting(room):
    forum = a_floor()
    taken = books(forum, "A3")
    entry = waits(forum, "A3")
    cancels(taken)

    settles(db.session.get_one(Booking, entry.booking_id))

    db.session.refresh(entry)
    assert entry.state is BoothWaitingState.ACCEPTED
    assert states(forum)["A3"] == "taken"


def test_a_line_brings_nobody_more_booths_than_the_zone_gives_to_one(room):
    forum = a_forum()
    a_floor(forum, zones={"B": (a_zone(forum, most_booths=1), range(1, 7))})
    exhibitor, other = an_exhibitor(forum), books(forum, "A4")
    own, entry = settles(holds(forum, "A3", exhibitor)), waits(forum, "A4", exhibitor)
    cancels(other)
    offer = db.session.get_one(Booking, entry.booking_id)

    with pytest.raises(rules.EnoughBooths):
        settles(offer)
    cancels(own)

    assert settles(offer).state is BookingState.CONFIRMED


def test_whoever_got_a_booth_by_the_line_of_its_zone_waits_for_it_no_more(room):
    forum = a_floor(booths=2, islands=())
    taken, _ = books(forum, "A1"), books(forum, "A2")
    exhibitor = an_exhibitor(forum)
    entry, _ = waits_for_zone(forum, exhibitor), waits(forum, "A1", exhibitor)
    cancels(taken)

    cancels(settles(db.session.get_one(Booking, entry.booking_id)))

    assert states(forum)["A1"] == "free"


def test_an_offer_that_is_given_back_goes_to_the_next(room):
    forum = a_floor()
    taken = books(forum, "A3")
    first, second = waits(forum, "A3"), waits(forum, "A3")
    cancels(taken)

    cancels(db.session.get_one(Booking, first.booking_id))

    db.session.refresh(first)
    assert first.state is BoothWaitingState.DECLINED
    assert offers(forum) == [(second.exhibitor_id, "A3")]


def test_an_offer_nobody_answers_lapses_and_goes_to_the_next(room):
    forum = a_floor()
    taken = books(forum, "A3")
    first, second = waits(forum, "A3"), waits(forum, "A3")
    cancels(taken)

    assert lines.lapse_one(now=later(**DAY)) is True
    assert lines.lapse_one(now=later(**DAY)) is False

    db.session.refresh(first)
    assert first.state is BoothWaitingState.LAPSED
    assert offers(forum) == [(second.exhibitor_id, "A3")]
    assert db.session.query(Message).filter_by(template="exhibition.expired").count() == 1


def test_whoever_comes_between_the_end_of_a_hold_and_the_round_does_not_go_before_the_line(room):
    forum = a_floor()
    holds(forum, "A3")
    entry = waits(forum, "A3")
    exhibitor, after = an_exhibitor(forum), later(minutes=20)
    db.session.commit()

    assert states(forum, now=after)["A3"] == "held"
    with pytest.raises(rules.BoothPromised):
        holds(forum, "A3", exhibitor, now=after)
    db.session.rollback()  # as whoever refuses does
    lines.lapse_one(now=after)

    assert offers(forum) == [(entry.exhibitor_id, "A3")]


def test_the_next_in_line_may_take_it_without_waiting_for_the_round(room):
    forum = a_floor()
    holds(forum, "A3")
    exhibitor = an_exhibitor(forum)
    entry = waits(forum, "A3", exhibitor)

    holds(forum, "A3", exhibitor, now=later(minutes=20))

    db.session.refresh(entry)
    assert entry.state is BoothWaitingState.ACCEPTED


def test_who_waits_for_a_zone_gets_whichever_booth_comes_free_first(room):
    forum = a_floor(booths=2, islands=())
    books(forum, "A1")
    second = books(forum, "A2")
    entry = waits_for_zone(forum)

    cancels(second)

    assert offers(forum) == [(entry.exhibitor_id, "A2")]


def test_an_island_that_came_free_is_offered_whole_first_then_its_parts(room):
    forum = a_floor(booths=2)
    island = books(forum, "A1-2")
    whole, part = waits(forum, "A1-2"), waits(forum, "A2")

    cancels(island)
    assert offers(forum) == [(whole.exhibitor_id, "A1-2")]
    cancels(db.session.get_one(Booking, whole.booking_id))

    assert offers(forum) == [(part.exhibitor_id, "A2")]
    assert states(forum)["A1"] == "free"


def test_a_hold_that_ended_beside_what_is_taken_is_offered_in_the_same_transaction(room):
    forum = a_floor(booths=2)
    holds(forum, "A1-2")
    entry = waits(forum, "A2")

    holds(forum, "A1", now=later(minutes=20))

    assert offers(forum) == [(entry.exhibitor_id, "A2")]


def test_nobody_waits_for_what_is_free(room):
    forum = a_floor()

    with pytest.raises(line_rules.StillFree):
        waits(forum, "A3")
    with pytest.raises(line_rules.StillFree):
        waits_for_zone(forum)


def test_nobody_waits_twice_in_one_line_nor_for_their_own_booth(room):
    forum = a_floor()
    exhibitor = an_exhibitor(forum)
    books(forum, "A3")
    books(forum, "A4", exhibitor)
    waits(forum, "A3", exhibitor)

    with pytest.raises(line_rules.InLineAlready):
        waits(forum, "A3", exhibitor)
    with pytest.raises(rules.BoothYours):
        waits(forum, "A4", exhibitor)


def test_whoever_left_the_line_is_passed_over(room):
    forum = a_floor()
    taken = books(forum, "A3")
    exhibitor = an_exhibitor(forum)
    first, second = waits(forum, "A3", exhibitor), waits(forum, "A3")

    waiting.leave_line(first.id, exhibitor, actor="user 2", now=NOW)
    cancels(taken)

    assert offers(forum) == [(second.exhibitor_id, "A3")]
    with pytest.raises(line_rules.NotInLine):
        waiting.leave_line(first.id, exhibitor, actor="user 2", now=NOW)


def test_nobody_leaves_a_line_for_somebody_else(room):
    forum = a_floor()
    books(forum, "A3")
    entry = waits(forum, "A3")

    with pytest.raises(line_rules.NotInLine):
        waiting.leave_line(entry.id, an_exhibitor(forum), actor="user 3", now=NOW)


def test_a_booth_that_is_no_longer_blocked_goes_to_the_line_first(room):
    forum = a_floor(booths=2, islands=())
    books(forum, "A1")
    blocked = block_booth(booth(forum, "A2").id, 1, reason="Exit", by=ORGANISER, now=NOW)
    entry = waits_for_zone(forum)

    unblock_booth(blocked.id, 2, by=ORGANISER, now=NOW)

    assert offers(forum) == [(entry.exhibitor_id, "A2")]


def test_a_closed_zone_offers_nothing(room):
    forum = a_forum()
    zone = a_zone(forum, closes_at=later(hours=1))
    a_floor(forum, zones={"B": (zone, range(1, 7))})
    taken = books(forum, "A3")
    waits(forum, "A3")

    cancels(taken, now=later(hours=2))

    assert offers(forum) == []


def test_what_is_owed_to_a_line_is_found_by_the_round(room):
    """Somebody may join just as the booth comes free: the next round serves them."""
    forum = a_floor()
    entry = waits_behind_the_back(forum, "A3")

    lines.serve(booth(forum, "A3").id, now=NOW)

    assert offers(forum) == [(entry.exhibitor_id, "A3")]


def waits_behind_the_back(forum, code):
    there = booth(forum, code)
    row = {"forum_id": forum.id, "zone_id": there.zone_id, "booth_id": there.id}
    entry = BoothWaiting(**row, exhibitor_id=an_exhibitor(forum).id, state="waiting", joined_at=NOW)
    db.session.add(entry)
    db.session.flush()
    return entry
