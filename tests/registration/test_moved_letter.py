"""What the letter to whom a release moved says, in both languages, with its calendars."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from icalendar import Calendar

from forum_app import clock
from forum_app.db import db
from forum_app.models import Appearance, Delegate, Forum, Person, Point, Session, Talk
from forum_app.programme.models import AppearanceRole, Way
from forum_app.programme.services.releases import release_programme
from forum_app.programme.services.sessions import let_appear
from forum_app.programme.services.speaking import page_for
from forum_app.registration.tasks.moved import write_moved

from ..builders import a_forum, a_person, a_point, a_session, a_user, words
from .applications import at_point, hall, registered, withdraw
from .moved import facts_for, released, shift

pytestmark = pytest.mark.same_rows

HOW = {"documented": False, "from_documented": False}


@pytest.fixture
def site(app):
    """W1 and W2, one after the other, released; Vy comes to both, Sam to W1 at Singapore."""
    with app.app_context():
        forum = a_forum()
        sin = a_point(forum, code="SIN", name="Singapore", zone="Asia/Singapore")
        w1 = a_session(forum, code="W1", hall=5, points=[(sin, 5)])
        w2 = a_session(forum, code="W2", starts="11:00", ends="12:00", hall=5)
        w1.hall.name, w2.hall.name = words("Phòng 1", "Room 1"), words("Phòng 2", "Room 2")
        now = clock.now() - timedelta(hours=2)
        let_appear(
            a_person(forum, "Lim", email="lim@example.org"),
            *(w1, AppearanceRole.SPEAKER, Way.HALL),
            **HOW,
            now=now,
        )
        release_programme(forum, note=None, by=None, now=now)
        given = {"now": now + timedelta(hours=1)}
        registered(forum, hall("W1"), hall("W2"), name="Vy", email="vy@x.org", lang="vi", **given)
        registered(forum, at_point("W1", "SIN"), name="Sam", email="sam@x.org", **given)
        db.session.commit()
        return SimpleNamespace(id=forum.id, slug=forum.slug)


@pytest.fixture
def letters(app, site, mail):
    """letters(change) -> address -> the letter about the release of what `change` did."""

    def sent(change, note=None):
        mail()
        with app.app_context():
            forum = db.session.get_one(Forum, site.id)
            sessions = {x.code: x for x in db.session.query(Session)}
            change(sessions)
            db.session.flush()
            release_programme(forum, note=note, by=None, now=clock.now(), write=True)
            db.session.commit()
        return {x["To"]: x for x in (*mail(), *mail()) if "W" in x["Subject"]}

    return sent


def letter_of(app, facts):
    with app.test_request_context():
        return write_moved(facts, "en")


def text_of(letter):
    return letter.get_body(("plain",)).get_content()


def events_of(letter, name):
    (file,) = [x for x in letter.iter_attachments() if x.get_filename() == name]
    calendar = Calendar.from_ical(file.get_content())
    return {x["SUMMARY"][:2]: x for x in calendar.events}


def later(sessions):
    """W1 by two hours and a quarter, into W2, and into its hall; W2 to the other hall."""
    for wall in ("starts_wall", "ends_wall"):
        moved = getattr(sessions["W1"], wall) + timedelta(hours=2, minutes=15)
        setattr(sessions["W1"], wall, moved)
    halls = sessions["W1"].hall_id, sessions["W2"].hall_id
    sessions["W2"].hall_id, sessions["W1"].hall_id = halls


def cancelled(sessions):
    sessions["W1"].cancelled_at = clock.now()


def test_each_person_whose_plan_moved_has_one_letter_with_what_moved_now_and_there(letters):
    found = letters(later, note=words("Đổi phòng", "Rooms changed"))

    assert set(found) == {"vy@x.org", "sam@x.org", "lim@example.org"}
    said = text_of(found["sam@x.org"])
    assert found["sam@x.org"]["Subject"] == "Changed for you: W1"
    assert "The organisers say: Rooms changed" in said
    assert "Moved from 08:30 to 10:45." in said  # the hall is nothing to Sam
    assert "When: Sat 1 Jun, 10:45–13:15 (Hà Nội, UTC+7)" in said
    assert "Local time there: 11:45 Saturday, 1 June 2030 (UTC+8)" in said
    assert "At a point: Singapore (SIN)" in said


def test_it_names_whom_it_is_about_and_to_who_registered_them_in_the_subject_too(letters):
    def for_another(sessions):
        later(sessions)
        vy, sam = (
            db.session.query(Delegate).join(Person, Person.id == Delegate.person_id).filter(x).one()
            for x in (Person.email == "vy@x.org", Person.email == "sam@x.org")
        )
        sam.registered_by_id, sam.person.email = vy.person_id, None
        withdraw(vy)

    found = letters(for_another)

    assert set(found) == {"vy@x.org", "lim@example.org"}
    assert found["vy@x.org"]["Subject"] == "Sam · Changed for you: W1"
    assert found["lim@example.org"]["Subject"] == "Lịch của bạn thay đổi: W1"
    assert "Lim · Lịch của bạn thay đổi: W1" in text_of(found["lim@example.org"])


def test_a_speaker_reads_the_own_language_and_online_the_own_clocks(letters):
    def online(sessions):
        lim = db.session.query(Person).filter_by(email="lim@example.org").one()
        page = page_for(lim, now=clock.now())
        page.lang, page.zone = "en", "America/New_York"
        one = db.session.query(Appearance).filter_by(person_id=lim.id).one()
        one.from_way, one.point_id = Way.ONLINE, None

    letter = letters(online)["lim@example.org"]

    assert letter["Subject"] == "Changed for you: W1"
    assert "You speak online instead of from the hall." in text_of(letter)
    assert "Local time there: 21:30 Friday, 31 May 2030 (UTC−4)" in text_of(letter)


def test_a_speaker_reads_when_the_own_talk_is_by_both_clocks(letters):
    def second_talk(sessions):
        w1 = sessions["W1"]
        row = {"forum_id": w1.forum_id, "session_id": w1.id, "minutes": 30}
        talks = [Talk(uuid=f"t{n}", position=n, title=words(f"T{n}"), **row) for n in (1, 2)]
        db.session.add_all(talks)
        db.session.flush()
        one, sin = db.session.query(Appearance).one(), db.session.query(Point).one()
        one.talk_id, one.from_way, one.point_id = talks[1].id, Way.POINT, sin.id

    said = text_of(letters(second_talk)["lim@example.org"])

    assert "Bài trình bày của bạn: 09:00–09:30 (Hà Nội), 10:00–10:30 (UTC+8)" in said


def test_a_speaker_reads_the_name_of_the_point(letters):
    def at_the_point(sessions):
        one, sin = db.session.query(Appearance).one(), db.session.query(Point).one()
        one.from_way, one.point_id = Way.POINT, sin.id

    said = text_of(letters(at_the_point)["lim@example.org"])

    assert "Bạn phát biểu từ Singapore (SIN) thay vì hội trường." in said


def test_who_appears_in_it_no_more_reads_no_hour_of_it(letters):
    def declined(_sessions):
        one = db.session.query(Appearance).one()
        one.confirmed_at, one.declined_at = None, clock.now()

    letter = letters(declined)["lim@example.org"]

    assert "Bạn không còn tham gia phiên này." in text_of(letter)
    assert "08:30" not in text_of(letter)
    assert events_of(letter, "speaking.ics")["W1"]["STATUS"] == "CANCELLED"


def test_places_that_overlap_by_now_are_named_with_what_to_do(letters):
    said = text_of(letters(later)["vy@x.org"])

    assert "Chuyển từ 08:30 sang 10:45, từ Phòng 1 sang Phòng 2." in said
    assert "Chuyển từ Phòng 2 sang Phòng 1." in said
    assert "W1 Phiên và W2 Phiên nay trùng giờ nhau." in said
    assert "Vui lòng giữ lại phiên bạn muốn dự" in said
    assert "/registration/" in said


def test_the_calendar_moves_what_it_had_and_takes_out_what_is_cancelled(app, letters):
    before = events_of(letters(later)["vy@x.org"], "agenda.ics")
    after = events_of(letters(cancelled)["vy@x.org"], "agenda.ics")

    assert before["W1"]["UID"] == after["W1"]["UID"]
    assert (before["W1"]["STATUS"], after["W1"]["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert after["W1"]["SEQUENCE"] > before["W1"]["SEQUENCE"]
    assert after["W2"]["STATUS"] == "CONFIRMED"


def test_a_cancelled_session_says_when_it_was_to_be(letters):
    said = text_of(letters(cancelled)["sam@x.org"])

    assert "Cancelled." in said
    assert "As it was planned: Sat 1 Jun, 08:30–11:00 (Hà Nội, UTC+7)" in said
    assert "Local time" not in said


def test_who_waited_and_has_the_seat_when_the_letter_leaves_is_not_told_to_wait(app, site):
    with app.app_context():
        forum = db.session.get_one(Forum, site.id)
        first, then = [registered(forum, hall("W1", wait=n > 3)) for n in range(5)][-2:]
        shift(forum, "W1", minutes=30)
        released(forum)
        facts = facts_for(then.person.email)
        before = str(letter_of(app, facts).blocks)
        withdraw(first)
        db.session.commit()
        after = str(letter_of(app, facts).blocks)

    assert "You keep your turn." in before
    assert "You keep your turn." not in after


def test_a_speaker_is_told_where_they_speak_from_as_in_the_calendar_they_subscribed_to(app, site):
    with app.app_context():
        forum = db.session.get_one(Forum, site.id)
        lim = db.session.query(Person).filter_by(email="lim@example.org").one()
        one = db.session.query(Appearance).filter_by(person_id=lim.id).one()
        one.from_way, one.point_id = Way.POINT, db.session.query(Point).one().id
        page_for(lim, now=clock.now()).changes = 4
        number = released(forum).number
        letter = letter_of(app, facts_for("lim@example.org"))
        (file,) = [x for x in letter.attachments if x.name == "speaking.ics"]
        (event,) = Calendar.from_ical(file.content).events

    assert event["LOCATION"] == "Singapore (SIN)"
    assert event["SEQUENCE"] == number + 4


def test_who_appears_in_what_overlaps_by_now_is_not_asked_to_give_the_appearance_back(letters):
    def vy_speaks(sessions):
        later(sessions)
        vy = db.session.query(Person).filter_by(email="vy@x.org").one()
        let_appear(vy, sessions["W1"], AppearanceRole.CHAIR, Way.HALL, **HOW, now=clock.now())

    said = text_of(letters(vy_speaks)["vy@x.org"])

    assert "Bạn tham gia phiên W1: vui lòng trả lại chỗ ở phiên kia" in said
    assert "Vui lòng giữ lại phiên bạn muốn dự" not in said


def test_a_speaker_has_the_own_calendar_and_no_link_to_a_registration(letters):
    letter = letters(cancelled)["lim@example.org"]

    assert events_of(letter, "speaking.ics")["W1"]["STATUS"] == "CANCELLED"
    said = text_of(letter)
    assert re.search(r"/(en|vi)/\S+/speaker\s", said)  # by signing in: no secret in it
    assert "/registration" not in said


def test_who_gave_the_place_back_before_the_letter_left_has_none(app, site, mail):
    mail()
    with app.app_context():
        forum = db.session.get_one(Forum, site.id)
        later({x.code: x for x in db.session.query(Session)})
        db.session.flush()
        release_programme(forum, note=None, by=None, now=clock.now(), write=True)
        db.session.commit()
    first = {x["To"] for x in mail()}  # the job; letters leave with the next run
    with app.app_context():
        sam = db.session.query(Delegate).join(Person, Person.id == Delegate.person_id)
        withdraw(sam.filter(Person.email == "sam@x.org").one())
        db.session.commit()
    subjects = [x["Subject"] for x in mail() if x["To"] == "sam@x.org"]

    assert not [x for x in subjects if x.startswith("Changed for you")] or "sam@x.org" in first


def test_the_organisers_see_an_example_of_the_letter_and_write_its_opening(browser, app, site):
    with app.app_context():
        user = a_user(forum=db.session.get_one(Forum, site.id), role="organiser").id
        db.session.commit()

    page = browser(user).get(f"/en/{site.slug}/desk/texts?letter=registration.moved")

    assert page.status_code == 200
    assert "Changed for you: W1" in page.text
    assert "Lịch của bạn thay đổi: W1" in page.text
