"""Opening a line at the gate. Flushes, never commits."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite

from ...broadcast.models import Link
from ...broadcast.services.links import note_opened, secret_of
from ...db import db
from ...programme.models import Way
from ..models import GateEntry, Place
from ..queries.gate import AtGate, Shown, shown_at_gate
from ..rules.gate import LineNotOpen, check_admitted, counts_as_coming


@dataclass(frozen=True, kw_only=True)
class Opened:
    link: Link
    secret: str | None


def open_line(
    there: AtGate, line_id: int | None, *, actor: str, now: datetime, at: datetime
) -> Opened:
    """The line and its secret, written into the trail; whoever comes is counted once.

    line_id: one of those beside; None for the one to use now. now: on the forum's clock; at: on
    the real one. Raises what `check_admitted` raises, LineNotOpen and SecretClosed.
    """
    check_admitted(there.entrant, cancelled=there.session.cancelled)
    shown = shown_at_gate(there, now=now)
    order = _order_of(shown, line_id)
    link, line = shown.links[order], shown.way.lines[order]
    secret = secret_of(link)
    place = there.place
    if place is not None and place.way is not Way.HALL and counts_as_coming(line):
        _count_once(place, link, now)
    session = there.session.code
    way = there.entrant.speaks_from or there.entrant.way
    note_opened(link, "gate.open", actor=actor, now=at, session=session, way=way)
    return Opened(link=link, secret=secret)


def _order_of(shown: Shown, line_id: int | None) -> int:
    ids = [line.id for line in shown.way.lines]
    if not ids or (line_id is not None and line_id not in ids):
        raise LineNotOpen
    return 0 if line_id is None else ids.index(line_id)


def _count_once(place: Place, link: Link, now: datetime) -> None:
    kind = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    first = kind.insert(GateEntry).values(
        forum_id=place.forum_id,
        delegate_id=place.delegate_id,
        session_id=place.session_id,
        way=place.way,
        link_id=link.id,
        revision=link.revision,
        entered_at=now,
    )
    db.session.execute(first.on_conflict_do_nothing())
