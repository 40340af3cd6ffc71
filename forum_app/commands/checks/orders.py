"""Which session comes after which."""

from collections.abc import Iterator

from sqlalchemy import select

from ...programme.models import Prerequisite
from .invariant import Invariant, rows


def invariants() -> Iterator[Invariant]:
    yield Invariant("prerequisites: no session comes after itself, by others", _in_circles)


def _in_circles() -> Iterator[str]:
    """Sessions, by all that must be over before each: a pair is followed once, circle or not."""
    row = Prerequisite.__table__
    before = select(row.c.session_id, row.c.after_id).cte("before", recursive=True)
    further = select(before.c.session_id, row.c.after_id).join(
        row, row.c.session_id == before.c.after_id
    )
    before = before.union(further)
    found = select(before.c.session_id).where(before.c.session_id == before.c.after_id)
    return rows(found.order_by(before.c.session_id))
