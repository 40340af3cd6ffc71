"""Registering people from a machine: the same verbs, told in JSON."""

import pytest
from sqlalchemy import func, select

from forum_app.db import db
from forum_app.models import Delegate, Entry, Forum, Message, SeatCount, Terms

from ..builders import NOW, a_category, a_forum, a_session, release
from .machine import fields, problem


def test_a_machine_registers_somebody_and_is_told_where_to_manage_it(app, machine, forum):
    answer = machine.registers("P1", {"code": "W1", "way": "point", "point": "SIN"})

    assert answer.status_code == 201
    assert answer.json.keys() == {"reference", "manage_url", "state", "places"}
    assert answer.json["state"] == "confirmed"
    assert answer.json["places"] == [
        {"session": "P1", "way": "hall", "state": "confirmed"},
        {"session": "W1", "way": "point", "state": "confirmed"},
    ]
    page = app.test_client().get(answer.json["manage_url"])
    assert (page.status_code, answer.json["reference"] in page.text) == (200, True)


def test_where_organisers_decide_the_machine_is_told_that_it_waits_for_them(app, machine):
    with app.app_context():
        forum = db.session.query(Forum).order_by(Forum.id).first()
        a_category(forum, code="press", needs_approval=True)
        db.session.commit()

    answer = machine.registers("P1", category="press")

    assert (answer.status_code, answer.json["state"]) == (201, "pending")


def test_where_the_registration_is_can_be_asked_at_once(machine):
    answer = machine.registers("P1", name="Nguyễn Thị Ánh", email="ANH@example.org")

    told = machine.get(answer.headers["Location"]).json

    assert told == {
        "reference": answer.json["reference"],
        "state": "confirmed",
        "name": "Nguyễn Thị Ánh",
        "email": "anh@example.org",
        "country": "VN",
        "organisation": "Ministry",
        "category": "delegate",
        "lang": "en",
        "places": [{"session": "P1", "way": "hall", "state": "confirmed"}],
    }


def test_who_finds_a_session_full_waits_in_its_line(machine):
    machine.registers("W1")
    machine.registers("W1")

    answer = machine.registers("W1")

    assert answer.json["places"] == [{"session": "W1", "way": "hall", "state": "waiting"}]
    told = machine.get(answer.headers["Location"]).json["places"]
    assert told == [{"session": "W1", "way": "hall", "state": "waiting", "position": 2}]


def test_a_withdrawal_promotes_the_next_in_line(machine):
    first, second = machine.registered("W1"), machine.registered("W1")

    answer = machine.delete(f"/registrations/{first}")

    assert (answer.status_code, answer.data) == (204, b"")
    assert machine.get(f"/registrations/{second}").json["places"][0]["state"] == "confirmed"
    ended = machine.get(f"/registrations/{first}").json
    assert (ended["state"], ended["places"]) == ("withdrawn", [])


def test_what_was_withdrawn_cannot_be_withdrawn_again(machine):
    reference = machine.registered()
    machine.delete(f"/registrations/{reference}")

    again = machine.delete(f"/registrations/{reference}")

    assert problem(again) == (409, "registration_ended")


def test_a_person_is_registered_once(machine):
    machine.registers(email="anh@example.org")

    assert problem(machine.registers(email="Anh@Example.org")) == (409, "already_registered")


def test_where_there_is_no_waiting_list_a_full_session_is_refused(app, machine, forum):
    with app.app_context():
        db.session.get(Terms, forum.id).waiting_lists = False
        db.session.commit()
    machine.registers("W1")

    assert problem(machine.registers("W1")) == (409, "session_full")


def test_overlapping_sessions_are_refused_with_both_names(machine):
    answer = machine.registers("W1", "W2")

    assert problem(answer) == (409, "sessions_overlap")
    assert "W1" in answer.json["detail"]
    assert "W2" in answer.json["detail"]


@pytest.mark.parametrize("when", ["opens", "closes"])
def test_registration_is_open_between_its_two_times(app, machine, forum, when):
    with app.app_context():
        terms = db.session.get(Terms, forum.id)
        wall = NOW.replace(tzinfo=None)
        setattr(terms, f"{when}_wall", wall.replace(year=2100 if when == "opens" else 2000))
        db.session.commit()

    assert problem(machine.registers()) == (409, "registration_closed")


def test_a_category_that_is_full_is_refused(app, machine, forum):
    with app.app_context():
        a_category(db.session.get(Forum, forum.id), quota=1)
        db.session.commit()
    machine.registers(category="press")

    assert problem(machine.registers(category="press")) == (409, "category_full")


def test_nothing_of_a_refused_registration_is_left_behind(app, machine):
    machine.registers("P1", "W1", "W2")
    machine.registers("P1", consents=[])

    with app.app_context():
        for table in (Delegate, Message, Entry):
            assert db.session.scalar(select(func.count()).select_from(table)) == 0
        assert set(db.session.scalars(select(SeatCount.taken))) == {0}


def test_a_secretary_registers_somebody_without_an_address(machine):
    by = {"name": "Lê Thư Ký", "email": "thuky@example.org"}

    reference = machine.registered(email=None, registered_by=by)

    assert machine.get(f"/registrations/{reference}").json["email"] is None


def test_a_person_with_an_address_is_written_to_alone_and_the_secretary_has_a_receipt(app, machine):
    by = {"name": "Lê Thư Ký", "email": "thuky@example.org"}

    machine.registered(email="duc@example.org", registered_by=by)

    with app.app_context():
        sent = db.session.execute(select(Message.template, Message.address).order_by(Message.id))
        assert sent.all() == [
            ("registration.received", "duc@example.org"),
            ("registration.receipt", "thuky@example.org"),
        ]


@pytest.mark.parametrize(
    ("lang", "told"),
    [("en", "Please write the person’s own address"), ("vi", "địa chỉ riêng của người đó")],
)
def test_the_address_of_whoever_registers_is_not_the_persons_own(app, machine, lang, told):
    by = {"name": "Lê Thư Ký", "email": "THUKY@example.org"}

    answer = machine.registers(email="thuky@example.org", registered_by=by, lang=lang)

    assert (fields(answer), problem(answer)) == (["email"], (422, "address_twice"))
    assert told in answer.json["errors"][0]["message"]
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Delegate)) == 0


def test_namesakes_who_differ_in_a_mark_are_two_people(machine):
    by = {"name": "Lê Thư Ký", "email": "thuky@example.org"}
    machine.registered(name="Đỗ An", email=None, registered_by=by)

    machine.registered(name="Đỗ Ân", email=None, registered_by=by)

    again = machine.registers(name="ĐỖ  AN", email=None, registered_by=by)
    assert problem(again) == (409, "already_registered")


def test_the_token_is_the_actor_in_the_trail(app, machine, forum):
    reference = machine.registered()
    machine.delete(f"/registrations/{reference}")

    with app.app_context():
        acts = db.session.execute(select(Entry.act, Entry.actor).order_by(Entry.id)).all()
    actor = f"token {forum.token_id}"
    assert acts == [("registration.register", actor), ("registration.withdrawn", actor)]


def test_the_list_goes_through_all_registrations_page_by_page(machine):
    made = [machine.registered() for _ in range(5)]

    seen, address = [], "/registrations?limit=2"
    while address and len(seen) < 9:
        answer = machine.get(address)
        seen += [delegate["reference"] for delegate in answer.json]
        address = answer.headers.get("Link", "").partition(">")[0].removeprefix("<")

    assert seen == made


def test_the_secret_link_is_told_once_and_never_again(machine):
    answer = machine.registers()
    secret = answer.json["manage_url"].rpartition("/")[2]

    for path in ("/registrations", f"/registrations/{answer.json['reference']}"):
        shown = machine.get(path)
        assert secret not in shown.text
        assert "link" not in shown.text
        assert shown.headers["Cache-Control"] == "no-store"
    assert answer.headers["Cache-Control"] == "no-store"


def test_registrations_of_another_forum_are_not_here(app, machine, forum):
    with app.app_context():
        other = a_forum(slug="other")
        a_session(other, code="X1", hall=5)
        release(other)
        db.session.commit()

    assert fields(machine.registers("X1")) == ["sessions.0"]
    assert problem(machine.get("/registrations/7K4M-2Q9D")) == (404, "not_found")
