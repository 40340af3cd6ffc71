"""The web server of `forum serve`: gunicorn inside this process, its workers forked from it."""

import ctypes
import errno
import fcntl
import gc
import logging
import resource
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from flask import Flask
from gunicorn import util
from gunicorn.app.base import BaseApplication
from gunicorn.http.errors import (
    ExpectationFailed,
    InvalidResponseHeader,
    InvalidResponseHeaderName,
    LimitRequestHeaders,
    LimitRequestLine,
    ParseException,
    UnsupportedTransferCoding,
)
from gunicorn.workers.gthread import ThreadWorker
from werkzeug.wsgi import ClosingIterator

from .db import db
from .i18n import LANGUAGES, say
from .live.feeds import go_on_while
from .live.views import streams_at_most
from .log import be_discreet
from .web import HEADERS, SAID

HOST = "127.0.0.1"
UNREADABLE: tuple[tuple[type[Exception], int], ...] = (  # what gunicorn says -> status
    (InvalidResponseHeader, 500),
    (InvalidResponseHeaderName, 500),
    (LimitRequestLine, 414),
    (LimitRequestHeaders, 431),
    (UnsupportedTransferCoding, 501),
    (ExpectationFailed, 417),
    (ParseException, 400),
)
M_ARENA_MAX = -8  # of malloc.h
MOST_FILES = 8192
STREAM = "/live"


class PortInUse(Exception):
    """Something else answers at the port."""


class KeysChanging(Exception):
    """`forum rotate-key` is at work in the data folder."""


class Worker(ThreadWorker):  # type: ignore[misc]
    """Answers what is no request that can be read as every other fault is answered."""

    def handle_error(
        self, request: object, client: socket.socket, address: object, fault: Exception
    ) -> None:
        status = next((code for kind, code in UNREADABLE if isinstance(fault, kind)), 500)
        if status == 500:
            self.log.exception("no answer could be given")
        else:
            self.log.warning("a request could not be read: %s", type(fault).__name__)
        with suppress(OSError):
            util.write_nonblock(client, unread(status))


def unread(status: int) -> bytes:
    """A whole answer with `status` in both languages, without the application; the line closes."""
    heading, sentence = SAID[status if status in SAID else 400]
    said = "\n\n".join(f"{say(lang, heading)}. {say(lang, sentence)}" for lang in LANGUAGES)
    body = f"{said}\n".encode()
    headers = {
        "Connection": "close",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Length": len(body),
        "Cache-Control": "no-store",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
        **HEADERS,
    }
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("ascii") + body


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """Serves `app`, which is ready before the workers are forked, so that they share its memory."""

    def __init__(self, app: "FewAtOnce", settings: dict[str, Any]) -> None:
        self.app, self.settings = app, settings
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.settings.items():
            self.cfg.set(name, value)

    def load(self) -> "FewAtOnce":
        return self.app


class FewAtOnce:
    """`app` answering `many` requests at once; streams, which only wait, come on top of them.

    So a process has a thread for each page that listens, and no more at work than it can bear.
    """

    def __init__(self, app: Callable[..., Iterable[bytes]], many: int) -> None:
        self.app, self.places = app, BoundedSemaphore(many)

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] == STREAM:
            return self.app(environ, start)
        self.places.acquire()
        try:
            answer = self.app(environ, start)
        except BaseException:
            self.places.release()
            raise
        return ClosingIterator(answer, self.places.release)


def serve(
    app: Flask, *, port: int, workers: int, threads: int, start: Callable[[Flask], object]
) -> None:
    """Answer on the loopback address until told to end (SIGTERM, Ctrl-C), then leave the process.

    threads: requests that a worker process works on at once; streams come on top. start: called
    with `app` in each worker process as it begins. In an app context. Raises KeysChanging.
    """
    db.session.remove()
    db.engine.dispose()  # no connection is shared with a fork
    _share_heaps()
    be_discreet(logging.getLogger("gunicorn.error"))  # it quotes requests that it cannot read
    _let_many_in()
    gc.collect()
    gc.freeze()  # what is loaded stays; looking for garbage passes it over, and is done more often
    with at_work(app.config["FORUM_DATA"]):
        Server(FewAtOnce(app, threads), _settings(app, port, workers, threads, start)).run()


def _let_many_in() -> None:
    """Each open page is a file to the system, which grants few where nobody asks for more."""
    few, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if most == resource.RLIM_INFINITY else min(most, MOST_FILES)
    if few != resource.RLIM_INFINITY and few < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


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
        "worker_class": Worker,
        "workers": workers,
        "threads": threads + streams_at_most(app),
        "worker_connections": threads + streams_at_most(app) + 1000,
        "graceful_timeout": 10,
        "keepalive": 5,
        "loglevel": "warning",
        "accesslog": None,  # the addresses of personal pages are passwords
        "proc_name": "hybrid-forum",
        "control_socket_disable": True,
        "forwarded_allow_ips": "",  # TRUSTED_PROXIES says whom to believe
        "post_worker_init": begin,
    }
