"""Work for later: asked for with the act, done once after it, tried again, given up in the end."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest

from forum_app.db import db, writing
from forum_app.jobs.models import Job, JobState
from forum_app.jobs.services import BACK_OFF, GONE, LEASE, claim, finish, lay_in
from forum_app.jobs.tasks import Round, do_next, go_rounds

from ..builders import NOW, a_forum

pytestmark = pytest.mark.usefixtures("room")
SECOND = timedelta(seconds=1)


def test_a_job_is_done_once_and_with_what_was_said(ask, look, seen):
    ask(session="W2", freed=3)

    assert [do_next(NOW), do_next(NOW)] == [True, False]

    assert seen == [{"session": "W2", "freed": 3}]
    assert look().state is JobState.DONE


def test_a_job_waits_for_its_time(ask, seen):
    ask(at=NOW + SECOND)

    assert do_next(NOW) is False
    assert do_next(NOW + SECOND) is True


def test_a_job_asked_for_twice_is_one_job_and_the_act_goes_on(ask, look):
    ask(n=1)
    with writing():
        lay_in("note", "a job", {"n": 2}, forum_id=None, at=NOW)
        a_forum()

    assert look().facts == {"n": 1}


def test_two_acts_at_once_ask_for_one_job_and_both_go_on(ask, look):
    start, done = Barrier(2), []

    def act():
        start.wait()
        ask()
        done.append(True)

    threads = [Thread(target=act) for _ in range(2)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert done == [True, True]
    assert look().attempts == 0


def test_an_act_that_fails_asks_for_nothing(wire, seen):
    def act_and_fail():
        with writing():
            lay_in("note", "a job", {}, forum_id=None, at=NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act_and_fail()

    assert do_next(NOW) is False


def test_a_job_that_fails_leaves_nothing_half_done_and_is_tried_again(wire, ask, look, caplog):
    def found_and_fail(facts, now):
        with writing():
            a_forum()
        db.session.execute(db.text("SELECT 1"))
        raise ValueError("of anh@example.org")

    wire(fail=found_and_fail)
    ask("fail")

    do_next(NOW)

    job = look()
    assert (job.state, job.attempts, job.last_error) == (JobState.WAITING, 1, "ValueError")
    assert job.next_at == NOW + BACK_OFF[0] * SECOND
    assert len(caplog.records) == 1


def test_a_job_that_nobody_does_is_given_up_in_the_end(ask, look):
    ask("nobody's")
    at = NOW
    while do_next(at):
        at = look().next_at

    job = look()
    assert (job.state, job.attempts) == (JobState.DEAD, len(BACK_OFF) + 1)
    assert job.last_error == "nobody does this kind"


def test_a_job_whose_worker_died_is_done_by_another_when_the_lease_ends(ask, seen):
    ask(n=1)
    with writing():
        claim(now=NOW)

    assert do_next(NOW + LEASE - SECOND) is False
    assert do_next(NOW + LEASE) is True
    assert seen == [{"n": 1}]


def test_whoever_lost_the_lease_changes_nothing_any_more(ask, look):
    ask()
    with writing():
        slow = claim(now=NOW)
    with writing():
        claim(now=NOW + LEASE)

    with writing():
        finish(slow)

    assert look().state is JobState.WAITING


def test_a_job_that_ends_every_worker_is_given_up(ask, look):
    ask()
    at = NOW
    for _ in range(len(BACK_OFF) + 1):
        with writing():
            assert claim(now=at)
        at += LEASE

    assert do_next(at) is False
    assert (look().state, look().last_error) == (JobState.DEAD, GONE)


def test_of_many_workers_each_job_is_done_by_one(app, ask, seen):
    for n in range(30):
        ask(key=str(n), n=n)
    start = Barrier(4)

    def work():
        with app.app_context():
            start.wait()
            while do_next(NOW):
                pass

    threads = [Thread(target=work) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert sorted(facts["n"] for facts in seen) == list(range(30))


def test_without_the_lease_two_workers_would_hold_the_same_job(ask):
    ask()
    with writing():
        first = claim(now=NOW)
    with writing():
        db.session.get_one(Job, first.id).next_at = NOW  # the lease taken off

    with writing():
        assert claim(now=NOW).id == first.id


def test_a_round_goes_once_in_each_window(wire, seen):
    wire(Round("lapse", 30, seen.append))
    instants = [NOW + n * SECOND for n in (0, 1, 29, 30, 31, 90)]

    for instant in instants:
        go_rounds(instant)

    assert seen == [instants[0], instants[3], instants[5]]


def test_of_many_processes_one_goes_the_round(app, wire, seen):
    wire(Round("lapse", 30, seen.append))

    for _ in range(3):
        app.extensions.pop("forum_rounds", None)  # what a process remembers; another starts bare
        go_rounds(NOW)

    assert seen == [NOW]


def test_a_round_that_fails_stops_no_other_and_goes_again(wire, seen, caplog):
    wire(Round("broken", 30, lambda now: 1 / 0), Round("lapse", 30, seen.append))

    go_rounds(NOW)
    go_rounds(NOW + 30 * SECOND)

    assert len(seen) == 2
    assert len(caplog.records) == 2
