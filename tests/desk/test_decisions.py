"""Registrations on the desk: those that wait for a decision, and any of them found again."""

import re
from threading import Thread

import pytest
from sqlalchemy import select

from forum_app.db import db
from forum_app.models import Delegate, Entry, ForumRole, Message, SeatCount
from forum_app.registration.views import desk as views

from ..registration.applications import hall

TOLD = "The press room is full."


def state_of(app, reference):
    """(state, reason) of a registration now."""
    with app.app_context():
        asked = select(Delegate.state, Delegate.reason).where(Delegate.reference == reference)
        state, reason = db.session.execute(asked).one()
        return state.value, reason


def decided_about(app, reference):
    """(who decided as the trail says, how many letters tell of it)."""
    with app.app_context():
        delegate = db.session.scalars(select(Delegate).where(Delegate.reference == reference)).one()
        entry = select(Entry).where(Entry.kind == "delegate", Entry.object_id == delegate.id)
        last = db.session.scalars(entry.order_by(Entry.id.desc())).first()
        asked = db.session.query(Message).filter_by(address=delegate.person.email)
        return last.actor, asked.filter_by(template="registration.decided").count()


def approves(desk, reference):
    return desk.post(f"/registrations/{reference}/approval")


def declines(desk, reference, reason=TOLD):
    return desk.post(f"/registrations/{reference}/refusal", {"reason": reason})


def names(page):
    return re.findall("<h3>(.*?)</h3>", page.text)


@pytest.fixture
def press(registers):
    """A journalist online who waits for the hall, and for a decision."""
    wish = hall("W1", wait=True, meanwhile="online")
    return registers(wish, name="Lê Thị Đào", category="press", organisation="Báo Nhân Dân")


def test_who_waits_for_a_decision_is_shown_with_what_they_chose(desk, press, registers):
    registers(name="Confirmed Already")

    page = desk.get("/registrations")

    assert names(page) == ["Lê Thị Đào"]
    assert press in page.text
    assert "Báo Nhân Dân" in page.text
    assert page.text.count('<span class="code">W1</span>') == 2
    assert "On the waiting list" in page.text


def test_who_is_approved_is_registered_and_written_to(app, desk, there, press):
    assert approves(desk, press).status_code == 303

    page = desk.get("/registrations")
    assert "Lê Thị Đào is registered now, and is written to." in page.text
    assert "No registration waits for a decision." in page.text
    assert state_of(app, press) == ("confirmed", None)
    assert decided_about(app, press) == (f"user {there.organiser}", 1)


def test_who_is_declined_is_told_why_and_the_places_come_free(app, desk, there, press):
    assert declines(desk, press, "  Hết   chỗ cho báo chí. ").status_code == 303

    assert "is declined, and is written to" in desk.get("/registrations").text
    assert state_of(app, press) == ("declined", "Hết chỗ cho báo chí.")
    assert decided_about(app, press) == (f"user {there.organiser}", 1)
    with app.app_context():
        taken = select(SeatCount.taken).where(SeatCount.way == "online")
        assert db.session.scalars(taken).one() == 1  # of somebody else who waits


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("", "Please give a reason: the person is told."),
        ("   ", "Please give a reason: the person is told."),
        ("x" * 301, "Please keep this to 300 characters."),
        ("a\u202eb", "characters that cannot be shown"),
    ],
)
def test_nobody_is_declined_without_a_reason_that_can_be_read(app, desk, press, reason, sentence):
    answer = declines(desk, press, reason)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert names(answer) == ["Lê Thị Đào"]
    assert state_of(app, press)[0] == "pending"


def test_what_was_decided_is_not_decided_again(app, desk, press):
    approves(desk, press)

    for again in (approves(desk, press), declines(desk, press)):
        assert again.status_code == 409
        assert "This registration is not waiting for a decision." in again.text
    assert state_of(app, press)[0] == "confirmed"


def test_of_two_organisers_who_decide_at_once_one_is_told_that_it_is_decided(
    app, browser, there, registers
):
    def press(path, **given):
        mine = browser(there.organiser)
        answers.append(mine.post(f"{there.desk}/registrations/{path}", given).status_code)

    for n in range(6):
        reference, answers = registers(name=f"Press {n}", category="press"), []
        approving = Thread(target=press, args=(f"{reference}/approval",))
        declining = Thread(target=press, args=(f"{reference}/refusal",), kwargs={"reason": TOLD})
        for thread in (approving, declining):
            thread.start()
        for thread in (approving, declining):
            thread.join()

        assert sorted(answers) == [303, 409]


def test_who_organises_no_more_decides_nothing_from_a_page_still_open(app, desk, press):
    desk.get("/registrations")
    with app.app_context():
        db.session.query(ForumRole).delete()
        db.session.commit()

    assert [approves(desk, press).status_code, declines(desk, press).status_code] == [403, 403]
    assert state_of(app, press)[0] == "pending"


def test_a_registration_is_found_by_its_name_without_marks_and_by_its_reference(desk, press):
    bare = press.replace("-", "").lower()

    for words in ("le thi dao", "ĐÀO lê", press, bare, bare[:5], f" {press} "):
        assert names(desk.get(f"/registrations?q={words}")) == ["Lê Thị Đào"], words
    for words in ("nguyen dao", "%", "_", "%25", "x" * 5000, "ZZZZ-ZZZZ"):
        assert names(desk.get(f"/registrations?q={words}")) == [], words


def test_whoever_is_found_is_shown_in_whatever_state(desk, registers):
    for category in ("press", "delegate"):
        registers(name="Đỗ Minh", category=category, email=f"{category}@example.org")
    ended = registers(name="Đỗ Minh", category="press", email="ended@example.org")
    declines(desk, ended)

    page = desk.get("/registrations?q=do minh")

    assert names(page) == ["Đỗ Minh"] * 3
    for said in ("To decide", "Confirmed", "Declined", TOLD, "No session"):
        assert said in page.text
    assert page.text.count("/approval") == 1


def test_a_long_list_is_read_page_by_page(desk, registers, monkeypatch):
    monkeypatch.setattr(views, "SHOWN", 2)
    for n in range(5):
        registers(name=f"Press {n}", category="press")

    more, found = "", []
    while more is not None and len(found) < 9:
        page = desk.get(f"/registrations{more}")
        found.append(names(page))
        more = next(iter(re.findall(r'registrations(\?after=\d+)">Next<', page.text)), None)

    assert found == [["Press 0", "Press 1"], ["Press 2", "Press 3"], ["Press 4"]]


@pytest.mark.parametrize("after", ["x", "-1", "9" * 30, "%00", "1.5"])
def test_a_page_that_means_nothing_is_the_first(desk, press, after):
    assert names(desk.get(f"/registrations?after={after}")) == ["Lê Thị Đào"]


@pytest.mark.parametrize("reference", ["ZZZZ-ZZZZ", "%00", "x" * 3000, "..%2F.."])
def test_what_is_not_there_is_not_decided(desk, reference):
    assert approves(desk, reference).status_code == 404
    assert declines(desk, reference).status_code == 404
