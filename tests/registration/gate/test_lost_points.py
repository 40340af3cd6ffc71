"""Whoever holds a seat at a point that takes part no more, or that has not decided, at the gate."""

import pytest
from sqlalchemy import select, update

from forum_app.db import db
from forum_app.models import Person, Point, Session
from forum_app.programme.models import AppearanceRole, Way
from forum_app.programme.services.releases import release_programme
from forum_app.programme.services.sessions import let_appear
from forum_app.registration.views import gate

from ...builders import NOW
from .seen import entries, openings, own_link, the_forum


@pytest.fixture
def lost(app, house):
    """SIN takes part no more."""
    lose(app)


def lose(app):
    with app.app_context():
        db.session.execute(update(Point).where(Point.code == "SIN").values(withdrawn_at=NOW))
        db.session.commit()


def test_the_gate_of_a_lost_point_opens_nothing_and_says_where_to_go(app, at, house, lost):
    own = own_link(app, house.users["point"])
    for page in (
        at("point"),
        at("point", press=True),
        at(None, press=True, path=f"{own}/join/W1"),
    ):
        assert "The point SIN takes part no more" in page.text
        assert "Join now" not in page.text
    assert f'{own}/sessions">Choose another way' in page.text
    assert "w4tch" not in page.text


def test_a_point_lost_between_look_and_press_opens_nothing(app, at, house, monkeypatch):
    calls, real = [], gate.look

    def then_lost(*given, **more):
        found = real(*given, **more)
        if calls.append(1) or len(calls) == 1:
            lose(app)
        return found

    monkeypatch.setattr(gate, "look", then_lost)

    answer = at("point", press=True)

    assert answer.status_code == 409
    assert "The point SIN takes part no more" in answer.text


def test_who_speaks_from_home_goes_on_stage_though_their_seat_was_lost(app, at, house, lost):
    with app.app_context():
        person = db.session.scalars(select(Person).filter_by(user_id=house.users["point"])).one()
        w1 = db.session.scalars(
            select(Session).filter_by(forum_id=person.forum_id, code="W1")
        ).one()
        public = {"documented": False, "from_documented": False}
        let_appear(person, w1, AppearanceRole.SPEAKER, Way.ONLINE, now=NOW, **public)
        release_programme(the_forum(), note=None, by=None, now=NOW)
        db.session.commit()

    opened = at("point", -30, press=True)

    assert (opened.status_code, openings(app)[0][1]) == (303, house.green)
    assert entries(app) == []  # not as one of those at the point


def test_a_seat_that_its_coordinator_has_not_given_is_said_so(app, at):
    with app.app_context():
        db.session.execute(update(Point).where(Point.code == "SIN").values(seating="approval"))
        assert db.session.scalar(select(Point.seating).where(Point.code == "SIN")) == "approval"
        db.session.commit()

    page = at("point")

    assert "its coordinator decides who sits there" in page.text
    assert "The organisers have not decided" not in page.text
