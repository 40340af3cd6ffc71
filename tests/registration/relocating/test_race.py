"""Two organisers move a point's people while others register: real threads, both databases."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, Event
from types import SimpleNamespace
from uuid import uuid4

import pytest
from sqlalchemy import select, true

from forum_app.commands.checks import finding_of, invariants
from forum_app.db import db, writing, written
from forum_app.forums.models import Forum, Point
from forum_app.models import BulkAct, Delegate, Place
from forum_app.programme.services import seats
from forum_app.refusal import Refusal
from forum_app.registration.queries.relocating import Targets
from forum_app.registration.rules.relocating import NobodyThere
from forum_app.registration.services import bulk, changes
from forum_app.registration.services.relocating import Asked

from ...builders import a_forum, a_point, a_session, a_user, release
from ..applications import at_point, hall, online, registered
from .moving import MOVED


@pytest.fixture
def there(app):
    """W1: three of four seats at SIN are taken, two at JKT and two online are free."""
    with app.app_context():
        forum = a_forum()
        sin, jkt = (a_point(forum, code=code) for code in ("SIN", "JKT"))
        a_session(forum, code="W1", hall=9, online=2, points=[(sin, 4), (jkt, 2)])
        release(forum)
        seated = [registered(forum, at_point("W1", "SIN")).id for _ in range(3)]
        ids = {"forum": forum.id, "sin": sin.id, "jkt": jkt.id, "seated": seated}
        users = [a_user().id for _ in range(2)]
        db.session.commit()
        return SimpleNamespace(**ids, users=users)


def asked(there):
    jkt = db.session.get_one(Point, there.jkt)
    return Asked(press=str(uuid4()), targets=Targets(jkt, True))


def begin(there, user_id):
    forum, sin = db.session.get_one(Forum, there.forum), db.session.get_one(Point, there.sin)
    return bulk.begin_move(forum, sin, asked(there), by_id=user_id, now=MOVED).id


def moves(app, there, user_id):
    with app.app_context(), suppress(Refusal):
        act_id = written(lambda: begin(there, user_id))
        while written(lambda: bulk.settle_next(act_id, now=MOVED)):
            pass
        return act_id


def registers(app, there, choice):
    with app.app_context(), suppress(Refusal):
        forum_id = there.forum
        return written(
            lambda: registered(db.session.get_one(Forum, forum_id), choice, now=MOVED).id
        )


def changes_to_hall(app, there):
    """One of those who sit there changes their mind at that moment."""

    def change():
        forum = db.session.get_one(Forum, there.forum)
        delegate = changes.lock_delegate(there.seated[0])
        changes.change(forum, delegate, [hall("W1")], actor="tests", now=MOVED)

    with app.app_context(), suppress(Refusal):
        written(change)


@pytest.mark.parametrize("storm", range(2))
def test_nobody_is_lost_or_seated_twice_whoever_else_registers(app, there, storm):
    acts = [lambda user=user: moves(app, there, user) for user in there.users]
    for choice in (online("W1"), at_point("W1", "SIN"), at_point("W1", "JKT")):
        acts += [lambda choice=choice: registers(app, there, choice)] * 2
    acts.append(lambda: changes_to_hall(app, there))
    start = Barrier(len(acts), timeout=20)

    def go(act):
        start.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        done = list(pool.map(go, acts))

    with app.app_context():
        assert [x for x in done[:2] if x], "one of the two moves them"
        assert {x.name: x.count for y in invariants() if (x := finding_of(y)).count} == {}
        held = {
            x.delegate_id: x for x in db.session.scalars(select(Place).filter_by(state="confirmed"))
        }
        assert set(there.seated) <= held.keys()
        assert held.keys() == set(db.session.scalars(select(Delegate.id)))
        assert all(x.ended_at for x in db.session.scalars(select(BulkAct)))


@pytest.fixture
def late(app, there):
    """late() -> whom an act found, begun while somebody had taken the last seat, uncommitted."""
    took, go_on = Event(), Event()

    def takes():
        with app.app_context(), writing():
            registered(db.session.get_one(Forum, there.forum), at_point("W1", "SIN"))
            took.set()
            go_on.wait(1)

    def begins():
        took.wait(20)
        with app.app_context():
            act_id = written(lambda: begin(there, there.users[0]))
            go_on.set()
            asked = select(bulk.BulkItem.delegate_id).filter_by(act_id=act_id)
            return len(db.session.scalars(asked).all())

    def go():
        with ThreadPoolExecutor(2) as pool:
            taking = pool.submit(takes)
            found = pool.submit(begins).result()
            taking.result()
        return found

    return go


def test_who_takes_a_seat_at_that_moment_is_waited_for_and_moved_too(late):
    assert late() == 4


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_without_looking_at_the_point_they_would_be_left_behind(late, monkeypatch):
    monkeypatch.setattr(seats, "_takes_part", true)

    assert late() == 3


def test_a_second_act_finds_nobody_whom_the_first_has_moved(app, there):
    moves(app, there, there.users[0])

    with app.app_context(), pytest.raises(NobodyThere):
        written(lambda: begin(there, there.users[1]))
