"""Two organisers put sessions in order at the same moment: real threads, both databases."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest

from forum_app.db import db, written
from forum_app.forums.queries import forum_at
from forum_app.models import Prerequisite
from forum_app.programme.queries import session_at
from forum_app.programme.rules.changes import OrderCircle
from forum_app.programme.services import orders

from ..builders import a_forum, a_session


@pytest.fixture
def both(app, monkeypatch):
    """both() -> what came of A after B, and of B after A; each checks, then waits for the other."""
    checked, check = Barrier(2), orders._check_circle

    def check_and_wait(*given):
        check(*given)
        with suppress(BrokenBarrierError):
            checked.wait(timeout=1)

    monkeypatch.setattr(orders, "_check_circle", check_and_wait)
    with app.app_context():
        forum = a_forum(slug="here")
        for code in "AB":
            a_session(forum, code=code)
        db.session.commit()

    def put(code, after):
        with app.app_context():
            try:
                return written(
                    lambda: orders.put_in_order(session_at(forum_at("here"), code), [after])
                )
            except OrderCircle:
                return "refused"

    def go():
        with ThreadPoolExecutor(2) as pool:
            return list(pool.map(put, "AB", "BA"))

    return go


def ordered(app):
    with app.app_context():
        return db.session.query(Prerequisite).count()


def test_of_two_orders_that_make_a_circle_one_is_refused(app, both):
    found = both()

    assert sorted(map(str, found)) == ["[]", "refused"]
    assert ordered(app) == 1


def test_without_the_lock_both_are_kept(app, both, monkeypatch):
    """On SQLite one writes after the other anyway."""
    monkeypatch.setattr(orders, "hold_draft", lambda _: None)

    both()

    with app.app_context():
        alone = db.engine.dialect.name == "sqlite"
    assert ordered(app) == (1 if alone else 2)
