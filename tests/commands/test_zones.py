"""When the zone data changes, walls keep their hours and instants follow."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from forum_app.clock import ZONE_DATA
from forum_app.db import db
from forum_app.models import Availability, Session, Terms
from forum_app.programme.services.hours import add_hours

from ..builders import NOW, a_forum, a_person, a_session, release

wall = datetime.fromisoformat  # what a clock shows, naive
RIGHT = datetime(2030, 6, 1, 1, 30, tzinfo=UTC)  # 08:30 in Hà Nội


@pytest.fixture
def of_old(app):
    """A released session and terms whose instants were derived with older zone data."""
    with app.app_context():
        forum = a_forum(slug="old")
        a_session(forum, code="W1")
        db.session.get(Terms, forum.id).opens_wall = wall("2030-01-01 09:00")
        db.session.flush()
        spoil("sessions", "starts_at", RIGHT - timedelta(hours=1))
        spoil("registration_terms", "opens_at", RIGHT)
        db.session.expire_all()
        release(forum)
        db.session.commit()


def spoil(table, column, value):
    said = text(f"UPDATE {table} SET zone_data = '1999a', {column} = :value")
    shown = value.replace(tzinfo=None) if db.engine.dialect.name == "sqlite" else value
    db.session.execute(said, {"value": shown})


def test_instants_of_older_zone_data_are_worked_out_anew(app, run, of_old):
    said = run("zones")

    assert said.exit_code == 0, said.output
    with app.app_context():
        session, terms = db.session.query(Session).one(), db.session.query(Terms).one()
        assert (session.starts_at, session.zone_data) == (RIGHT, ZONE_DATA)
        assert terms.opens_at == datetime(2030, 1, 1, 2, tzinfo=UTC)
        assert terms.zone_data == ZONE_DATA


def test_the_operator_is_told_what_moved_and_which_release_still_shows_the_old_time(run, of_old):
    said = run("zones").output

    assert "old W1 moved from 2030-06-01 00:30–2030-06-01 04:00 UTC to 2030-06-01 01:30" in said
    assert "release 1 still shows 2030-06-01 00:30" in said
    assert "registration opens or closes at another instant now" in said
    assert "2 planned times worked out" in said


def test_a_second_look_finds_nothing_to_do(run, of_old):
    run("zones")

    assert run("zones").output == f"0 planned times worked out; the zone data is {ZONE_DATA}.\n"


def test_a_time_that_its_clocks_skip_now_stays_and_is_told(app, run, of_old):
    with app.app_context():
        db.session.execute(text("UPDATE sessions SET zone = 'Europe/Brussels'"))
        spoil("sessions", "starts_wall", wall("2030-03-31 01:30"))
        spoil("sessions", "ends_wall", wall("2030-03-31 02:30"))
        db.session.commit()

    said = run("zones").output

    assert "old W1 stays at its instants of old" in said
    with app.app_context():
        session = db.session.query(Session).one()
        assert (session.starts_at, session.zone_data) == (RIGHT - timedelta(hours=1), "1999a")


def test_hours_of_speakers_are_worked_out_anew_too(app, run):
    with app.app_context():
        forum = a_forum(slug="old")
        person, day = a_person(forum), wall("2030-06-01 08:30")
        add_hours(person, forum, day, day + timedelta(hours=2), actor="tests", now=NOW)
        spoil("availabilities", "starts_at", RIGHT - timedelta(hours=1))
        db.session.commit()

    assert "1 planned times worked out" in run("zones").output

    with app.app_context():
        hours = db.session.query(Availability).one()
        assert (hours.starts_at, hours.zone_data) == (RIGHT, ZONE_DATA)
