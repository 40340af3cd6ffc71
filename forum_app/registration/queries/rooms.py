"""How many are in a hall: in all its sessions that are not over."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select

from ...db import db
from ...forums.models import Forum
from ...programme.queries.released import not_over
from ..models import CheckIn, DoorCount

_LIVE = (CheckIn.undone_at.is_(None), CheckIn.point_id.is_(None))
_PEOPLE: ColumnElement[int] = func.count(CheckIn.person_id.distinct())  # in two sessions: one


def people_in_hall(forum_id: int, hall_id: int, session_id: int, *, now: datetime) -> int:
    """Who is in `session_id`, or in another session of that hall that is not over by `now`.

    Nobody scans on the way out: people of a session that is over are not counted. Two queries.
    """
    there = not_over(forum_id, now=now)
    asked = select(there.c.session_id).where(there.c.hall_id == hall_id)
    ids = [session_id, *db.session.scalars(asked)]
    return db.session.scalars(select(_PEOPLE).where(CheckIn.session_id.in_(ids), *_LIVE)).one()


def most_in_hall(forum_id: int, hall_id: int, session_id: int, *, now: datetime) -> int:
    """No fewer than `people_in_hall`: whoever is in two of the sessions is counted twice.

    A sum of a few counts, however many people there are. One query.
    """
    there = not_over(forum_id, now=now)
    ids = select(there.c.session_id).where(there.c.hall_id == hall_id)
    counts = or_(DoorCount.session_id == session_id, DoorCount.session_id.in_(ids))
    asked = select(func.sum(DoorCount.inside)).where(counts, DoorCount.point_id.is_(None))
    return db.session.scalar(asked) or 0


def people_in_halls(forum: Forum, *, now: datetime) -> dict[int, int]:
    """hall id -> who is in any of its sessions that is not over by `now`. One query."""
    there = not_over(forum.id, now=now)
    is_in = and_(CheckIn.session_id == there.c.session_id, *_LIVE)
    asked = select(there.c.hall_id, _PEOPLE).join(CheckIn, is_in).group_by(there.c.hall_id)
    return dict(db.session.execute(asked).all())
