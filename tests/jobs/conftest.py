import pytest

from forum_app.db import db, writing
from forum_app.jobs import tasks
from forum_app.jobs.models import Job
from forum_app.jobs.services import lay_in

from ..builders import NOW


@pytest.fixture
def seen():
    """What was done: the facts of each job, the instant of each round."""
    return []


@pytest.fixture
def wire(app, seen):
    """wire(rounds, **doers) beside "note", which notes its facts in `seen`."""

    def wired(*rounds, **doers):
        tasks.wire({"note": lambda facts, now: seen.append(facts)} | doers, rounds)

    wired()
    return wired


@pytest.fixture
def ask(app, wire):
    """Lay in and commit a job of the test's."""

    def laid(kind="note", key="a job", *, at=NOW, **facts):
        with app.app_context(), writing():
            lay_in(kind, key, facts, forum_id=None, at=at)

    return laid


@pytest.fixture
def look(app):
    """look() -> the columns of the only job."""

    def row():
        with app.app_context():
            job = db.session.query(Job).one()
            db.session.expunge(job)
            return job

    return row
