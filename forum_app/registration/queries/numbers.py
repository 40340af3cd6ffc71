"""How many there are of what: for figures. Nobody is named."""

from collections import Counter
from datetime import date

from sqlalchemy import func, select

from ...clock import day_on_wall
from ...db import db
from ...forums.models import Forum, Person
from ...programme.models import Session, Way
from ..models import CheckIn, Delegate, Place, PlaceState
from ..models.delegates import LIVE

AT_ONCE = 5000  # rows


def registrations_per_day(forum: Forum) -> dict[date, int]:
    """Day on the forum's walls -> how many registered that day and have not ended since; by day."""
    asked = select(Delegate.submitted_at).where(
        Delegate.forum_id == forum.id, Delegate.state.in_(LIVE)
    )
    instants = db.session.scalars(asked.execution_options(yield_per=AT_ONCE))
    return dict(sorted(Counter(day_on_wall(at, forum.zone) for at in instants).items()))


def places_by_way(forum: Forum) -> dict[Way, int]:
    """Way -> how many seats are held that way, each way once."""
    asked = select(Place.way, func.count()).where(
        Place.forum_id == forum.id, Place.state == PlaceState.CONFIRMED
    )
    found = dict(db.session.execute(asked.group_by(Place.way)).all())
    return {way: found.get(way, 0) for way in Way}


def delegates_by_country(forum: Forum) -> list[tuple[str | None, int]]:
    """(code or None, how many live registrations), most first."""
    asked = (
        select(Person.country, func.count())
        .join(Delegate, Delegate.person_id == Person.id)
        .where(Delegate.forum_id == forum.id, Delegate.state.in_(LIVE))
        .group_by(Person.country)
    )
    rows = [(country, count) for country, count in db.session.execute(asked)]
    return sorted(rows, key=lambda row: (-row[1], row[0] or ""))


def entries_by_door(forum: Forum) -> list[tuple[str | date, int]]:
    """(day of the entrance, or code of a session, how many are in); days first, then by start."""
    live = (CheckIn.forum_id == forum.id, CheckIn.undone_at.is_(None))
    days = select(CheckIn.day, func.count()).where(*live, CheckIn.day.is_not(None))
    sessions = (
        select(Session.code, func.count())
        .join(CheckIn, CheckIn.session_id == Session.id)
        .where(*live)
        .group_by(Session.code, Session.starts_at)
        .order_by(Session.starts_at, Session.code)
    )
    by_day = days.group_by(CheckIn.day).order_by(CheckIn.day)
    return [(where, n) for asked in (by_day, sessions) for where, n in db.session.execute(asked)]
