"""The web server of `forum serve`: gunicorn inside this process, its workers forked from it."""

import ctypes
import errno
import fcntl
import logging
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from .db import db
from .live.feeds import go_on_while
from .log import be_discreet

HOST = "127.0.0.1"
M_ARENA_MAX = -8  # of malloc.h


class PortInUse(Exception):
    """Something else answers at the port."""


class KeysChanging(Exception):
    """`forum rotate-key` is at work in the data folder."""


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """Serves `app`, which is ready before the workers are forked, so that they share its memory."""

    def __init__(self, app: Flask, settings: dict[str, Any]) -> None:
        self.app, self.settings = app, settings
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self.app


def serve(
    app: Flask, *, port: int, workers: int, threads: int, start: Callable[[Flask], object]
) -> None:
    """Answer on the loopback address until told to end (SIGTERM, Ctrl-C), then leave the process.

    start: called with `app` in each worker process as it begins. In an app context. Raises
    KeysChanging.
    """
    db.session.remove()
    db.engine.dispose()  # no connection is shared with a fork
    _share_heaps()
    be_discreet(logging.getLogger("gunicorn.error"))  # it quotes requests that it cannot read
    with at_work(app.config["FORUM_DATA"]):
        Server(app, _settings(app, port, workers, threads, start)).run()


def _share_heaps() -> None:
    """Let all threads live in two heaps: each of its own keeps what it freed, 20 MB in all.

    glibc only (mallopt(3), M_ARENA_MAX); elsewhere nothing happens.
    """
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 2)


@contextmanager
def at_work(data: Path) -> Iterator[None]:
    """Nobody changes the keys in the folder `data` meanwhile. Raises KeysChanging."""
    with (data / "serving").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            raise KeysChanging from None
        yield


def check_port(port: int) -> None:
    """Raises PortInUse, or OSError for a port that may not be used."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as refused:
            if refused.errno == errno.EADDRINUSE:
                raise PortInUse from None
            raise


def _settings(
    app: Flask, port: int, workers: int, threads: int, start: Callable[[Flask], object]
) -> dict[str, Any]:
    def begin(worker: Any) -> None:
        go_on_while(lambda: bool(worker.alive))
        start(app)

    return {
        "bind": f"{HOST}:{port}",
        "worker_class": "gthread",
        "workers": workers,
        "threads": threads,
        "graceful_timeout": 10,
        "keepalive": 5,
        "loglevel": "warning",
        "accesslog": None,  # the addresses of personal pages are passwords
        "proc_name": "hybrid-forum",
        "control_socket_disable": True,
        "forwarded_allow_ips": "",  # TRUSTED_PROXIES says whom to believe
        "post_worker_init": begin,
    }
