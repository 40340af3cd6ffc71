"""Connections beside those of the sessions, for small facts that are true whatever a request does.

Each statement commits by itself and does not wait for the disk: a count of attempts, the version
of what people watch. Never write with one inside `writing()`: on SQLite that waits for itself.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, create_engine, event

from .db import db, one_writer_at_a_time

_making = Lock()
_engines: WeakKeyDictionary[Engine, Engine] = WeakKeyDictionary()
_MANNERS: dict[str, dict[str, Any]] = {
    "sqlite": {"execution_options": {"sqlite_begin": "IMMEDIATE"}},
    "postgresql": {"isolation_level": "AUTOCOMMIT"},
}


@contextmanager
def beside() -> Iterator[Connection]:
    """A connection to write with, committed at the end."""
    with one_writer_at_a_time(), engine_beside().begin() as connection:
        yield connection


def engine_beside() -> Engine:
    """The engine of these connections, to the database of the application at hand."""
    main = db.engine
    with _making:
        if main not in _engines:
            _engines[main] = _made_beside(main)
        return _engines[main]


def _made_beside(main: Engine) -> Engine:
    kind = main.dialect.name
    engine = create_engine(
        main.url, pool_size=4, max_overflow=0, hide_parameters=True, **_MANNERS[kind]
    )
    hurry = "SET synchronous_commit = off"
    if kind == "sqlite":
        hurry = "PRAGMA synchronous = NORMAL"
    event.listen(engine, "connect", lambda connection, _: connection.execute(hurry))
    event.listen(main, "engine_disposed", lambda _: engine.dispose())
    return engine
