"""Holding a booth, making the hold firm, giving it back: who owns what at every instant."""

import pytest

from forum_app.db import db
from forum_app.exhibition.models import BookingState
from forum_app.exhibition.rules import bookings as rules
from forum_app.exhibition.services import bookings, claims
from forum_app.models import Booking, CellClaim, Message, ZoneInvitation

from ..builders import NOW, a_forum
from .floors import (
    ORGANISER,
    a_floor,
    a_zone,
    an_exhibitor,
    books,
    booth,
    cancels,
    claimed,
    holds,
    later,
    seen,
    settles,
    states,
)


def test_a_hold_owns_every_cell_on_every_day_until_it_ends(room):
    forum = a_floor()

    booking = holds(forum, "A1-2")

    assert booking.held_until == later(minutes=20)
    found = db.session.query(CellClaim).all()
    assert len(found) == 2 * len(forum.days)
    assert {claim.expires_at for claim in found} == {later(minutes=20)}


def test_the_slower_of_two_exhibitors_is_told_that_the_booth_has_gone(room):
    forum = a_floor()
    holds(forum, "A3")

    with pytest.raises(rules.BoothTaken):
        holds(forum, "A3")

    assert claimed(forum) == len(forum.days)


@pytest.mark.parametrize(("first", "second"), [("A1", "A1-2"), ("A1-2", "A2")])
def test_an_island_clashes_with_each_of_its_parts(room, first, second):
    forum = a_floor()
    holds(forum, first)

    with pytest.raises(rules.BoothTaken):
        holds(forum, second)


def test_the_key_alone_refuses_a_second_owner_of_a_cell(room, monkeypatch):
    forum = a_floor()
    holds(forum, "A1")
    monkeypatch.setattr(bookings, "check_free", lambda *_args, **_kwargs: None)

    with pytest.raises(rules.BoothTaken):
        holds(forum, "A1-2")

    assert claimed(forum) == len(forum.days)
    assert db.session.query(Booking).count() == 1


def test_whoever_holds_a_booth_is_told_so_when_they_press_again(room):
    forum = a_floor()
    exhibitor = an_exhibitor(forum)
    holds(forum, "A3", exhibitor)

    with pytest.raises(rules.BoothYours):
        holds(forum, "A3", exhibitor)


def test_a_hold_that_has_ended_goes_to_the_next_who_asks(room):
    forum = a_floor()
    island = holds(forum, "A1-2")

    holds(forum, "A1", now=later(minutes=20))

    db.session.refresh(island)
    assert island.state is BookingState.EXPIRED
    now = later(minutes=20)
    assert (states(forum, now=now)["A1"], states(forum, now=now)["A2"]) == ("held", "free")
    assert states(forum, now=now)["A1-2"] == "held"


def test_a_hold_lasts_to_its_last_instant_and_not_for_it(room):
    forum = a_floor()
    holds(forum, "A1")

    with pytest.raises(rules.BoothTaken):
        holds(forum, "A1", now=later(minutes=19, seconds=59, microseconds=999_999))

    assert states(forum, now=later(minutes=19, seconds=59))["A1"] == "held"
    assert states(forum, now=later(minutes=20))["A1"] == "free"
    assert holds(forum, "A1", now=later(minutes=20))


def test_a_hold_that_ends_at_the_instant_of_confirmation_is_told_and_not_lost_silently(room):
    forum = a_floor()
    booking = holds(forum, "A1")

    with pytest.raises(rules.HoldEnded):
        settles(booking, now=later(minutes=20))

    assert settles(booking, now=later(minutes=19)).state is BookingState.CONFIRMED


def test_who_confirms_too_late_is_told_that_the_hold_ended_also_when_another_has_it(room):
    forum = a_floor()
    booking = holds(forum, "A1")
    was = seen(booking)
    holds(forum, "A1", now=later(hours=1))

    with pytest.raises(rules.HoldEnded):
        settles(booking, was=was, now=later(hours=1))


@pytest.mark.parametrize(
    ("mode", "price", "becomes"),
    [("first_come", 0, "confirmed"), ("first_come", 1, "submitted"), ("apply", 0, "submitted")],
)
def test_what_a_hold_becomes_follows_from_the_zone(room, mode, price, becomes):
    forum = a_forum()
    zone = a_zone(forum, mode=mode, price_minor=price)
    a_floor(forum, zones={"B": (zone, range(1, 7))})

    booking = settles(holds(forum, "A1"))

    assert booking.state == becomes
    assert booking.held_until is None
    assert {claim.expires_at for claim in db.session.query(CellClaim)} == {None}
    assert states(forum)["A1"] == ("taken" if becomes == "confirmed" else "held")
    letter = db.session.query(Message).one()
    assert letter.template == f"exhibition.{becomes}"


def test_the_price_is_that_of_the_moment_of_booking(room):
    forum = a_forum()
    zone = a_zone(forum, price_minor=18_000_000)
    a_floor(forum, zones={"B": (zone, range(1, 7))})
    booking = holds(forum, "A1")

    zone.price_minor = 99

    assert settles(booking).price_minor == 18_000_000


def test_confirming_what_somebody_else_changed_names_both_versions(room):
    forum = a_floor()
    booking = holds(forum, "A1")
    was = seen(booking)
    settles(booking)

    with pytest.raises(rules.Stale) as refused:
        settles(booking, was=was)

    assert "“Held” (version 1), and it is “Booked” (version 2)" in str(refused.value)


@pytest.mark.parametrize(
    ("opens", "closes", "refusal"),
    [
        (later(seconds=1), None, rules.ZoneNotOpen),
        (NOW, None, None),
        (None, NOW, rules.ZoneClosed),
        (None, later(seconds=1), None),
    ],
)
def test_a_zone_gives_booths_away_by_its_own_times_alone(room, opens, closes, refusal):
    forum = a_forum()
    zone = a_zone(forum, opens_at=opens, closes_at=closes)
    a_floor(forum, zones={"B": (zone, range(1, 7))})

    if refusal:
        with pytest.raises(refusal):
            holds(forum, "A1")
        with pytest.raises(refusal):
            books(forum, "A1")
        assert states(forum)["A1"] == "blocked"
    else:
        assert states(forum)["A1"] == "free"
        assert holds(forum, "A1")


def test_a_zone_of_the_invited_is_for_them_and_for_whoever_an_organiser_books_for(room):
    forum = a_forum()
    zone = a_zone(forum, mode="invited")
    a_floor(forum, zones={"B": (zone, range(1, 7))})
    exhibitor = an_exhibitor(forum)

    with pytest.raises(rules.InvitationNeeded):
        holds(forum, "A1", exhibitor)
    assert books(forum, "A2", exhibitor).state is BookingState.CONFIRMED

    row = {"zone_id": zone.id, "exhibitor_id": exhibitor.id, "forum_id": forum.id}
    db.session.add(ZoneInvitation(**row, invited_at=NOW))
    assert settles(holds(forum, "A1", exhibitor)).state is BookingState.CONFIRMED


def test_one_exhibitor_holds_no_more_booths_than_the_zone_gives_to_one(room):
    forum = a_forum()
    zone = a_zone(forum, most_booths=1)
    a_floor(forum, zones={"B": (zone, range(1, 7))})
    exhibitor = an_exhibitor(forum)
    first = holds(forum, "A3", exhibitor)

    with pytest.raises(rules.EnoughBooths):
        holds(forum, "A4", exhibitor)
    cancels(first)

    assert holds(forum, "A4", exhibitor)


def test_a_hold_that_is_over_counts_no_more_also_before_the_round_notices_it(room):
    forum = a_forum()
    zone = a_zone(forum, most_booths=1)
    a_floor(forum, zones={"B": (zone, range(1, 7))})
    exhibitor = an_exhibitor(forum)
    holds(forum, "A3", exhibitor)

    with pytest.raises(rules.EnoughBooths):
        holds(forum, "A4", exhibitor, now=later(minutes=19))

    assert holds(forum, "A4", exhibitor, now=later(minutes=20))


def test_a_cancelled_booking_frees_its_floor_and_is_told_once_it_was_firm(room):
    forum = a_floor()
    booking = settles(holds(forum, "A1"))

    cancels(booking)

    assert states(forum)["A1"] == "free"
    assert booking.state is BookingState.CANCELLED
    letters = {letter.template for letter in db.session.query(Message)}
    assert letters == {"exhibition.confirmed", "exhibition.cancelled"}


def test_an_organiser_cancels_with_a_reason_or_not_at_all(room):
    forum = a_floor()
    booking = books(forum, "A1")

    with pytest.raises(rules.ReasonNeeded):
        cancels(booking, by=ORGANISER, reason="  ")
    cancels(booking, by=ORGANISER, reason="The hall is smaller than planned.")

    assert booking.reason == "The hall is smaller than planned."


def test_a_booking_that_ended_cannot_be_cancelled(room):
    forum = a_floor()
    booking = holds(forum, "A1")
    cancels(booking)

    with pytest.raises(rules.NothingHeld):
        cancels(booking)


def test_a_confirmation_without_its_claims_is_refused(room):
    """The claims are the only proof: a row that says held owns nothing without them."""
    forum = a_floor()
    booking = holds(forum, "A1")
    claims.free([booking.id])

    with pytest.raises(rules.HoldEnded):
        settles(booking)


def test_a_booth_whose_floor_is_in_no_published_plan_is_nowhere(room):
    forum = a_floor()
    plan = booth(forum, "A1").cells[0]
    db.session.execute(db.text(f"DELETE FROM plan_cells WHERE cell_id = {plan.id}"))

    assert "A1" not in states(forum)
    assert "A1-2" not in states(forum)
