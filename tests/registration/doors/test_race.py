"""Two doors at the same moment: real threads, real transactions, both databases."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError, get_ident

import pytest

from forum_app.db import db
from forum_app.models import Hall
from forum_app.registration.services import entries as verbs

from ..applications import hall
from .seen import entries, inside, verdict

DOORS = 4
INDEX = "uq_check_ins_one_live_entry_per_person_and_session"


@pytest.fixture
def all_at_once(shows):
    """all_at_once(codes) -> what the doors answered; each is shown its own at the same moment."""

    def go(codes):
        start = Barrier(len(codes), timeout=20)

        def show(code):
            start.wait()
            return verdict(shows(code))

        with ThreadPoolExecutor(len(codes)) as pool:
            return sorted(pool.map(show, codes))

    return go


@pytest.fixture
def all_looked_before(monkeypatch):
    """As if every door had looked before any of them wrote: the first look finds nobody in."""
    looked, look = Barrier(DOORS), verbs._known_already
    asked = set()

    def look_together(*given):
        if get_ident() not in asked:
            asked.add(get_ident())
            with suppress(BrokenBarrierError):
                looked.wait(timeout=0.2)
            return None
        return look(*given)

    monkeypatch.setattr(verbs, "_known_already", look_together)


@pytest.fixture
def without_index(app, database_url):
    """A database that lets a person in twice; put right afterwards."""
    statement = f"CREATE UNIQUE INDEX {INDEX} ON check_ins (person_id, session_id)"
    where = " WHERE undone_at IS NULL AND session_id IS NOT NULL"
    with app.app_context():
        db.session.execute(db.text(f"DROP INDEX {INDEX}"))
        db.session.commit()
    yield
    with app.app_context():
        db.session.execute(db.text("DELETE FROM check_ins"))
        db.session.execute(db.text(statement + where))
        db.session.commit()


def test_one_ticket_at_many_doors_at_once_is_welcome_at_one(app, comes, all_at_once):
    found = all_at_once([comes(hall("W1")).code] * DOORS)

    assert found == ["already_in"] * (DOORS - 1) + ["welcome"]
    assert (entries(app), inside(app)) == (1, 1)


def test_even_where_every_door_looked_before_any_wrote(app, comes, all_at_once, all_looked_before):
    found = all_at_once([comes(hall("W1")).code] * DOORS)

    assert found == ["already_in"] * (DOORS - 1) + ["welcome"]
    assert (entries(app), inside(app)) == (1, 1)


def test_without_the_index_more_than_one_door_writes(
    app, comes, all_at_once, all_looked_before, without_index
):
    with suppress(Exception):  # the second look may find two, and says so loudly
        all_at_once([comes(hall("W1")).code] * DOORS)

    assert entries(app) > 1


def test_the_last_seat_under_the_fire_limit_lets_in_one(app, comes, all_at_once, there):
    with app.app_context():
        db.session.get_one(Hall, there.hall_id).seats = 1
        db.session.commit()

    found = all_at_once([comes(hall("W1")).code for _ in range(DOORS)])

    assert found == ["full"] * (DOORS - 1) + ["welcome"]
    assert (entries(app), inside(app)) == (1, 1)
