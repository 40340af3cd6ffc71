"""The one verb: count an attempt, and refuse it where there were too many."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, text, tuple_

from .. import seal
from ..beside import beside
from ..db import db
from .models import Count
from .rules import GUESSES as GUESSES
from .rules import GUESSES_FROM_ONE_PLACE as GUESSES_FROM_ONE_PLACE
from .rules import INVITATIONS_PER_ADDRESS as INVITATIONS_PER_ADDRESS
from .rules import LETTERS_PER_ADDRESS as LETTERS_PER_ADDRESS
from .rules import LINKS_PER_ADDRESS as LINKS_PER_ADDRESS
from .rules import LINKS_PER_IP as LINKS_PER_IP
from .rules import MISSED_CODES as MISSED_CODES
from .rules import MISSED_LINKS as MISSED_LINKS
from .rules import PINS as PINS
from .rules import REGISTRATIONS_PER_IP as REGISTRATIONS_PER_IP
from .rules import SECOND_STEPS as SECOND_STEPS
from .rules import SIGN_IN_LETTERS as SIGN_IN_LETTERS
from .rules import WRONG_SIGN_INS_PER_IP as WRONG_SIGN_INS_PER_IP
from .rules import Limit as Limit
from .rules import TooMany as TooMany
from .rules import neighbours as neighbours

GRACE = timedelta(minutes=1)  # how far the clocks of two machines may differ
FORGOTTEN_AT_ONCE = 100  # rows
_COUNTING = text(
    'INSERT INTO counts (bucket, "window", ends, hits) VALUES (:bucket, :window, :ends, 1)'
    ' ON CONFLICT (bucket, "window") DO UPDATE SET hits = counts.hits + 1'
    " WHERE counts.hits < :most RETURNING hits"
)


def count(bucket: str, limit: Limit, *, now: datetime) -> None:
    """Count one attempt in `bucket`; raise TooMany(seconds=…) beyond the limit.

    In a transaction of its own: never call it inside `writing()`, which on SQLite would wait for
    itself. What is refused is not counted any further. `bucket` may name a person: its fingerprint
    alone is kept, until the window has ended.
    """
    window, passed, length = _window(limit, now)
    row = {"bucket": seal.fingerprint(bucket), "window": window, "ends": (window + 1) * length}
    with beside() as connection:
        hits = connection.scalar(_COUNTING, row | {"most": limit.hits})
        if hits == 1:
            connection.execute(_forgetting(now))
    if hits is None:
        raise TooMany(seconds=length - passed)


def is_full(bucket: str, limit: Limit, *, now: datetime) -> bool:
    """Whether `count` would refuse now; nothing is counted. One query."""
    window, _, _ = _window(limit, now)
    asked = select(Count.hits).where(
        Count.bucket == seal.fingerprint(bucket), Count.window == window
    )
    return (db.session.scalar(asked) or 0) >= limit.hits


def forget(bucket: str, limit: Limit, *, now: datetime) -> None:
    """The attempts in this window count no more: the last one was right. Commits like `count`."""
    window, _, _ = _window(limit, now)
    counted = (Count.bucket == seal.fingerprint(bucket), Count.window == window)
    with beside() as connection:
        connection.execute(delete(Count).where(*counted))


def _window(limit: Limit, now: datetime) -> tuple[int, int, int]:
    """(whole windows since 1970, seconds passed of this one, seconds of each)."""
    length = max(1, int(limit.per.total_seconds()))
    return *divmod(int(now.timestamp()), length), length


def _forgetting(now: datetime):  # type: ignore[no-untyped-def]
    ended = (
        select(Count.bucket, Count.window)
        .where(Count.ends < int((now - GRACE).timestamp()))
        .order_by(Count.ends)
        .limit(FORGOTTEN_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    return delete(Count).where(tuple_(Count.bucket, Count.window).in_(ended))
