"""Who is at a point that takes part no more, where they may go, and what became of each."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Row, Select, exists, false, func, or_, select, union
from sqlalchemy.orm import joinedload

from ...db import db
from ...forums.models import Forum, Person, Point, PointKind
from ...forums.queries import points_of
from ...programme.models import ReleasedSession, SeatCount, Way
from ...programme.queries import released_sessions, shown_ids
from ..models import (
    BulkAct,
    Delegate,
    Place,
    PlaceState,
    Relocated,
    Relocation,
    Waiting,
    WaitingState,
)
from ..models.delegates import LIVE
from ..rules.relocating import Outcome, Planned, Stands, in_order, plan


@dataclass(frozen=True)
class Targets:
    """Where people go, in the order asked for. point: first, where there is one."""

    point: Point | None
    online: bool

    @property
    def many(self) -> int:
        return (self.point is not None) + self.online

    def said(self) -> list[Point | None]:
        """Each of them; None for online."""
        return [*([self.point] if self.point else []), *([None] if self.online else [])]


def standing_at(
    forum: Forum, point: Point, delegate: Delegate | None = None
) -> tuple[list[Stands], dict[int, ReleasedSession]]:
    """What everybody has at `point`, or `delegate` alone, in the order in which it is moved; and
    the sessions of theirs that take place, by id. Four queries, no other session is read."""
    there = [
        (row, table is Waiting)
        for table in (Place, Waiting)
        for row in db.session.execute(_held(table, point, delegate))
    ]
    seated = _sessions_seated(point, delegate)
    theirs = {row.session_id for row, _ in there}.union(*seated.values())
    shown = released_sessions(forum, among=theirs)
    sessions = {x.session_id: x for x in shown if not x.cancelled}
    found = [
        _stands(row, waits, seated[row.delegate_id], sessions)
        for row, waits in there
        if row.session_id in sessions
    ]
    return in_order(found), sessions


def _held(
    table: type[Place] | type[Waiting], point: Point, delegate: Delegate | None
) -> Select[int, int, int]:
    live = PlaceState.CONFIRMED if table is Place else WaitingState.WAITING
    asked = select(table.delegate_id, table.session_id, table.id)
    asked = asked.join(Delegate, Delegate.id == table.delegate_id)
    asked = asked.where(table.point_id == point.id, table.state == live, Delegate.state.in_(LIVE))
    return asked if delegate is None else asked.where(table.delegate_id == delegate.id)


def _sessions_seated(point: Point, delegate: Delegate | None) -> dict[int, set[int]]:
    """delegate id -> ids of the sessions in which they have a place, anywhere. One query."""
    asked = select(Place.delegate_id, Place.session_id).where(Place.state == PlaceState.CONFIRMED)
    if delegate is None:
        there = (_held(table, point, None).subquery() for table in (Place, Waiting))
        ids = [select(x.c.delegate_id) for x in there]
        asked = asked.where(Place.delegate_id.in_(ids[0].union(ids[1])))
    else:
        asked = asked.where(Place.delegate_id == delegate.id)
    found = defaultdict(set)
    for delegate_id, session_id in db.session.execute(asked):
        found[delegate_id].add(session_id)
    return found


def _stands(
    row: Row[int, int, int],
    waits: bool,
    seated: Collection[int],
    sessions: dict[int, ReleasedSession],
) -> Stands:
    delegate_id, session_id, id_ = row
    here = sessions[session_id]
    others = [sessions[x] for x in seated if x != session_id and x in sessions]
    return Stands(
        delegate_id=delegate_id,
        session_id=session_id,
        place_id=None if waits else id_,
        waiting_id=id_ if waits else None,
        has_other=waits and session_id in seated,
        overlaps=any(x.starts_at < here.ends_at and here.starts_at < x.ends_at for x in others),
    )


def counts_at(targets: Targets, session_ids: Iterable[int]) -> dict[tuple[int, int], SeatCount]:
    """(session id, number of the target) -> its seats as they are now. One query.

    None at a point that takes part no more by now.
    """
    point = targets.point
    wanted: list[ColumnElement[bool]] = [false()]
    if targets.online:
        wanted.append(SeatCount.way == Way.ONLINE)
    if point is not None and point.withdrawn_at is None:
        wanted.append(SeatCount.point_id == point.id)
    counts = select(SeatCount).where(SeatCount.session_id.in_(session_ids), or_(*wanted))
    numbers = {there.id if there else None: n for n, there in enumerate(targets.said())}
    return {
        (count.session_id, numbers[count.point_id]): count
        for count in db.session.scalars(counts.execution_options(populate_existing=True))
    }


def seats_left(counts: dict[tuple[int, int], SeatCount]) -> dict[tuple[int, int], int]:
    return {key: max(0, count.seats - count.taken) for key, count in counts.items()}


def still_there(point: Point, session_ids: Iterable[int]) -> dict[int, int]:
    """session id -> how many have a place at `point`. One query."""
    asked = select(Place.session_id, func.count())
    asked = asked.where(Place.point_id == point.id, Place.state == PlaceState.CONFIRMED)
    asked = asked.where(Place.session_id.in_(session_ids)).group_by(Place.session_id)
    return dict(db.session.execute(asked).all())


@dataclass(frozen=True)
class SessionThere:
    """A session in which somebody has something at the point, and what would become of it."""

    session: ReleasedSession
    placed: int
    waiting: int
    left: dict[int, int]  # number of the target -> seats left there now; absent: none is offered
    outcomes: dict[Outcome, int]


@dataclass(frozen=True)
class Looked:
    """What moving the people of a point would do, without doing it."""

    sessions: list[SessionThere]  # by start
    people: int
    planned: list[Planned]
    names: dict[int, tuple[str, str]]  # delegate id -> name, reference

    def ending(self, *outcomes: Outcome) -> list[Planned]:
        return [one for one in self.planned if one.outcome in outcomes]

    def people_there(self) -> list[tuple[tuple[str, str], list[str]]]:
        """((name, reference), codes of the sessions) of each, in the order in which they move."""
        found: dict[int, list[str]] = {}
        for one in self.planned:
            found.setdefault(one.stands.delegate_id, []).append(self.code_of(one))
        return [(self.names[id_], codes) for id_, codes in found.items()]

    def code_of(self, one: Planned) -> str:
        found = (x.session for x in self.sessions)
        return next(x.code for x in found if x.session_id == one.stands.session_id)


def looked_at(forum: Forum, point: Point, targets: Targets) -> Looked:
    """Seven queries, however many there are."""
    there, sessions = standing_at(forum, point)
    ids = {one.session_id for one in there}
    left = seats_left(counts_at(targets, ids))
    planned = plan(there, left, targets.many)
    found = [
        _session_there(sessions[id_], [x for x in planned if x.stands.session_id == id_], left)
        for id_ in ids
    ]
    found.sort(key=lambda x: (x.session.starts_at, x.session.code))
    people = {one.delegate_id for one in there}
    return Looked(found, len(people), planned, _names(people))


def _session_there(
    session: ReleasedSession, here: Sequence[Planned], left: dict[tuple[int, int], int]
) -> SessionThere:
    outcomes: dict[Outcome, int] = {}
    for one in here:
        outcomes[one.outcome] = outcomes.get(one.outcome, 0) + 1
    waiting = sum(one.stands.waits for one in here)
    free = {n: seats for (id_, n), seats in left.items() if id_ == session.session_id}
    return SessionThere(session, len(here) - waiting, waiting, free, outcomes)


def _names(delegate_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    asked = select(Delegate.id, Person.name, Delegate.reference)
    asked = asked.join(Person, Person.id == Delegate.person_id)
    rows = db.session.execute(asked.where(Delegate.id.in_(list(delegate_ids))))
    return {id_: (name, reference) for id_, name, reference in rows}


def points_to_go_to(forum: Forum, point: Point) -> list[Point]:
    """All that take part and seat people, but `point` itself. One query."""
    return [
        one
        for one in points_of(forum)
        if one.id != point.id and one.withdrawn_at is None and one.kind is not PointKind.CENTRAL
    ]


def people_at(forum: Forum, point: Point) -> int:
    """How many have a place there, or wait for one, in a session that takes place. Two queries."""
    held = shown_ids(forum)
    rows = (_held(x, point, None).where(x.session_id.in_(held)) for x in (Place, Waiting))
    there = (select(x.subquery().c.delegate_id) for x in rows)
    both = union(*there).subquery()
    return db.session.scalars(select(func.count()).select_from(both)).one()


def points_with_people_left(forum: Forum) -> list[tuple[Point, int]]:
    """Those that take part no more, with how many have a place there still, in a session that
    takes place. At most two queries."""
    out = (Point.forum_id == forum.id, Point.withdrawn_at.is_not(None))
    if db.session.scalar(select(Point.id).where(*out).limit(1)) is None:
        return []
    asked = select(Point, func.count(Place.delegate_id.distinct()))
    asked = asked.join(Place, Place.point_id == Point.id)
    live = (Place.state == PlaceState.CONFIRMED, Place.session_id.in_(shown_ids(forum)))
    asked = asked.where(*out, *live)
    rows = db.session.execute(asked.group_by(Point.id).order_by(Point.position, Point.id))
    return [(point, people) for point, people in rows]


def moved_of(delegate: Delegate) -> list[Relocated]:
    """Their places that were moved from a point and that they have still. One query."""
    asked = select(Relocated).join(Place, Place.id == Relocated.place_id)
    asked = asked.where(Relocated.delegate_id == delegate.id, Relocated.returned.is_(False))
    asked = asked.where(Place.state == PlaceState.CONFIRMED)
    return list(db.session.scalars(asked))


def relocation_for(act: BulkAct) -> Relocation:
    """What is particular to `act`, which moves the people of a point. One query."""
    asked = select(Relocation).where(Relocation.act_id == act.id)
    asked = asked.options(joinedload(Relocation.point), joinedload(Relocation.to_point))
    return db.session.scalars(asked.execution_options(populate_existing=True)).one()


def relocations_at(point: Point) -> list[Relocation]:
    """What was done with the people of `point`, the latest first. One query."""
    asked = select(Relocation).where(Relocation.point_id == point.id)
    asked = asked.options(joinedload(Relocation.act), joinedload(Relocation.to_point))
    return list(db.session.scalars(asked.order_by(Relocation.id.desc())))


def relocated_in(act_id: int, delegate_id: int) -> list[Relocated]:
    """By session. One query."""
    asked = select(Relocated).where(
        Relocated.act_id == act_id, Relocated.delegate_id == delegate_id
    )
    return list(db.session.scalars(asked.order_by(Relocated.session_id)))


def was_relocated(delegate: Delegate) -> bool:
    """Whether a place of theirs was moved, or left at a point that takes part no more."""
    asked = select(Relocated.id).where(
        Relocated.delegate_id == delegate.id, Relocated.returned.is_(False)
    )
    return db.session.scalar(asked.limit(1)) is not None


def left_without(act: BulkAct) -> list[tuple[str, str, str, Outcome]]:
    """(name, reference, code of the session, why) of what an act left at the point, and is there
    still. Two queries."""
    seated = exists().where(Place.id == Relocated.was_place_id, Place.state == PlaceState.CONFIRMED)
    turn = (Waiting.id == Relocated.was_waiting_id, Waiting.state == WaitingState.WAITING)
    left = Relocated.outcome.in_(("overlaps", "full"))
    from_there = (Relocated.act_id == act.id, left, or_(seated, exists().where(*turn)))
    asked = select(Person.name, Delegate.reference, Relocated.session_id, Relocated.outcome)
    asked = asked.select_from(Relocated).join(Delegate, Delegate.id == Relocated.delegate_id)
    asked = asked.join(Person, Person.id == Delegate.person_id).where(*from_there)
    asked = asked.where(Relocated.returned.is_(False)).order_by(Person.name_sort, Relocated.id)
    rows = db.session.execute(asked).all()
    forum = db.session.get_one(Forum, act.forum_id)
    named = released_sessions(forum, among={row.session_id for row in rows})
    codes = {x.session_id: x.code for x in named}
    return [
        (name, reference, codes.get(session_id, "–"), outcome)
        for name, reference, session_id, outcome in rows
    ]
