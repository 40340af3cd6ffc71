"""One delegate's page on the desk, and what is done for them there."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from forum_app import seal
from forum_app.bench.pages import statements
from forum_app.db import db
from forum_app.models import Category, Consent, Delegate, Entry, Message, Person, SeatCount, Ticket
from forum_app.post.models import MessageState
from forum_app.registration import queries
from forum_app.registration.models.delegates import LIVE
from forum_app.registration.rules.applications import Particulars
from forum_app.registration.services.particulars import correct

from ..builders import a_category
from ..registration.applications import at_point, hall, has, online


@pytest.fixture
def dao(registers):
    """Đào, online in W1 while she waits for the hall, behind three others."""
    wish = hall("W1", wait=True, meanwhile="online")
    return registers(wish, name="Lê Thị Đào", email="dao@example.org", organisation="Báo Nhân Dân")


def of(reference):
    return db.session.scalars(select(Delegate).where(Delegate.reference == reference)).one()


def holds(app, reference):
    with app.app_context():
        mine = of(reference)
        return mine.state.value, has(mine, mine.forum)


def letters(app, address):
    with app.app_context():
        asked = select(Message.template).where(Message.address == address).order_by(Message.id)
        return [name.removeprefix("registration.") for name in db.session.scalars(asked)]


def acts_on(app, reference):
    with app.app_context():
        mine = of(reference)
        asked = select(Entry.act).where(Entry.kind == "delegate", Entry.object_id == mine.id)
        return [x.removeprefix("registration.") for x in db.session.scalars(asked)]


def seen_in(page):
    return re.search(r'name="seen"[^>]*value="(\d+)"', page.text)[1]


def corrects(desk, reference, **given):
    page = desk.get(f"/delegates/{reference}/particulars")
    usual = {"name": "Lê Thị Đào", "email": "dao@example.org", "organisation": "Báo Nhân Dân"}
    usual |= {"country": "VN", "category": "delegate", "seen": seen_in(page)}
    return desk.post(f"/delegates/{reference}/particulars", usual | given)


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


def test_what_is_written_about_somebody_is_corrected(app, desk, dao):
    answer = corrects(desk, dao, name="Lê Thị Đào Anh", organisation="", country="")

    assert answer.status_code == 303
    with app.app_context():
        person = of(dao).person
        assert (person.name, person.organisation, person.country) == ("Lê Thị Đào Anh", None, None)
        assert person.name_folded == "le thi dao anh"


def test_of_two_organisers_who_correct_somebody_the_later_is_shown_both(app, desk, dao):
    stale = {"seen": seen_in(desk.get(f"/delegates/{dao}/particulars"))}
    corrects(desk, dao, name="First")

    late = corrects(desk, dao, name="Second", **stale)

    assert late.status_code == 409
    assert "<td>First</td><td>Second</td>" in late.text
    with app.app_context():
        assert of(dao).person.name == "First"


def test_a_delegate_who_corrects_themselves_is_a_later_version_too(app, desk, dao):
    stale = {"seen": seen_in(desk.get(f"/delegates/{dao}/particulars"))}
    with app.app_context():
        given = Particulars(name="Herself", organisation=None, country="VN")
        correct(of(dao), given, actor="delegate", now=of(dao).submitted_at)
        db.session.commit()

    assert corrects(desk, dao, name="Second", **stale).status_code == 409


def test_a_new_address_gets_a_new_link_and_the_old_link_opens_nothing(app, desk, dao):
    with app.app_context():
        before = seal.opened(of(dao).link_sealed)

    assert corrects(desk, dao, email="Dao.New@example.org").status_code == 303

    with app.app_context():
        mine = of(dao)
        assert mine.person.email == "dao.new@example.org"
        assert queries.delegate_of_link(mine.forum, before) is None
    assert letters(app, "dao.new@example.org") == ["link"]
    assert letters(app, "dao@example.org") == ["received"]


def test_an_address_of_somebody_else_is_refused(app, desk, dao, registers):
    registers(name="Other", email="other@example.org")

    answer = corrects(desk, dao, email="other@example.org", name="Changed")

    assert answer.status_code == 409
    assert "Somebody else is registered here with this address." in answer.text
    with app.app_context():
        assert of(dao).person.name == "Lê Thị Đào"


def test_nobody_loses_the_only_address_that_gets_their_mail(desk, dao):
    answer = corrects(desk, dao, email="")

    assert answer.status_code == 422
    assert "nobody else gets this person’s mail" in answer.text


def test_another_category_is_counted_and_one_that_is_full_refused(app, desk, there, dao):
    with app.app_context():
        forum = of(dao).forum
        a_category(forum, code="vip", quota=1)
        a_category(forum, code="none", quota=0)
        db.session.commit()

    assert corrects(desk, dao, category="vip").status_code == 303
    assert corrects(desk, dao, category="none").status_code == 409

    with app.app_context():
        taken = dict(db.session.execute(select(Category.code, Category.taken)).all())
        assert (taken["vip"], taken["none"], taken["delegate"]) == (1, 0, 5)
        assert of(dao).category.code == "vip"


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


def test_who_is_withdrawn_is_told_why_and_restored_with_all_they_held(app, desk, dao):
    before = holds(app, dao)
    with app.app_context():
        ticket = queries.ticket_of(of(dao)).code

    refused = desk.post(f"/delegates/{dao}/withdrawal", {"reason": ""})
    desk.post(f"/delegates/{dao}/withdrawal", {"reason": "Asked by phone."})
    withdrawn = holds(app, dao)
    answer = desk.post(f"/delegates/{dao}/restoration")

    assert refused.status_code == 422
    assert withdrawn == ("withdrawn", {})
    assert answer.status_code == 303
    assert "with all that it held" in desk.get(f"/delegates/{dao}").text
    assert holds(app, dao) == before
    with app.app_context():
        assert queries.ticket_of(of(dao)).code == ticket
        taken = select(Category.taken).where(Category.code == "delegate")
        assert db.session.scalar(taken) == 6


def test_who_is_restored_keeps_the_old_turn_in_the_line(app, desk, there, dao, registers):
    after = registers(hall("W1", wait=True), name="After", email="after@example.org")
    desk.post(f"/delegates/{dao}/withdrawal", {"reason": "x"})
    desk.post(f"/delegates/{dao}/restoration")

    page = desk.get("/seats/W1").text
    assert page
    with app.app_context():
        lines = [queries.waitings_of(of(reference))[0].id for reference in (dao, after)]
        assert lines == sorted(lines)


def test_a_seat_that_went_to_somebody_else_is_named(app, desk, there, registers):
    gone = registers(at_point("W1", "SIN"), name="Gone")
    with app.app_context():
        counted = select(SeatCount).where(SeatCount.way == "point")
        db.session.scalars(counted).one().seats = 1
        db.session.commit()
    desk.post(f"/delegates/{gone}/withdrawal", {"reason": "x"})
    registers(at_point("W1", "SIN"), name="Faster")

    desk.post(f"/delegates/{gone}/restoration")

    assert "These seats are gone: W1." in desk.get(f"/delegates/{gone}").text
    assert holds(app, gone) == ("confirmed", {})


def test_who_has_registered_again_is_not_restored(app, desk, dao, registers):
    desk.post(f"/delegates/{dao}/withdrawal", {"reason": "x"})
    registers(online("W1"), name="Lê Thị Đào", email="dao@example.org")

    answer = desk.post(f"/delegates/{dao}/restoration")

    assert answer.status_code == 409
    assert "has registered again meanwhile" in answer.text
    with app.app_context():
        live = select(Delegate).join(Person, Person.id == Delegate.person_id)
        live = live.where(Person.email == "dao@example.org", Delegate.state.in_(LIVE))
        assert len(db.session.scalars(live).all()) == 1


def test_nothing_is_restored_that_has_not_ended_nor_where_the_category_is_full(app, desk, dao):
    assert desk.post(f"/delegates/{dao}/restoration").status_code == 409
    desk.post(f"/delegates/{dao}/withdrawal", {"reason": "x"})
    with app.app_context():
        of(dao).category.quota = of(dao).category.taken
        db.session.commit()

    full = desk.post(f"/delegates/{dao}/restoration")

    assert full.status_code == 409
    assert holds(app, dao)[0] == "withdrawn"
    with app.app_context():
        assert queries.ticket_of(of(dao)) is None


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
