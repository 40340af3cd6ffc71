"""Each invariant is broken by hand once, and `forum check` counts just that."""

import os
from itertools import chain

import pytest

from forum_app.commands.checks import finding_of, invariants
from forum_app.db import db
from forum_app.models import CheckIn
from forum_app.programme.services.seats import set_seats

from ..builders import NOW
from .breaches import CASES
from .breaking import break_by_hand
from .broken import furnished

OF_TABLES = ("ck_", "uq_", "fk_")
FILE = "the file of the database is whole"


@pytest.fixture
def there(room):
    yield furnished()
    db.session.rollback()


def broken(among=None):
    asked = [one for one in invariants() if among is None or one.name in among]
    return {one.name: finding.count for one in asked if (finding := finding_of(one)).count}


def test_what_is_broken_is_counted_and_nothing_else(there):
    """Nothing else of all invariants on SQLite; on PostgreSQL of those that a case here breaks."""
    whole = db.engine.dialect.name == "sqlite" or "FORUM_LONG" in os.environ
    among = None if whole else set(chain.from_iterable(expected for expected, _ in CASES))
    found = []
    for _, statements in CASES:
        break_by_hand(statements, there)
        found.append((broken(among), statements))
        db.session.rollback()

    assert found == [(expected, statements) for expected, statements in CASES]


def test_nothing_is_broken_by_what_people_do(there):
    assert broken() == {}


def test_nothing_is_broken_where_seats_are_taken_away_behind_people_who_are_in(there):
    wanted = {"seen": 9, "forum_id": there["forum"], "actor": "tests", "now": NOW}

    set_seats(there["P1_hall"], 0, **wanted)

    assert db.session.query(CheckIn).filter_by(session_id=there["P1"]).count() == 1
    assert broken() == {}


def test_every_invariant_was_broken_here_once(room):
    names = [invariant.name for invariant in invariants()]

    assert len(set(names)) == len(names)
    seen = {FILE, *chain.from_iterable(expected for expected, _ in CASES)}
    assert {name for name in names if not name.startswith(OF_TABLES)} - seen == set()
