"""The copy of a programme, moved by whole days: the draft alone, with every seat free."""

from sqlalchemy import insert, select

from ...clock import Day, city_of, instant_of
from ...db import db
from ...forums.models import Forum, Hall, Point
from ...forums.rules import EndsTooEarly, wall_moved
from ...forums.services.copies import copy_of
from ..models import InterpretationChannel, Prerequisite, SeatCount, Session, Talk


def copy_programme(source: Forum, target: Forum) -> None:
    """Give `target` the sessions, talks, channels, orders and seats of `source`.

    They are as many days later as it begins. `target` has the halls and points of `source`, by
    their codes. Walls keep their times, and folds are found anew. Cancelled sessions, people and
    releases stay behind; nothing counts as documented. Raises ClocksSkip or EndsTooEarly, which
    name the session.
    """
    days = (target.first_day - source.first_day).days
    halls, points = _twins(Hall, source, target), _twins(Point, source, target)
    sessions = _live_sessions(source)
    copies = {session.id: _moved(session, target, halls, days) for session in sessions}
    db.session.add_all(copies.values())
    db.session.flush()
    _copy_talks(source, copies)
    _copy_channels(source, copies)
    _copy_orders(source, copies)
    _copy_seats(source, target, copies, points)


def _twins(table: type[Hall] | type[Point], source: Forum, target: Forum) -> dict[int, int]:
    """The id of a hall or point in `source` -> the id of its twin in `target`."""
    asked = select(table.code, table.id)
    there = dict(db.session.execute(asked.where(table.forum_id == target.id)).all())
    here = db.session.execute(asked.where(table.forum_id == source.id))
    return {id: there[code] for code, id in here}


def _live_sessions(source: Forum) -> list[Session]:
    asked = select(Session).where(Session.forum_id == source.id, Session.cancelled_at.is_(None))
    return list(db.session.scalars(asked.order_by(Session.id)))


def _moved(session: Session, target: Forum, halls: dict[int, int], days: int) -> Session:
    code, zone = session.code, session.zone
    starts, starts_fold = wall_moved(code, session.starts_wall, session.starts_fold, zone, days)
    ends, ends_fold = wall_moved(code, session.ends_wall, session.ends_fold, zone, days)
    copy = copy_of(
        session,
        forum_id=target.id,
        hall_id=halls[session.hall_id],
        starts_wall=starts,
        starts_fold=starts_fold,
        ends_wall=ends,
        ends_fold=ends_fold,
        documented=False,
        times_documented=False,
        title_documented=[],
        version=1,
    )
    if instant_of(starts, zone, starts_fold) >= instant_of(ends, zone, ends_fold):
        raise EndsTooEarly(what=code, day=Day(ends.date()), zone=city_of(zone))
    return copy


def _copy_talks(source: Forum, copies: dict[int, Session]) -> None:
    for talk in db.session.scalars(select(Talk).where(Talk.forum_id == source.id)):
        if twin := copies.get(talk.session_id):
            copy = copy_of(talk, forum_id=twin.forum_id, session_id=twin.id, version=1)
            db.session.add(copy)
    db.session.flush()


def _copy_channels(source: Forum, copies: dict[int, Session]) -> None:
    """Whoever interprets stays behind, as all people do."""
    asked = select(InterpretationChannel).where(InterpretationChannel.forum_id == source.id)
    there = {row.id: row for row in db.session.scalars(asked) if row.session_id in copies}
    twins = {}
    for row in there.values():
        of = {"forum_id": copies[row.session_id].forum_id, "session_id": copies[row.session_id].id}
        twins[row.id] = copy_of(row, **of, relay_from_id=None, version=1)
    db.session.add_all(twins.values())
    db.session.flush()
    for row in there.values():
        twins[row.id].relay_from_id = twins[row.relay_from_id].id if row.relay_from_id else None
    db.session.flush()


def _copy_orders(source: Forum, copies: dict[int, Session]) -> None:
    for row in db.session.scalars(select(Prerequisite).where(Prerequisite.forum_id == source.id)):
        twin, before = copies.get(row.session_id), copies.get(row.after_id)
        if twin and before:
            ids = {"session_id": twin.id, "after_id": before.id}
            db.session.add(Prerequisite(forum_id=twin.forum_id, **ids))
    db.session.flush()


def _copy_seats(
    source: Forum, target: Forum, copies: dict[int, Session], points: dict[int, int]
) -> None:
    counts = db.session.scalars(
        select(SeatCount).where(SeatCount.forum_id == source.id).order_by(SeatCount.id)
    )
    rows = [
        {
            "forum_id": target.id,
            "session_id": copies[count.session_id].id,
            "way": count.way,
            "point_id": count.point_id and points[count.point_id],
            "seats": count.seats,
        }
        for count in counts
        if count.session_id in copies
    ]
    if rows:
        db.session.execute(insert(SeatCount), rows)
