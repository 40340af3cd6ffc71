"""Where a case is measured: a folder, a database and servers that nobody else uses."""

import os
import secrets
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep

from flask import Flask
from sqlalchemy import create_engine, make_url, text

import config

from ..commands.migrations import upgrade
from ..db import db
from ..server import HOST

HOUSE = Path(__file__).parents[2]
PATIENCE = 60.0  # seconds for a server to answer
OWN = (  # what a server of ours is told by us alone
    *("FORUM_DATA", "DATABASE_URL", "PORT", "SECRET_KEY", "MAIL_URL", "BASE_URL"),
    *("TRUSTED_PROXIES", "FORUM_CLOCK", "FORUM_DEMO", "REDIS_URL", "WEB_WORKERS", "WEB_THREADS"),
)


class NoAnswer(Exception):
    """A server did not come up, or ended by itself."""


@dataclass(frozen=True)
class Stand:
    """A database with every table, and how processes get to it."""

    folder: Path
    url: str
    key: str
    clock: str | None = None  # where its servers' forums live in time, as FORUM_CLOCK

    @property
    def database(self) -> str:
        return self.url.partition(":")[0].partition("+")[0]

    def environment(self, port: int) -> dict[str, str]:
        others = {name: value for name, value in os.environ.items() if name not in OWN}
        own = {"FORUM_DATA": self.folder, "DATABASE_URL": self.url, "PORT": port}
        own |= {"SECRET_KEY": self.key, "FORUM_DEMO": 1}
        own |= {"FORUM_CLOCK": self.clock} if self.clock else {}
        return others | {name: str(value) for name, value in own.items()}

    def app(self) -> Flask:
        """The application on this database, inside this process."""
        from .. import create_app  # not above: the package is not whole yet when this is read

        return create_app(config.from_environment(self.environment(port=8000)))


@contextmanager
def a_stand(server_url: str | None) -> Iterator[Stand]:
    """A new database: on the PostgreSQL server at this URL, in a file of SQLite for None."""
    with TemporaryDirectory(prefix="forum-bench-") as name:
        folder = Path(name)
        with _database(server_url, folder) as url:
            stand = Stand(folder, url, secrets.token_hex(32))
            with entered(stand):
                upgrade()
            yield stand


@contextmanager
def _database(server_url: str | None, folder: Path) -> Iterator[str]:
    if server_url is None:
        yield f"sqlite:///{folder / 'forum.db'}"
        return
    name = f"forum_bench_{secrets.token_hex(6)}"
    _on_server(server_url, f"CREATE DATABASE {name}")
    try:
        yield make_url(server_url).set(database=name).render_as_string(hide_password=False)
    finally:
        _on_server(server_url, f"DROP DATABASE {name} WITH (FORCE)")


def _on_server(server_url: str, statement: str) -> None:
    engine = create_engine(server_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@contextmanager
def entered(stand: Stand) -> Iterator[Flask]:
    """Inside the application on `stand`, its connections closed afterwards."""
    app = stand.app()
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


@dataclass
class Server:
    """`forum serve` with its web processes, in a group of processes of its own."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def workers(self) -> list[int]:
        """The ids of the web processes that live now."""
        main = self.process.pid
        children = Path(f"/proc/{main}/task/{main}/children").read_text()
        return [int(child) for child in children.split()]

    def await_answer(self, path: str = "/healthz") -> None:
        """Raises NoAnswer where none comes."""
        end = monotonic() + PATIENCE
        while status_of(self.port, path) != 200:
            if self.process.poll() is not None or monotonic() > end:
                raise NoAnswer(self.log.read_text()[-2000:])
            sleep(0.005)

    def kill(self) -> None:
        """End everything at once, as when the machine loses its head (SIGKILL)."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def end(self) -> None:
        """Let it finish what it is at."""
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.kill()


def started(stand: Stand, processes: int, *, entry: str = "wsgi", port: int = 0) -> Server:
    """A server on `stand`, not yet answering. port: 0 for a free one."""
    port = port or free_port()
    command = ["-m", "flask", "--app", entry, "forum", "serve", "--workers", str(processes)]
    log = stand.folder / "server.log"
    with log.open("ab") as file:
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=HOUSE,
            env=stand.environment(port),
            stdout=file,
            stderr=file,
            start_new_session=True,
        )
    return Server(port, process, log)


@contextmanager
def served(stand: Stand, processes: int, *, entry: str = "wsgi") -> Iterator[Server]:
    """A server on `stand` that answers, ended afterwards."""
    server = started(stand, processes, entry=entry)
    try:
        server.await_answer()
        yield server
    finally:
        server.end()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def status_of(port: int, path: str) -> int:
    """What the server answers to a GET; 0 where it does not."""
    connection = HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    except (OSError, HTTPException):
        return 0
    finally:
        connection.close()
