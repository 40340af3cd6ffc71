"""Opening a line at the gate. Flushes, never commits."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, exists, select

from ...broadcast.models import Link
from ...broadcast.rules.links import LineNotOpen
from ...broadcast.services.links import note_opened, secret_of
from ...db import db, inserting
from ...forums.models import Point
from ...programme.models import Way
from ..models import Delegate, GateEntry, Place, PlaceState
from ..models.delegates import LIVE
from ..queries.gate import AtGate, Shown, shown_at_gate
from ..rules.gate import check_admitted, counts_as_coming


@dataclass(frozen=True, kw_only=True)
class Opening:
    """A line that somebody may open as it is looked at: plain values, to be written."""

    link: Link
    secret: str | None
    session: str  # its code
    way: Way | None
    place_id: int | None
    row: dict[str, Any] | None  # of who is counted as coming; None where nobody is
    channel: str | None = None  # the key of the one they chose; None for the original


def look(there: AtGate, line_id: int | None, *, now: datetime) -> Opening:
    """The line that a press opens, and its secret. Writes nothing.

    line_id: one of those beside; None for the one to use now. now: on the forum's clock. Raises
    what `check_admitted` raises, LineNotOpen and SecretClosed.
    """
    check_admitted(there.entrant, cancelled=there.session.cancelled)
    shown, place = shown_at_gate(there, now=now), there.place
    if there.entrant.lost_point is not None:  # of whoever speaks, who needs no place
        place = None
    order = _order_of(shown, line_id)
    link, line = shown.links[order], shown.way.lines[order]
    comes = place is not None and place.way is not Way.HALL and counts_as_coming(line)
    return Opening(
        link=link,
        secret=secret_of(link),
        session=there.session.code,
        way=there.entrant.speaks_from or there.entrant.way,
        place_id=place.id if place else None,
        row=_row(place, link, now) if place and comes else None,
        channel=there.entrant.follows.key if there.entrant.follows else None,
    )


def open_line(opening: Opening, *, actor: str, at: datetime) -> bool:
    """Write it into the trail, and whoever comes once. False where the line or the place is
    another than when it was looked at: `look` again. at: on the real clock."""
    if not _still_so(opening):
        return False
    if opening.row is not None:
        first = inserting(GateEntry).values(**opening.row)
        db.session.execute(first.on_conflict_do_nothing())
    told: dict[str, object] = {"session": opening.session, "way": opening.way}
    told |= {"channel": opening.channel} if opening.channel else {}
    note_opened(opening.link, "gate.open", actor=actor, now=at, **told)
    return True


def _order_of(shown: Shown, line_id: int | None) -> int:
    ids = [line.id for line in shown.way.lines]
    if not ids or (line_id is not None and line_id not in ids):
        raise LineNotOpen
    return 0 if line_id is None else ids.index(line_id)


def _row(place: Place, link: Link, now: datetime) -> dict[str, Any]:
    return {
        "forum_id": place.forum_id,
        "delegate_id": place.delegate_id,
        "session_id": place.session_id,
        "way": place.way,
        "link_id": link.id,
        "revision": link.revision,
        "entered_at": now,
    }


def _still_so(opening: Opening) -> bool:
    """In the writing transaction: neither line nor place nor registration has changed since."""
    link = opening.link
    same = exists().where(
        Link.id == link.id, Link.version == link.version, Link.revoked_at.is_(None)
    )
    wanted = [same]
    if opening.place_id is not None:
        held = exists().where(
            Place.id == opening.place_id,
            Place.state == PlaceState.CONFIRMED,
            Delegate.id == Place.delegate_id,
            Delegate.state.in_(LIVE),
            ~exists().where(Point.id == Place.point_id, Point.withdrawn_at.is_not(None)),
        )
        wanted.append(held)
    return db.session.scalar(select(and_(*wanted))) is True
