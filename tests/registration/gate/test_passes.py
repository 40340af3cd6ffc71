"""The gate behind one's own mailed link: its address names a pass of one browser, and no secret."""

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select, update

from forum_app import seal
from forum_app.db import db
from forum_app.models import Appearance, Delegate, Person
from forum_app.programme.services.speaking import page_for
from forum_app.registration.services import changes
from forum_app.registration.views.passes import MOST

from ...builders import NOW, a_session
from .seen import GATE, GREEN, MEET, STARTS, entries, openings, own_link, registration_of, the_forum

pytestmark = pytest.mark.same_rows


@pytest.fixture
def came(app, browser, house):
    """A browser at its gate by the link of "online", that link, and the address it was led to."""
    own = own_link(app, house.users["online"])
    with time_machine.travel(STARTS, tick=False):
        holder = browser(None)
        led = holder.get(f"{own}/join/W1")
        assert led.status_code == 303
        yield holder, own, led.location


def test_no_address_of_the_gate_says_the_secret_of_the_link(came):
    holder, own, address = came
    page = holder.get(address).text

    assert re.fullmatch(r"/en/here/join/W1\?as=[0-9a-f]{8}", address)
    assert f'action="{address}"' in page
    assert own.rsplit("/", 1)[1] not in page + address


def test_a_copied_address_admits_nobody(app, browser, came):
    _, _, address = came
    other = browser(None)
    looked, asked = other.get(address), other.get(address.replace("?", "/lines?"))
    pressed = other.post(address)

    for answer in (looked, asked, pressed):
        assert answer.status_code == 403
        assert "This gate was opened in another browser" in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        assert MEET not in answer.text
    assert "/en/sign-in?next=/en/here/join/W1" in looked.text
    assert (entries(app), openings(app)) == ([], [])


def test_a_name_that_was_guessed_or_is_none_opens_nothing(came):
    holder, _, address = came
    for name in ("", "0", "00000000", address[-8:].upper() + "x", address[-7:]):
        answer = holder.post(address[:-8] + name)
        assert answer.status_code == (403 if name else 401)


def test_who_is_signed_in_is_led_from_a_copied_address_to_their_own_gate(app, browser, came, house):
    _, _, address = came
    other = browser(house.users["hall"])
    looked, pressed = other.get(f"{address}&channel=en.audio"), other.post(address)
    renewed = other.get(address.replace("?", "/lines?"))

    assert (looked.status_code, looked.location) == (303, f"{GATE}?channel=en.audio")
    assert "You have a seat in the hall" in other.get(GATE).text
    assert (renewed.status_code, pressed.status_code) == (403, 403)
    assert entries(app) == []


def test_a_renewed_link_takes_its_passes_along(app, came, house):
    holder, _, address = came
    with app.app_context():
        delegate = db.session.scalars(registration_of(house.users["online"])).one()
        changes.renew_link(delegate, actor="tests", now=NOW)
        db.session.commit()

    assert [holder.get(address).status_code, holder.post(address).status_code] == [403, 403]
    assert entries(app) == []


def test_each_address_acts_for_its_own_person_though_one_browser_holds_both(app, came, house):
    holder, _, first = came
    second = holder.get(f"{own_link(app, house.users['point'])}/join/W1").location

    assert "You have a seat at a point" in holder.get(second).text
    assert "You have a seat at a point" not in holder.get(first).text
    for address in (first, second, first):
        assert holder.post(address).status_code == 303
    assert sorted(way for way, *_ in entries(app)) == ["online", "point"]


def test_a_browser_keeps_the_latest_passes_alone(app, came, house):
    holder, _, address = came
    for _ in range(MOST - 1):
        last = holder.get(f"{own_link(app, house.users['point'])}/join/W1").location
    assert holder.get(address).status_code == 200
    holder.get(f"{own_link(app, house.users['hall'])}/join/W1")

    assert (holder.get(last).status_code, holder.get(address).status_code) == (200, 403)


def test_a_pass_of_one_forum_is_none_in_another(app, came):
    holder, _, address = came

    assert holder.get(address.replace("/here/", "/there/")).status_code == 403


def test_signing_in_or_out_leaves_no_pass_behind(came):
    holder, _, address = came
    holder.post("/en/sign-out/here")

    assert holder.get(address).status_code == 403


def test_the_way_there_keeps_channel_and_language(came):
    holder, own, _ = came
    asked = "channel=en.audio&as=other&_scheme=ftp&_external=1&endpoint=x&code=W7"
    led = holder.get(f"{own}/join/W1?{asked}".replace("/en/", "/vi/", 1))

    assert re.fullmatch(r"/vi/here/join/W1\?channel=en\.audio&as=[0-9a-f]{8}", led.location)
    page = holder.get(led.location).text
    assert f'href="{led.location.replace("/vi/", "/en/").replace("&", "&amp;")}"' in page


def test_a_look_at_the_way_there_writes_no_row_and_is_kept_by_nobody(app, came):
    holder, own, _ = came
    led = holder.get(f"{own}/join/W1")

    assert led.headers["Cache-Control"] == "no-store"
    assert led.headers["Referrer-Policy"] == "no-referrer"
    assert (entries(app), openings(app)) == ([], [])


def test_a_link_that_cannot_be_read_again_still_says_why_nobody_is_let_in(app, came, house):
    holder, _, address = came
    with app.app_context():
        broken = update(Delegate).values(link_sealed="broken")
        db.session.execute(broken.execution_options(synchronize_session=False))
        delegate = db.session.scalars(registration_of(house.users["online"])).one()
        changes.withdraw(delegate, actor="tests", now=NOW)
        db.session.commit()

    page = holder.get(address)

    assert (page.status_code, "withdrawn or declined" in page.text) == (200, True)


@pytest.fixture
def speakers_page(app, house):
    """The address of the own page of "speaker", who has no account any more."""
    with app.app_context():
        speaker = db.session.scalars(select(Person).filter_by(user_id=house.users["speaker"])).one()
        page = page_for(speaker, now=NOW)
        speaker.user_id = None
        db.session.commit()
        return f"/en/here/speaker/{seal.opened(page.link_sealed)}"


def test_a_speaker_without_an_account_comes_to_the_green_room_by_their_own_page(
    app, house, browser, speakers_page
):
    with time_machine.travel(STARTS - timedelta(minutes=30), tick=False):
        holder = browser(None)
        assert f'href="{speakers_page}/join/W1"' in holder.get(speakers_page).text
        led = holder.get(f"{speakers_page}/join/W1")
        shown, copied = holder.get(led.location), browser(None).get(led.location)
        pressed = holder.post(led.location)

    assert re.fullmatch(r"/en/here/join/W1\?as=[0-9a-f]{8}", led.location)
    assert "Enter the green room" in shown.text
    assert speakers_page.rsplit("/", 1)[1] not in shown.text
    assert (copied.status_code, GREEN in pressed.location) == (403, True)
    assert [(who.split()[0], line) for who, line, _ in openings(app)] == [("speaker", house.green)]


def test_a_speaker_is_led_back_to_their_own_page_where_they_are_not_let_in(browser, speakers_page):
    holder = browser(None)
    page = holder.get(holder.get(f"{speakers_page}/join/P1").location).text

    assert f'<a href="{speakers_page}">My part in the programme</a>' in page
    assert "You are not in this session as it is released" in page
    assert "under the account you are signed in with" not in page


def test_a_session_that_is_not_released_or_was_declined_has_no_gate_on_a_speakers_page(
    app, house, browser, speakers_page
):
    holder = browser(None)
    with app.app_context():
        a_session(the_forum(), code="W7", online=9)
        appearance = db.session.scalars(select(Appearance)).one()
        appearance.confirmed_at, appearance.declined_at = None, NOW
        db.session.commit()

    assert "/join/W1" not in holder.get(speakers_page).text
    assert holder.get(f"{speakers_page}/join/W7").status_code == 404
