"""One delegate's page on the desk, and what is done for them there."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from forum_app import seal
from forum_app.bench.pages import statements
from forum_app.db import db
from forum_app.models import Consent, Entry, Message, Ticket
from forum_app.post.models import MessageState
from forum_app.registration import queries

from .many import corrects, holds, letters, of, seen_in


def test_everything_about_one_delegate_stands_on_their_page(desk, dao):
    page = desk.get(f"/delegates/{dao}").text

    for said in ("Lê Thị Đào", dao, "dao@example.org", "Báo Nhân Dân", "On the waiting list"):
        assert said in page
    assert "I agree." in page
    assert "Registration received" in page
    assert "<b>Registered</b>" in page


def test_letters_to_the_same_address_about_somebody_else_are_not_shown(app, desk, dao):
    with app.app_context():
        forum_id = of(dao).forum_id
        row = {"uuid": "x", "forum_id": forum_id, "address": "dao@example.org", "lang": "en"}
        row |= {"dedup_key": "registration.changed:other:1", "facts": "", "template": "x-rated"}
        db.session.add(
            Message(**row, written_at=of(dao).submitted_at, next_at=of(dao).submitted_at)
        )
        db.session.commit()

    assert "x-rated" not in desk.get(f"/delegates/{dao}").text


@pytest.mark.parametrize("reference", ["ZZZZ-ZZZZ", "%00", "x" * 3000])
@pytest.mark.parametrize("end", ["", "/particulars", "/sessions"])
def test_who_is_not_there_has_no_page(desk, reference, end):
    assert desk.get(f"/delegates/{reference}{end}").status_code == 404


def test_an_approval_from_the_page_comes_back_to_it(desk, registers):
    press = registers(name="Press", category="press")

    answer = desk.post(f"/registrations/{press}/approval", {"from": "delegate"})
    again = desk.post(f"/registrations/{press}/approval", {"from": "delegate"})

    assert answer.location.endswith(f"/desk/delegates/{press}")
    assert again.status_code == 409
    assert "is not waiting for a decision" in again.text
    assert "<h1>Press</h1>" in again.text


def test_sessions_are_changed_for_somebody_by_their_own_verb(app, desk, dao):
    page = desk.get(f"/delegates/{dao}/sessions")
    given = {"seen": seen_in(page), "way_W1": "point", "point_W1": "SIN"}

    answer = desk.post(f"/delegates/{dao}/sessions", given)

    assert answer.status_code == 303
    assert holds(app, dao) == ("confirmed", {"W1": "point"})
    assert letters(app, "dao@example.org")[-1] == "changed"
    with app.app_context():
        entry = db.session.scalars(select(Entry).where(Entry.act == "registration.change")).one()
        assert entry.actor.startswith("user ")


def test_who_changes_what_was_changed_meanwhile_is_shown_both(app, desk, dao):
    page = desk.get(f"/delegates/{dao}/sessions")
    stale = {"seen": seen_in(page), "way_W1": "point", "point_W1": "SIN"}
    desk.post(f"/delegates/{dao}/sessions", stale | {"way_W1": "online"})

    late = desk.post(f"/delegates/{dao}/sessions", stale)

    assert late.status_code == 409
    assert "What you had chosen" in late.text
    assert "Singapore" in late.text
    assert re.search(r'value="online"[^>]*checked', late.text)
    assert holds(app, dao) == ("confirmed", {"W1": "online"})


def test_who_organises_changes_sessions_after_registration_closed(app, desk, dao):
    with app.app_context():
        terms = queries.terms_of(of(dao).forum)
        terms.closes_wall = of(dao).submitted_at.replace(tzinfo=None) - timedelta(days=99)
        db.session.commit()
    page = desk.get(f"/delegates/{dao}/sessions")

    given = {"seen": seen_in(page), "way_W1": "online"}

    assert desk.post(f"/delegates/{dao}/sessions", given).status_code == 303
    assert holds(app, dao) == ("confirmed", {"W1": "online"})


def test_the_link_is_sent_again_and_replaced_without_anybody_seeing_it(app, desk, dao):
    with app.app_context():
        before = seal.opened(of(dao).link_sealed)
    sent, replaced = desk.post(f"/delegates/{dao}/letter"), desk.post(f"/delegates/{dao}/link")

    assert (sent.status_code, replaced.status_code) == (303, 303)
    page = desk.get(f"/delegates/{dao}").text
    assert "A new link is sent to dao@example.org." in page
    assert letters(app, "dao@example.org") == ["received", "link", "link"]
    with app.app_context():
        after = seal.opened(of(dao).link_sealed)
        assert queries.delegate_of_link(of(dao).forum, before) is None
    assert before not in page
    assert after not in page


def test_a_letter_on_the_page_is_sent_again_and_no_other(app, desk, there, dao, registers):
    registers(name="Other", email="other@example.org")
    with app.app_context():
        db.session.query(Message).update({"state": MessageState.DEAD, "attempts": 9})
        db.session.commit()
        ids = dict(db.session.execute(select(Message.address, Message.uuid)).all())

    assert desk.post(f"/delegates/{dao}/letters/{ids['dao@example.org']}").status_code == 303
    assert desk.post(f"/delegates/{dao}/letters/{ids['other@example.org']}").status_code == 404

    with app.app_context():
        waiting = select(Message.address).where(Message.state == MessageState.WAITING)
        assert list(db.session.scalars(waiting)) == ["dao@example.org"]


def test_who_has_ended_is_not_changed(desk, dao):
    desk.post(f"/delegates/{dao}/withdrawal", {"reason": "x"})

    assert desk.get(f"/delegates/{dao}/sessions").status_code == 409
    for act in ("letter", "link", "withdrawal"):
        answer = desk.post(f"/delegates/{dao}/{act}", {"reason": "again"})
        assert answer.status_code == 409, act
        assert "This registration has ended." in answer.text
    assert corrects(desk, dao, name="x").status_code == 409


def test_what_was_agreed_to_and_taken_back_is_shown(app, desk, dao):
    with app.app_context():
        given = db.session.query(Consent).filter_by(delegate_id=of(dao).id).one()
        given.withdrawn_at = given.given_at + timedelta(days=1)
        db.session.commit()

    assert "taken back" in desk.get(f"/delegates/{dao}").text


def test_the_page_asks_the_same_number_of_questions_whatever_is_on_it(app, desk, dao, registers):
    def asked(path):
        with app.app_context(), statements() as sent:
            desk.get(path)
        return len(sent)

    registers(name="One", email="one@example.org")
    few = [asked("/delegates"), asked(f"/delegates/{dao}")]
    for n in range(6):
        registers(name=f"Many {n}", email=f"many{n}@example.org", category="press")
    desk.post(f"/delegates/{dao}/letter")
    desk.post(f"/delegates/{dao}/link")

    assert [asked("/delegates"), asked(f"/delegates/{dao}")] == few
    assert max(few) <= 17, few


def test_a_ticket_is_revoked_while_the_registration_has_ended(app, desk, dao):
    desk.post(f"/delegates/{dao}/withdrawal", {"reason": "x"})

    with app.app_context():
        tickets = select(Ticket.revoked_at).where(Ticket.person_id == of(dao).person_id)
        assert all(db.session.scalars(tickets))
