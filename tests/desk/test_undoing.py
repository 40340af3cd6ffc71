"""What was done to many delegates is taken back: what can be, and what is named."""

from datetime import timedelta

from sqlalchemy import select

from forum_app import clock
from forum_app.db import db
from forum_app.models import (
    BulkAct,
    Category,
    Message,
    SeatCount,
    Waiting,
)
from forum_app.post.models import MessageState
from forum_app.registration import queries
from forum_app.registration.rules import bulk as rules
from forum_app.registration.services import changes

from ..builders import a_category
from ..registration.applications import at_point, hall, has, online
from .many import acts, letters_of, of, states


def test_an_approval_taken_back_leaves_no_trace_with_anybody(app, desk, press):
    _, there = acts(desk, "approve", press[:2])

    answer = desk.post(f"{there}/undo")

    assert answer.status_code == 303
    assert states(app, press[:2]) == ["pending", "pending"]
    assert letters_of(app, press[0]) == [("decided", "cancelled")]
    assert '<dt>Taken back</dt><dd class="figures">2</dd>' in desk.get(there).text


def test_people_declined_by_mistake_have_their_seats_again(app, desk, press):
    with app.app_context():
        before = has(of(press[0]), of(press[0]).forum), queries.ticket_of(of(press[0])).code
        taken = select(SeatCount.taken).where(SeatCount.way == "online")
        seats = db.session.scalar(taken)
    _, there = acts(desk, "decline", press, given={"reason": "By mistake"})

    desk.post(f"{there}/undo")

    assert set(states(app, press)) == {"pending"}
    assert letters_of(app, press[0]) == [("decided", "cancelled")]
    with app.app_context():
        mine = of(press[0])
        assert (has(mine, mine.forum), queries.ticket_of(mine).code) == before
        assert mine.reason is None
        assert db.session.scalar(taken) == seats


def test_a_seat_taken_meanwhile_and_a_letter_that_left_are_named(app, desk, registers):
    press = registers(at_point("W1", "SIN"), name="Press", category="press")
    with app.app_context():
        db.session.query(SeatCount).filter_by(way="point").update({"seats": 1})
        db.session.commit()
    _, there = acts(desk, "decline", [press], given={"reason": "By mistake"})
    registers(at_point("W1", "SIN"), name="Faster")
    with app.app_context():
        left = {"state": MessageState.SENT, "sent_at": clock.now()}
        db.session.query(Message).filter_by(template="registration.decided").update(left)
        db.session.commit()

    desk.post(f"{there}/undo")

    page = desk.get(there).text
    assert "the seat in W1 is gone" in page
    assert "the letter had left already" in page
    assert states(app, [press]) == ["pending"]
    assert letters_of(app, press)[-1][0] == "changed"


def test_what_was_changed_since_is_kept_and_named(app, desk, press):
    _, there = acts(desk, "approve", press[:2])
    with app.app_context():
        changes.withdraw(of(press[0]), actor="tests", now=clock.now())
        db.session.commit()

    desk.post(f"{there}/undo")

    assert states(app, press[:2]) == ["withdrawn", "pending"]
    assert "It was changed since, so it stays as it is." in desk.get(there).text


def test_nothing_is_taken_back_twice_or_too_late(app, desk, press):
    _, there = acts(desk, "approve", press[:2])
    with app.app_context():
        act = db.session.query(BulkAct).one()
        act.asked_at -= rules.UNDO_FOR
        act.ended_at -= rules.UNDO_FOR
        db.session.commit()
    late = desk.post(f"{there}/undo")
    with app.app_context():
        act = db.session.query(BulkAct).one()
        act.ended_at += timedelta(seconds=30)
        db.session.commit()
    in_time, again = desk.post(f"{there}/undo"), desk.post(f"{there}/undo")

    assert [x.status_code for x in (late, in_time, again)] == [409, 303, 409]
    assert "This could be undone until" in late.text
    assert "This was undone before." in again.text
    assert "Take it back" not in desk.get(there).text


def test_links_are_sent_again_and_those_still_here_taken_back(app, desk, press):
    _, there = acts(desk, "resend", press[:2])
    with app.app_context():
        one = select(Message).where(Message.address == of(press[0]).person.email)
        letter = db.session.scalars(one.where(Message.template == "registration.link")).one()
        letter.state, letter.sent_at = MessageState.SENT, clock.now()
        db.session.commit()

    assert "Take back the letters that have not left" in desk.get(there).text
    desk.post(f"{there}/undo")

    assert letters_of(app, press[0]) == [("link", "sent")]
    assert letters_of(app, press[1]) == [("link", "cancelled")]
    assert "The letter had left already." in desk.get(there).text


def test_a_category_is_changed_as_far_as_its_quota_goes_and_back(app, desk, there, press):
    with app.app_context():
        a_category(of(press[0]).forum, code="vip", quota=3)
        db.session.commit()

    _, page = acts(desk, "categorise", press, given={"to": "vip"})
    with app.app_context():
        codes = [of(reference).category.code for reference in press]
    desk.post(f"{page}/undo")

    assert codes == ["vip", "vip", "vip", "press"]
    assert "The category is full." in desk.get(page).text
    with app.app_context():
        assert {of(reference).category.code for reference in press} == {"press"}
        taken = dict(db.session.execute(select(Category.code, Category.taken)).all())
        assert (taken["vip"], taken["press"]) == (0, 4)


def test_unconfirmed_addresses_are_released_and_held_again(app, desk, registers):
    reference = registers(online("W1"), name="Slow", confirmed=False)
    decided = registers(name="Quick")
    _, there = acts(desk, "release", [reference, decided])
    released = states(app, [reference, decided])

    desk.post(f"{there}/undo")

    assert released == ["withdrawn", "confirmed"]
    assert states(app, [reference]) == ["submitted"]
    with app.app_context():
        mine = of(reference)
        assert has(mine, mine.forum) == {"W1": "online"}
        assert mine.confirm_by > clock.now()


def test_whoever_waited_before_still_does_after_an_undoing(app, desk, there, registers):
    press = registers(hall("W1", wait=True), name="Press", category="press")
    with app.app_context():
        turn = queries.waitings_of(of(press))[0].id
    _, page = acts(desk, "decline", [press], given={"reason": "x"})
    registers(hall("W1", wait=True), name="After")

    desk.post(f"{page}/undo")

    with app.app_context():
        assert queries.waitings_of(of(press))[0].id == turn
        assert db.session.get(Waiting, turn).ended_at is None
