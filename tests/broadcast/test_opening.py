"""Whoever works at a point opens its lines in their time, from its own desk, and no others."""

import re
from datetime import UTC, datetime, time, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from sqlalchemy import select

from forum_app.broadcast.models import Audience, Purpose, Transport
from forum_app.broadcast.rules.links import Secret
from forum_app.broadcast.rules.windows import Needed, Window, windows_at_point
from forum_app.broadcast.services.coordinators import ROLE
from forum_app.broadcast.services.keys import renew_key
from forum_app.broadcast.services.links import edit_link, revoke_link
from forum_app.broadcast.services.relays import Wanted, set_parts
from forum_app.broadcast.services.slots import book, make_crew, make_round
from forum_app.db import db
from forum_app.forums.models import Role
from forum_app.forums.queries import forum_at
from forum_app.models import Entry, Link, Point, Session
from forum_app.programme.services.releases import release_programme

from ..builders import NOW, a_forum, a_point, a_session, a_user, words
from .lines import USUAL, a_line

BY = {"actor": "tests", "now": NOW}
STARTS = datetime(2030, 6, 1, 1, 30, tzinfo=UTC)  # of W1: 08:30 in Hà Nội; it ends at 11:00
CALLED = STARTS - timedelta(minutes=60)
OVER = STARTS + timedelta(hours=3)
TESTED = datetime(2030, 5, 20, 2, 0, tzinfo=UTC)  # 09:00 in Hà Nội


@pytest.fixture
def house(app):
    """SIN follows W1 in a release; TYO has lines of its own. `key` opens the desk of SIN."""
    with app.app_context():
        forum = a_forum(slug="here")
        sin, tyo = (a_point(forum, code=code) for code in ("SIN", "TYO"))
        w1, p1 = (
            a_session(forum, code="W1"),
            a_session(forum, code="P1", starts="14:00", ends="17:00"),
        )
        organiser, coordinator = a_user(forum=forum, role=Role.ORGANISER), a_user()
        ROLE.appoint(sin, coordinator, by=None, **BY)
        wanted = [Wanted(w1, sin, 0, {"role": "listen"}), Wanted(p1, tyo, 0, {"role": "listen"})]
        set_parts(forum, wanted, by=organiser.id, now=NOW)
        release_programme(forum, note=None, by=None, now=NOW)
        crew = {"audience": Audience.CREW}
        phone = {"purpose": Purpose.PHONE, "transport": Transport.PSTN, "address": "tel:+8424"}
        speakers = {"audience": Audience.SPEAKERS, "purpose": Purpose.MEET}
        watch = {"audience": Audience.POINT, "purpose": Purpose.WATCH}
        ids = {
            "own": a_line(forum, point=sin, secret="0wn", purpose=Purpose.CONTRIBUTE, **crew),
            "phone": a_line(forum, point=sin, secret="314159", name=None, **crew | phone),
            "watch": a_line(forum, session=w1, secret="w4tch", **watch),
            "of speakers": a_line(forum, point=sin, secret="sp34k", **speakers),
            "of another": a_line(forum, point=tyo, secret="0ther", **crew),
            "of another session": a_line(forum, session=p1, secret="p1enary", **watch),
            "of delegates": a_line(forum, session=w1, secret="d3leg"),
        }
        there = SimpleNamespace(
            key=renew_key(sin, by=None, **BY),
            users={"organiser": organiser.id, "coordinator": coordinator.id},
            sin=sin.id,
            w1=w1.id,
            **{name.replace(" ", "_"): line.id for name, line in ids.items()},
        )
        db.session.commit()
        return there


@pytest.fixture
def desk(house, browser):
    """desk(how) -> (who looks, where) of the desk of SIN: by role, or behind its secret."""

    def entered(how):
        if how == "key":
            return browser(), f"/en/here/at-point/{house.key}"
        return browser(house.users[how]), "/en/here/points/SIN/desk"

    return entered


def opened(app):
    with app.app_context():
        asked = select(Entry).where(Entry.act == "broadcast.open_line").order_by(Entry.id)
        return [(one.actor, one.object_id, one.facts) for one in db.session.scalars(asked)]


def at(instant):
    return time_machine.travel(instant, tick=False)


@pytest.mark.parametrize("how", ["key", "coordinator", "organiser"])
def test_in_its_time_a_press_leads_to_the_line_and_is_in_the_trail_without_the_secret(
    app, house, desk, how
):
    with at(CALLED):
        mine, there = desk(how)
        shown = mine.get(f"{there}/lines").text
        led = mine.post(f"{there}/lines/{house.own}", {})

    assert "0wn" not in shown
    assert (led.status_code, led.location) == (303, "https://meet.example.org/room?pwd=0wn")
    assert led.headers["Referrer-Policy"] == "no-referrer"
    assert led.headers["Cache-Control"] == "no-store"
    [(actor, line, facts)] = opened(app)
    assert actor == ("point SIN" if how == "key" else f"user {house.users[how]}")
    assert (line, facts) == (house.own, {"revision": 1, "point": "SIN"})


def test_what_a_browser_cannot_open_is_shown_with_its_pin(house, desk):
    with at(STARTS):
        mine, there = desk("key")
        shown = mine.post(f"{there}/lines/{house.phone}", {})

    assert shown.status_code == 200
    assert "314159" in shown.text
    assert "no-store" in shown.headers["Cache-Control"]


@pytest.mark.parametrize("when", [CALLED - timedelta(seconds=1), OVER])
def test_before_and_after_its_time_a_line_opens_nothing_and_the_page_says_when(
    app, house, desk, when
):
    with at(when):
        mine, there = desk("key")
        answer = mine.post(f"{there}/lines/{house.own}", {})

    assert answer.status_code == 409
    assert "This line is not open" in answer.text
    assert ("opens at" in answer.text) == (when < STARTS)
    assert "0wn" not in answer.text + str(answer.headers)
    assert opened(app) == []


@pytest.mark.parametrize(
    "line", ["of_speakers", "of_another", "of_another_session", "of_delegates"]
)
@pytest.mark.parametrize("how", ["key", "coordinator"])
def test_no_line_of_anybody_else_opens_there(app, house, desk, line, how):
    with at(STARTS):
        mine, there = desk(how)
        answer = mine.post(f"{there}/lines/{getattr(house, line)}", {})
        shown = mine.get(f"{there}/lines/rows").text

    assert answer.status_code == 409
    assert shown.count("<li>") == 3
    assert opened(app) == []


@pytest.mark.parametrize("what", ["revoked", "withdrawn", "cancelled and released", "in a draft"])
def test_what_ended_opens_nothing(app, house, desk, what):
    with app.app_context():
        line, point = db.session.get(Link, house.own), db.session.get(Point, house.sin)
        forum, session = forum_at("here"), db.session.get(Session, house.w1)
        if what == "revoked":
            revoke_link(line, seen=line.version, **BY)
        elif what == "withdrawn":
            point.withdrawn_at = NOW
        else:
            session.cancelled_at = NOW
        if what == "cancelled and released":
            release_programme(forum, note=None, by=None, now=NOW)
        db.session.commit()
    with at(STARTS):
        mine, there = desk("key")
        answer = mine.post(f"{there}/lines/{house.own}", {})

    assert answer.status_code == (303 if what == "in a draft" else 409)
    assert ("0wn" in str(answer.headers)) == (what == "in a draft")


def test_around_a_booked_test_the_own_lines_open_and_those_of_a_session_do_not(app, house, desk):
    with app.app_context():
        forum, point = forum_at("here"), db.session.get(Point, house.sin)
        crew = make_crew(forum, "A", {"name": words("Tổ A")}, **BY)
        days = {"first_day": TESTED.date(), "last_day": TESTED.date(), "minutes": 30}
        hours = {"from_time": time(8), "until_time": time(18), "position": 1}
        wanted = {"title": words("Thử đường truyền")} | days | hours
        book(forum, make_round(forum, "line", wanted, **BY), point, crew, TESTED, **BY)
        db.session.commit()
    with at(TESTED - timedelta(minutes=15)):
        mine, there = desk("key")
        led = [mine.post(f"{there}/lines/{line}", {}) for line in (house.own, house.watch)]
    with at(TESTED + timedelta(minutes=45)):
        mine, there = desk("key")
        led.append(mine.post(f"{there}/lines/{house.own}", {}))

    assert [x.status_code for x in led] == [303, 409, 409]


def test_a_line_that_was_changed_leads_to_where_it_is_now(app, house, desk):
    with app.app_context():
        line = db.session.get(Link, house.own)
        secret = Secret(text="n3w", name="pwd")
        wanted = {name: getattr(line, name) for name in USUAL}
        wanted |= {"address": "https://meet.example.org/other"}
        edit_link(line, wanted, secret, seen=line.version, **BY)
        db.session.commit()
    with at(STARTS):
        mine, there = desk("key")
        led = mine.post(f"{there}/lines/{house.own}", {})

    assert led.location == "https://meet.example.org/other?pwd=n3w"


def test_the_page_looks_again_when_a_line_opens_or_closes_though_nobody_changed_it(desk):
    found = []
    for instant in (CALLED - timedelta(minutes=10), CALLED, OVER + timedelta(minutes=1)):
        with at(instant):
            mine, there = desk("key")
            page = mine.get(f"{there}/lines").text
        turn = re.search(r'data-gate-next="(\d+)"', page)
        found.append(int(turn[1]) // 60 if turn else None)

    assert found == [10, 4 * 60, None]


def test_a_renewed_secret_page_opens_no_line(app, house, desk):
    with app.app_context():
        renew_key(db.session.get(Point, house.sin), by=None, **BY)
        db.session.commit()
    with at(STARTS):
        mine, there = desk("key")
        answers = [mine.get(f"{there}/lines"), mine.post(f"{there}/lines/{house.own}", {})]

    assert [x.status_code for x in answers] == [404, 404]
    assert opened(app) == []


def needed(start, end, **given):
    return Needed(starts_at=STARTS + start, ends_at=STARTS + end, **given)


HOUR = timedelta(hours=1)


def test_who_is_called_earlier_opens_earlier():
    called = needed(HOUR * 0, HOUR, called_at=STARTS - 2 * HOUR)

    assert windows_at_point((None, None), [called]) == [
        Window(STARTS - 2 * HOUR, STARTS + HOUR + HOUR / 2)
    ]


def test_ends_that_were_set_hold_in_a_session_and_cut_a_test():
    own = (STARTS, STARTS + HOUR)
    session, test = needed(HOUR * 0, HOUR), needed(-HOUR, HOUR / 4, is_test=True)
    beyond = needed(5 * HOUR, 6 * HOUR, is_test=True)

    assert windows_at_point(own, [session, test, beyond]) == [
        Window(STARTS, STARTS + HOUR),
        Window(STARTS, STARTS + HOUR / 2),
    ]
