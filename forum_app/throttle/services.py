"""The one verb: count an attempt, and refuse it where there were too many."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Engine, create_engine, delete, event
from sqlalchemy.dialects import postgresql, sqlite

from ..db import db
from ..i18n import N_
from ..refusal import Refusal
from .models import Count


@dataclass(frozen=True)
class Limit:
    """At most `hits` in each window of `per`."""

    hits: int
    per: timedelta


class TooMany(Refusal):
    says = N_("Too many attempts. Please wait %(seconds)s seconds and try again.")
    reason = "too_many_requests"
    status = 429


def count(bucket: str, limit: Limit, *, now: datetime) -> None:
    """Count one attempt in `bucket`; raise TooMany(seconds=…) beyond the limit. Own transaction."""
    length = max(1, int(limit.per.total_seconds()))
    window, passed = divmod(int(now.timestamp()), length)
    statement = _counting(bucket, window, (window + 1) * length)
    with _engine_of(db.engine.url.render_as_string(hide_password=False)).begin() as connection:
        hits = connection.scalar(statement)
        if hits == 1:
            connection.execute(delete(Count).where(Count.ends < int(now.timestamp()) - 3600))
    if hits is not None and hits > limit.hits:
        raise TooMany(seconds=length - passed)


def _counting(bucket: str, window: int, ends: int):  # type: ignore[no-untyped-def]
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    return (
        insert(Count)
        .values(bucket=bucket[:200], window=window, ends=ends, hits=1)
        .on_conflict_do_update(
            index_elements=[Count.bucket, Count.window], set_={"hits": Count.hits + 1}
        )
        .returning(Count.hits)
    )


@cache
def _engine_of(url: str) -> Engine:
    engine = create_engine(url, pool_size=2, max_overflow=6)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _do_not_wait_for_the_disk)
        return engine.execution_options(sqlite_begin="IMMEDIATE")
    return engine.execution_options(isolation_level="AUTOCOMMIT")


def _do_not_wait_for_the_disk(connection, _record) -> None:  # type: ignore[no-untyped-def]
    connection.execute("PRAGMA synchronous = NORMAL")
