"""The database handle, the base class of every table, and the one place that commits."""

import enum
import fcntl
import json
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from random import random
from threading import BoundedSemaphore, Lock
from time import perf_counter, sleep
from typing import Any, ParamSpec, TypeVar

from flask import has_request_context
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    DDL,
    JSON,
    Connection,
    DateTime,
    Dialect,
    Enum,
    FromClause,
    MetaData,
    TypeDecorator,
    event,
    literal,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.schema import ExecutableDDLElement

from .i18n import Translated, Words

P = ParamSpec("P")
R = TypeVar("R")

ID = "int(max=2147483647)"  # an id in an address, no larger than a database knows: f"/<{ID}:…>"


class UTCDateTime(TypeDecorator[datetime]):
    """An instant: refuses naive datetimes, stores UTC, returns aware UTC (SQLite drops zones)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.utcoffset() is None:
            raise ValueError(f"naive datetime {value}: say which zone it is in")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            return value.replace(tzinfo=UTC)
        return value and value.astimezone(UTC)


class WallTime(TypeDecorator[datetime]):
    """What a clock on the wall shows: naive; the row's `zone` and fold say which instant it is."""

    impl = DateTime(timezone=False)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is not None:
            raise ValueError(f"aware datetime {value}: a wall shows no zone")
        return value


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        datetime: UTCDateTime(),
        Words: Translated(),
        dict[str, Any]: JSON(),
        enum.StrEnum: Enum(
            enum.StrEnum,
            native_enum=False,
            create_constraint=True,
            values_callable=lambda members: [member.value for member in members],
        ),
    }


_REFUSE_ON_SQLITE = """
CREATE TRIGGER {table}_are_not_{done} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} are append-only'); END"""
_REFUSE_ON_POSTGRESQL = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% are append-only', TG_TABLE_NAME; END $$;
CREATE TRIGGER {table}_are_not_changed BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_change()"""


def append_only_triggers(table: str, dialect: str) -> list[str]:
    """The SQL that makes the database refuse to change or delete rows of `table`."""
    if dialect == "postgresql":
        return [_REFUSE_ON_POSTGRESQL.format(table=table)]
    verbs = (("UPDATE", "changed"), ("DELETE", "deleted"))
    return [_REFUSE_ON_SQLITE.format(table=table, verb=verb, done=done) for verb, done in verbs]


def append_only(table: FromClause) -> None:
    """Rows of `table` are written once: no change, no deletion, whoever tries."""
    for dialect in ("sqlite", "postgresql"):
        for statement in append_only_triggers(str(table), dialect):
            ddl: ExecutableDDLElement = DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]
            ddl = ddl.execute_if(dialect=dialect)
            event.listen(table, "after_create", ddl)


class AsJson(dict[str, Any]):
    """A large value of a JSON column, its text made beforehand: binding it takes no time."""

    def __init__(self, value: Mapping[str, Any]) -> None:
        super().__init__(value)
        self.text = _dumped(value)


def _dumped(value: object) -> str:
    return value.text if isinstance(value, AsJson) else json.dumps(value, ensure_ascii=False)


db = SQLAlchemy(
    metadata=Base.metadata,  # not model_class=Base: it may not have a type_annotation_map
    engine_options={
        "json_serializer": _dumped,
        "hide_parameters": True,  # what is told of a broken statement names nobody
    },
)


@event.listens_for(Engine, "connect")
def _sqlite_manners(connection: object, _record: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None  # the driver begins nothing by itself: see _sqlite_begin
        connection.execute("PRAGMA busy_timeout = 20000")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")


@event.listens_for(Engine, "begin")
def _sqlite_begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        how = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {how}")


_after_writing: list[Callable[[], None]] = []
longest_write = {"seconds": 0.0}  # of this process; shown by /metrics and the bench
os.register_at_fork(after_in_child=lambda: longest_write.update(seconds=0.0))
_may_write: ContextVar[bool] = ContextVar("may_write", default=False)
_turn = Lock()
# In one process, where two share a core: more would all be slow, each with its rows locked.
_few_writers = BoundedSemaphore(2)


def writes(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a view that may open `writing()`; every other view only reads."""

    @wraps(view)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        token = _may_write.set(True)
        try:
            return view(*args, **kwargs)
        finally:
            _may_write.reset(token)

    wrapper.writes = True  # type: ignore[attr-defined]  # read by tests/house/test_routes.py
    return wrapper


def after_writing(work: Callable[[], None]) -> Callable[[], None]:
    """Mark what is done after each `writing()` that committed, with all its locks let go."""
    _after_writing.append(work)
    return work


@contextmanager
def writing() -> Iterator[None]:
    """One write transaction: committed at the end, rolled back whole if anything raises.

    On SQLite the write lock is taken before the first look: a transaction that reads and then
    writes dies with "database is locked" when another wrote in between. Rows loaded before are
    let go, so load them again inside. Raises RuntimeError in a view that is not marked `writes`.
    """
    if has_request_context() and not _may_write.get():
        raise RuntimeError("a view that only reads tried to write: mark it with @writes")
    db.session.rollback()
    with _few_writers, one_writer_at_a_time():
        began = perf_counter()
        db.session.connection(execution_options={"sqlite_begin": "IMMEDIATE"})
        try:
            yield
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise
        finally:
            longest_write["seconds"] = max(longest_write["seconds"], perf_counter() - began)
    for work in _after_writing:
        work()


def written(work: Callable[[], R], *, tries: int = 6) -> R:
    """What `work` returns, done in one `writing()`; again where two writers blocked each other.

    PostgreSQL ends a deadlock by refusing one side (40P01); SQLite has one writer at a time. Each
    side waits a while of its own, or both would meet again.
    """
    for left in reversed(range(tries)):
        try:
            with writing():
                return work()
        except OperationalError as blocked:
            if not left or getattr(blocked.orig, "sqlstate", "") not in ("40P01", "40001"):
                raise
        sleep(random() * 0.02 * (tries - left))
    raise AssertionError("the last try returns or raises")


def inserting(table: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """INSERT as the database at hand says it, which knows ON CONFLICT."""
    if db.engine.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def insert_once(table: type[Base], unique: str, **row: object) -> bool:
    """Insert `row`, unless another row has its value of the column `unique`: then False.

    In the caller's transaction, which goes on either way.
    """
    inserted = inserting(table).values(**row).on_conflict_do_nothing(index_elements=[unique])
    return db.session.scalar(inserted.returning(literal(True))) is not None


def insert_all_once(table: type[Base], unique: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert those of `rows` whose value of the column `unique` no other row has."""
    if rows:
        inserted = inserting(table).on_conflict_do_nothing(index_elements=[unique])
        db.session.connection().execute(inserted, rows)


@contextmanager
def one_writer_at_a_time() -> Iterator[None]:
    """A queue before SQLite's own lock, which lets waiters starve: its worst wait falls sixfold."""
    database = db.engine.url.database
    if db.engine.dialect.name != "sqlite" or not database or database == ":memory:":
        yield
        return
    with _turn, Path(f"{database}.turn").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
