"""Two who plan at the same moment: real threads, both databases.

Each looks, then waits a moment for the other: with the draft held, the other cannot come.
"""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from sqlalchemy.exc import IntegrityError

from forum_app.broadcast.rules.importing import POINT_COLUMNS
from forum_app.broadcast.services import importing
from forum_app.broadcast.services.importing import Incoming, import_points
from forum_app.db import db, written
from forum_app.forums.queries import forum_at
from forum_app.models import Appearance, Person, Point, Session
from forum_app.programme.queries import session_at
from forum_app.programme.rules.speaking import Named
from forum_app.programme.services import appearances, drafts, placing
from forum_app.refusal import Refusal
from forum_app.registration.queries.doubles import twins_of
from forum_app.registration.services import doubles

from ..builders import NOW, a_forum, a_hall, a_person, a_point, a_session, words

BY = {"actor": "tests", "now": NOW}


@pytest.fixture
def forum(app):
    """W1, and a break B1 in a hall beside which there is one more, R2."""
    with app.app_context():
        forum = a_forum(slug="here")
        a_session(forum, code="W1")
        pause = a_session(forum, code="B1", starts="11:00", ends="12:00")
        pause.kind, pause.title = "break", words("Nghỉ")
        a_hall(forum, code="R2")
        for code in ("SIN", "TYO"):
            a_point(forum, code=code)
        db.session.commit()
        return forum.slug


@pytest.fixture
def meets(monkeypatch):
    """meets(module, name): whoever calls it goes on once the other has called it too, or waited."""
    met = Barrier(2)

    def wrap(module, name, *, before=False):
        there = getattr(module, name)

        def and_wait(*given, **more):
            found = None if before else there(*given, **more)
            with suppress(BrokenBarrierError):
                met.wait(timeout=1)
            return there(*given, **more) if before else found

        monkeypatch.setattr(module, name, and_wait)

    return wrap


def at_once(app, *acts):
    """What came of each, "done" or why not, and how often it was tried."""
    tried = Counter()

    def go(numbered):
        number, act = numbered

        def work():
            tried[number] += 1
            act(forum_at("here"))

        with app.app_context():
            try:
                written(work)
            except (Refusal, IntegrityError) as refused:
                return type(refused).__name__
            return "done"

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(go, enumerate(acts))), [tried[n] for n in range(len(acts))]


def puts_in(code):
    def act(forum):
        email = "anh@example.org"
        named = Named(name="Ánh", email=email, organisation=None, post=None, country=None)
        person = appearances.person_for(forum, named, now=NOW)
        at = {"role": "speaker", "talk_id": None, "from_way": "hall", "point_id": None}
        appearances.put_in(session_at(forum, code), person, at, **BY)

    return act


@pytest.mark.parametrize("is_held", [True, False])
def test_two_who_write_down_one_new_address_mean_one_person(
    app, forum, meets, monkeypatch, is_held
):
    meets(appearances, "_known")
    if not is_held:  # somebody who registers holds no draft
        monkeypatch.setattr(appearances, "hold_draft", lambda _: None)

    outcome, _ = at_once(app, puts_in("W1"), puts_in("B1"))

    with app.app_context():
        assert outcome == ["done", "done"]
        assert db.session.query(Person).filter_by(email="anh@example.org").count() == 1
        assert len({x.person_id for x in db.session.query(Appearance)}) == 1


def plans_the_same(forum):
    session = session_at(forum, "W1")
    names = ("kind", "title", "abstract", "practical", "languages", "starts_wall", "ends_wall")
    wanted = {name: getattr(session, name) for name in names}
    seats = drafts.NewSeats(hall=None, online=None, at_points=False)
    drafts.make_session(forum, "B1-R2", wanted, seats, hall=session.hall, **BY)


def copies(forum):
    placing.copy_break(forum, "B1", **BY)


@pytest.mark.parametrize(
    "acts", [(plans_the_same, copies), (copies, copies), (plans_the_same, plans_the_same)]
)
def test_of_two_who_give_one_code_one_is_told(app, forum, meets, acts):
    meets(drafts, "plan_session", before=True)
    meets(placing, "_copied")

    outcome, tried = at_once(app, *acts)

    assert tried == [1, 1]
    assert "IntegrityError" not in outcome
    with app.app_context():
        assert db.session.query(Session).filter_by(code="B1-R2").count() == 1


def test_who_merges_and_who_puts_in_never_wait_for_each_other(app, forum, meets, monkeypatch):
    with app.app_context():
        one, other = (a_person(forum_at("here"), "An", email=f"{x}@x.org") for x in "ab")
        gone = other.id
        db.session.commit()
        pair = (one.id, other.id)
    meets(doubles.merging, "say", before=True)
    meets(appearances, "_checked")

    def merges(forum):
        one, other = (db.session.get_one(Person, x) for x in pair)
        seen = twins_of(forum, one, other).seen
        decided = doubles.Decision(values={}, stays=None, joins=False, seen=seen)
        doubles.merge(forum, one, other, decided, **BY)

    def puts(forum):
        at = {"role": "speaker", "talk_id": None, "from_way": "hall", "point_id": None}
        appearances.put_in(session_at(forum, "W1"), db.session.get_one(Person, gone), at, **BY)

    outcome, tried = at_once(app, merges, puts)

    assert tried == [1, 1]
    assert outcome in (["done", "done"], ["TwinsChanged", "done"])  # whoever came first


def test_two_files_with_the_same_points_in_another_order_never_wait_for_each_other(
    app, forum, meets
):
    meets(importing, "_changes")
    row = dict.fromkeys(POINT_COLUMNS, "") | {
        "kind": "regional",
        "type": "participate",
        "seating": "open",
        "seats": "43",
        "name_vi": "Điểm",
        "city_vi": "Nơi",
        "country": "SG",
        "zone": "Asia/Singapore",
        "latitude": "1",
        "longitude": "103",
    }

    def imports(*codes):
        def act(forum):
            rows = [row | {"code": code} for code in codes]
            given = Incoming(forum=forum, countries=frozenset({"SG"}), keep=True, **BY)
            import_points(rows, given)

        return act

    outcome, tried = at_once(app, imports("SIN", "TYO"), imports("TYO", "SIN"))

    assert (outcome, tried) == (["done", "done"], [1, 1])
    with app.app_context():
        assert {x.seats for x in db.session.query(Point)} == {43}
