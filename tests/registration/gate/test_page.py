"""What the gate says, and what leads on from it."""

import pytest
from sqlalchemy import select, update

from forum_app.db import db
from forum_app.models import Link, Session
from forum_app.programme.services.releases import release_programme

from ...builders import NOW, a_session
from .seen import MEET, PHONE, own_link, registration_of, the_forum

pytestmark = pytest.mark.same_rows


def test_whoever_is_not_let_in_is_led_to_their_own_registration(app, at, house):
    own = own_link(app, house.users["of P1"])

    assert f'href="{own}"' in at("of P1", path=f"{own}/join/W1").text
    with app.app_context():
        uuid = db.session.scalars(registration_of(house.users["of P1"])).one().uuid
    assert f"/en/here/registrations/{uuid}" in at("of P1").text
    assert 'href="/en/here/registration"' in at("nobody").text


def test_the_gate_says_as_whom_and_where_to_a_press_leads(app, at, house):
    page = at("online").text

    assert "You enter as Delegate" in page
    assert "It leads on to meet.example.org." in page
    assert "You come as" not in page


def test_the_gate_says_as_whom_one_comes_before_it_opens_and_where_it_does_not(at):
    for who, minutes in (("online", -16), ("of P1", 0), ("hall", 0), ("speaker", -40)):
        assert "You come as " in at(who, minutes).text
    assert "You come as" not in at("nobody").text


def test_a_passcode_that_is_typed_there_is_told_before_and_shown_first(app, at, house):
    with app.app_context():
        change = update(Link).where(Link.id == house.meet).values(secret_name=None)
        db.session.execute(change.execution_options(synchronize_session=False))
        db.session.commit()

    page, pressed = at("online").text, at("online", press=True)

    assert "The passcode is shown first." in page
    assert (pressed.status_code, MEET in pressed.text) == (200, True)
    assert "You are asked for the passcode there." in pressed.text


def test_a_telephone_dials_meeting_and_pin_by_itself(app, at, house):
    with app.app_context():
        changed = update(Link).where(Link.id == house.phone).values(room="812 3456")
        db.session.execute(changed.execution_options(synchronize_session=False))
        db.session.commit()

    shown = at("online", press=True, line=str(house.phone)).text

    assert f'href="tel:+8424,,8123456#,,{PHONE}#"' in shown


def test_a_name_in_vietnamese_letters_is_led_to_as_networks_write_it(app, at, house):
    with app.app_context():
        change = update(Link).where(Link.id == house.meet)
        change = change.values(address="https://hội-nghị.vn/phòng")
        db.session.execute(change.execution_options(synchronize_session=False))
        db.session.commit()

    led = at("online", press=True).headers["Location"]

    assert led == f"https://xn--hi-ngh-gl8b5d.vn/ph%C3%B2ng?pwd={MEET}"


def test_a_session_that_is_only_planned_has_no_gate(app, at, house):
    with app.app_context():
        a_session(the_forum(), code="W7", online=9)
        db.session.commit()

    came = [at("online", path="/en/here/join/W7", press=press) for press in (False, True)]

    assert [answer.status_code for answer in came] == [404, 404]


def test_a_session_that_people_were_told_is_cancelled_opens_nothing(app, at, house):
    before = at("online").text
    with app.app_context():
        session = db.session.scalars(
            select(Session).filter_by(forum_id=the_forum().id, code="W1")
        ).one()
        session.cancelled_at = NOW
        db.session.flush()
        release_programme(the_forum(), note=None, by=None, now=NOW)
        db.session.commit()

    after, pressed = at("online").text, at("online", press=True, line=str(house.meet))

    assert ("gate-join" in before, "gate-join" in after) == (True, False)
    assert "This session is cancelled" in after
    assert (pressed.status_code, MEET in pressed.text) == (409, False)


def test_whoever_sits_at_a_point_is_not_asked_to_try_a_camera(at):
    offered = {who: 'id="gate-check" data-offered' in at(who).text for who in ("online", "point")}

    assert offered == {"online": True, "point": False}
