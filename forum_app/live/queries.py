"""The versions of what people watch."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, select

from .models import LiveVersion


@contextmanager
def own_connection(engine: Engine) -> Iterator[Connection]:
    """A connection to look with again and again; of no pool, closed for good at the end."""
    with engine.connect().execution_options(sqlite_begin="DEFERRED") as connection:
        connection.detach()
        yield connection


def versions(connection: Connection) -> dict[str, int]:
    """topic -> version, of every topic that ever changed, as it is now. One query."""
    found = dict(connection.execute(select(LiveVersion.topic, LiveVersion.version)).all())
    connection.rollback()  # the next look sees what came since
    return found
