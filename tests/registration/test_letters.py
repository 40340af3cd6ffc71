"""What the letters about a registration say, read as a mailbox shows them."""

import email
import email.policy
from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from forum_app import seal, worker
from forum_app.db import db
from forum_app.forums.models import Seating
from forum_app.models import Forum, Message, Place, Point
from forum_app.registration.rules.tickets import code_in, payload_of
from forum_app.registration.services import changes, decisions, submissions
from forum_app.registration.services.at_point import approve

from ..builders import a_category, a_forum, a_point, a_session, release
from .applications import LATER, at_point, hall, online, registered, waits_for

pytestmark = pytest.mark.same_rows


@pytest.fixture
def letters(app, tmp_path):
    """letters() -> what left since, oldest first, each parsed."""
    read = set()

    def sent():
        worker.run_once(app, LATER)
        files = [f for f in sorted((tmp_path / "mail").glob("*.eml")) if f not in read]
        read.update(files)
        return [
            email.message_from_bytes(f.read_bytes(), policy=email.policy.default) for f in files
        ]

    return sent


@pytest.fixture
def forum_id(app):
    with app.app_context():
        forum = a_forum()
        sin = a_point(forum, code="SIN", name="Singapore", zone="Asia/Singapore")
        a_session(forum, code="W1", hall=1, online=9, points=[(sin, 9)])
        a_session(forum, code="P1", starts="14:00", ends="17:00", hall=9)
        release(forum)
        db.session.commit()
        return forum.id


def act(app, forum_id, what):
    """Do `what(forum)` and commit; what it returns."""
    with app.app_context():
        done = what(db.session.get_one(Forum, forum_id))
        db.session.commit()
        return done


def link_in(app):
    with app.app_context():
        sealed = db.session.scalar(db.text("SELECT link_sealed FROM delegates ORDER BY id"))
        return seal.opened(sealed)


def test_the_first_letter_holds_link_ticket_agenda_and_calendar(app, forum_id, letters):
    act(app, forum_id, lambda forum: registered(forum, hall("W1"), confirmed=False).id)

    (letter,) = letters()

    text = letter.get_body(("plain",)).get_content()
    kinds = [part.get_content_type() for part in letter.walk()]
    assert f"/registration/{link_in(app)}" in text
    assert "08:30–11:00 · W1" in text
    assert {"image/png", "text/calendar"} <= set(kinds)
    assert "received" in letter["Subject"]


def test_a_place_at_a_point_is_told_in_its_own_time_too(app, forum_id, letters):
    act(app, forum_id, lambda forum: registered(forum, at_point("W1", "SIN")).id)

    text = letters()[0].get_body(("plain",)).get_content()

    assert "Singapore (SIN)" in text
    assert "09:30" in text
    assert "(UTC+8)" in text


def _approved(_forum):
    place = db.session.query(Place).one()
    approve(place, place.point, actor="tests", now=LATER)


def test_a_seat_that_its_point_decides_about_says_so_until_it_did(app, forum_id, letters):
    def register(forum):
        sin = db.session.query(Point).filter_by(code="SIN").one()
        sin.seating = Seating.APPROVAL
        registered(forum, at_point("W1", "SIN"))

    act(app, forum_id, register)
    (before,) = letters()
    act(app, forum_id, _approved)
    (after,) = letters()

    decides = "Your seat: Its coordinator decides who sits there"
    assert decides in before.get_body(("plain",)).get_content()
    assert decides not in after.get_body(("plain",)).get_content()


def test_whoever_registered_another_reads_in_the_subject_whom_it_is_about(app, forum_id, letters):
    def register(forum):
        one = registered(forum, hall("P1"), name="Vy", email="vy@example.org")
        other = registered(forum, hall("P1"), name="Sam", email="sam@example.org")
        other.registered_by_id, other.person.email = one.person_id, None

    act(app, forum_id, register)

    subjects = [letter["Subject"] for letter in letters()]
    assert [subject.partition(" · ")[0] for subject in subjects if "Sam" in subject] == ["Sam"]
    assert not any("Vy" in subject for subject in subjects)


def test_letters_speak_the_language_chosen(app, forum_id, letters):
    act(app, forum_id, lambda forum: registered(forum, hall("W1"), lang="vi").id)

    (letter,) = letters()

    assert letter["Subject"].startswith("Đã nhận đăng ký")
    assert letter["Content-Language"] == "vi"
    assert "Xem hoặc đổi đăng ký" in letter.get_body(("plain",)).get_content()


@pytest.mark.parametrize("name", ["http://evil.example", "[x](http://evil.example)", "<a href=x>"])
def test_a_name_never_becomes_a_link(app, forum_id, letters, name):
    act(app, forum_id, lambda forum: registered(forum, hall("W1"), name=name).id)

    (letter,) = letters()

    assert "http://evil" not in letter.get_body(("plain",)).get_content()
    html = letter.get_body(("html",)).get_content()
    assert "http://evil" not in html
    assert "<a href=x>" not in html


def test_whoever_is_promoted_is_told_so_with_a_new_calendar(app, forum_id, letters):
    def wait(forum):
        first = registered(forum, hall("W1"))
        return first.id, waits_for(forum, meanwhile="online").person.email

    def promote(_forum):
        changes.withdraw(changes.lock_delegate(first), actor="tests", now=LATER)

    first, address = act(app, forum_id, wait)
    before = next(next(iter(calendar_of(x).events)) for x in letters() if x["To"] == address)
    act(app, forum_id, promote)

    (promoted,) = [x for x in letters() if x["To"] == address]
    assert promoted["Subject"].startswith("A seat for you: W1")
    after = next(iter(calendar_of(promoted).events))
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert (before["LOCATION"], after["STATUS"]) == ("Online", "CONFIRMED")


def test_a_withdrawal_cancels_what_the_calendar_held_under_the_same_name(app, forum_id, letters):
    delegate_id = act(app, forum_id, lambda forum: registered(forum, hall("W1")).id)
    before = next(iter(calendar_of(letters()[0]).events))

    def withdraw(_forum):
        changes.withdraw(changes.lock_delegate(delegate_id), actor="tests", now=LATER)

    act(app, forum_id, withdraw)

    after = next(iter(calendar_of(letters()[0]).events))
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert (before["STATUS"], after["STATUS"]) == ("CONFIRMED", "CANCELLED")


def test_the_calendar_carries_the_rules_of_its_zone(app, forum_id, letters):
    act(app, forum_id, lambda forum: registered(forum, hall("W1")).id)

    calendar = calendar_of(letters()[0])

    assert [zone["TZID"] for zone in calendar.timezones] == ["Asia/Ho_Chi_Minh"]
    start = next(iter(calendar.events))["DTSTART"].dt
    assert (start.hour, start.utcoffset()) == (8, timedelta(hours=7))


def test_a_decision_is_told_with_its_reason(app, forum_id, letters):
    def decide(forum):
        a_category(forum, code="press", needs_approval=True)
        yes = registered(forum, hall("P1"), category="press")
        no = registered(forum, hall("P1"), category="press")
        decisions.approve(yes, actor="tests", now=LATER)
        decisions.decline(no, reason="The list of press is full.", actor="tests", now=LATER)

    act(app, forum_id, decide)

    said = {letter["Subject"].split()[-1]: letter for letter in letters()}
    assert {"confirmed", "declined"} <= set(said)
    assert "press is full" in said["declined"].get_body(("plain",)).get_content()


def test_what_is_no_longer_true_is_not_said(app, forum_id, letters):
    def promote_and_leave(forum):
        first = registered(forum, hall("W1"))
        second = waits_for(forum)
        changes.withdraw(first, actor="tests", now=LATER)
        changes.change(forum, second, [online("W1")], actor="tests", now=LATER)

    act(app, forum_id, promote_and_leave)

    assert not [x for x in letters() if x["Subject"].startswith("A seat for you")]
    with app.app_context():
        state = select(Message.state).where(Message.template == "registration.promoted")
        assert db.session.scalar(state) == "cancelled"


def test_the_code_of_a_ticket_is_ours_for_this_forum_only_and_names_nobody(app):
    with app.app_context():
        payload = payload_of(1, "ABCDEFGH23456701")

    assert code_in(payload, 1) == "ABCDEFGH23456701"
    assert code_in(payload.lower(), 1) == "ABCDEFGH23456701"
    assert code_in(payload, 2) is None
    for place in range(len(payload)):
        altered = payload[:place] + ("A" if payload[place] != "A" else "B") + payload[place + 1 :]
        assert code_in(altered, 1) is None


def calendar_of(letter):
    (part,) = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    return Calendar.from_ical(part.get_payload(decode=True))


def test_a_letter_says_of_each_place_and_line_where_and_how(app, forum_id, letters):
    def register(forum):
        registered(forum, hall("W1"), email="first@example.org")
        registered(forum, hall("W1", wait=True, meanwhile="online"), email="second@example.org")

    act(app, forum_id, register)

    text = {x["To"]: x.get_body(("plain",)).get_content() for x in letters()}
    assert "In the hall" in text["first@example.org"]
    assert "In the hall: Online" not in " ".join(text["second@example.org"].split())
    assert "How you attend: Online" in " ".join(text["second@example.org"].split())
    assert "On the waiting list: 0 people before you" in " ".join(
        text["second@example.org"].split()
    )
    assert "In the hall: Room, Convention Center" in " ".join(text["second@example.org"].split())


def test_whoever_asks_for_the_link_before_confirming_is_asked_to_confirm(app, forum_id, letters):
    act(app, forum_id, lambda forum: registered(forum, hall("W1"), confirmed=False).id)
    (first,) = letters()

    act(app, forum_id, lambda forum: submissions.send_links(forum, first["To"], "en", now=LATER))

    (again,) = letters()
    for letter in (first, again):
        assert (
            "Please confirm that this registration is yours."
            in letter.get_body(("plain",)).get_content()
        )
        assert "Confirm the address" in letter.get_body(("plain",)).get_content()


def test_whoever_confirms_has_a_letter_with_a_calendar_that_is_certain(app, forum_id, letters):
    delegate_id = act(
        app, forum_id, lambda forum: registered(forum, hall("W1"), confirmed=False).id
    )
    before = next(iter(calendar_of(letters()[0]).events))

    def confirm(_forum):
        delegate = changes.lock_delegate(delegate_id)
        decisions.confirm_address(delegate, actor="tests", now=LATER)

    act(app, forum_id, confirm)

    (letter,) = letters()
    after = next(iter(calendar_of(letter).events))
    assert letter["Subject"].endswith("confirmed")
    assert (before["STATUS"], after["STATUS"]) == ("TENTATIVE", "CONFIRMED")
    assert after["SEQUENCE"] > before["SEQUENCE"]
