"""Two kinds of test stand: `room` for verbs and questions, `browser` for whole requests.

Everything that touches a database runs on SQLite and on PostgreSQL. No app context is pushed
around a client request: under one, every request of a test shares `g` and the session, so a
missing commit passes and flask-login mixes its users up.
"""

import gc
import os
import shutil
import sqlite3
from contextlib import suppress
from functools import cache
from itertools import count

import pytest
import time_machine
from flask_sqlalchemy import SQLAlchemy
from jinja2 import BytecodeCache
from sqlalchemy import Engine, create_engine, event, make_url, text
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.exc import OperationalError
from sqlalchemy.util import LRUCache
from werkzeug.routing import Map

from forum_app import create_app
from forum_app.commands.migrations import upgrade
from forum_app.db import Base, db

from .builders import NOW
from .pages import Browser
from .tools import postgres
from .trail.words import unsaid_since

# Few tests, each long: begun first, or one worker is left with them when the other has done all.
FIRST = ("tests/bench/", "tests/commands/", "tests/house/", "tests/journeys/test_every_page")


def pytest_collection_modifyitems(config, items):
    """What is `same_rows` runs on SQLite; on PostgreSQL too where FORUM_LONG is set."""
    items.sort(key=lambda item: not item.nodeid.startswith(FIRST))
    if os.environ.get("FORUM_LONG"):
        return
    again = [item for item in items if item.get_closest_marker("same_rows") and _on_postgres(item)]
    config.hook.pytest_deselected(items=again)
    left_out = set(again)
    items[:] = [item for item in items if item not in left_out]


def pytest_collection_finish():
    """What the modules made stays to the end: the collector of garbage need not walk it again and
    again, nor come as often as where memory is scarce."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(5000, 20, 50)


def _on_postgres(item):
    callspec = getattr(item, "callspec", None)
    return callspec is not None and callspec.params.get("database_url") == "postgresql"


@pytest.fixture(scope="session")
def postgres_url():
    """The URL of a PostgreSQL server, or None where there is none."""
    with postgres.running(autovacuum="off") as url:  # it moves what is written next
        yield url


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory):
    """A SQLite file with every table and no rows, made by the migrations; copied per test."""
    path = tmp_path_factory.mktemp("db") / "empty.db"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_database(postgres_url):
    """The URL of a PostgreSQL database with every table, emptied after each test; None without."""
    if postgres_url is None:
        return None
    name = f"forum_{os.getpid()}"
    _on_server(postgres_url, f"CREATE DATABASE {name}")
    url = make_url(postgres_url).set(database=name).render_as_string(hide_password=False)
    _migrate(url)
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request, tmp_path):
    """A database of this test's own, with every table and no rows."""
    if request.param == "sqlite":
        path = tmp_path / "forum.db"
        shutil.copy(request.getfixturevalue("empty_sqlite"), path)
        yield f"sqlite:///{path}"
        return
    url = request.getfixturevalue("postgres_database")
    if url is None:
        missing("PostgreSQL is not installed")
    yield url
    _empty(url)


@pytest.fixture
def app(database_url, tmp_path):
    app = an_app(database_url, tmp_path)
    yield app
    assert unsaid_since(app) == set(), "noted, but without words on the pages of the trail"
    with app.app_context():
        is_kept = any(db.engine.pool is pool for pool, _ in _kept.values())
        db.engine.dispose(close=not is_kept)


@pytest.fixture
def room(app):
    """Stand inside the app: for calling services and queries directly."""
    with app.app_context():
        yield


@pytest.fixture
def browser(app):
    """browser() -> a stranger's browser, browser(user_id) -> one of that user, signed in."""
    return lambda user_id=None, epoch=None: Browser(app, user_id, epoch)


@pytest.fixture
def frozen():
    """The clocks stand still at NOW: no window of a limit ends while a test counts attempts."""
    with time_machine.travel(NOW, tick=False):
        yield


def an_app(database_url, folder, **settings):
    usual = {
        "TESTING": True,
        "SECRET_KEYS": ["a key of the tests"],
        "SQLALCHEMY_DATABASE_URI": database_url,
        "FORUM_DATA": folder,
        "MAIL_URL": f"file://{folder / 'mail'}",
        "BASE_URL": "http://localhost",
        "TRUSTED_HOSTS": ["localhost", "127.0.0.1"],
    }
    app = create_app(usual | settings)
    app.jinja_env.bytecode_cache = _compiled
    return app


class _Compiled(BytecodeCache):
    """Templates compiled once for all tests; each test has an application of its own."""

    def __init__(self):
        self.kept = {}

    def load_bytecode(self, bucket):
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket):
        self.kept[bucket.key] = bucket.bytecode_to_string()


_compiled = _Compiled()


def _addresses_made_once():
    """Nearly all of making an application is Werkzeug parsing, compiling and sorting the rules of
    its addresses. What comes of it hangs on the rules alone: applications with the same ones share
    it.
    """
    add, update, made = Map.add, Map.update, {}

    def note_down(urls, rule):
        vars(urls).setdefault("noted", []).append(rule)
        urls._remap = True

    def made_of(rules):
        urls = Map()
        for rule in rules:
            add(urls, rule)
        update(urls)
        return urls

    def look_up(urls):
        if urls._remap:
            rules = tuple(vars(urls).get("noted", ()))
            said = tuple(
                (r.rule, r.endpoint, str(sorted(r.methods or ())), str(r.defaults)) for r in rules
            )
            if said not in made:
                made[said] = made_of(rules)
            urls._matcher = made[said]._matcher
            urls._rules_by_endpoint = made[said]._rules_by_endpoint
            urls._remap = False

    Map.add, Map.update = note_down, look_up


def _statements_compiled_once():
    """Each test has an engine of its own, which would write the same SQL anew: much of a page."""
    shared = LRUCache(4000)
    Engine._compiled_cache = property(lambda _: shared, lambda _, own: None)
    DefaultDialect.__eq__ = lambda one, other: type(one) is type(other)
    DefaultDialect.__hash__ = lambda one: hash(type(one))


_kept = {}  # what an engine is made by -> its connections and its dialect


def _connections_kept():
    """A new connection of PostgreSQL is a new process that knows no table yet: most of a page.
    Engines that are made alike share those that earlier tests have given back.
    """
    make = SQLAlchemy._make_engine

    def look_up(self, key, options, app):
        engine = make(self, key, options, app)
        if engine.dialect.name == "postgresql":
            said = repr(sorted(options.items()))
            engine.pool, engine.dialect = _kept.setdefault(said, (engine.pool, engine.dialect))
        return engine

    SQLAlchemy._make_engine = look_up


def _no_power_fails():
    """Nothing waits for the disk, as on the tests' PostgreSQL: what they write is not kept."""

    def in_no_hurry(connection, _record):
        if isinstance(connection, sqlite3.Connection):
            connection.execute("PRAGMA synchronous = OFF")

    event.listen(Engine, "connect", in_no_hurry)
    os.fsync = lambda _: None


_addresses_made_once()
_statements_compiled_once()
_connections_kept()
_no_power_fails()


def missing(what):
    """Skip for want of something of the machine's: loudly at the end, and never in CI."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what}, and CI must have it")
    pytest.skip(what)


def pytest_terminal_summary(terminalreporter):
    skipped = terminalreporter.stats.get("skipped", ())
    for why in sorted({str(report.longrepr[2]) for report in skipped}):
        terminalreporter.write_line(f"NOT TESTED: {why}", yellow=True, bold=True)


def _migrate(url):
    app = create_app({"SECRET_KEYS": ["x"], "SQLALCHEMY_DATABASE_URI": url})
    with app.app_context():
        upgrade()
        db.engine.dispose()


def _on_server(url, statement):
    with _server(url).connect() as connection:
        connection.execute(text(statement))


@cache
def _server(url):
    return create_engine(url, isolation_level="AUTOCOMMIT")


CLEARED_EVERY = 50  # tests
_emptied = count(1)
EMPTY = """
DO $$ DECLARE t text; filled boolean; BEGIN
  PERFORM set_config('session_replication_role', 'replica', true);  -- no keys, no triggers
  FOREACH t IN ARRAY ARRAY[{tables}] LOOP
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', t) INTO filled;
    IF filled THEN EXECUTE format('DELETE FROM %I', t); END IF;
  END LOOP;
  PERFORM setval(c || '_id_seq', 1, false) FROM unnest(ARRAY[{counted}]) AS counted(c);
END $$"""


def _empty(url):
    """Every row gone, every count begun anew: some milliseconds, where TRUNCATE takes hundreds.

    It does so now and then, as nothing else clears what the rows leave.
    """
    tables = Base.metadata.sorted_tables
    if not next(_emptied) % CLEARED_EVERY:
        all_of_them = ", ".join(table.name for table in tables)
        with suppress(OperationalError):  # somebody still reads: another time
            _on_server(url, f"SET lock_timeout = '1s'; TRUNCATE {all_of_them}")
    counted = [table for table in tables if "id" in table.c and table.c.id.autoincrement]
    named = {"tables": tables, "counted": counted}
    lists = {k: ", ".join(f"'{t.name}'" for t in v) for k, v in named.items()}
    _on_server(url, EMPTY.format(**lists))
