"""Letters on their way, to a real SMTP server and into a folder."""

import datetime as dt
import os
import signal
import subprocess
import sys
from pathlib import Path
from threading import Barrier, Thread

import pytest

from forum_app import seal
from forum_app.db import db, writing
from forum_app.post.models import Message, MessageState
from forum_app.post.rules import Letter, Text
from forum_app.post.services import LEASE, send_again
from forum_app.post.tasks import deliver_due

from ..builders import NOW
from ..tools import relay as relays

pytestmark = pytest.mark.usefixtures("room")  # deliver_due stands in an application context
SECOND = dt.timedelta(seconds=1)


def test_a_letter_reaches_its_reader(relay, lay, look):
    uuid = lay("anh@example.org")

    assert deliver_due(NOW) == 1

    [letter] = relay.letters
    assert letter["To"] == "anh@example.org"
    assert letter["Subject"] == "Đã nhận đăng ký Nguyễn Thị Ngọc Ánh"
    assert letter["Message-ID"] == f"<{uuid}@localhost>"
    row = look(uuid)
    assert (row.state, row.attempts, row.last_error) == (MessageState.SENT, 1, None)
    assert dt.timedelta() <= row.sent_at - NOW < dt.timedelta(seconds=5)
    assert deliver_due(NOW + dt.timedelta(days=1)) == 0


def test_two_hundred_letters_leave_on_one_connection(relay, lay):
    for n in range(200):
        lay(f"delegate{n}@example.org")

    assert deliver_due(NOW) == 200

    assert len(relay.callers) == 1
    assert len({letter["To"] for letter in relay.letters}) == 200
    assert len({letter["Message-ID"] for letter in relay.letters}) == 200


def test_two_workers_at_once_send_each_letter_once(app, relay, lay):
    for n in range(40):
        lay(f"delegate{n}@example.org")
    start = Barrier(2)

    def work():
        with app.app_context():
            start.wait()
            deliver_due(NOW)

    threads = [Thread(target=work) for _ in range(2)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert len(relay.given) == 40
    assert len({letter["To"] for letter in relay.letters}) == 40


def test_a_relay_that_asks_for_patience_gets_the_letter_later(relay, lay, look):
    uuid, other = lay("anh@example.org"), lay("binh@example.org")
    relay.answers["anh@example.org"] = ["451 4.7.1 anh@example.org: try again later"]

    deliver_due(NOW)
    row = look(uuid)
    assert (row.state, row.last_error) == (MessageState.WAITING, "451 4.7.1 … try again later")
    assert look(other).state is MessageState.SENT
    assert deliver_due(NOW + 20 * SECOND) == 0

    deliver_due(NOW + 40 * SECOND)

    assert look(uuid).state is MessageState.SENT
    assert [letter["To"] for letter in relay.letters] == ["binh@example.org", "anh@example.org"]
    assert relay.letters[1]["Message-ID"] == f"<{uuid}@localhost>"


@pytest.mark.parametrize("at", ["recipient", "content"])
def test_a_letter_refused_for_good_is_given_up_at_once_until_sent_again(relay, lay, look, at):
    uuid = lay("anh@example.org")
    if at == "recipient":
        relay.answers["anh@example.org"] = ["550 5.1.1 <anh@example.org>: unknown user"]
    else:
        relay.data_answers = ["554 5.1.1 <anh@example.org>: unknown user"]
    deliver_due(NOW)
    row = look(uuid)
    assert row.state is MessageState.DEAD
    assert row.last_error[3:] == " 5.1.1 … unknown user"

    with writing():
        send_again(row.id, forum_id=None, actor="user 1", now=NOW)
    deliver_due(NOW)

    assert look(uuid).state is MessageState.SENT
    assert [letter["Message-ID"] for letter in relay.letters] == [f"<{uuid}@localhost>"]


def test_a_relay_that_is_away_costs_one_letter_one_attempt_and_loses_none(app, lay, look):
    port = relays.free_port()
    app.config["MAIL_URL"] = f"smtp://127.0.0.1:{port}"
    uuids = [lay(f"delegate{n}@example.org") for n in range(5)]

    assert deliver_due(NOW) == 1

    assert [look(uuid).attempts for uuid in uuids] == [1, 0, 0, 0, 0]
    assert "ConnectionRefusedError" in look(uuids[0]).last_error
    with relays.running(port) as relay:
        deliver_due(NOW + dt.timedelta(minutes=1))
        assert len(relay.letters) == 5
    assert {look(uuid).state for uuid in uuids} == {MessageState.SENT}


def test_a_relay_that_hangs_up_in_the_middle_is_called_again_later(relay, lay, look):
    uuid, other = lay("anh@example.org"), lay("binh@example.org")
    relay.answers["anh@example.org"] = ["421 4.3.2 shutting down"]

    deliver_due(NOW)

    assert look(uuid).last_error == "421 4.3.2 shutting down"
    assert look(other).state is MessageState.SENT
    assert len(relay.callers) == 2


def test_a_worker_killed_after_the_relay_took_the_letter_sends_it_once_more(
    app, relay, lay, look, database_url, tmp_path
):
    uuid = lay("anh@example.org")
    here = {"cwd": Path(__file__).parents[2], "env": os.environ | {"PYTHONWARNINGS": "ignore"}}
    command = [sys.executable, "-m", "tests.post.dying", database_url, str(tmp_path), relay.url]
    with subprocess.Popen(command, **here) as worker:
        relay.on_data = lambda: worker.kill()
        assert worker.wait(60) == -signal.SIGKILL
    relay.on_data = lambda: None
    assert look(uuid).state is MessageState.WAITING
    assert deliver_due(NOW + LEASE - SECOND) == 0

    deliver_due(NOW + LEASE + 10 * SECOND)

    assert look(uuid).state is MessageState.SENT
    assert [letter["Message-ID"] for letter in relay.letters] == [f"<{uuid}@localhost>"] * 2


def test_a_letter_with_nothing_left_to_say_is_not_sent(relay, lay, look):
    uuid = lay(template="test.moot")

    assert deliver_due(NOW) == 1

    assert look(uuid).state is MessageState.CANCELLED
    assert relay.letters == []


def test_a_letter_that_cannot_be_written_backs_off_and_the_others_go_on(
    relay, lay, look, writers, caplog
):
    def break_down(facts, lang):
        raise KeyError("anh@example.org")

    writers({"test.broken": break_down, "test.received": lambda f, lang: a_plain_letter()})
    broken, nobodys, fine = lay(template="test.broken"), lay(template="test.nobody"), lay()

    deliver_due(NOW)

    assert look(broken).last_error == "not written: KeyError"
    assert look(nobodys).last_error == "not written: NobodyWrites"
    assert {look(x).state for x in (broken, nobodys)} == {MessageState.WAITING}
    assert look(fine).state is MessageState.SENT
    assert len(caplog.records) == 2
    assert "in break_down" in caplog.text
    assert "anh@" not in caplog.text


def test_a_letter_sealed_with_a_lost_key_is_given_up(relay, lay, look):
    uuid = lay()
    seal.use_keys(["another key"])

    deliver_due(NOW)

    assert (look(uuid).state, look(uuid).attempts) == (MessageState.DEAD, 1)


@pytest.mark.parametrize("address", ["not an address", "a@b@c", "a\nb@example.org"])
def test_what_is_no_address_is_given_up_at_once(relay, lay, look, address):
    uuid = lay(address)

    deliver_due(NOW)

    assert (look(uuid).state, look(uuid).last_error) == (MessageState.DEAD, "not an address")


def test_an_address_in_vietnamese_letters_is_written_to_where_the_relay_can(relay, lay, look):
    uuid = lay("ánh@example.org")

    deliver_due(NOW)

    assert look(uuid).state is MessageState.SENT
    assert relay.given[0].rcpt_tos == ["ánh@example.org"]
    assert relay.letters[0]["To"] == "ánh@example.org"


def test_an_address_in_vietnamese_letters_is_given_up_where_the_relay_cannot(app, lay, look):
    uuid, other = lay("ánh@example.org"), lay("binh@example.org")
    with relays.running(enable_SMTPUTF8=False) as relay:
        app.config["MAIL_URL"] = relay.url
        deliver_due(NOW)

    assert look(uuid).state is MessageState.DEAD
    assert "SMTPUTF8" in look(uuid).last_error
    assert look(other).state is MessageState.SENT


def test_others_may_write_while_the_relay_takes_a_letter(relay, lay):
    def register_somebody():
        relay.on_data = lambda: None
        thread = Thread(target=lay, args=("binh@example.org",))
        thread.start()
        thread.join(10)

    lay("anh@example.org")
    relay.on_data = register_somebody

    deliver_due(NOW)

    assert [x["To"] for x in relay.letters] == ["anh@example.org", "binh@example.org"]


def test_what_the_writer_read_holds_no_connection_while_the_relay_takes_a_letter(
    relay, lay, writers
):
    def look_and_write(facts, lang):
        db.session.execute(db.text("SELECT 1"))
        return a_plain_letter()

    writers({"test.received": look_and_write})
    pool, held = db.engine.pool, []
    lay()
    relay.on_data = lambda: held.append(pool.checkedout())

    deliver_due(NOW)

    assert held == [0]


def test_the_folder_holds_each_letter_once_sorted_by_age(app, lay, tmp_path):
    uuids = [lay(f"delegate{n}@example.org") for n in range(3)]
    deliver_due(NOW)
    with writing():
        row = db.session.query(Message).filter_by(uuid=uuids[0]).one()
        send_again(row.id, forum_id=None, actor="user 1", now=NOW)
    deliver_due(NOW)

    files = sorted((tmp_path / "mail").iterdir())
    assert sorted(file.name for file in files) == sorted(
        f"20300501T050000.000000Z-{uuid}.eml" for uuid in uuids
    )
    assert all(file.stat().st_mode & 0o77 == 0 for file in files)
    assert b"To: delegate" in files[0].read_bytes()


def test_a_folder_that_cannot_be_written_loses_no_letter(app, lay, look, tmp_path):
    (tmp_path / "mail").write_text("a file stands where the folder should be")
    uuid = lay()

    deliver_due(NOW)

    assert look(uuid).state is MessageState.WAITING
    assert look(uuid).last_error.startswith("the folder: ")


def a_plain_letter():
    return Letter(sender="x", subject="x", heading="x", blocks=[Text("x")])
