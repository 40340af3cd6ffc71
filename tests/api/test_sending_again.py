"""Sending the same again registers nobody twice, however fast, and tells the same."""

import json
from threading import Barrier, Thread

from sqlalchemy import func, select

from forum_app.db import db
from forum_app.models import Delegate, Forum, IdempotencyKey, Message, SeatCount

from ..builders import a_token
from .machine import Machine, a_registration, fields, problem

KEY = {"Idempotency-Key": "7d0f-1"}


def counted(app, table):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(table))


def seats_taken(app):
    with app.app_context():
        return db.session.scalar(select(func.sum(SeatCount.taken)))


def test_who_sends_again_is_told_the_same_and_registered_once(app, machine):
    body = a_registration("P1")

    first, again = (machine.post(json=body, headers=KEY) for _ in range(2))

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.data == first.data
    assert again.headers["Location"] == first.headers["Location"]
    assert again.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    assert (counted(app, Delegate), counted(app, Message), seats_taken(app)) == (1, 1, 1)


def test_the_same_in_another_order_of_fields_is_the_same(machine):
    body = a_registration("P1")
    first = machine.post(json=body, headers=KEY)

    turned = json.dumps(dict(reversed(body.items())), indent=3)
    again = machine.post(data=turned, headers=KEY, content_type="application/json")

    assert again.data == first.data


def test_another_body_under_the_same_key_is_refused(app, machine):
    machine.registers("P1", headers=KEY)

    assert problem(machine.registers("P1", headers=KEY)) == (422, "key_of_another_request")
    assert counted(app, Delegate) == 1


def test_without_a_key_a_second_time_is_a_second_registration(machine):
    body = a_registration("P1")

    assert machine.post(json=body).status_code == 201
    assert problem(machine.post(json=body)) == (409, "already_registered")


def test_after_a_refusal_the_key_may_be_used_again(app, machine):
    refused = machine.registers("W1", "W2", headers=KEY)
    wrong = machine.registers("P1", name="", headers=KEY)

    right = machine.registers("P1", headers=KEY)

    assert problem(refused) == (409, "sessions_overlap")
    assert fields(wrong) == ["name"]
    assert right.status_code == 201


def test_each_token_has_keys_of_its_own(app, forum, machine):
    with app.app_context():
        a_token(db.session.get_one(Forum, forum.id), "second")
        db.session.commit()
    other = Machine(app, forum.url, "second")

    assert machine.registers("P1", headers=KEY).status_code == 201
    assert other.registers("P1", headers=KEY).status_code == 201
    assert counted(app, Delegate) == 2


def test_what_was_answered_is_kept_sealed(app, machine):
    reference = machine.registers("P1", headers=KEY).json["reference"]

    with app.app_context():
        kept = db.session.scalars(select(IdempotencyKey)).one()
        assert reference not in kept.answer


def test_the_same_sent_eight_times_at_once_registers_one_person(app, forum):
    answers = at_once(app, forum, [a_registration("P1")] * 8, headers=KEY)

    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({answer.json["reference"] for answer in answers if answer.status_code == 201}) == 1
    assert sum("Idempotent-Replayed" not in a.headers for a in answers if a.json.get("places")) == 1
    assert (counted(app, Delegate), seats_taken(app)) == (1, 1)


def test_eight_people_at_once_are_all_registered_where_nothing_is_the_same(app, forum):
    answers = at_once(app, forum, [a_registration("P1") for _ in range(8)])

    assert {answer.status_code for answer in answers} == {201}
    assert (counted(app, Delegate), seats_taken(app)) == (8, 8)


def at_once(app, forum, bodies, headers=None):
    answers, ready = [], Barrier(len(bodies))

    def send(body):
        machine = Machine(app, forum.url)
        ready.wait()
        answers.append(machine.post(json=body, headers=headers))

    threads = [Thread(target=send, args=(body,)) for body in bodies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == len(bodies)
    return answers
