"""Many people at the same moment: real threads, real transactions, both databases."""

import os
import random
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib import import_module
from threading import Barrier, BoundedSemaphore, BrokenBarrierError

import pytest
from sqlalchemy import event, update

from forum_app.db import db, written
from forum_app.models import Forum, Person, SeatCount
from forum_app.refusal import Refusal
from forum_app.registration.services import changes, persons, seating

from ..builders import a_forum, a_session, release
from .applications import LATER, hall, online, registered
from .pages import filled

PEOPLE, SEATS = 8, 3
STORMS = range(40 if os.environ.get("FORUM_LONG") else 2)  # `make test-all` has the long sweep


@pytest.fixture
def slug(app):
    with app.app_context():
        forum = a_forum()
        a_session(forum, code="W1", hall=SEATS, online=2)
        release(forum)
        db.session.commit()
        return forum.slug


@pytest.fixture
def all_at_once(browser, slug):
    """All people send the form for a hall seat of W1 in the same moment: their statuses."""

    def press(n):
        person = browser()
        start.wait()
        answer = person.post(f"/en/{slug}/register", filled(email=f"p{n}@example.org"))
        return answer.status_code

    start = Barrier(PEOPLE, timeout=20)

    def go():
        with ThreadPoolExecutor(PEOPLE) as pool:
            return sorted(pool.map(press, range(PEOPLE)))

    return go


@pytest.fixture
def unchecked(app, database_url):
    """A database that no longer refuses more taken than there are; put right afterwards."""
    name, table = "ck_seat_counts_never_oversold", "ALTER TABLE seat_counts"
    if database_url.startswith("sqlite"):
        with app.app_context():
            event.listen(db.engine, "connect", _ignore_checks)
            db.engine.dispose()
        yield
        return
    with app.app_context():
        db.session.execute(db.text(f"{table} DROP CONSTRAINT {name}"))
        db.session.commit()
    yield
    with app.app_context():
        db.session.execute(db.text("UPDATE seat_counts SET taken = 0"))
        rule = "CHECK (taken BETWEEN 0 AND seats + over)"
        db.session.execute(db.text(f"{table} ADD CONSTRAINT {name} {rule}"))
        db.session.commit()


def test_the_last_seats_go_to_as_many_as_there_are(app, all_at_once):
    assert all_at_once() == [303] * SEATS + [409] * (PEOPLE - SEATS)

    assert (taken(app), held(app)) == (SEATS, SEATS)


def test_without_the_condition_of_the_count_more_are_sold_than_there_are(
    app, all_at_once, unchecked, monkeypatch
):
    monkeypatch.setattr(
        seating, "check_free", lambda _wishes, **_: None
    )  # as if all had looked before
    monkeypatch.setattr(seating, "take_seat", take_without_condition)

    assert all_at_once() == [303] * PEOPLE

    assert held(app) == PEOPLE > SEATS


def test_one_person_in_two_tabs_is_registered_once(app, browser, slug):
    def press(_n):
        start.wait()
        return browser().post(f"/en/{slug}/register", filled()).status_code

    start = Barrier(4, timeout=20)
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(press, range(4))) == [303] * 4

    assert (held(app), taken(app)) == (1, 1)


SOMEBODY = {
    "way_W1": "online-wait",
    "email": "",
    "contact_name": "Lê Thư",
    "contact_email": "thu@example.org",
}


@pytest.fixture
def two_tabs(app, browser, slug, monkeypatch):
    """Two tabs of a secretary send the same person without an address; how many came of it.

    Both look for a double before either writes, where nothing holds one of them back.
    """
    looked, look = Barrier(2), persons.double_of

    def look_together(*given):
        found = look(*given)
        with suppress(BrokenBarrierError):
            looked.wait(timeout=1)
        return found

    def press(_n):
        return browser().post(f"/en/{slug}/register", filled(**SOMEBODY))

    def go():
        browser().post(f"/en/{slug}/register", filled(**SOMEBODY | {"name": "First"}))
        monkeypatch.setattr(persons, "double_of", look_together)
        with ThreadPoolExecutor(2) as pool:
            assert [x.status_code for x in pool.map(press, range(2))] == [303, 303]
        with app.app_context():
            named = db.session.query(Person).filter_by(name="Nguyễn Thị Ánh")
            return named.count()

    return go


def test_two_tabs_of_a_secretary_register_one_person(two_tabs):
    assert two_tabs() == 1


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_without_the_lock_on_the_secretary_two_tabs_register_two(two_tabs, monkeypatch):
    def found(forum, email):
        return persons.with_address(forum, email)

    monkeypatch.setattr(persons, "_locked", found)

    assert two_tabs() == 2


@pytest.mark.parametrize("seed", STORMS)
def test_coming_going_and_changing_at_once_leaves_every_count_true(app, slug, seed):
    def live(chance, n):
        """One person's stormy day: register, then change and withdraw at random."""
        with app.app_context():
            wanted = hall("W1", wait=True, meanwhile="online")
            mine = do(lambda: registered(forum_at(slug), wanted, email=f"s{n}@example.org").id)
            for _ in range(4):
                what = chance.choice([hall("W1", wait=True), online("W1", wait=True), None])
                mine = mine and do(lambda w=what, m=mine: act(slug, m, w))

    people = [(random.Random(f"{seed}-{n}"), n) for n in range(6)]
    with ThreadPoolExecutor(len(people)) as pool:
        list(pool.map(lambda person: live(*person), people))

    with app.app_context():
        counts = db.session.query(SeatCount).all()
        lines = dict(db.session.execute(db.text(LINES)).all())
        for count in counts:
            places = db.session.execute(db.text(PLACES), {"count": count.id}).scalar_one()
            assert count.taken == places <= count.seats
            assert count.taken == count.seats or not lines.get(count.id)


@pytest.mark.parametrize("seed", STORMS)
def test_whoever_wants_the_same_sessions_at_once_waits_and_never_blocks(
    app, slug, blocked, monkeypatch, seed
):
    """All stand in two lines, and whoever comes, changes or goes promotes others in both."""
    monkeypatch.setattr(import_module("forum_app.db"), "_few_writers", BoundedSemaphore(PEOPLE))

    def live(chance, n):
        with app.app_context():
            for day in range(4):
                codes = chance.sample(["P1", "W1"], 2)
                wanted = [hall(code, wait=True, meanwhile="online") for code in codes]
                name = f"s{n}-{day}@example.org"
                mine = do(lambda w=wanted, e=name: registered(forum_at(slug), *w, email=e).id)
                other = online(chance.choice(codes), wait=True)
                mine = mine and do(lambda m=mine, o=other: act(slug, m, o))
                mine = mine and do(lambda m=mine: act(slug, m, None))

    people = [(random.Random(f"{seed}-{n}"), n) for n in range(PEOPLE)]
    with ThreadPoolExecutor(len(people)) as pool:
        list(pool.map(lambda person: live(*person), people))

    assert blocked == []


@pytest.fixture
def blocked(app, slug):
    """The sentences of the database where two writers wait for each other."""
    found = []

    def notice(context):
        if getattr(context.original_exception, "sqlstate", "") == "40P01":
            found.append(str(context.original_exception))

    with app.app_context():
        forum = forum_at(slug)
        a_session(forum, code="P1", starts="14:00", ends="17:00", hall=1, online=2)
        release(forum, number=2)
        db.session.commit()
        event.listen(db.engine, "handle_error", notice)
    return found


LINES = "SELECT seat_count_id, count(*) FROM waitings WHERE state = 'waiting' GROUP BY 1"
PLACES = "SELECT count(*) FROM places WHERE seat_count_id = :count AND state = 'confirmed'"


def forum_at(slug):
    return db.session.query(Forum).filter_by(slug=slug).one()


def act(slug, delegate_id, choice):
    delegate = changes.lock_delegate(delegate_id)
    if choice is None:
        changes.withdraw(delegate, actor="tests", now=LATER)
        return None
    changes.change(forum_at(slug), delegate, [choice], actor="tests", now=LATER)
    return delegate_id


def do(work):
    try:
        return written(work)
    except Refusal:
        return None


def taken(app):
    with app.app_context():
        return db.session.scalar(db.text("SELECT taken FROM seat_counts WHERE way = 'hall'"))


def held(app):
    with app.app_context():
        return db.session.scalar(
            db.text("SELECT count(*) FROM places WHERE state = 'confirmed' AND way = 'hall'")
        )


def take_without_condition(seat_count_id):
    blind = update(SeatCount).where(SeatCount.id == seat_count_id)
    db.session.execute(blind.values(taken=SeatCount.taken + 1))
    return True


def _ignore_checks(connection, _record):
    connection.execute("PRAGMA ignore_check_constraints = ON")
