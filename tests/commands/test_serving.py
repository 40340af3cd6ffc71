"""`make run`: from nothing to an answer, and a clean end."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

from forum_app.commands.demo_doors import PASSWORD, TOKEN
from forum_app.commands.readiness import make_ready
from forum_app.commands.serving import greeting
from forum_app.db import db
from forum_app.models import ApiToken, Forum, User

from ..conftest import an_app

HOUSE = Path(__file__).parents[2]
UNREADABLE = (  # what is no request that can be read, and what it is answered with
    (b"GET /en/ascf-2020/registration/s3cret-s3cret\r\n\r\n", 400),
    (b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 414),
    (b"GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: foo\r\n\r\n", 501),
)


@contextmanager
def taken_port():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def free_port():
    with taken_port() as port:
        return port


def served(folder, port):
    given = {"FORUM_DATA": str(folder), "PORT": str(port), "FORUM_DEMO": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "forum", "serve"],
        cwd=HOUSE,
        env={k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | given,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def answer(url, seconds=60):
    end = monotonic() + seconds
    while True:
        try:
            with urlopen(url) as response:
                return response.status
        except URLError:
            if monotonic() > end:
                raise
            sleep(0.1)


def send(port, request):
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(request)
        return line.recv(4000).decode()


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_an_empty_folder_is_served_and_told_to_end_it_ends_cleanly(tmp_path, end):
    port = free_port()
    process = served(tmp_path, port)
    try:
        assert answer(f"http://127.0.0.1:{port}/healthz") == 200
        assert answer(f"http://127.0.0.1:{port}/readyz") == 200
        with pytest.raises(HTTPError):
            urlopen(f"http://127.0.0.1:{port}/en/ascf-2020/registration/s3cret-s3cret")
        unread = [send(port, request) for request, _ in UNREADABLE]
    finally:
        process.send_signal(end)
        said, _ = process.communicate(timeout=30)

    assert process.returncode == 0
    assert f"http://127.0.0.1:{port}/vi/ascf-2020/" in said
    assert "Traceback" not in said
    assert "a request could not be read: InvalidRequestLine" in said
    assert "s3cret" not in said
    for answered, (_, status) in zip(unread, UNREADABLE, strict=True):
        assert answered.startswith(f"HTTP/1.1 {status} ")
        assert "X-Content-Type-Options: nosniff" in answered
        assert "Please" in answered
        assert "Vui lòng" in answered


def test_a_port_that_is_taken_is_told_in_a_sentence(tmp_path):
    with taken_port() as port:
        process = served(tmp_path, port)
        said, _ = process.communicate(timeout=60)

    assert process.returncode == 1
    assert said.strip() == (
        f"Error: Port {port} is in use. Stop what answers there, or choose another: "
        f"PORT={port + 1} make run"
    )


def test_the_demonstration_tells_where_to_look_and_how_to_enter(demo):
    with demo.app_context():
        make_ready()
        said = "\n".join(greeting())

    for what in ("/vi/ascf-2020/", "/en/ascf-2020/", "/mail", "admin@example.org", PASSWORD, TOKEN):
        assert what in said


def test_elsewhere_nothing_is_made_and_no_password_is_told(app):
    with app.app_context():
        make_ready()
        said = "\n".join(greeting())
        assert db.session.query(Forum).count() == 0

    assert PASSWORD not in said
    assert "no forum yet" in said


def test_what_a_demonstration_left_open_is_shut_where_there_is_none(demo, app, capsys):
    with demo.app_context():
        make_ready()
    with app.app_context():
        make_ready()
        assert {(user.password_hash, user.epoch) for user in db.session.query(User)} == {(None, 1)}
        assert db.session.query(ApiToken).one().revoked_at

    assert "are shut" in capsys.readouterr().out


def test_a_demonstration_that_begins_again_opens_its_doors_again(demo, app):
    for each in (demo, app, demo):
        with each.app_context():
            make_ready()

    with demo.app_context():
        assert all(user.password_hash for user in db.session.query(User))
        assert db.session.query(ApiToken).one().revoked_at is None


def test_a_relay_that_cannot_be_is_told_before_anything_begins(database_url, tmp_path):
    app = an_app(database_url, tmp_path, MAIL_URL="gopher://nowhere", PORT=free_port())

    said = app.test_cli_runner().invoke(args=["forum", "serve"])

    assert said.exit_code == 1
    assert "Traceback" not in said.output
