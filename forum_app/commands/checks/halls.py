"""How many were in a hall at once, of all its sessions, against its fire limit."""

from collections.abc import Iterator
from datetime import datetime
from heapq import heappop, heappush
from itertools import groupby

from sqlalchemy import func, select

from ...db import db
from ...forums.models import Hall
from ...programme.models import ReleasedSession
from ...registration.models import CheckIn
from ...trail.models import Entry
from .invariant import Invariant, streamed


def invariants() -> Iterator[Invariant]:
    yield Invariant("halls: never more in sessions under way than the fire limit", _too_full)


def _too_full() -> Iterator[str]:
    """Halls, by the people who were let in and not undone, each counted until the end of a session.

    A limit may be cut below who is in: the largest that it ever was counts. A session may be
    released to another end: the earliest counts.
    """
    ends = (
        select(ReleasedSession.session_id, func.min(ReleasedSession.ends_at).label("ends_at"))
        .group_by(ReleasedSession.session_id)
        .subquery()
    )
    asked = (
        select(CheckIn.hall_id, CheckIn.person_id, CheckIn.entered_at, ends.c.ends_at)
        .join(ends, ends.c.session_id == CheckIn.session_id)
        .where(CheckIn.hall_id.is_not(None), CheckIn.undone_at.is_(None))
        .order_by(CheckIn.hall_id, CheckIn.entered_at, CheckIn.id)
    )
    limits = _limits()
    for hall_id, entries in groupby(streamed(asked), key=lambda row: row.hall_id):
        stays = ((row.person_id, row.entered_at, row.ends_at) for row in entries)
        if _most_at_once(stays) > limits[hall_id]:
            yield str(hall_id)


def _limits() -> dict[int, int]:
    limits = dict(db.session.execute(select(Hall.id, Hall.seats)).all())
    edits = select(Entry.object_id, Entry.facts).where(Entry.act == "forums.edit_hall")
    for hall_id, facts in db.session.execute(edits):
        was = facts.get("before", {}).get("seats", 0)
        limits[hall_id] = max(limits.get(hall_id, 0), was)
    return limits


def _most_at_once(entries: Iterator[tuple[int, datetime, datetime]]) -> int:
    """entries: (person, from, until), by from. Each person counts once, until their last end."""
    until: dict[int, datetime] = {}
    ends: list[tuple[datetime, int]] = []
    most = 0
    for person, at, end in entries:
        while ends and ends[0][0] <= at:
            over, gone = heappop(ends)
            if until.get(gone) == over:
                del until[gone]
        if end > at:
            until[person] = max(end, until.get(person, end))
            heappush(ends, (end, person))
        most = max(most, len(until))
    return most
