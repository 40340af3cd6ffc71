"""The same link, the same code, the last two organisers: at the same moment, on both databases."""

import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from sqlalchemy import Select, delete

from forum_app import clock
from forum_app.db import db, written
from forum_app.forums.models import Role
from forum_app.forums.services import roles
from forum_app.models import Forum, ForumRole
from forum_app.refusal import Refusal

from .letters import letters
from .test_second_step import at_second_step

PEOPLE = 5


def at_once(work, things):
    start = Barrier(len(things), timeout=20)

    def press(thing):
        start.wait()
        return work(thing)

    with ThreadPoolExecutor(len(things)) as pool:
        return sorted(pool.map(press, things))


def test_of_many_who_press_the_button_of_one_letter_one_is_let_in(app, browser, there):
    browser().post("/en/sign-in/link", {"email": there.email})
    path = f"/en/links/{letters(app)[0].secret}"

    found = at_once(lambda x: x.post(path).status_code, [browser() for _ in range(PEOPLE)])

    assert found == [303] + [400] * (PEOPLE - 1)


def test_of_many_who_type_one_code_one_is_let_in(browser, signs_in, guarded):
    someone = [at_second_step(browser, signs_in) for _ in range(PEOPLE)]
    pages = [x.get("/en/sign-in/second").text for x in someone]
    tokens = [re.search(r'csrf_token" value="([^"]+)"', page).group(1) for page in pages]
    code = guarded[0].at(clock.now())

    def press(n):
        typed = {"code": code, "csrf_token": tokens[n]}
        return someone[n].post("/en/sign-in/second", typed).status_code

    assert at_once(press, range(PEOPLE)) == [303] + [422] * (PEOPLE - 1)


@pytest.fixture
def take_from_each_other(app, monkeypatch):
    """Both organisers take the role from each other, each having looked before the other wrote,
    where nothing keeps them from it. How many are left."""
    both_looked = Barrier(2, timeout=1)

    def after_looking(table):
        with suppress(BrokenBarrierError):  # the other waits for our lock
            both_looked.wait()
        return delete(table)

    monkeypatch.setattr(roles, "delete", after_looking)

    def take(user_id):
        def work():
            forum = db.session.scalars(db.select(Forum)).one()
            given = {"by_admin": False, "actor": "tests", "now": clock.now()}
            roles.take_role(forum, user_id, Role.ORGANISER, **given)

        with app.app_context():
            try:
                written(work)
            except Refusal as refusal:
                return refusal.reason
        return "taken"

    def both():
        with app.app_context():
            ids = [x.user_id for x in db.session.query(ForumRole)]
        assert len(ids) == 2
        at_once(take, ids)
        with app.app_context():
            return db.session.query(ForumRole).count()

    return both


def test_two_organisers_who_take_the_role_from_each_other_leave_one(there, take_from_each_other):
    assert take_from_each_other() == 1


def test_without_the_lock_they_leave_none(there, take_from_each_other, database_url, monkeypatch):
    one_writer_at_a_time = database_url.startswith("sqlite")
    monkeypatch.setattr(Select, "with_for_update", lambda self, **_: self)

    assert take_from_each_other() == (1 if one_writer_at_a_time else 0)
