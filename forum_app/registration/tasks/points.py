"""Writing to the people of a point that changed, and serving its lines when it takes part again."""

from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import select

from ... import clock
from ...db import db, written
from ...forums.models import Forum
from ...programme.models import SeatCount
from ..models import Delegate, PointMailing
from ..queries.point_changes import to_tell
from ..services import lines, points, seating

AT_ONCE = 100  # letters of one transaction


def tell_point(facts: dict[str, Any], now: datetime) -> None:
    """Write to the next of them; then a new job goes on, until all are written to."""
    written(partial(_tell, int(facts["mailing_id"]), int(facts["after"])))


def _tell(mailing_id: int, after: int) -> None:
    now, mailing = clock.now(), db.session.get_one(PointMailing, mailing_id)
    forum = db.session.get_one(Forum, mailing.forum_id)
    ids = to_tell(forum, mailing.point, before=mailing.since)
    asked = select(Delegate).where(Delegate.id.in_(ids), Delegate.id > after)
    people = db.session.scalars(asked.order_by(Delegate.id).limit(AT_ONCE)).all()
    points.lay(mailing, people, now=now)
    if len(people) == AT_ONCE:
        points.go_on(mailing, after=people[-1].id, at=now)
    else:
        points.end(mailing, now=now)


def serve_point(facts: dict[str, Any], now: datetime) -> None:
    """Give its free seats to whoever waits, each session in a transaction of its own."""
    for count_id in facts["counts"]:
        written(partial(_serve, int(count_id)))


def _serve(count_id: int) -> None:
    seating.lock_seats([db.session.get_one(SeatCount, count_id).session_id])
    lines.fill([count_id], now=clock.now())
