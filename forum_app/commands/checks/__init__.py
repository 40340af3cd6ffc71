"""Every invariant of the data, and what breaks it. Part of the roof; reads only."""

from collections.abc import Iterator

from sqlalchemy import text

from ...db import db
from ...trail.queries import broken_links
from . import (
    accounts,
    acts,
    booths,
    broadcast,
    channels,
    constraints,
    doors,
    files,
    halls,
    lines,
    orders,
    registrations,
    releases,
    seats,
    written_twice,
)
from .invariant import Finding as Finding
from .invariant import Invariant as Invariant
from .invariant import finding_of as finding_of

# What `PRAGMA integrity_check` says of rows: each of those is an invariant of its own.
_OF_ROWS = ("CHECK constraint failed", "NULL value in", "non-unique entry")


def invariants() -> Iterator[Invariant]:
    """All of them, those of the tables first. Needs an app context as long as they are counted."""
    if db.engine.dialect.name == "sqlite":
        yield Invariant("the file of the database is whole", _faults_of_file)
    yield from constraints.invariants()
    yield from written_twice.invariants()
    yield Invariant("entries: the trail is whole and unaltered", broken_links)
    yield from accounts.invariants()
    yield from seats.invariants()
    yield from lines.invariants()
    yield from orders.invariants()
    yield from channels.invariants()
    yield from registrations.invariants()
    yield from releases.invariants()
    yield from doors.invariants()
    yield from halls.invariants()
    yield from files.invariants()
    yield from acts.invariants()
    yield from booths.invariants()
    yield from broadcast.invariants()


def _faults_of_file() -> Iterator[str]:
    for (said,) in db.session.execute(text("PRAGMA integrity_check(1000000)")):
        if said != "ok" and not said.startswith(_OF_ROWS):
            yield said
