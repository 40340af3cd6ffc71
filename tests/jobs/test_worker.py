"""The worker beside the web requests: does what is due, survives what breaks, ends when told."""

import time
from datetime import timedelta

import pytest
from sqlalchemy import select

from forum_app import clock, worker
from forum_app.db import db
from forum_app.jobs.models import Job, JobState
from forum_app.jobs.tasks import Round

from ..builders import NOW


@pytest.fixture
def working(app):
    """start() -> a worker of `app`, ended when the test ends."""
    started = []

    def start():
        started.append(worker.start(app))
        return started[-1]

    yield start
    for one in started:
        one.end()


def soon(is_so, seconds=10.0):
    """Wait until `is_so()`; whether it came."""
    until = time.monotonic() + seconds
    while not is_so() and time.monotonic() < until:
        time.sleep(0.02)
    return is_so()


def test_the_worker_does_what_is_asked_for_while_it_runs(ask, working, seen):
    working()
    ask(at=clock.now(), n=1)

    assert soon(lambda: seen == [{"n": 1}])


def test_the_worker_goes_its_rounds(wire, working, seen):
    wire(Round("lapse", 1, seen.append))
    working()

    assert soon(lambda: len(seen) >= 2)
    assert timedelta() <= clock.now() - seen[-1] < timedelta(seconds=5)


def test_the_worker_survives_a_database_that_is_away(
    app, ask, working, seen, monkeypatch, caplog, tmp_path
):
    monkeypatch.setattr(worker, "TROUBLE", 0.05)
    with app.app_context():
        db.session.execute(db.text("ALTER TABLE jobs RENAME TO away"))
        db.session.commit()
    working()
    assert soon(lambda: any("worker" in x.message for x in caplog.records))

    with app.app_context():
        db.session.execute(db.text("ALTER TABLE away RENAME TO jobs"))
        db.session.commit()
    ask(at=clock.now(), n=1)

    assert soon(lambda: seen == [{"n": 1}])


def test_the_worker_sleeps_without_holding_a_connection(app, ask, working, seen):
    working()
    ask(at=clock.now())
    assert soon(lambda: seen)

    with app.app_context():
        assert soon(lambda: db.engine.pool.checkedout() == 0)


def test_the_worker_ends_when_told(working):
    one = working()

    one.end()

    assert [thread.is_alive() for thread in one.threads] == [False, False]


def test_a_worker_with_nowhere_to_send_letters_does_not_start(app):
    app.config["MAIL_URL"] = "pigeon://loft"

    with pytest.raises(ValueError, match="MAIL_URL"):
        worker.start(app)


def test_one_run_does_all_that_is_due_and_what_that_asks_for(app, ask, wire, seen):
    wire(more=lambda facts, now: ask(key="second", n=2))
    ask("more", at=NOW)

    assert worker.run_once(app, NOW) == 2

    assert seen == [{"n": 2}]
    with app.app_context():
        assert set(db.session.scalars(select(Job.state))) == {JobState.DONE}
