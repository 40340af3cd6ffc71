"""What organisers decide: approve, turn down, move and block, each on what they saw."""

import pytest

from forum_app.db import db
from forum_app.exhibition.models import BookingState
from forum_app.exhibition.rules import bookings as rules
from forum_app.exhibition.services import decisions
from forum_app.exhibition.services.founding import PlanDrawing, draw_plan, publish_plan
from forum_app.models import CellClaim, Entry, FloorPlan, Hall, Message

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
    claimed,
    holds,
    later,
    seen,
    settles,
    states,
)
from .test_lines import offers, waits


@pytest.fixture
def forum(room):
    """Six booths in a zone where organisers decide."""
    forum = a_forum()
    return a_floor(forum, zones={"B": (a_zone(forum, mode="apply"), range(1, 7))})


def submitted(forum, code="A1"):
    return settles(holds(forum, code))


def decides(verb, booking, was=None, **given):
    return verb(booking.id, was or seen(booking), by=ORGANISER, now=NOW, **given)


def templates():
    return [letter.template for letter in db.session.query(Message).order_by(Message.id)]


def test_an_approved_booking_is_confirmed_and_told(forum):
    booking = submitted(forum)

    decides(decisions.approve, booking)

    assert booking.state is BookingState.CONFIRMED
    assert booking.decided_at == NOW
    assert templates() == ["exhibition.submitted", "exhibition.confirmed"]
    assert states(forum)["A1"] == "taken"


def test_a_booking_turned_down_frees_its_floor_to_the_line_and_gives_the_reason(forum):
    booking = submitted(forum)
    entry = waits(forum, "A1")

    decides(decisions.decline, booking, reason="Zone B is for enterprises.")

    assert booking.state is BookingState.DECLINED
    assert booking.reason == "Zone B is for enterprises."
    assert offers(forum) == [(entry.exhibitor_id, "A1")]
    assert templates() == ["exhibition.submitted", "exhibition.declined", "exhibition.offered"]


def test_nothing_is_turned_down_without_a_reason(forum):
    booking = submitted(forum)

    with pytest.raises(rules.ReasonNeeded):
        decides(decisions.decline, booking, reason=" ")

    assert booking.state is BookingState.SUBMITTED


def test_two_organisers_decide_once(forum):
    booking = submitted(forum)
    was = seen(booking)
    decides(decisions.approve, booking, was)

    with pytest.raises(rules.Stale) as refused:
        decides(decisions.decline, booking, was, reason="No.")

    assert "“Waiting for the organisers” (version 2), and it is “Booked” (version 3)" in str(
        refused.value
    )


def test_only_what_was_submitted_can_be_decided(forum):
    booking = holds(forum, "A1")

    with pytest.raises(rules.NotToDecide):
        decides(decisions.approve, booking)


def test_a_moved_booking_has_the_new_floor_and_the_old_goes_to_its_line(forum):
    booking = books(forum, "A1-2")
    entry = waits(forum, "A1")

    decides(decisions.move, booking, to_booth_id=booth(forum, "A5").id)

    assert booking.booth.code == "A5"
    assert booking.version == 3
    now = states(forum)
    assert (now["A5"], now["A2"]) == ("held", "free")
    assert offers(forum) == [(entry.exhibitor_id, "A1")]
    assert "exhibition.moved" in templates()
    assert claimed(forum) == 2 * len(forum.days)


def test_a_booking_may_move_onto_floor_of_which_it_owns_a_part(forum):
    booking = books(forum, "A1")

    decides(decisions.move, booking, to_booth_id=booth(forum, "A1-2").id)

    assert claimed(forum) == 2 * len(forum.days)


def test_a_booking_that_cannot_move_keeps_what_it_has(forum):
    booking, there = books(forum, "A1"), books(forum, "A5")
    db.session.commit()

    with pytest.raises(rules.BoothTaken):
        decides(decisions.move, booking, to_booth_id=there.booth_id)
    db.session.rollback()

    assert states(forum)["A1"] == "held"
    assert claimed(forum) == 2 * len(forum.days)


def test_who_moves_a_booking_reads_that_the_exhibitor_has_the_booth_not_that_they_do(forum):
    exhibitor = an_exhibitor(forum)
    booking, there = books(forum, "A1", exhibitor), books(forum, "A5", exhibitor)
    db.session.commit()

    with pytest.raises(rules.BoothYours) as told:
        decides(decisions.move, booking, to_booth_id=there.booth_id)

    assert told.value.said_in("en") == "This exhibitor has booth A5 already."


def test_a_booking_moved_to_a_dearer_zone_has_its_price(forum):
    dear = a_zone(forum, code="C", price_minor=500)
    db.session.execute(db.text(f"UPDATE booths SET zone_id = {dear.id} WHERE code = 'A6'"))
    booking = books(forum, "A1")

    decides(decisions.move, booking, to_booth_id=booth(forum, "A6").id)

    assert booking.price_minor == 500
    db.session.commit()
    moved = db.session.query(Entry).filter_by(act="exhibition.move").one()
    assert (moved.facts["price_before"], moved.facts["price_after"]) == (0, 500)
    assert moved.actor == ORGANISER.actor


def test_a_stale_move_moves_nothing(forum):
    booking = submitted(forum)
    was = seen(booking)
    decides(decisions.approve, booking, was)

    with pytest.raises(rules.Stale):
        decides(decisions.move, booking, was, to_booth_id=booth(forum, "A5").id)

    assert states(forum)["A5"] == "free"


def test_a_moved_hold_keeps_its_end(forum):
    booking = holds(forum, "A1")

    decides(decisions.move, booking, to_booth_id=booth(forum, "A5").id)

    assert booking.held_until == later(minutes=20)
    assert {claim.expires_at for claim in db.session.query(CellClaim)} == {later(minutes=20)}


def test_a_blocked_booth_is_given_to_nobody_nor_is_an_island_on_it(forum):
    decisions.block_booth(booth(forum, "A1").id, 1, reason="Exit", by=ORGANISER, now=NOW)

    assert {code for code, state in states(forum).items() if state == "blocked"} == {"A1", "A1-2"}
    for code in ("A1", "A1-2"):
        with pytest.raises(rules.BoothBlocked):
            holds(forum, code)
    assert holds(forum, "A2")


def test_a_blocked_island_leaves_its_parts_alone(forum):
    decisions.block_booth(booth(forum, "A1-2").id, 1, reason="Apart", by=ORGANISER, now=NOW)

    assert states(forum)["A1"] == "free"
    assert holds(forum, "A1")


def test_a_booth_somebody_has_is_not_blocked_over_their_heads(forum):
    booking = books(forum, "A1-2", an_exhibitor(forum, "Lưới Xanh"))

    with pytest.raises(rules.BoothInUse, match="Lưới Xanh"):
        decisions.block_booth(booth(forum, "A1").id, 1, reason="Exit", by=ORGANISER, now=NOW)
    cancels(booking)

    assert decisions.block_booth(booth(forum, "A1").id, 1, reason="Exit", by=ORGANISER, now=NOW)


def test_two_organisers_block_and_unblock_on_what_they_saw(forum):
    decisions.block_booth(booth(forum, "A1").id, 1, reason="Exit", by=ORGANISER, now=NOW)

    with pytest.raises(rules.BoothStale):
        decisions.unblock_booth(booth(forum, "A1").id, 1, by=ORGANISER, now=NOW)


def test_a_plan_that_leaves_out_sold_floor_is_not_published(forum):
    books(forum, "A2")
    hall = db.session.query(Hall).filter_by(code="EX").one()
    cells = [cell for code in ("A1", "A3") for cell in booth(forum, code).cells]
    smaller = draw_plan(hall, PlanDrawing(width_cm=3000, depth_cm=900, cells=cells))

    with pytest.raises(rules.SoldCellsMissing, match="A2"):
        publish_plan(smaller, actor="tests", now=NOW)

    assert "A2" in states(forum)


def test_a_new_version_takes_the_place_of_the_one_before(forum):
    hall = db.session.query(Hall).filter_by(code="EX").one()
    cells = [cell for code in ("A1", "A3") for cell in booth(forum, code).cells]
    smaller = draw_plan(hall, PlanDrawing(width_cm=3000, depth_cm=900, cells=cells))

    publish_plan(smaller, actor="tests", now=NOW)

    assert set(states(forum)) == {"A1", "A3"}
    assert [(p.version, p.state.value) for p in db.session.query(FloorPlan)] == [
        (1, "superseded"),
        (2, "published"),
    ]
