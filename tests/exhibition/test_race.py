"""Many exhibitors at one booth in the same moment: real threads, real transactions."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from forum_app.db import db, written
from forum_app.exhibition.services import bookings, claims, lines
from forum_app.models import Booking, CellClaim, Forum
from forum_app.refusal import Refusal

from ..builders import NOW
from .floors import (
    ORGANISER,
    a_floor,
    an_exhibitor,
    books,
    booth,
    cancels,
    holds,
    later,
    seen,
    states,
)
from .test_lines import offers, waits

MANY = 8


@pytest.fixture
def hall(app):
    """(forum's id, ids of `MANY` exhibitors); everything is free."""
    with app.app_context():
        forum = a_floor()
        exhibitors = [an_exhibitor(forum).id for _ in range(MANY)]
        db.session.commit()
        return forum.id, exhibitors


@pytest.fixture
def at_once(app):
    """Do all `acts` in the same moment, each in its transaction; what came of each, by name."""

    def go(acts):
        start = Barrier(len(acts), timeout=30)

        def one(act):
            with app.app_context():
                start.wait()
                try:
                    return written(act) or "done"
                except Refusal as refusal:
                    return refusal.reason
                finally:
                    db.session.remove()

        with ThreadPoolExecutor(len(acts)) as pool:
            return sorted(pool.map(one, acts))

    return go


def forum_at(forum_id):
    return db.session.get_one(Forum, forum_id)


def booking(forum_id, code, exhibitor_id):
    def act():
        there = booth(forum_at(forum_id), code)
        bookings.book_booth(there.id, exhibitor_id, by=ORGANISER, now=NOW)

    return act


def owners(app, forum_id):
    """How many bookings own a cell: one each, where nothing is sold twice."""
    with app.app_context():
        found = db.session.query(CellClaim.booking_id).filter_by(forum_id=forum_id).distinct()
        return found.count()


def test_one_booth_goes_to_one_of_all_who_press_at_once(app, hall, at_once):
    forum_id, exhibitors = hall

    found = at_once([booking(forum_id, "A3", one) for one in exhibitors])

    assert found == ["booth_taken"] * (MANY - 1) + ["done"]
    assert owners(app, forum_id) == 1


def test_a_booth_and_the_island_it_is_in_never_go_to_two(app, hall, at_once):
    forum_id, exhibitors = hall
    codes = ["A1", "A1-2"] * (MANY // 2)

    found = at_once([booking(forum_id, *x) for x in zip(codes, exhibitors, strict=True)])

    assert found == ["booth_taken"] * (MANY - 1) + ["done"]
    assert owners(app, forum_id) == 1


def test_the_key_alone_leaves_one_owner(app, hall, at_once, monkeypatch):
    """Without the lock and with a look that was taken before: the primary key is enough."""
    without_care(monkeypatch)
    forum_id, exhibitors = hall

    found = at_once([booking(forum_id, "A3", one) for one in exhibitors])

    assert found == ["booth_taken"] * (MANY - 1) + ["done"]
    assert owners(app, forum_id) == 1


def test_without_the_key_the_same_press_sells_twice(app, hall, at_once, monkeypatch, unkeyed):
    without_care(monkeypatch)
    forum_id, exhibitors = hall

    assert at_once([booking(forum_id, "A3", one) for one in exhibitors]) == ["done"] * MANY

    assert owners(app, forum_id) == MANY


def without_care(monkeypatch):
    monkeypatch.setattr(claims, "lock_floor", lambda ids: claims.cells_of(*ids))
    monkeypatch.setattr(bookings, "check_free", lambda *_args, **_kwargs: None)


@pytest.fixture
def unkeyed(app):
    """Claims in a table without its primary key; put right afterwards."""
    with app.app_context():
        written(lambda: db.session.execute(db.text("ALTER TABLE cell_claims RENAME TO keyed")))
        bare = "CREATE TABLE cell_claims AS SELECT * FROM keyed"
        written(lambda: db.session.execute(db.text(bare)))
    yield
    with app.app_context():
        written(lambda: db.session.execute(db.text("DROP TABLE cell_claims")))
        written(lambda: db.session.execute(db.text("ALTER TABLE keyed RENAME TO cell_claims")))


def test_two_who_take_what_a_hold_let_go_leave_one_owner(app, hall, at_once):
    forum_id, exhibitors = hall
    with app.app_context():
        holds(forum_at(forum_id), "A1-2")
        db.session.commit()

    def taking(code, exhibitor_id):
        there = booth(forum_at(forum_id), code)
        bookings.hold_booth(there.id, exhibitor_id, by=ORGANISER, now=later(minutes=20))

    codes = ["A1", "A2"] * (MANY // 2)
    acts = [lambda x=x: taking(*x) for x in zip(codes, exhibitors, strict=True)]
    assert at_once(acts) == ["booth_taken"] * (MANY - 2) + ["done"] * 2
    assert owners(app, forum_id) == 2


def test_a_confirmation_and_a_taker_at_the_instant_the_hold_ends_leave_one_owner(
    app, hall, at_once
):
    forum_id, exhibitors = hall
    with app.app_context():
        held = holds(forum_at(forum_id), "A3")
        was, held_id = seen(held), held.id
        db.session.commit()
    end = later(minutes=20)

    def confirming():
        bookings.settle(held_id, was, by=ORGANISER, now=end - timedelta(microseconds=1))

    def taking():
        there = booth(forum_at(forum_id), "A3")
        bookings.hold_booth(there.id, exhibitors[0], by=ORGANISER, now=end)

    found = at_once([confirming, taking])
    assert found in (["booth_taken", "done"], ["done", "hold_ended"])
    assert owners(app, forum_id) == 1


def test_two_booths_that_come_free_at_once_go_to_two_in_the_line_of_the_zone(app, at_once):
    with app.app_context():
        forum = a_floor(booths=2, islands=())
        sold = [books(forum, "A1").id, books(forum, "A2").id]
        entries = [waits_for_any(forum), waits_for_any(forum)]
        db.session.commit()
        forum_id = forum.id

    acts = [lambda x=x: cancels(db.session.get_one(Booking, x)) and None for x in sold]
    assert at_once(acts) == ["done", "done"]

    with app.app_context():
        offered = offers(forum_at(forum_id))
        assert sorted(code for _, code in offered) == ["A1", "A2"]
        assert {who for who, _ in offered} == set(entries)


def waits_for_any(forum):
    entry = waits(forum, "A1")
    entry.booth_id = None
    db.session.flush()
    return entry.exhibitor_id


def test_a_round_and_a_taker_agree_on_who_is_next(app, hall, at_once):
    forum_id, exhibitors = hall
    with app.app_context():
        holds(forum_at(forum_id), "A3")
        entry = waits(forum_at(forum_id), "A3")
        next_id = entry.exhibitor_id
        db.session.commit()

    def taking():
        there = booth(forum_at(forum_id), "A3")
        bookings.hold_booth(there.id, exhibitors[0], by=ORGANISER, now=later(minutes=20))

    def round_():
        lines.lapse_one(now=later(minutes=20))

    assert at_once([taking, round_]) == ["booth_taken", "done"]
    with app.app_context():
        assert offers(forum_at(forum_id)) == [(next_id, "A3")]
        assert states(forum_at(forum_id), now=later(minutes=20))["A3"] == "held"
