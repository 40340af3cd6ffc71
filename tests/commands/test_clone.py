"""A forum like another, moved by whole days, and never half."""

from datetime import UTC, date, datetime, timedelta

import pytest

from forum_app.db import Base, db
from forum_app.forums.queries import forum_at
from forum_app.models import (
    ApiToken,
    Appearance,
    Category,
    ConsentWording,
    Delegate,
    Forum,
    ForumRole,
    Hall,
    Link,
    Person,
    Point,
    Release,
    SeatCount,
    Session,
    Talk,
    Terms,
)
from forum_app.programme.services.releases import release_programme

from ..broadcast.lines import a_line
from ..builders import (
    NOW,
    a_category,
    a_forum,
    a_person,
    a_point,
    a_session,
    a_token,
    a_user,
    words,
)

wall = datetime.fromisoformat  # what a clock shows, naive


@pytest.fixture
def brussels(app):
    """A forum in Brussels on the last winter days of 2030, with everything a forum may hold."""
    with app.app_context():
        forum = a_forum(
            slug="brussels-2030",
            zone="Europe/Brussels",
            first_day=date(2030, 3, 28),
            last_day=date(2030, 3, 29),
            figures={"points": 35},
            hosts=[{"en": "A ministry"}],
            documented=True,
        )
        point = a_point(forum, code="SIN", documented=True)
        session = a_session(forum, code="W1", hall=50, online=500, points=[(point, 20)])
        session.documented, session.title_documented = True, ["en"]
        a_session(forum, code="X1", starts="14:00", ends="15:00", hall=5).cancelled_at = NOW
        row = {"forum_id": forum.id, "session_id": session.id}
        db.session.add(Talk(uuid="t", position=1, title=words("Mở", "Open"), minutes=9, **row))
        person = a_person(forum, "Ánh", email="anh@example.org")
        appearance = {"role": "speaker", "from_way": "hall", "position": 1, "documented": True}
        db.session.add(Appearance(person_id=person.id, from_documented=True, **row, **appearance))
        a_category(forum, code="press", quota=60, needs_approval=True, taken=7)
        a_token(forum)
        a_user(forum=forum, role="organiser")
        terms = db.session.get(Terms, forum.id)
        terms.opens_wall, terms.closes_wall = wall("2030-01-01 09:00"), wall("2030-03-20 17:00")
        release_programme(forum, note=None, by=None, now=NOW)
        db.session.query(SeatCount).filter_by(way="hall").first().taken = 3
        db.session.commit()
    return "brussels-2030"


def of(forum, table):
    return db.session.query(table).filter_by(forum_id=forum.id).all()


def test_a_clone_is_there_so_many_days_later_at_the_same_hours_of_the_wall(app, run, brussels):
    said = run("clone", brussels, "brussels-again", "--first-day", "2030-04-04")

    assert said.exit_code == 0, said.output
    with app.app_context():
        old, new = forum_at(brussels), forum_at("brussels-again")
        assert (new.first_day, new.last_day) == (date(2030, 4, 4), date(2030, 4, 5))
        before, after = of(old, Session)[0], of(new, Session)[0]
        assert after.starts_wall == before.starts_wall + timedelta(days=7)
        assert after.starts_at == before.starts_at + timedelta(days=7, hours=-1)  # summer came
        assert after.ends_at - after.starts_at == before.ends_at - before.starts_at
        terms = of(new, Terms)[0]
        assert terms.closes_wall == wall("2030-03-27 17:00")
        assert terms.opens_at == datetime(2030, 1, 8, 8, tzinfo=UTC)


def test_a_clone_has_the_halls_points_talks_seats_and_categories_and_every_seat_is_free(
    app, run, brussels
):
    run("clone", brussels, "again", "--first-day", "2031-03-28")

    with app.app_context():
        old, new = forum_at(brussels), forum_at("again")
        for table in (Hall, Point, Category):
            assert {x.code for x in of(new, table)} == {x.code for x in of(old, table)}
            assert len(of(new, table)) == len(of(old, table))
            assert not {x.id for x in of(new, table)} & {x.id for x in of(old, table)}
        assert [w.sentence for w in of(new, ConsentWording)] == [
            w.sentence for w in of(old, ConsentWording)
        ]
        assert [(t.title, t.minutes) for t in of(new, Talk)] == [(words("Mở", "Open"), 9)]
        counts = {(count.way, count.seats, count.taken, count.over) for count in of(new, SeatCount)}
        assert counts == {("hall", 50, 0, 0), ("online", 500, 0, 0), ("point", 20, 0, 0)}
        press = next(category for category in of(new, Category) if category.code == "press")
        assert (press.quota, press.taken, press.needs_approval) == (60, 0, True)


def test_nobody_and_nothing_released_goes_with_a_clone_nor_a_session_that_was_cancelled(
    app, run, brussels
):
    run("clone", brussels, "again", "--first-day", "2031-03-28")

    with app.app_context():
        new = forum_at("again")
        for table in (Person, Delegate, Appearance, ApiToken, ForumRole, Release):
            assert of(new, table) == [], table
        assert [session.code for session in of(new, Session)] == ["W1"]


def test_nothing_in_a_clone_counts_as_documented(app, run, brussels):
    run("clone", brussels, "again", "--first-day", "2031-03-28", "--name-en", "Brussels 2031")

    with app.app_context():
        new = forum_at("again")
        assert (new.documented, new.figures) == (False, {})
        assert new.name.by_lang == new.short_name.by_lang == {"en": "Brussels 2031"}
        rows = [*of(new, Hall), *of(new, Point), *of(new, Session)]
        assert not any(row.documented for row in rows)
        session = of(new, Session)[0]
        assert (session.times_documented, session.title_documented) == (False, [])


def test_the_original_stays_as_it_was(app, run, brussels):
    with app.app_context():
        before = {
            table.name: db.session.query(table).count() for table in Base.metadata.sorted_tables
        }
        starts = [session.starts_wall for session in of(forum_at(brussels), Session)]

    run("clone", brussels, "again", "--first-day", "2031-03-28", "--organiser", "a@example.org")

    with app.app_context():
        assert [session.starts_wall for session in of(forum_at(brussels), Session)] == starts
        assert db.session.query(Release).count() == before["releases"]
        assert db.session.query(Person).count() == before["persons"]
        assert db.session.query(ForumRole).count() == before["forum_roles"] + 1


def test_a_clone_into_an_hour_that_the_clocks_skip_is_refused_whole(app, run, brussels):
    with app.app_context():
        session = db.session.query(Session).filter_by(code="W1").one()
        session.starts_wall = wall("2030-03-28 02:30")
        db.session.commit()

    said = run("clone", brussels, "again", "--first-day", "2030-03-31")

    assert said.exit_code == 1
    assert "W1 would be at 02:30 on Sunday, 31 March 2030" in said.output
    assert "the clocks in Brussels skip" in said.output
    with app.app_context():
        assert [forum.slug for forum in db.session.query(Forum)] == [brussels]


def test_an_opening_of_registration_in_an_hour_that_the_clocks_skip_is_refused(app, run, brussels):
    with app.app_context():
        terms = db.session.query(Terms).one()
        terms.opens_wall, terms.closes_wall = wall("2030-03-24 02:30"), None
        db.session.commit()

    said = run("clone", brussels, "again", "--first-day", "2030-04-04")

    assert (said.exit_code, "The opening of registration would be" in said.output) == (1, True)


def test_an_hour_that_was_told_twice_is_told_once_in_the_clone(app, run, brussels):
    with app.app_context():
        session = db.session.query(Session).filter_by(code="W1").one()
        session.starts_wall, session.starts_fold = wall("2030-10-27 02:15"), 1
        session.ends_wall, session.ends_fold = wall("2030-10-27 02:45"), 1
        db.session.commit()

    for slug, day in (("next-day", "2030-03-29"), ("next-year", "2031-03-27")):
        assert run("clone", brussels, slug, "--first-day", day).exit_code == 0

    with app.app_context():
        copy = of(forum_at("next-day"), Session)[0]
        assert (copy.starts_wall, copy.starts_fold) == (wall("2030-10-28 02:15"), 0)


def test_a_session_that_would_end_before_it_begins_is_refused(app, run, brussels):
    with app.app_context():
        session = db.session.query(Session).filter_by(code="W1").one()
        session.starts_wall, session.starts_fold = wall("2030-10-27 02:45"), 0
        session.ends_wall, session.ends_fold = wall("2030-10-27 02:15"), 1
        db.session.commit()

    said = run("clone", brussels, "again", "--first-day", "2030-03-29")

    assert (said.exit_code, "W1 would end before it begins" in said.output) == (1, True)


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["nowhere", "again", "--first-day", "2031-01-01"], "There is no forum “nowhere” to copy."),
        (["brussels-2030", "A gain", "--first-day", "2031-01-01"], "cannot be in an address"),
        (["brussels-2030", "brussels-2030", "--first-day", "2031-01-01"], "already"),
        (["brussels-2030", "again", "--first-day", "9999-12-31"], "Please check both days"),
    ],
)
def test_a_clone_that_cannot_be_leaves_nothing_behind(app, run, brussels, args, sentence):
    said = run("clone", *args)

    assert (said.exit_code, sentence in said.output) == (1, True), said.output
    with app.app_context():
        assert db.session.query(Forum).count() == 1


def test_the_demo_forum_can_be_cloned_and_released(app, run):
    run("demo")

    run("clone", "ascf-2020", "ascf-2021", "--first-day", "2021-10-21")

    with app.app_context():
        new = forum_at("ascf-2021")
        release_programme(new, note=None, by=None, now=NOW)
        in_hall_and_online, at_points = 6 * 2, 34 * 2  # the plenary and one workshop of each
        assert len(of(new, SeatCount)) == in_hall_and_online + at_points
        assert len(of(new, Point)) == 35


def test_lines_and_their_secrets_stay_behind_and_the_command_says_so(app, run, brussels):
    with app.app_context():
        a_line(forum_at(brussels), point=db.session.query(Point).one())
        db.session.commit()

    said = run("clone", brussels, "again", "--first-day", "2030-04-04")

    assert "the lines with their secrets" in said.output
    with app.app_context():
        assert len(of(forum_at(brussels), Link)) == 1
        assert of(forum_at("again"), Link) == []


def test_a_point_that_was_withdrawn_takes_part_in_the_clone_and_the_command_says_so(
    app, run, brussels
):
    with app.app_context():
        db.session.query(Point).one().withdrawn_at = NOW
        db.session.commit()

    said = run("clone", brussels, "again", "--first-day", "2031-03-28")

    assert "All its points take part, also those that were withdrawn" in said.output
    with app.app_context():
        assert of(forum_at("again"), Point)[0].withdrawn_at is None
        assert of(forum_at(brussels), Point)[0].withdrawn_at == NOW
