"""Letters on the desk: what did not leave, why, and sent again by one press."""

import pytest
from sqlalchemy import select

from forum_app.db import db
from forum_app.models import Entry, Message
from forum_app.post.models import MessageState

from ..builders import a_forum

WHY = "550 5.1.1 <b>User unknown</b>"


@pytest.fixture
def dead(app, there):
    """The uuid and the address of one letter of this forum that was given up."""
    with app.app_context():
        letter = db.session.scalars(select(Message).order_by(Message.id)).first()
        letter.state, letter.last_error, letter.attempts = MessageState.DEAD, WHY, 10
        db.session.commit()
        return letter.uuid, letter.address


def state_of(app, uuid):
    with app.app_context():
        letter = db.session.scalars(select(Message).where(Message.uuid == uuid)).one()
        return letter.state, letter.attempts


def test_a_letter_that_was_given_up_is_shown_with_its_reason(desk, dead):
    page = desk.get("/mail")

    assert dead[1] in page.text
    assert "550 5.1.1 &lt;b&gt;User unknown&lt;/b&gt;" in page.text
    assert "Registration received" in page.text
    assert page.text.count("/again") == 1
    assert '<b class="figures">4</b> on their way' in page.text
    assert '<b class="figures">1</b> given up' in page.text


def test_it_is_sent_again_at_once_and_the_trail_says_by_whom(app, desk, there, dead):
    desk.post(f"/mail/{dead[0]}/again")

    page = desk.get("/mail")
    assert f"The letter to {dead[1]} is sent again at once." in page.text
    assert "No letter was given up" in page.text
    assert state_of(app, dead[0]) == (MessageState.WAITING, 0)
    with app.app_context():
        entry = db.session.scalars(select(Entry).where(Entry.act == "post.send_again")).one()
        assert (entry.actor, entry.forum_id) == (f"user {there.organiser}", there.forum_id)


def test_a_second_press_is_told_that_it_is_on_its_way(desk, dead):
    desk.post(f"/mail/{dead[0]}/again")

    assert desk.post(f"/mail/{dead[0]}/again").status_code == 303
    assert "This letter is still on its way." in desk.get("/mail").text


def test_the_letters_of_another_forum_are_neither_shown_nor_sent(app, desk, dead):
    with app.app_context():
        letter = db.session.scalars(select(Message).where(Message.uuid == dead[0])).one()
        letter.forum_id = a_forum().id
        db.session.commit()

    page = desk.get("/mail")
    assert dead[1] not in page.text
    assert '<b class="figures">0</b> given up' in page.text
    assert desk.post(f"/mail/{dead[0]}/again").status_code == 404
    assert state_of(app, dead[0]) == (MessageState.DEAD, 10)
