"""Pages that everybody may see, answered before the framework while nothing can have changed.

A view marked `held` makes the same page for everybody who is not signed in: out of the database,
the clock, and its address. So the page is kept, in this process, for as long as these are the
same, and whoever asks next is answered with those bytes and headers.

- The database: each engine tells cheaply whether anything at all was committed since, by
  whichever process: SQLite's `PRAGMA data_version`, and on PostgreSQL the snapshot, which names
  all transactions that can be seen. No list of what a page depends on can be forgotten: a banner,
  a release, a seat, the terms. It is asked before the page is made, so a change that comes while
  it is made ends it. Where it cannot be asked, the application answers. PostgreSQL is another
  process, so what it said is believed for a twentieth of a second: that old a page may be there.
- The clock: what a marked page shows begins and ends on a whole minute, as walls say it, so a page
  is kept within the five seconds of the minute it was made in, by the real clock and the forum's.
- The address: host, path and query as they were sent. A host that is not ours was refused by the
  application, and a refusal is not kept. The language stands in the path.

Whoever sends a cookie or a key is answered by the application, always; so is whoever asks for
anything but the whole page. An answer that sets a cookie, or varies by one, is never kept: a page
with a form in it has a token of its owner's. Fragments that pages renew are held as well: their
`private` tells caches on the way to keep none, and here is where they come from.

What it costs: a page is made once in five seconds, and once for each change, in each process that
is asked for it. Each look costs a question: some microseconds on SQLite, a hundred on PostgreSQL,
there twenty times a second at most.
"""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import wraps
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from flask import Flask, request
from sqlalchemy import event
from werkzeug.http import is_resource_modified
from werkzeug.wrappers import Response

from . import clock
from .beside import engine_beside
from .db import db
from .i18n import LANGUAGES

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

P = ParamSpec("P")
R = TypeVar("R")

MOST = 8 * 1024 * 1024  # bytes of pages in one process
WHILE = 5  # seconds, a part of a minute
LONGEST = 300  # characters of an address
_MARK = "forum.held"
_ASKED = {  # what is another after each commit that anybody made
    "sqlite": "PRAGMA data_version",
    "postgresql": "SELECT CAST(pg_current_snapshot() AS text)",
}
BELIEVED = {"sqlite": 0.0, "postgresql": 0.05}  # seconds
_PATHS = tuple(f"/{lang}/" for lang in LANGUAGES)
_NOT_EVERYBODY = ("HTTP_COOKIE", "HTTP_AUTHORIZATION")
_NOT_WHOLE = ("HTTP_RANGE", "HTTP_IF_RANGE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE")
_PASSED_ON = _NOT_EVERYBODY + _NOT_WHOLE


def held(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a view whose page is made of the database, the clock in minutes and its address."""

    @wraps(view)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        request.environ[_MARK] = True
        return view(*args, **kwargs)

    return wrapper


@dataclass(frozen=True)
class _Page:
    headers: list[tuple[str, str]]
    body: bytes
    etag: str


@dataclass(frozen=True)
class _Kept:
    """The pages of one state of things; the next state begins with none."""

    state: object
    pages: dict[object, _Page] = field(default_factory=dict)


class ReleasedPages:
    """`application`, before which the pages of `app` are held."""

    def __init__(self, app: Flask, application: "WSGIApplication") -> None:
        self.application = application
        self.changes = _Changes(app)
        self.kept = _Kept(None)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        asked = _asked(environ)
        state = self._state() if asked else None
        if state is None:
            return self.application(environ, start_response)
        kept = self.kept
        page = kept.pages.get(asked) if kept.state == state else None
        if page is not None:
            return _answer(page, environ, start_response)
        return self._made(state, asked, environ, start_response)

    def _state(self) -> object:
        """What a page depends on beside its address; None where that cannot be told."""
        version = self.changes.version()
        at = [int(now.timestamp()) // WHILE for now in (clock.now(), clock.forum_now())]
        return None if version is None else (version, at)

    def _made(
        self,
        state: object,
        asked: object,
        environ: "WSGIEnvironment",
        start_response: "StartResponse",
    ) -> Iterable[bytes]:
        """The application's answer, kept where it may be."""
        told: list[Any] = []

        def begin(status: str, headers: list[tuple[str, str]], *fault: Any) -> Any:
            told[:] = status, list(headers)
            return start_response(status, headers, *fault)

        answer = self.application(environ, begin)
        if not environ.get(_MARK) or environ["REQUEST_METHOD"] != "GET" or not _may_keep(*told):
            return answer
        try:
            body = b"".join(answer)
        finally:
            getattr(answer, "close", lambda: None)()
        self._keep(state, asked, _Page(told[1], body, dict(told[1]).get("ETag", "")))
        return [body]

    def _keep(self, state: object, asked: object, page: _Page) -> None:
        if self.kept.state != state:
            self.kept = _Kept(state)
        pages = self.kept.pages
        if sum(len(one.body) for one in list(pages.values())) + len(page.body) <= MOST:
            pages[asked] = page


def _asked(environ: "WSGIEnvironment") -> object:
    """What is asked for, the same for the same page; None for what only the application answers."""
    path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or not path.startswith(_PATHS):
        return None
    if len(path) + len(query) > LONGEST or any(name in environ for name in _PASSED_ON):
        return None
    return environ.get("HTTP_HOST"), environ.get("SCRIPT_NAME"), path, query


def _may_keep(status: str, headers: list[tuple[str, str]]) -> bool:
    said = [(name.lower(), value.lower()) for name, value in headers]
    personal = any(
        name == "set-cookie"
        or (name == "vary" and ("cookie" in value or "*" in value))
        or (name == "cache-control" and "no-store" in value)
        for name, value in said
    )
    return status.startswith("200") and not personal


def _answer(
    page: _Page, environ: "WSGIEnvironment", start_response: "StartResponse"
) -> Iterable[bytes]:
    asks_again = "HTTP_IF_NONE_MATCH" in environ and page.etag
    if asks_again and not is_resource_modified(environ, etag=page.etag.strip('"')):
        return Response(status=304, headers=page.headers)(environ, start_response)
    start_response("200 OK", list(page.headers))
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [page.body]


class _Changes:
    """Whether anything was committed to the database of `app`; asked on a connection of its own."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.asking = Lock()
        self.connection: Any = None
        self.process = 0
        self.opened = 0  # connections so far: what two of them say cannot be compared
        self.said: object = None
        self.good_until = 0.0  # by the monotonic clock

    def version(self) -> object:
        """The same as before only where nothing was committed meanwhile; None: it is not known."""
        with self.asking:
            try:
                if self.connection is None or self.process != os.getpid():
                    self._open()
                if monotonic() >= self.good_until:
                    found = self.connection.execute(_ASKED[self.dialect]).fetchall()[0][0]
                    self.said = self.opened, found
                    self.good_until = monotonic() + BELIEVED[self.dialect]
                return self.said
            except Exception:  # whatever it is, the application answers and tells it
                self._close()
                return None

    def _open(self) -> None:
        """Never the connection of the process this one was forked from."""
        with self.app.app_context():
            engine = engine_beside()
            if engine.dialect.name == "sqlite" and engine.url.database in (None, "", ":memory:"):
                raise LookupError("each connection has a database of its own")
            lent = engine.raw_connection()
            self.connection, self.process = lent.driver_connection, os.getpid()
            lent.detach()
            main = db.engine
        self.opened, self.dialect, self.good_until = self.opened + 1, engine.dialect.name, 0.0
        event.listen(main, "engine_disposed", lambda _: self._end(), once=True)

    def _end(self) -> None:
        with self.asking:
            self._close()

    def _close(self) -> None:
        gone, self.connection = self.connection, None
        if gone is not None and self.process == os.getpid():
            gone.close()
