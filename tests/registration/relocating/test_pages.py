"""What people see of a point that takes part no more, and of seats that it has not given."""

from types import SimpleNamespace

import pytest
from sqlalchemy import update

from forum_app import seal, worker
from forum_app.broadcast.services import relays
from forum_app.db import db
from forum_app.forums.models import Role
from forum_app.forums.queries import forum_at
from forum_app.models import Place, Point
from forum_app.programme.services.releases import release_programme
from forum_app.registration.services import points

from ...builders import NOW, a_forum, a_point, a_session, a_user
from ..applications import at_point, registered
from .moving import BACK, again, moves, point_at
from .moving import withdraws as withdraws_point


@pytest.fixture
def there(app):
    """W1 with seats online and at SIN, where somebody sits and a line waits; SIN speaks in it."""
    with app.app_context():
        forum = a_forum(slug="here")
        sin = a_point(forum, code="SIN", name="Singapore", zone="Asia/Singapore")
        session = a_session(forum, code="W1", hall=3, online=3, points=[(sin, 1)])
        organiser = a_user("Organiser", forum=forum, role=Role.ORGANISER)
        speaks = relays.Wanted(session, sin, 0, {"role": "speak"})
        relays.set_parts(forum, [speaks], by=organiser.id, now=NOW)
        release_programme(forum, note=None, by=None, now=NOW)
        mine = registered(forum, at_point("W1", "SIN"))
        waits = registered(forum, at_point("W1", "SIN", wait=True))
        db.session.commit()
        links = [seal.opened(x.link_sealed) for x in (mine, waits)]
        mine, waits = (f"/en/here/registration/{x}" for x in links)
        return SimpleNamespace(mine=mine, waits=waits, organiser=organiser.id)


def lose(app, *, move=False):
    with app.app_context():
        if move:
            moves(forum_at("here"), point_at("SIN"))
        else:
            withdraws_point(point_at("SIN"))
        db.session.commit()


def test_somebody_still_at_a_lost_point_is_told_and_led_to_another_way(app, browser, there):
    lose(app)

    for own in (there.mine, there.waits):
        page = browser().get(own)
        assert "A point of yours takes part no more" in page.text
        assert "Choose another way" in page.text
        assert "Join W1" not in page.text
    assert "This point takes part no more" in browser().get(f"{there.mine}/ticket").text


def test_somebody_moved_sees_where_they_are_and_may_choose_otherwise(app, browser, there):
    lose(app, move=True)

    page = browser().get(there.mine)

    assert "You were moved from a point that takes part no more" in page.text
    assert "please choose it here" in page.text
    assert "A point of yours takes part no more" not in page.text
    assert "Join W1" in page.text


def test_a_seat_that_the_coordinator_has_not_given_says_who_decides(app, browser, there):
    with app.app_context():
        db.session.execute(update(Point).values(seating="approval"))
        db.session.commit()
    for path in (there.mine, f"{there.mine}/ticket"):
        text = browser().get(path).text
        assert "The coordinator of the point decides who sits there" in text
        assert "its door lets you in only after that" in text

    with app.app_context():
        db.session.execute(update(Place).values(approved_at=NOW))
        db.session.commit()
    assert "coordinator of the point" not in browser().get(there.mine).text


def test_public_pages_say_that_a_point_takes_part_no_more_and_offer_no_seat_there(
    app, browser, there
):
    pages = ("points/SIN", "sessions/W1", "schedule", "points", "register")
    before = {x: browser().get(f"/en/here/{x}").text for x in pages}
    assert "From Singapore" in before["schedule"]
    assert "At a point" in before["register"]

    lose(app)

    now = {x: browser().get(f"/en/here/{x}").text for x in pages}
    assert "This point takes part no more." in now["points/SIN"]
    assert "No seats here" in now["points/SIN"]
    assert "Takes part no more" in now["sessions/W1"]
    assert "From Singapore" not in now["schedule"]
    assert "Withdrawn" in now["points"]
    assert "At a point" not in now["register"]
    told = browser().get("/api/v1/forums/here/points").json
    assert [one["seats"] for one in told] == [[]]

    with app.app_context():
        again(point_at("SIN"))
        db.session.commit()
    assert "From Singapore" in browser().get("/en/here/schedule").text


def test_a_lost_point_is_said_on_the_desk(app, browser, there):
    lose(app)
    desk = browser(there.organiser)

    for path in ("points", "readiness"):
        assert "1 person still has a place there" in desk.get(f"/en/here/desk/{path}").text
    assert "they are still there" in desk.get("/en/here/desk/points/SIN").text


def test_a_long_line_is_served_by_a_job_when_its_point_takes_part_again(
    app, browser, there, monkeypatch
):
    monkeypatch.setattr(points, "AT_ONCE", 0)
    lose(app)
    browser().post(f"{there.mine}/withdrawal")

    with app.app_context():
        again(point_at("SIN"))
        db.session.commit()
    assert "On the waiting list" in browser().get(there.waits).text

    worker.run_once(app, BACK)
    assert "On the waiting list" not in browser().get(there.waits).text
    assert "Singapore (SIN)" in browser().get(there.waits).text
