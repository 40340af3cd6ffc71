"""One key, one body: one act, one answer. Another body is another request."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select

from forum_app.db import db, writing
from forum_app.keys.services import Answer, KeyInUse, KeyOfAnotherRequest, answer_to, claim, once
from forum_app.models import IdempotencyKey
from forum_app.refusal import Refusal

from ..builders import NOW

DAY = timedelta(hours=24)
DONE = Answer(201, '{"reference": "7K4M-2Q9D"}', "/there")


class Act:
    """Something that must be done once; it counts how often it was."""

    def __init__(self, answer=DONE):
        self.answer, self.times = answer, 0

    def __call__(self):
        self.times += 1
        return self.answer


def asked(act, *, scope="token 1 POST /here", key="k", body="{}", now=NOW):
    with writing():
        return once(scope, key, body, act, now=now)


def keys_kept():
    return db.session.scalar(select(func.count()).select_from(IdempotencyKey))


def test_who_asks_again_has_the_same_answer_and_nothing_is_done_twice(room):
    act = Act()

    answers = [asked(act), asked(act)]

    assert answers == [(DONE, False), (DONE, True)]
    assert act.times == 1


def test_the_key_of_another_request_is_refused(room):
    asked(Act())

    with pytest.raises(KeyOfAnotherRequest):
        asked(act := Act(), body='{"name": "other"}')

    assert act.times == 0


def test_callers_do_not_share_keys(room):
    asked(Act())

    _, kept = asked(act := Act(), scope="token 2 POST /here")

    assert (kept, act.times) == (False, 1)


def test_a_day_later_the_key_is_a_new_one(room):
    asked(Act())

    found = answer_to("token 1 POST /here", "k", "[]", now=NOW + DAY)
    just_before = asked(Act(), now=NOW + DAY - timedelta(seconds=1))
    a_day_later = asked(Act(), now=NOW + DAY, body="[]")

    assert (found, just_before[1], a_day_later[1]) == (None, True, False)
    assert keys_kept() == 1


def test_after_a_refusal_the_key_is_free_and_nothing_is_kept(room):
    class Full(Refusal):
        says = "full"

    def refuse():
        raise Full

    with pytest.raises(Full):
        asked(refuse)

    assert keys_kept() == 0
    assert asked(Act()) == (DONE, False)


def test_answers_are_kept_sealed(room):
    asked(Act())

    assert "7K4M" not in db.session.scalar(select(IdempotencyKey.answer))


def test_a_request_without_an_answer_yet_is_still_being_worked_on(room):
    with writing():
        claim("token 1 POST /here", "k", "{}", now=NOW)

    for ask in (lambda: asked(Act()), lambda: answer_to("token 1 POST /here", "k", "{}", now=NOW)):
        with pytest.raises(KeyInUse):
            ask()


def test_a_request_never_made_has_no_answer(room):
    assert answer_to("token 1 POST /here", "k", "{}", now=NOW) is None


def test_keys_that_ended_are_forgotten_in_time(room):
    for n in range(150):
        asked(Act(), key=f"old {n}")

    for n in range(100):
        asked(Act(), key=f"new {n}", now=NOW + DAY)

    assert keys_kept() <= 150


def test_of_two_requests_at_once_one_acts_and_both_have_its_answer(app):
    acts, answers, ready = [], [], Barrier(8)

    def request(number):
        with app.app_context():
            ready.wait()
            answers.append(asked(lambda: acts.append(number) or Answer(201, f"{number}")))

    together([Thread(target=request, args=(number,)) for number in range(8)])

    assert len(acts) == 1
    assert {answer.body for answer, _ in answers} == {f"{acts[0]}"}
    assert sorted(kept for _, kept in answers) == [False] + [True] * 7


def test_without_the_key_each_of_the_requests_at_once_acts(app):
    acts, ready = [], Barrier(8)

    def request(number):
        with app.app_context():
            ready.wait()
            asked(lambda: acts.append(number) or Answer(201, f"{number}"), key=f"{number}")

    together([Thread(target=request, args=(number,)) for number in range(8)])

    assert len(acts) == 8


def together(threads):
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
