"""From which channel of interpretation another is interpreted."""

from collections.abc import Iterator

from sqlalchemy import select

from ...programme.models import InterpretationChannel
from .invariant import Invariant, rows


def invariants() -> Iterator[Invariant]:
    yield Invariant("interpretation_channels: none hears itself, over others", _in_circles)


def _in_circles() -> Iterator[str]:
    """Channels, by all that each is interpreted from: a pair is followed once, circle or not."""
    row = InterpretationChannel.__table__
    start = select(row.c.id, row.c.relay_from_id).where(row.c.relay_from_id.is_not(None))
    heard = start.cte("heard", recursive=True)
    further = select(heard.c.id, row.c.relay_from_id).join(row, row.c.id == heard.c.relay_from_id)
    heard = heard.union(further.where(row.c.relay_from_id.is_not(None)))
    found = select(heard.c.id).where(heard.c.id == heard.c.relay_from_id)
    return rows(found.order_by(heard.c.id))
