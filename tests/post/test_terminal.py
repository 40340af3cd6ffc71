"""`forum mail` and `forum worker`: the outbox of a house in service."""

import pytest

from forum_app.db import db, writing
from forum_app.post.models import Message, MessageState

from .conftest import lay_letter


@pytest.fixture
def terminal(app, writers):
    return lambda *words: app.test_cli_runner().invoke(args=["forum", *words])


def test_the_operator_sees_what_waits_and_what_was_given_up(app, terminal):
    waiting, dead = lay_letter(app, "anh@example.org"), lay_letter(app, "binh@example.org")
    with app.app_context(), writing():
        gone = {"state": MessageState.DEAD, "last_error": "550 no such user"}
        db.session.query(Message).filter_by(uuid=dead).update(gone)

    first, second = terminal("mail").output.splitlines()

    assert dead in first
    assert "given up" in first
    assert "550 no such user" in first
    assert waiting in second
    assert "due 2030-05-01 05:00:00Z" in second


def test_the_operator_sends_a_letter_again_once_it_was_given_up(app, terminal):
    uuid = lay_letter(app, "anh@example.org")
    assert "still on its way" in terminal("mail", "--again", uuid).output
    with app.app_context(), writing():
        db.session.query(Message).update({"state": MessageState.DEAD})

    assert terminal("mail", "--again", uuid).exit_code == 0
    with app.app_context():
        assert db.session.query(Message.state).scalar() is MessageState.WAITING


def test_a_letter_that_is_not_there_is_said_to_be_missing(terminal):
    answer = terminal("mail", "--again", "x")

    assert answer.exit_code == 1
    assert "There is no such letter." in answer.output


def test_the_worker_sends_what_is_due_and_ends(app, terminal, tmp_path):
    lay_letter(app, "anh@example.org", at=None)

    answer = terminal("worker", "--once")

    assert "1 letters and jobs" in answer.output
    assert len(list((tmp_path / "mail").iterdir())) == 1
