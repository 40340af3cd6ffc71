"""Organisers say which point does what in which session; people see what was released."""

import re

import pytest

from forum_app.broadcast.services.filling import EVERY, PLENARIES, Filling, fill
from forum_app.db import db
from forum_app.forums.models import Forum, Point
from forum_app.models import Appearance, Entry, Relay, ReleasedRelay, Session
from forum_app.programme.models import Way
from forum_app.programme.queries import draft_version
from forum_app.programme.services.releases import release_programme
from forum_app.programme.services.sessions import Offer, offer_seats

from ..builders import NOW, a_person


def cell(there, session, point, seen="0.off"):
    return f"role.{getattr(there, session)}.{getattr(there, point)}.{seen}"


def parts(app):
    """(session, point) -> (role, version), by their codes."""
    with app.app_context():
        codes = dict(db.session.execute(db.select(Session.id, Session.code)).all())
        points = dict(db.session.execute(db.select(Point.id, Point.code)).all())
        return {
            (codes[x.session_id], points[x.point_id]): (str(x.role), x.version)
            for x in db.session.query(Relay)
        }


def test_many_cells_are_set_at_once_and_only_those_that_differ(app, browser, there):
    sent = {cell(there, "p1", "sin"): "speak", cell(there, "p1", "tyo"): "off"}
    answer = browser(there.organiser).post(there.relays, sent)

    assert answer.status_code == 303
    assert parts(app) == {("P1", "SIN"): ("speak", 1)}
    with app.app_context():
        assert db.session.query(Entry).filter_by(act="broadcast.set_parts").count() == 1


def test_whoever_comes_too_late_to_a_cell_sees_both_versions_and_loses_nothing_else(
    app, browser, there
):
    browser(there.colleague).post(there.relays, {cell(there, "p1", "sin"): "discuss"})

    sent = {cell(there, "p1", "sin"): "speak", cell(there, "p1", "tyo"): "listen"}
    mine = browser(there.organiser)
    late = mine.post(there.relays, sent)

    assert late.status_code == 409
    assert "Discusses" in late.text.split("</table>")[0]
    assert parts(app) == {("P1", "SIN"): ("discuss", 1), ("P1", "TYO"): ("listen", 1)}
    named = re.search(
        rf'name="(role\.{there.p1}\.{there.sin}\.1\.discuss)"[^>]*data-kept', late.text
    )
    mine.post(there.relays, {named[1]: "speak"})
    assert parts(app)["P1", "SIN"] == ("speak", 2)


def test_a_point_that_only_follows_can_do_nothing_else_and_nothing_is_half_saved(
    app, browser, there
):
    sent = {cell(there, "p1", "sin"): "speak", cell(there, "p1", "bru"): "speak"}
    answer = browser(there.organiser).post(there.relays, sent)

    assert answer.status_code == 422
    assert "BRU follows the broadcast only" in answer.text
    assert parts(app) == {}


def test_the_row_of_a_point_holds_people_and_call_time_in_both_zones(app, browser, there):
    mine, row = browser(there.organiser), f"{there.relays}/points/TYO"
    sent = {
        cell(there, "p1", "tyo"): "speak",
        f"expected.{there.p1}.{there.tyo}": "12",
        f"call.{there.p1}.{there.tyo}": "2030-06-01T13:00",
    }
    mine.post(row, sent)

    shown = mine.get(row).text
    assert 'value="2030-06-01T13:00"' in shown
    assert "15:00 Tokyo" in shown
    with app.app_context():
        relay = db.session.query(Relay).one()
        assert (relay.expected, relay.call_at.isoformat()) == (12, "2030-06-01T06:00:00+00:00")


def test_what_was_typed_and_refused_stands_in_the_row_still(browser, there):
    sent = {
        cell(there, "p1", "tyo"): "speak",
        f"expected.{there.p1}.{there.tyo}": "many",
        f"call.{there.p1}.{there.tyo}": "2030-06-01T13:00",
    }
    answer = browser(there.organiser).post(f"{there.relays}/points/TYO", sent)

    assert answer.status_code == 422
    assert 'value="many"' in answer.text
    assert re.search(r'<option value="speak" selected>', answer.text)


def test_the_last_change_is_taken_back_but_for_what_others_changed_since(app, browser, there):
    mine = browser(there.organiser)
    sent = {cell(there, "p1", "sin"): "speak", cell(there, "p1", "tyo"): "listen"}
    mine.post(there.relays, sent)
    changed = {cell(there, "p1", "tyo", "1.listen"): "discuss"}
    browser(there.colleague).post(there.relays, changed)

    undo = re.search(r'action="([^"]*/undoing)"', mine.get(there.relays).text)[1]
    answer = mine.post(undo)

    assert answer.status_code == 303
    assert parts(app) == {("P1", "TYO"): ("discuss", 2)}
    assert mine.post(undo).status_code == 409


@pytest.mark.parametrize(
    ("filling", "where", "found"),
    [
        (Filling.LISTEN, PLENARIES, {("P1", x): "listen" for x in ("SIN", "TYO", "BRU")}),
        (Filling.SPEAKERS, EVERY, {("W1", "SIN"): "chair", ("P1", "TYO"): "speak"}),
        (Filling.SPEAKERS, "W1", {("W1", "SIN"): "chair"}),
        (Filling.EMPTY, EVERY, {}),
    ],
)
def test_rules_fill_what_organisers_would_fill_by_hand(app, there, filling, where, found):
    with app.app_context():
        forum = db.session.get_one(Forum, there.forum)
        for session, point, role in (
            (there.w1, there.sin, "moderator"),
            (there.p1, there.tyo, "speaker"),
            (there.p1, there.bru, "speaker"),
        ):
            row = {"forum_id": forum.id, "session_id": session, "position": 1, "role": role}
            from_there = {"from_way": "point", "point_id": point, "from_documented": False}
            person = a_person(forum, f"Speaker {point}").id
            db.session.add(Appearance(**row, person_id=person, documented=False, **from_there))
        db.session.flush()
        fill(forum, filling, where, 60, by=there.organiser, now=NOW)
        db.session.commit()

    assert {key: role for key, (role, _) in parts(app).items()} == found


def test_people_see_who_takes_part_from_where_after_the_release_and_not_before(app, browser, there):
    browser(there.organiser).post(there.relays, {cell(there, "p1", "sin"): "speak"})
    with app.app_context():
        release_programme(db.session.get_one(Forum, there.forum), note=None, by=None, now=NOW)
        db.session.commit()
    browser(there.organiser).post(there.relays, {cell(there, "p1", "tyo"): "speak"})

    anybody = browser()
    session = anybody.get(f"{there.url}/sessions/P1").text
    part = session.split('id="from-where"')[1].split("</section>")[0]
    assert "Singapore" in part
    assert "15:00" in part
    assert "Tokyo" not in part
    assert "From Singapore" in anybody.get(f"{there.url}/schedule").text
    assert "Speaks" in anybody.get(f"{there.url}/points/SIN").text
    assert "Speaks" not in anybody.get(f"{there.url}/points/TYO").text
    assert "Speaks: " in anybody.get(f"{there.url}/points").text.replace("\n", "")


def test_a_point_on_air_twice_at_one_time_keeps_the_draft_from_being_released(app, browser, there):
    sent = {cell(there, "w1", "sin"): "speak", cell(there, "w2", "sin"): "chair"}
    mine = browser(there.organiser)
    mine.post(there.relays, sent)

    assert "SIN is on air in W1 and in W2" in mine.get(there.relays).text
    with app.app_context():
        draft = draft_version(db.session.get_one(Forum, there.forum))
    asked = {"seen": "0", "draft": str(draft), "write": "no"}
    answer = mine.post(f"{there.url}/desk/programme/review", asked)
    assert answer.status_code == 409
    assert "SIN is on air in W1 and in W2" in answer.text
    with app.app_context():
        assert db.session.query(ReleasedRelay).count() == 0


def test_a_withdrawn_point_is_in_no_later_release(app, browser, there):
    browser(there.organiser).post(there.relays, {cell(there, "p1", "sin"): "speak"})
    with app.app_context():
        db.session.get_one(Point, there.sin).withdrawn_at = NOW
        forum = db.session.get_one(Forum, there.forum)
        release_programme(forum, note=None, by=there.organiser, now=NOW)
        db.session.commit()
        assert db.session.query(ReleasedRelay).count() == 0


@pytest.mark.parametrize("minutes", ["", "x", "²", "-1", "99999"])
def test_minutes_that_cannot_be_read_fill_nothing(app, browser, there, minutes):
    given = {"filling": next(iter(Filling)).value, "where": EVERY, "minutes": minutes}
    answer = browser(there.organiser).post(f"{there.relays}/filling", given)

    assert (answer.status_code, parts(app)) == (422, {})


def offered_in_p1(app, there, *points):
    """Five seats in P1 at each of `points`; 0 where they are named with a minus."""
    with app.app_context():
        p1 = db.session.get(Session, there.p1)
        for name in points:
            point = db.session.get(Point, getattr(there, name.removeprefix("-")))
            seats = 0 if name.startswith("-") else 5
            offer_seats(p1, [Offer(way=Way.POINT, seats=seats, point=point)])
        db.session.commit()


def test_seats_at_a_point_without_a_part_are_named_until_it_has_one(app, browser, there):
    offered_in_p1(app, there, "sin")
    mine = browser(there.organiser)
    before = mine.get(there.relays).text
    mine.post(there.relays, {cell(there, "p1", "sin"): "listen"})

    assert "Seats without a part" in before
    assert re.search(r'desk/seats/P1"><span class="code">P1</span>[^:]*</a>: SIN</li>', before)
    assert "desk/seats/P1" not in mine.get(there.relays).text


def test_one_press_lets_the_points_listen_that_the_page_named_and_is_taken_back(
    app, browser, there
):
    offered_in_p1(app, there, "sin", "tyo", "-bru")
    mine = browser(there.organiser)
    [cells] = re.findall(r'name="cells" value="([^"]+)"', mine.get(there.relays).text)
    browser(there.colleague).post(there.relays, {cell(there, "p1", "sin"): "discuss"})
    sent = {"cells": f"{cells} {there.p1}.{there.bru} x.1 7"}

    answer = mine.post(f"{there.relays}/listening", sent)

    assert answer.status_code == 303
    given = {
        ("P1", "SIN"): ("discuss", 1),
        ("P1", "TYO"): ("listen", 1),
        ("W1", "SIN"): ("listen", 1),
    }
    assert parts(app) == given
    page = mine.get(there.relays).text
    assert "2 parts are changed" in page
    assert "Seats without a part" not in page
    mine.post(re.search(r'action="([^"]+/undoing)"', page)[1])
    assert parts(app) == {("P1", "SIN"): ("discuss", 1)}
    with app.app_context():
        acts = [x.act for x in db.session.query(Entry).filter(Entry.act.like("broadcast.%_parts"))]
        assert acts == ["broadcast.set_parts", "broadcast.set_parts", "broadcast.undo_parts"]


def test_a_session_that_offers_seats_after_the_page_was_seen_is_left_to_the_next_look(
    app, browser, there
):
    mine = browser(there.organiser)
    [cells] = re.findall(r'name="cells" value="([^"]+)"', mine.get(there.relays).text)
    offered_in_p1(app, there, "tyo")

    mine.post(f"{there.relays}/listening", {"cells": cells})

    assert parts(app) == {("W1", "SIN"): ("listen", 1)}
    assert 'desk/seats/P1"' in mine.get(there.relays).text


def test_where_seats_are_set_a_point_without_a_part_is_named_with_the_way_to_give_it_one(
    app, browser, there
):
    offered_in_p1(app, there, "sin", "tyo", "-bru")
    mine, seats = browser(there.organiser), f"{there.url}/desk/seats/P1"
    mine.post(there.relays, {cell(there, "p1", "sin"): "listen"})

    page = mine.get(seats).text

    assert re.findall(r"\((\w+)\)(?:(?!<tr).)*Takes no part in this session", page, re.S) == ["TYO"]
    mine.post(there.relays, {cell(there, "p1", "tyo"): "listen"})
    assert f"{there.relays}/sessions/P1" in page
    assert "no part in this session" not in mine.get(seats).text
