"""A large raise of seats: it rises in batches, each given to the next in line, and holds nobody up.

Between two batches no seat stands free while people wait, so nobody comes in before the line.
"""

from datetime import timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from sqlalchemy import func, insert, select, update

from forum_app.db import db, writing
from forum_app.jobs.services import claim
from forum_app.jobs.tasks import do_next
from forum_app.models import Category, Delegate, Entry, Forum, Person, Place, SeatCount, Waiting
from forum_app.programme import tasks
from forum_app.programme.queries import rises_of
from forum_app.programme.rules.changes import SeatsChanged
from forum_app.programme.services.seats import RAISED_AT_ONCE as BATCH
from forum_app.programme.services.seats import set_seats

from ..builders import NOW, a_forum, a_session, release
from ..registration.applications import LATER, hall, has, registered, withdraw

pytestmark = pytest.mark.usefixtures("room")


@pytest.fixture
def seats(room):
    """The id of the seats in the hall of W1: one, and it is taken."""
    forum = a_forum()
    session = a_session(forum, code="W1", hall=1)
    release(forum)
    registered(forum, hall("W1"))
    db.session.commit()
    return db.session.scalars(select(SeatCount.id).filter_by(session_id=session.id)).one()


def line_up(count_id, n):
    """`n` people join the line, each as registering would leave them."""
    count = db.session.get_one(SeatCount, count_id)
    first = db.session.scalars(select(Delegate)).first()
    common = {"forum_id": count.forum_id}
    people = [_copy(first.person, name=f"Waiting {i}", user_id=None, email=None) for i in range(n)]
    ids = db.session.scalars(
        insert(Person).returning(Person.id, sort_by_parameter_order=True), people
    )
    rows = [
        _copy(first, person_id=person_id, reference=f"W{i:07}", link_hash=f"{i}")
        for i, person_id in enumerate(ids)
    ]
    ids = db.session.scalars(
        insert(Delegate).returning(Delegate.id, sort_by_parameter_order=True), rows
    )
    line = {"session_id": count.session_id, "seat_count_id": count.id, "way": count.way}
    line |= common | {"since": NOW, "state": "waiting"}
    db.session.execute(update(Category).values(taken=Category.taken + n))
    db.session.execute(insert(Waiting), [line | {"delegate_id": id_} for id_ in ids])
    db.session.commit()


def _copy(row, **other):
    columns = {c.name: getattr(row, c.name) for c in row.__table__.c if c.name != "id"}
    return columns | {"uuid": str(uuid4())} | other


def raise_to(count_id, seats, *, at=LATER):
    count = db.session.get_one(SeatCount, count_id, populate_existing=True)
    forum_id, seen = count.forum_id, count.seats
    with writing():
        set_seats(count_id, seats, seen=seen, forum_id=forum_id, actor="tests", now=at)


def work(limit=1000):
    """Let the worker do its jobs, a second apart; how many there were."""
    at = LATER + timedelta(days=1)
    for done in range(limit):
        at += timedelta(seconds=1)
        if not do_next(at):
            return done
    raise AssertionError("the jobs never end")


def numbers(count_id):
    """(seats, taken, over, places there really are)."""
    db.session.rollback()
    count = db.session.get_one(SeatCount, count_id, populate_existing=True)
    held = select(func.count()).where(Place.seat_count_id == count_id, Place.state == "confirmed")
    return count.seats, count.taken, count.over, db.session.scalar(held)


def test_five_hundred_who_wait_are_all_promoted_in_order_a_few_at_a_time(seats):
    line_up(seats, 500)

    raise_to(seats, 501)
    assert numbers(seats) == (1 + BATCH, 1 + BATCH, 0, 1 + BATCH)
    jobs = work()

    assert numbers(seats) == (501, 501, 0, 501)
    line = db.session.execute(select(Waiting.state, Waiting.place_id).order_by(Waiting.id)).all()
    assert {state.value for state, _ in line} == {"promoted"}
    assert all(one < other for (_, one), (_, other) in pairwise(line))
    at_once = db.session.scalars(select(func.count(Waiting.id)).group_by(Waiting.ended_at)).all()
    assert max(at_once) == BATCH
    assert (len(at_once), jobs) == (500 / BATCH, 500 / BATCH - 1)
    promoted = db.session.query(Entry).filter_by(act="registration.promote").count()
    assert promoted == 500


def test_nobody_comes_in_before_the_line_while_the_seats_rise(seats):
    line_up(seats, BATCH + 5)
    raise_to(seats, 100)

    latecomer = registered(db.session.query(Forum).one(), hall("W1", wait=True))
    db.session.commit()
    forum = db.session.query(Forum).one()
    assert has(latecomer, forum) == {"W1": "waits for hall"}
    work()

    assert has(latecomer, forum) == {"W1": "hall"}
    assert numbers(seats) == (100, BATCH + 7, 0, BATCH + 7)


def test_seats_that_nobody_waits_for_are_there_at_once(seats):
    line_up(seats, 2)

    raise_to(seats, 1000)

    assert numbers(seats) == (1000, 3, 0, 3)
    assert work() == 0


def test_seats_cut_below_what_is_taken_rise_in_batches_too(seats):
    line_up(seats, 60)
    raise_to(seats, 11)
    work()
    raise_to(seats, 0)

    raise_to(seats, 61)
    assert numbers(seats) == (11 + BATCH, 11 + BATCH, 0, 11 + BATCH)
    work()

    assert numbers(seats) == (61, 61, 0, 61)


def test_an_organiser_who_changes_the_seats_meanwhile_ends_the_rise(seats):
    line_up(seats, 100)
    raise_to(seats, 101)
    forum = db.session.query(Forum).one()
    assert rises_of(forum) == {seats: 101}

    raise_to(seats, 10)
    assert rises_of(forum) == {}
    work()

    assert numbers(seats) == (10, 1 + BATCH, BATCH - 9, 1 + BATCH)


def test_an_organiser_who_asks_for_what_there_is_by_now_ends_the_rise_too(seats):
    line_up(seats, 100)
    raise_to(seats, 101)

    raise_to(seats, 1 + BATCH)
    work()

    assert numbers(seats) == (1 + BATCH, 1 + BATCH, 0, 1 + BATCH)


def test_a_rise_begun_anew_after_a_cut_goes_on_to_its_end(seats):
    line_up(seats, 100)
    raise_to(seats, 80)
    raise_to(seats, 0)
    promoted = select(Waiting.delegate_id).where(Waiting.state == "promoted")
    for delegate_id in db.session.scalars(promoted).all():
        withdraw(db.session.get_one(Delegate, delegate_id))
    db.session.commit()

    raise_to(seats, 80, at=LATER + timedelta(hours=1))
    assert numbers(seats) == (1 + BATCH, 1 + BATCH, 0, 1 + BATCH)
    work()

    assert numbers(seats) == (80, 80, 0, 80)
    raise_to(seats, 1 + BATCH)
    assert rises_of(db.session.query(Forum).one()) == {}


def test_who_saw_the_seats_of_before_the_rise_does_not_change_them(seats):
    line_up(seats, 100)
    raise_to(seats, 101)
    forum_id = db.session.query(Forum.id).scalar()

    with pytest.raises(SeatsChanged) as told, writing():
        set_seats(seats, 50, seen=1, forum_id=forum_id, actor="tests", now=LATER)

    assert told.value.facts == {"now": 1 + BATCH, "seen": 1, "wanted": 50}


def test_a_worker_that_dies_after_its_batch_raises_nothing_twice(seats):
    line_up(seats, 100)
    raise_to(seats, 60)
    with writing():
        job = claim(now=LATER)

    tasks.raise_seats(job.facts, LATER)
    before = numbers(seats)
    tasks.raise_seats(job.facts, LATER)  # another worker, when the lease has ended

    assert numbers(seats) == before == (1 + 2 * BATCH, 1 + 2 * BATCH, 0, 1 + 2 * BATCH)
    work()
    assert numbers(seats) == (60, 60, 0, 60)
