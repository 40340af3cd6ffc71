"""One door for everybody: at their minute they are in the right place, and nobody else is."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from forum_app.broadcast.rules.links import Secret
from forum_app.broadcast.services.links import edit_link, revoke_link
from forum_app.db import db
from forum_app.live.models import LiveVersion
from forum_app.models import Link, Place, Point, Session
from forum_app.programme.queries import released_session_at
from forum_app.registration.queries.gate import at_gate, person_of_user
from forum_app.registration.services import changes
from forum_app.registration.services.gate import look, open_line

from ...broadcast.lines import USUAL, a_line
from ...builders import NOW
from ..applications import online, registered
from .seen import (
    GREEN,
    MEET,
    PHONE,
    SECRETS,
    STARTS,
    WATCH,
    entries,
    forum_id,
    openings,
    own_link,
    registration_of,
    the_forum,
)


def test_one_press_checks_in_and_leads_to_the_line_with_its_secret(app, at, house):
    for _ in range(3):
        answer = at("online", press=True)

    assert answer.status_code == 303
    assert answer.location == f"https://meet.example.org/room?pwd={MEET}"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert entries(app) == [("online", house.meet, 1)]
    opened = (f"user {house.users['online']}", house.meet)
    facts = {"revision": 1, "session": "W1", "way": "online"}
    assert openings(app) == [(*opened, facts)] * 3


@pytest.mark.parametrize("minutes", [-60, -10, 0, 200, 400])
def test_looking_changes_nothing_and_shows_no_secret(app, at, minutes):
    pages = [at(who, minutes).text for who in ("online", "point", "speaker", "hall")]

    assert not any(secret in page for secret in SECRETS for page in pages)
    assert (entries(app), openings(app)) == ([], [])


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("of P1", "You have no place in this session."),
        ("withdrawn", "withdrawn or declined"),
        ("unconfirmed", "not confirmed yet"),
        ("nobody", "Nobody is registered"),
        ("organiser", "Nobody is registered"),
        ("elsewhere", "Nobody is registered"),
    ],
)
def test_a_copied_address_admits_nobody_and_says_why(app, at, house, who, sentence):
    looked, pressed = at(who), at(who, press=True)
    picked = at(who, press=True, line=str(house.meet))

    assert sentence in looked.text
    assert (pressed.status_code, picked.status_code) == (409, 409)
    assert sentence in pressed.text
    assert (entries(app), openings(app)) == ([], [])


def test_a_stranger_signs_in_first_and_is_led_back(at):
    looked = at(None)

    assert looked.status_code == 302
    assert looked.location.endswith("/en/sign-in?next=/en/here/join/W1")
    signing_in, elsewhere = at(None, path=looked.location), at(None, path="/en/sign-in?next=/en/")
    assert 'href="/en/here/registration">Have my link sent again' in signing_in.text
    assert "Registered without an account?" not in elsewhere.text
    assert at(None, press=True).status_code == 401


def test_nobody_is_early(app, at):
    early = at("online", -16, press=True)

    assert early.status_code == 409
    assert "The gate opens at" in early.text
    assert 'data-gate-left="60"' in early.text
    assert at("online", -15, press=True).status_code == 303


def test_the_phone_is_on_a_page_for_whoever_pressed(at, house):
    shown = at("online", press=True, line=str(house.phone))

    assert (shown.status_code, PHONE in shown.text) == (200, True)
    assert shown.headers["Cache-Control"] == "no-store"


def test_the_hall_has_a_seat_and_no_line(app, at):
    assert "You have a seat in the hall" in at("hall").text
    assert at("hall", press=True).status_code == 409
    assert entries(app) == []


@pytest.mark.parametrize("who", ["hall", "point", "online"])
def test_a_session_that_is_over_has_its_recording_and_nothing_else(app, at, house, who):
    with app.app_context():
        session = db.session.query(Session).filter_by(code="W1").first()
        a_line(the_forum(), session=session, secret="tape", purpose="recording")
        db.session.commit()

    before, after = at(who), at(who, 24 * 60)

    assert "The session is over: this is its recording." in after.text
    assert "Open the recording" in after.text
    for words in ("You have a seat", "You enter as", "data-offered"):
        assert words not in after.text
    assert "You have a seat" in before.text or "You enter as" in before.text


def test_who_had_a_seat_in_the_hall_is_not_asked_for_a_ticket_when_it_is_over(at):
    after = at("hall", 24 * 60)

    assert "There is no recording of it here." in after.text
    assert "show your ticket" not in after.text


def test_a_seat_that_its_point_has_not_given_yet_opens_nothing(app, at):
    with app.app_context():
        db.session.execute(update(Point).where(Point.code == "SIN").values(seating="approval"))
        db.session.commit()
    before = at("point", press=True)
    with app.app_context():
        db.session.execute(update(Place).where(Place.way == "point").values(approved_at=NOW))
        db.session.commit()

    assert (before.status_code, WATCH in before.text, openings(app)) == (409, False, [])
    assert at("point", press=True).status_code == 303


def test_a_point_has_its_own_line_and_no_other(app, at, house):
    assert "You have a seat at a point" in at("point").text
    refused = at("point", press=True, line=str(house.meet))

    opened = at("point", press=True)

    assert refused.status_code == 409
    assert opened.location.endswith(f"?pwd={WATCH}")
    assert entries(app) == [("point", house.watch, 1)]


@pytest.mark.parametrize("who", ["online", "point", "hall", "of P1", "nobody", "organiser"])
def test_the_green_room_and_the_crew_are_nobody_elses(at, house, who):
    for line in (house.green, house.crew):
        assert at(who, press=True, line=str(line)).status_code == 409
    assert "reen room" not in at(who, -20).text


def test_speakers_have_the_green_room_half_an_hour_before(app, at):
    assert at("speaker", -31, press=True).status_code == 409

    opened = at("speaker", -30, press=True)

    assert opened.location.endswith(f"?pwd={GREEN}")
    assert entries(app) == []  # who speaks is counted on the stage


def test_a_line_that_changes_in_the_last_minute_leads_to_the_new_one(app, at, house):
    at("online", -1)
    with app.app_context():
        line = db.session.get_one(Link, house.meet)
        wanted = {name: getattr(line, name) for name in USUAL}
        wanted["address"] = "https://meet.example.org/other"
        edit_link(line, wanted, Secret(text="n3w"), seen=1, actor="tests", now=NOW)
        db.session.commit()

    assert at("online", press=True).location == "https://meet.example.org/other?pwd=n3w"
    assert entries(app) == [("online", house.meet, 2)]


def test_whoever_waits_listens_to_what_a_change_of_lines_touches(app, at, browser, house):
    topic = f"lines.{forum_id(app)}"
    assert f"/live?t={topic}~" in at("online").text
    organiser = browser(house.users["organiser"])

    organiser.post(f"/en/here/desk/lines/{house.meet}/revocation", {"seen": "1"})

    with app.app_context():
        version = db.session.get_one(LiveVersion, topic).version
    assert version >= 1
    assert at("online", press=True).headers.get("Location") is None


def test_a_revoked_line_opens_nothing_and_its_backup_is_next(app, at, house):
    with app.app_context():
        revoke_link(db.session.get_one(Link, house.meet), seen=1, actor="tests", now=NOW)
        db.session.commit()

    assert at("online", press=True, line=str(house.meet)).status_code == 409
    assert PHONE in at("online", press=True).text


@pytest.mark.parametrize("what", ["line", "place", None])
def test_what_changes_between_the_look_and_the_press_is_looked_at_again(app, house, what):
    with app.app_context():
        forum = the_forum()
        session = released_session_at(forum, "W1")
        person = person_of_user(forum, house.users["online"])
        opening = look(at_gate(forum, session, person), None, now=STARTS)
        if what == "line":
            changed = update(Link).where(Link.id == house.meet).values(version=2)
            db.session.execute(changed.execution_options(synchronize_session=False))
        if what == "place":
            delegate = db.session.scalars(registration_of(house.users["online"])).one()
            changes.withdraw(delegate, actor="tests", now=NOW)

        opened = open_line(opening, actor="tests", at=NOW)

    assert opened is (what is None)


def test_only_what_is_released_counts(app, at):
    with app.app_context():
        session = db.session.scalars(
            select(Session).filter_by(code="W1", forum_id=the_forum().id)
        ).one()
        session.starts_wall += timedelta(hours=3)
        session.ends_wall += timedelta(hours=3)
        db.session.commit()

    assert at("online", press=True).status_code == 303


def test_the_link_of_the_mail_is_the_same_gate(app, at, house):
    own = own_link(app, house.users["online"])

    opened = at(None, press=True, path=f"{own}/join/W1")

    assert f"{own}/join/W1" in at(None, path=own).text
    assert opened.location.endswith(f"?pwd={MEET}")
    assert entries(app) == [("online", house.meet, 1)]
    assert openings(app)[0][0].startswith("delegate ")


def test_the_link_of_a_registration_that_ended_opens_nothing_of_the_next(app, at, house):
    own = own_link(app, house.users["online"])
    with app.app_context():
        ended = db.session.scalars(registration_of(house.users["online"])).one()
        email = ended.person.email
        changes.withdraw(ended, actor="tests", now=NOW)
        registered(the_forum(), online("W1"), email=email)
        db.session.commit()

    refused = at(None, press=True, path=f"{own}/join/W1")

    assert refused.status_code == 409
    assert "withdrawn or declined" in refused.text
    assert at("online", press=True).status_code == 303


def test_camera_and_microphone_may_be_used_on_this_page_alone(at):
    gate, other = at("online").headers, at("online", path="/en/here/").headers

    assert "camera=(self)" in gate["Permissions-Policy"]
    assert "microphone=(self)" in gate["Permissions-Policy"]
    assert "form-action 'self' https:" in gate["Content-Security-Policy"]
    assert "camera=()" in other["Permissions-Policy"]
    assert "microphone=()" in other["Permissions-Policy"]


def test_a_wrong_session_is_not_there(at):
    assert at("online", path="/en/here/join/W9").status_code == 404
