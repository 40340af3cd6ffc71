"""A machine releases the draft: once, after what it saw, and never with a hard clash."""

from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from forum_app.db import db
from forum_app.models import Entry, Release, ReleaseMailing, Session

from ..builders import a_forum, a_session, a_token
from .machine import SECRET, Machine


@pytest.fixture
def forum(app):
    """W1 and W2, one after the other; nothing is released."""
    with app.app_context():
        forum = a_forum(slug="ascf")
        a_session(forum, code="W1", hall=1)
        a_session(forum, code="W2", starts="11:00", ends="12:00", hall=1)
        a_token(forum, SECRET, scopes=["programme"])
        db.session.commit()
        return SimpleNamespace(id=forum.id, url="/api/v1/forums/ascf")


@pytest.fixture
def machine(app, forum):
    return Machine(app, forum.url)


def released(app):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Release))


def test_the_draft_is_released_and_people_see_it(app, machine):
    answer = machine.post("/releases", json={"seen": 0, "note": {"en": "The first"}})

    assert answer.status_code == 201
    assert (answer.json["number"], answer.json["sessions"]) == (1, 2)
    assert answer.json["note"] == {"vi": "The first", "en": "The first"}
    assert [x["code"] for x in machine.get("/sessions").json] == ["W1", "W2"]
    page = machine.client.get(answer.json["changes_url"].removeprefix("http://localhost"))
    assert page.status_code == 200


def test_the_same_key_releases_once(app, machine):
    sent = {"json": {"seen": 0}, "headers": {"Idempotency-Key": "one"}}

    first, again = machine.post("/releases", **sent), machine.post("/releases", **sent)

    assert (first.json["number"], again.json["number"], released(app)) == (1, 1, 1)


def test_who_did_not_see_the_latest_is_told(app, machine):
    machine.post("/releases", json={"seen": 0})

    answer = machine.post("/releases", json={"seen": 0})

    assert (answer.status_code, answer.json["reason"]) == (409, "released_meanwhile")
    assert released(app) == 1


def test_a_hard_clash_is_refused_with_the_codes_of_the_sessions(app, machine, forum):
    with app.app_context():
        one, other = db.session.query(Session).order_by(Session.code)
        other.hall_id = one.hall_id
        other.starts_wall = one.starts_wall
        db.session.commit()

    answer = machine.post("/releases", json={"seen": 0})

    assert (answer.status_code, answer.json["reason"]) == (409, "programme_clashes")
    assert answer.json["codes"] == ["W1", "W2"]
    assert released(app) == 0


def test_letters_are_written_where_the_machine_says_so_and_the_token_is_the_actor(app, machine):
    machine.post("/releases", json={"seen": 0})
    machine.post("/releases", json={"seen": 1})

    machine.post("/releases", json={"seen": 2, "letters": True})

    with app.app_context():
        asked = db.session.query(ReleaseMailing).order_by(ReleaseMailing.release_id)
        assert [x.asked_at is not None for x in asked] == [False, False, True]
        entry = db.session.query(Entry).filter_by(act="programme.release").first()
        assert entry.actor.startswith("token ")
