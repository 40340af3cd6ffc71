"""The review before a release: what changes, whom it moves, how they are told; then one button."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum_app.db import db
from forum_app.models import Forum, Message, Release, ReleaseMailing, Session
from forum_app.programme.services.releases import release_programme

from ..builders import NOW, a_hall, a_person, words
from ..programme.channels import a_channel, interprets
from ..programme.test_public_pages import words_of
from .forms import as_shown

REVIEW = "/programme/review"


@pytest.fixture
def draft(app, there):
    """The forum of the desk with a release of its own; `change` plans something in a commit."""
    with app.app_context():
        forum = db.session.get_one(Forum, there.forum_id)
        release_programme(forum, note=None, by=None, now=NOW - timedelta(days=1))
        db.session.commit()

    def change(do):
        with app.app_context():
            do(db.session.query(Session).filter_by(code="W1").one())
            db.session.commit()

    return change


def half_an_hour_later(session):
    session.starts_wall += timedelta(minutes=30)
    session.ends_wall += timedelta(minutes=30)


def smaller(session):
    session.hall_id = a_hall(session.forum, code="ONE", seats=1).id


def mailing(app):
    with app.app_context():
        row = db.session.scalars(
            select(ReleaseMailing).order_by(ReleaseMailing.release_id.desc())
        ).first()
        return row.asked_at is not None


def numbers(app):
    with app.app_context():
        return list(db.session.scalars(select(Release.number).order_by(Release.number)))


def test_the_review_says_what_changes_whom_it_moves_and_how_they_are_told(desk, draft):
    draft(half_an_hour_later)

    said = words_of(desk.get(REVIEW).text)

    assert "moved from 08:30 to 09:00" in said
    assert "5 people get one letter each." in said
    assert "2 In the hall" in said
    assert "On the waiting list" in said
    assert "Changed for you: W1" in said
    assert "Lịch của bạn thay đổi: W1" in said


def test_a_draft_into_which_only_an_interpreter_came_moves_that_one_person(app, desk, draft):
    def interpreted(session):
        channel = a_channel(session)
        interprets(channel, session, a_person(session.forum, "Kei", email="kei@example.org"))

    draft(interpreted)

    said = words_of(desk.get(REVIEW).text)

    assert "1 person gets one letter." in said
    assert "1 Interpreters" in said
    assert "Release and write to 1 person" in said
    assert "Nobody: nothing moves" not in said


def test_with_one_button_it_is_released_and_they_are_written_to(app, desk, draft):
    draft(half_an_hour_later)
    before = numbers(app)

    done = desk.post(REVIEW, as_shown(desk.get(REVIEW)) | {"write": "y", "note_en": "Later"})

    assert done.status_code == 303
    assert numbers(app) == [*before, before[-1] + 1]
    assert mailing(app)
    assert "The letters are being written" in desk.get("/programme/releases").text


def test_without_letters_nobody_is_written_to_until_somebody_asks_once(app, desk, draft, mail):
    draft(half_an_hour_later)
    mail()
    desk.post(REVIEW, as_shown(desk.get(REVIEW)))
    number = numbers(app)[-1]
    shown = desk.get("/programme/releases").text
    assert not mailing(app)
    assert "Write to 5 people" in shown

    for _ in range(2):
        desk.post(f"/programme/releases/{number}/letters")
    mail()

    with app.app_context():
        asked = select(Message.id).where(Message.template == "registration.moved")
        assert len(db.session.scalars(asked).all()) == 5
    assert "5 people were written to" in desk.get("/programme/releases").text


def test_who_looked_before_the_draft_changed_is_told_and_sees_it_anew(app, desk, draft):
    draft(half_an_hour_later)
    seen, before = as_shown(desk.get(REVIEW)), numbers(app)
    draft(half_an_hour_later)

    late = desk.post(REVIEW, seen | {"note_en": "Kept", "write": "y"})

    assert late.status_code == 409
    assert "Somebody changed the draft after you looked at it" in late.text
    assert "moved from 08:30 to 09:30" in words_of(late.text)
    assert 'value="Kept"' in late.text
    assert numbers(app) == before
    assert desk.post(REVIEW, as_shown(late)).status_code == 303


def test_a_smaller_hall_names_those_who_came_last_before_it_happens(app, desk, draft):
    draft(smaller)

    review, form = (words_of(desk.get(x).text) for x in (REVIEW, "/programme/W1"))

    for page in (review, form):
        assert "Room has 1 seats, 2 places are taken." in page
        assert "1 person is too many, the one who came last:" in page
        assert page.count("Delegate ") >= 1


def test_an_earlier_release_is_made_the_draft_after_a_look_at_what_that_changes(app, desk, draft):
    draft(half_an_hour_later)
    first = numbers(app)[-1]
    desk.post(REVIEW, as_shown(desk.get(REVIEW)))
    there = f"/programme/releases/{first}/draft"
    asked = desk.get(there)
    seen = {"seen": asked.text.split('name="seen" value="')[1].split('"')[0]}
    assert "moved from 09:00 to 08:30" in words_of(asked.text)

    draft(lambda session: setattr(session, "title", words("Khác", "Other")))
    act = f"/programme/releases/{first}/restoration"
    late = desk.post(act, seen)
    again = {"seen": late.text.split('name="seen" value="')[1].split('"')[0]}
    done = desk.post(act, again)

    assert (late.status_code, done.status_code) == (409, 303)
    assert "Somebody changed the draft" in late.text
    with app.app_context():
        session = db.session.query(Session).filter_by(code="W1").one()
        assert session.title.said_in("en") == "Session"
        assert session.starts_wall.hour == 8


def test_everybody_reads_what_each_release_changed(app, browser, there, desk, draft):
    draft(half_an_hour_later)
    desk.post(REVIEW, as_shown(desk.get(REVIEW)) | {"note_en": "A bit later"})
    number = numbers(app)[-1]

    page = browser().get(f"/en/{there.slug}/changes")
    earlier = browser().get(f"/en/{there.slug}/changes/{number - 1}")

    assert "moved from 08:30 to 09:00" in words_of(page.text)
    assert "A bit later" in page.text
    assert earlier.status_code == 200
    assert browser().get(f"/en/{there.slug}/changes/99").status_code == 404


def test_a_cancelled_session_keeps_its_page_which_says_so(browser, there, desk, draft):
    draft(lambda session: setattr(session, "cancelled_at", NOW))
    desk.post(REVIEW, as_shown(desk.get(REVIEW)))

    page = words_of(browser().get(f"/en/{there.slug}/sessions/W1").text)

    assert "Cancelled" in page
    assert "Register to attend" not in page
