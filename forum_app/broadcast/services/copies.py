"""The copy of a forum takes the planned parts of its points along; its people stay behind."""

from sqlalchemy import select

from ...db import db
from ...forums.models import Forum, Point
from ...forums.rules import wall_moved
from ...forums.services.copies import copy_of
from ...programme.models import Session
from ..models import Relay


def copy_relays(source: Forum, target: Forum) -> None:
    """`target` has the sessions and points of `source` by their codes, as many days later as it
    begins. Raises ClocksSkip, which names the session."""
    days = (target.first_day - source.first_day).days
    sessions, points = _twins(Session, source, target), _twins(Point, source, target)
    relays = db.session.scalars(select(Relay).where(Relay.forum_id == source.id))
    for relay in relays.all():
        if relay.session_id not in sessions:
            continue  # a cancelled one, which stays behind
        code, session_id = sessions[relay.session_id]
        wall, fold = relay.call_wall, relay.call_fold
        if wall is not None:
            wall, fold = wall_moved(code, wall, fold, relay.zone, days)
        named = {"session_id": session_id, "point_id": points[relay.point_id][1]}
        moved = {"call_wall": wall, "call_fold": fold, "version": 1}
        db.session.add(copy_of(relay, forum_id=target.id, **named, **moved))
    db.session.flush()


def _twins(
    table: type[Session] | type[Point], source: Forum, target: Forum
) -> dict[int, tuple[str, int]]:
    """id in `source` -> (code, id in `target`)."""
    asked = select(table.code, table.id)
    there = dict(db.session.execute(asked.where(table.forum_id == target.id)).all())
    here = db.session.execute(asked.where(table.forum_id == source.id))
    return {id_: (code, there[code]) for code, id_ in here if code in there}
