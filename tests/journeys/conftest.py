"""A real server with the demo forum, and a real browser: few, long stories; no more."""

import email
import email.policy
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect, sync_playwright

from ..conftest import missing

HOUSE = Path(__file__).parents[2]
PATIENCE = 90  # seconds for whatever is waited for: a slow machine is slow, and no fault
expect.set_options(timeout=PATIENCE * 1000)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    "--use-fake-device-for-media-stream",  # a camera that sees a clock, a microphone that beeps
]


class Server:
    """`forum serve` with a data folder of its own; `kill` ends it as a power cut would."""

    def __init__(self, folder):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url, self.folder = f"http://127.0.0.1:{self.port}", folder
        self.environment = {"FORUM_DATA": str(folder), "PORT": str(self.port), "FORUM_DEMO": "1"}
        self.process = None

    def start(self):
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "forum", "serve"]
        environment = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG")}
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                command,
                cwd=HOUSE,
                env=environment | self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        ends = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < ends:
            try:
                urllib.request.urlopen(f"{self.url}/healthz", timeout=10).close()
                return self
            except OSError:
                time.sleep(0.1)
        raise RuntimeError((self.folder / "server.log").read_text())

    def kill(self):
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(PATIENCE)
            self.process = None

    def forum(self, *words):
        """What `flask forum …` prints, run on this server's data."""
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "forum", *words]
        environment = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG")}
        done = subprocess.run(
            command, cwd=HOUSE, env=environment | self.environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    running = Server(tmp_path_factory.mktemp("serve")).start()
    yield running
    running.kill()  # at once: nobody waits for its last streams to end


@pytest.fixture(scope="session")
def chromium():
    program = shutil.which("chromium")
    if program is None:
        missing("Chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def person(chromium):
    """person(width, lang) -> a page of a fresh browser; a console message or error fails the test.

    `page.quiet` lists what a story expects there (the text of a refused answer).
    """
    told, opened = [], []

    def somebody(width=1280, lang="en", quiet=(), zone=None):
        screen = {"width": width, "height": 900}
        context = chromium.new_context(viewport=screen, locale=lang, timezone_id=zone)
        context.set_default_timeout(PATIENCE * 1000)
        page = context.new_page()
        page.on("console", lambda said: told.append(said.text))
        page.on("pageerror", lambda fault: told.append(str(fault)))
        opened.append((context, quiet))
        return page

    yield somebody
    expected = tuple(words for _, quiet in opened for words in quiet)
    for context, _ in opened:
        context.close()
    assert [text for text in told if not any(words in text for words in expected)] == []


@pytest.fixture
def letters(server):
    """letters(address, subject) -> the latest such letter: its text, and the secret link in it."""

    return lambda address, subject: letter_to(address, subject, server)


def letter_to(address, subject, server):
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        for file in sorted((server.folder / "mail").glob("*.eml"), reverse=True):
            found = _read(file)
            if found.to == address and subject in found.subject:
                return found
        time.sleep(0.1)
    raise AssertionError(f"no letter {subject!r} to {address}")


def _read(file):
    letter = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    text = letter.get_body(("plain",)).get_content()
    link = re.search(r"http://127\.0\.0\.1:\d+/\w\w/\S+/registration/[\w-]{22}", text)
    return SimpleNamespace(
        to=str(letter["To"]), subject=str(letter["Subject"]), text=text, link=link and link[0]
    )
