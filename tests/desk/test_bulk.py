"""What organisers do to many delegates at once, and how they take it back."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from forum_app import clock, worker
from forum_app.db import db
from forum_app.models import (
    BulkAct,
    BulkItem,
    Category,
    Delegate,
    ForumRole,
    Message,
    SeatCount,
    Waiting,
)
from forum_app.post.models import MessageState
from forum_app.registration import queries
from forum_app.registration.rules import bulk as rules
from forum_app.registration.services import bulk, changes
from forum_app.registration.views import bulk as views

from ..builders import a_category
from ..registration.applications import at_point, hall, has, online


@pytest.fixture
def press(registers):
    """Four journalists who wait for a decision, each online in W1; references by name."""
    return [registers(name=f"Press {n}", category="press") for n in range(4)]


def of(reference):
    return db.session.scalars(select(Delegate).where(Delegate.reference == reference)).one()


def states(app, references):
    with app.app_context():
        return [of(reference).state.value for reference in references]


def asking(desk, verb, references=(), **filters):
    words = [("verb", verb), *(("d", x) for x in references), *filters.items()]
    return desk.get("/acts/new?" + "&".join(f"{name}={value}" for name, value in words))


def sent_from(page):
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.text)
    found = {}
    for name, value in fields:
        if name != "csrf_token":
            found.setdefault(name, []).append(value)
    return found


def acts(desk, verb, references=(), *, given=None, **filters):
    """Does `verb`; (the answer, the address of its page)."""
    page = asking(desk, verb, references, **filters)
    answer = desk.post("/acts", sent_from(page) | (given or {}))
    return answer, answer.location and answer.location.partition("/desk")[2]


def letters_of(app, reference):
    with app.app_context():
        asked = select(Message.template, Message.state).where(
            Message.address == of(reference).person.email,
            Message.template != "registration.received",
        )
        rows = db.session.execute(asked.order_by(Message.id))
        return [(name.removeprefix("registration."), state.value) for name, state in rows]


def test_what_will_be_done_to_how_many_is_said_before_it_is(app, desk, press, registers):
    other = registers(name="Decided Already")

    page = asking(desk, "approve", [*press[:2], other])

    assert 'For <b class="figures">3</b> people.' in page.text
    assert 'Of them <b class="figures">2</b> wait for a decision' in page.text
    assert "Decided Already" in page.text
    assert set(states(app, press)) == {"pending"}


def test_those_chosen_are_approved_and_the_others_stay(app, desk, press, registers):
    other = registers(name="Decided Already")

    _, there = acts(desk, "approve", [*press[:2], other])

    page = desk.get(there).text
    assert states(app, press) == ["confirmed", "confirmed", "pending", "pending"]
    assert '<dt>Done</dt><dd class="figures">2</dd>' in page
    assert "It did not wait for a decision." in page
    assert "Take it back" in page


def test_all_that_a_filter_finds_are_meant_only_where_that_is_pressed(app, desk, press):
    _, there = acts(desk, "decline", all="1", given={"reason": "Full."}, q="press")

    assert set(states(app, press)) == {"declined"}
    assert "“Full.”" in desk.get(there).text
    with app.app_context():
        assert {of(reference).reason for reference in press} == {"Full."}


def test_who_joins_those_found_meanwhile_is_counted_before_anything_is_done(
    app, desk, press, registers
):
    page = asking(desk, "approve", all="1", state="pending")
    registers(name="Press 9", category="press")

    late = desk.post("/acts", sent_from(page))

    assert late.status_code == 409
    assert "finds 5 people now, and found 4" in late.text
    assert set(states(app, press)) == {"pending"}
    assert desk.post("/acts", sent_from(late)).status_code == 303
    assert set(states(app, press)) == {"confirmed"}


def test_the_same_press_is_one_act(app, desk, press):
    sent = sent_from(asking(desk, "resend", press))

    first, second = desk.post("/acts", sent), desk.post("/acts", sent)

    assert first.location == second.location
    with app.app_context():
        assert db.session.query(BulkAct).count() == 1


def test_nobody_is_declined_without_a_reason(app, desk, press):
    answer, _ = acts(desk, "decline", press)

    assert answer.status_code == 422
    assert "Please give a reason: the people are told." in answer.text
    assert set(states(app, press)) == {"pending"}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("verb=approve", "Nobody is chosen."),
        ("verb=erase&d=x", "This cannot be done to many at once."),
        ("verb=approve&d=ZZZZ-ZZZZ", "Nobody is chosen."),
        ("verb=approve&d=%00", "Nobody is chosen."),
        ("verb=approve&all=1&session=W9", "cannot be narrowed by"),
        ("verb=approve&all=1&state=gone", "cannot be narrowed by"),
        ("verb=approve&all=1&q=" + "x" * 10_000, "at most 100 characters"),
        ("verb=approve&all=1&q=zzzzzz", "Nobody is chosen."),
    ],
)
def test_what_means_nobody_or_nothing_is_told(desk, press, asked, said):
    page = desk.get(f"/acts/new?{asked}")
    sent = dict(pair.split("=") for pair in asked.split("&"))
    posted = desk.post("/acts", sent | {"press": str(uuid4()), "counted": "4"})

    for answer in (page, posted):
        assert answer.status_code == 422
        assert said in answer.text


def test_a_filter_that_means_nothing_never_means_everybody(app, desk, press):
    sent = {"verb": "approve", "all": "1", "category": "none", "counted": "9", "press": "x"}

    assert desk.post("/acts", sent).status_code == 422
    assert set(states(app, press)) == {"pending"}


def test_letters_of_decisions_wait_as_long_as_they_may_be_taken_back(app, desk, press):
    acts(desk, "approve", press[:1])

    with app.app_context():
        asked = select(Message).where(Message.template == "registration.decided")
        (letter,) = db.session.scalars(asked)
        assert letter.next_at - letter.written_at == rules.UNDO_FOR


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


def test_a_category_must_be_chosen(desk, press):
    for to in ("", "none"):
        answer, _ = acts(desk, "categorise", press, given={"to": to})
        assert answer.status_code == 422
        assert "Please choose the category." in answer.text


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


def test_many_are_worked_on_in_the_background(app, desk, press, monkeypatch):
    monkeypatch.setattr(views, "AT_ONCE", 1)
    _, there = acts(desk, "approve", press)
    waiting = desk.get(there).text
    early = desk.post(f"{there}/undo")

    worker.run_once(app, clock.now() + rules.PATIENCE)

    assert '<b class="figures">0</b> of 4 are settled.' in waiting
    assert "data-live" in waiting
    assert early.status_code == 409
    assert "still under way" in early.text
    assert set(states(app, press)) == {"confirmed"}
    assert "Take it back" in desk.get(there).text


def test_a_page_that_dies_midway_leaves_the_rest_to_the_worker(app, desk, press, monkeypatch):
    monkeypatch.setattr(views, "AT_ONCE", 0)
    acts(desk, "approve", press)
    with app.app_context():
        act_id = db.session.query(BulkAct).one().id
        bulk.settle_next(act_id, now=clock.now())
        db.session.commit()
    half = states(app, press)

    for _ in range(2):  # the same job again changes nothing
        worker.run_once(app, clock.now() + rules.PATIENCE)

    assert half == ["confirmed", "pending", "pending", "pending"]
    assert set(states(app, press)) == {"confirmed"}
    with app.app_context():
        assert {x.state.value for x in db.session.query(BulkItem)} == {"done"}


def test_the_fragment_renews_how_far_it_is(desk, press):
    _, there = acts(desk, "approve", press)

    answer = desk.get(f"{there}/progress")

    assert "<!doctype" not in answer.text
    assert '<dd class="figures">4</dd>' in answer.text


def test_what_was_done_to_many_is_listed_with_who_did_it(desk, press):
    acts(desk, "approve", press[:2])
    _, there = acts(desk, "resend", press)
    desk.post(f"{there}/undo")

    page = desk.get("/acts").text

    assert page.count("Ngọc Ánh") >= 2
    assert page.index("Send the link again") < page.index(">Approve<")
    assert "Taken back" in page


def test_who_organises_no_more_does_nothing_from_a_page_still_open(app, desk, press):
    _, there = acts(desk, "approve", press[:1])
    sent = sent_from(asking(desk, "approve", press))
    with app.app_context():
        db.session.query(ForumRole).delete()
        db.session.commit()

    refused = [desk.post("/acts", sent), desk.post(f"{there}/undo"), desk.get(there)]

    assert [answer.status_code for answer in refused] == [403, 403, 403]
    assert states(app, press) == ["confirmed", "pending", "pending", "pending"]


@pytest.mark.parametrize("uuid", ["x", str(uuid4()), "%00"])
def test_an_act_that_is_not_there_has_no_page(desk, uuid):
    assert desk.get(f"/acts/{uuid}").status_code == 404
    assert desk.post(f"/acts/{uuid}/undo").status_code == 404


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
