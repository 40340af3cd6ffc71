"""When an earlier release is the draft again, the parts of the points come back with it."""

import pytest

from forum_app.db import db
from forum_app.forums.models import Forum, Point, PointType
from forum_app.models import Entry, Relay, Session
from forum_app.programme.services.releases import release_programme

from ..builders import NOW
from ..programme.test_public_pages import words_of

ROLES = {"sin": "speak", "tyo": "listen"}


@pytest.fixture
def first(app, there):
    """Release 1: SIN speaks and TYO listens in P1. Since then SIN discusses, BRU listens."""
    with app.app_context():
        forum = db.session.query(Forum).one()
        for point, role in ROLES.items():
            a_part(there, point, role)
        number = release_programme(forum, note=None, by=None, now=NOW).number
        of_sin = db.session.query(Relay).filter_by(point_id=there.sin).one()
        of_sin.role, of_sin.expected = "discuss", 12
        db.session.query(Relay).filter_by(point_id=there.tyo).delete()
        a_part(there, "bru", "listen")
        db.session.commit()
        return f"/en/here/desk/programme/releases/{number}"


def a_part(there, point, role):
    forum, session = db.session.query(Forum).one(), db.session.get(Session, there.p1)
    ids = {"session_id": session.id, "point_id": getattr(there, point), "zone": session.zone}
    db.session.add(Relay(forum_id=forum.id, role=role, **ids))
    db.session.flush()


def parts(app):
    with app.app_context():
        asked = db.session.query(Point.code, Relay.role, Relay.expected, Relay.version)
        return sorted(tuple(x) for x in asked.join(Relay, Relay.point_id == Point.id))


def press(page, first):
    seen = page.get(f"{first}/draft").text.partition('name="seen" value="')[2].partition('"')[0]
    return page.post(f"{first}/restoration", {"seen": seen})


def test_parts_come_back_go_and_stay_as_the_page_said_before(app, browser, there, first):
    page = browser(there.organiser)
    said = words_of(page.get(f"{first}/draft").text)

    answer = press(page, first)

    assert answer.status_code == 303
    for told in (
        "P1 SIN Singapore: Discusses → Speaks",
        "P1 TYO Tokyo: no part → Listens",
        ": Listens → no part",
    ):
        assert told in said
    assert parts(app) == [("SIN", "speak", 12, 2), ("TYO", "listen", None, 1)]
    with app.app_context():
        [entry] = db.session.query(Entry).filter_by(act="broadcast.restore_parts")
        assert entry.facts == {"cells": 3}
    assert f"{first}/restoration" not in page.get(f"{first}/draft").text


def test_a_point_that_only_follows_by_now_or_is_withdrawn_is_told_and_stays(
    app, browser, there, first
):
    with app.app_context():
        db.session.get(Point, there.sin).type = PointType.VIEW_ONLY
        db.session.get(Point, there.tyo).withdrawn_at = NOW
        db.session.commit()
    page = browser(there.organiser)

    said = words_of(page.get(f"{first}/draft").text)
    press(page, first)

    assert "P1 SIN : Speaks. The point follows the broadcast only." in said
    assert "P1 TYO : Listens. The point is withdrawn." in said
    assert parts(app) == [("SIN", "discuss", 12, 1)]


def test_a_release_without_any_part_leaves_those_that_are_planned(app, browser, there):
    with app.app_context():
        forum = db.session.query(Forum).one()
        db.session.query(Relay).delete()
        number = release_programme(forum, note=None, by=None, now=NOW).number
        a_part(there, "bru", "listen")
        db.session.commit()
    first, page = f"/en/here/desk/programme/releases/{number}", browser(there.organiser)

    shown = page.get(f"{first}/draft").text

    assert "No part of a point was released with it" in shown
    assert f"{first}/restoration" not in shown  # there is nothing to be done
    assert [code for code, *_ in parts(app)] == ["BRU"]
