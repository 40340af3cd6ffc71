"""Points and contacts from a table: tried out, or done; the same file twice changes nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ...db import db
from ...forums.models import Forum, Point, PointKind, PointType, Seating
from ...forums.queries import point_at
from ...forums.services.edits import edit_point, make_point
from ...forums.services.noting import one_maker_at_a_time
from ...programme.services.draft_versions import hold_draft
from ...refusal import Refusal
from ...versioned import plain
from ..models import PointContact
from ..queries.people import contacts_of
from ..rules.importing import NoSuchPoint, RowTwice, contact_in, point_in, row_number
from .contacts import add_contact, edit_contact


@dataclass(frozen=True)
class RowDone:
    """What a row does. changes: column -> (before, after); both empty where nothing changes."""

    number: int  # of the row in the file, the names of columns being 1
    what: str
    is_new: bool = False
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    wrong: Refusal | None = None


class TriedOut(Exception):
    """Ends the transaction of a trial, or of a file with rows that are wrong: nothing is kept."""

    def __init__(self, rows: list[RowDone]) -> None:
        self.rows = rows


@dataclass(frozen=True)
class Incoming:
    """countries: ISO codes that are known. keep: whether it is done, not only tried out."""

    forum: Forum
    countries: frozenset[str]
    keep: bool
    actor: str
    now: datetime


def import_points(rows: Sequence[Mapping[str, str]], given: Incoming) -> list[RowDone]:
    """By their codes; who is not in the file stays as they are. Raises TriedOut."""
    return _all(rows, given, _point)


def import_contacts(rows: Sequence[Mapping[str, str]], given: Incoming) -> list[RowDone]:
    """By point and name; nobody is removed. Raises TriedOut."""
    return _all(rows, given, _contact)


def _all(
    rows: Sequence[Mapping[str, str]],
    given: Incoming,
    one: Callable[[Mapping[str, str], Incoming], tuple[str, bool, dict[str, Any]]],
) -> list[RowDone]:
    """Each row in a savepoint of its own, so that every wrong one is told.

    Of two files at once one waits for the other: they may name the same rows in another order.
    """
    one_maker_at_a_time(given.forum)  # first, as whoever makes a point does
    hold_draft(given.forum)
    done: list[RowDone] = []
    first: dict[str, int] = {}
    for row in rows:
        number = row_number(row, len(done) + 2)
        name = row.get("code") or f"{row.get('point', '')} {row.get('name', '')}"
        try:
            with db.session.begin_nested():
                what, is_new, changes = one(row, given)
                if first.setdefault(what, number) != number:
                    raise RowTwice(number=first[what])
            done.append(RowDone(number, what, is_new, changes))
        except Refusal as refusal:
            done.append(RowDone(number, name[:60], wrong=refusal))
    if not given.keep or any(row.wrong for row in done):
        raise TriedOut(done)
    return done


def _point(row: Mapping[str, str], given: Incoming) -> tuple[str, bool, dict[str, Any]]:
    wanted = point_in(
        row,
        kinds=tuple(PointKind),
        types=tuple(PointType),
        seatings=tuple(Seating),
        countries=given.countries,
    )
    wanted |= {
        "kind": PointKind(wanted["kind"]),
        "type": PointType(wanted["type"]),
        "seating": Seating(wanted["seating"]),
    }
    by: dict[str, Any] = {"actor": given.actor, "now": given.now}
    code = wanted["code"]
    point = point_at(given.forum, code)
    if point is None:
        make_point(given.forum, wanted, **by)
        return code, True, {}
    del wanted["code"]
    changes = _changes(point, wanted)
    if changes:
        edit_point(point, wanted, seen=point.version, **by)
    return code, False, changes


def _contact(row: Mapping[str, str], given: Incoming) -> tuple[str, bool, dict[str, Any]]:
    wanted, code = contact_in(row), row.get("point", "").strip()
    point = point_at(given.forum, code)
    if point is None:
        raise NoSuchPoint(code=code[:60])
    by: dict[str, Any] = {"actor": given.actor, "now": given.now}
    what = f"{code} {wanted['name']}"
    known = next((x for x in contacts_of(point) if x.name == wanted["name"]), None)
    if known is None:
        add_contact(point, wanted, **by)
        return what, True, {}
    changes = _changes(known, wanted)
    if changes:
        edit_contact(known, wanted, seen=known.version, **by)
    return what, False, changes


def _changes(row: Point | PointContact, wanted: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: (plain(getattr(row, name)), plain(value))
        for name, value in wanted.items()
        if getattr(row, name) != value
    }
