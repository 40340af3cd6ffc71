"""The draft as the clash rules ask it, in a constant number of questions."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select, true

from ...db import db
from ...forums.models import Forum, Hall, Person, Point
from ..models import (
    Appearance,
    Availability,
    InterpretationChannel,
    Prerequisite,
    SeatCount,
    Session,
    SpeakerPage,
    Talk,
    Way,
)
from ..rules.clash_index import Clashes
from ..rules.planned import (
    Plan,
    PlannedAppearance,
    PlannedChannel,
    PlannedHall,
    PlannedPoint,
    PlannedSeats,
    PlannedSession,
    Span,
)
from .released import shown_ids

_SESSION = (
    Session.id,
    Session.code,
    Session.kind,
    Session.starts_at,
    Session.ends_at,
    Session.cancelled_at,
    Session.unscheduled_at,
    Session.languages,
    Session.spoken,
    Hall.code.label("hall"),
)


def plan_of(
    forum: Forum,
    *,
    among: Collection[int] | None = None,
    seats_of: Collection[int] | None = None,
) -> Plan:
    """Every session of the draft and what can clash with it. Twelve queries.

    among: ids of the sessions that are asked for, seats_of: of those whose seats are; None: all.
    """
    asked = select(*_SESSION).join(Hall, Hall.id == Session.hall_id)
    asked = asked.where(Session.forum_id == forum.id, _is_in(Session.id, among))
    sessions = db.session.execute(asked).all()
    halls = select(Hall.code, Hall.holds_several).where(Hall.forum_id == forum.id)
    points = _points_of(forum)
    names, channels = {id_: x.code for id_, x in points.items()}, _channels_of(forum, among)
    voices = _planned_channels(channels)
    appearances = _appearances_of(forum, sessions, names, channels, among)
    seats = _seats_of(forum, names, seats_of)
    minutes, declined = _talk_minutes_of(forum, among), _declined_in(forum, among)
    after = _orders_of(forum, {session.id: session.code for session in sessions})
    shown = shown_ids(forum)
    return Plan(
        zone=forum.zone,
        first_day=forum.first_day,
        last_day=forum.last_day,
        changeover_minutes=forum.changeover_minutes,
        halls={row.code: PlannedHall(*row) for row in db.session.execute(halls)},
        points={point.code: point for point in points.values()},
        available=_hours_of(forum),
        sessions=tuple(
            replace(
                _planned(row, appearances[row.id], seats[row.id], after[row.id], row.id in shown),
                talk_minutes=minutes.get(row.id, 0),
                declined=tuple(declined[row.id]),
                channels=tuple(voices[row.id]),
            )
            for row in sessions
        ),
    )


def _planned(
    row: Any,
    appearances: list[PlannedAppearance],
    seats: list[PlannedSeats],
    after: list[str],
    shown: bool,
) -> PlannedSession:
    return PlannedSession(
        code=row.code,
        kind=row.kind,
        span=Span(row.starts_at, row.ends_at),
        hall=row.hall,
        appearances=tuple(appearances),
        seats=tuple(seats),
        after=tuple(sorted(after)),
        cancelled=row.cancelled_at is not None,
        unscheduled=row.unscheduled_at is not None,
        languages=tuple(row.languages),
        spoken=tuple(row.spoken),
        shown=shown,
    )


def clashes_of(forum: Forum) -> Clashes:
    """The clashes of the draft. Twelve queries."""
    return Clashes(plan_of(forum))


def after_of(session: Session) -> list[str]:
    """Codes of the sessions that must be over before `session`, sorted. One query."""
    asked = select(Session.code).join(Prerequisite, Prerequisite.after_id == Session.id)
    asked = asked.where(Prerequisite.session_id == session.id)
    return sorted(db.session.scalars(asked))


def _is_in(column: Any, among: Collection[int] | None) -> Any:
    return true() if among is None else column.in_(among)


def _points_of(forum: Forum) -> dict[int, PlannedPoint]:
    """By their ids."""
    asked = select(Point.id, Point.code, Point.zone, Point.languages)
    rows = db.session.execute(asked.where(Point.forum_id == forum.id))
    return {id_: PlannedPoint(code, zone, tuple(said)) for id_, code, zone, said in rows}


def _channels_of(
    forum: Forum, among: Collection[int] | None
) -> dict[int | None, InterpretationChannel]:
    """By their ids, in the order of their names."""
    table = InterpretationChannel
    asked = select(table).where(table.forum_id == forum.id, _is_in(table.session_id, among))
    asked = asked.order_by(table.language, table.kind)
    return {row.id: row for row in db.session.scalars(asked)}


def _planned_channels(
    channels: dict[int | None, InterpretationChannel],
) -> dict[int, list[PlannedChannel]]:
    """id of a session -> its channels. No query."""
    found = defaultdict(list)
    for row in channels.values():
        source = channels[row.relay_from_id] if row.relay_from_id else None
        found[row.session_id].append(
            PlannedChannel(row.channel, source.channel if source else None)
        )
    return found


def _appearances_of(
    forum: Forum,
    sessions: Any,
    points: dict[int, str],
    channels: dict[int | None, InterpretationChannel],
    among: Collection[int] | None,
) -> dict[int, list[PlannedAppearance]]:
    talks = _talks_of(forum, {session.id: session.starts_at for session in sessions}, among)
    asked = (
        select(
            Appearance.session_id,
            Appearance.talk_id,
            Appearance.from_way,
            Appearance.point_id,
            Appearance.channel_id,
            Person.uuid,
            Person.name,
            SpeakerPage.zone,
        )
        .join(Person, Person.id == Appearance.person_id)
        .outerjoin(SpeakerPage, SpeakerPage.person_id == Person.id)
        .where(Appearance.forum_id == forum.id, _is_in(Appearance.session_id, among))
        .where(Appearance.declined_at.is_(None))
        .order_by(Appearance.position, Appearance.id)
    )
    found = defaultdict(list)
    for row in db.session.execute(asked):
        span = talks.get(row.talk_id)
        point = points.get(row.point_id)
        interprets = channels.get(row.channel_id)
        found[row.session_id].append(
            PlannedAppearance(
                *(row.uuid, row.name, row.from_way, point, span),
                channel=interprets.channel if interprets else None,
                zone=row.zone if row.from_way is Way.ONLINE else None,
            )
        )
    return found


def _talks_of(
    forum: Forum, starts: dict[int, Any], among: Collection[int] | None
) -> dict[int | None, Span]:
    """id of a talk -> when it is: one after the other from the start of its session."""
    asked = select(Talk.id, Talk.session_id, Talk.minutes)
    asked = asked.where(Talk.forum_id == forum.id, _is_in(Talk.session_id, among))
    found: dict[int | None, Span] = {}
    at = dict(starts)
    for talk in db.session.execute(asked.order_by(Talk.session_id, Talk.position)):
        ends = at[talk.session_id] + timedelta(minutes=talk.minutes)
        found[talk.id] = Span(at[talk.session_id], ends)
        at[talk.session_id] = ends
    return found


def _talk_minutes_of(forum: Forum, among: Collection[int] | None) -> dict[int, int]:
    """id of a session -> how long its talks are together."""
    asked = select(Talk.session_id, func.sum(Talk.minutes))
    asked = asked.where(Talk.forum_id == forum.id, _is_in(Talk.session_id, among))
    return dict(db.session.execute(asked.group_by(Talk.session_id)).all())


def _declined_in(forum: Forum, among: Collection[int] | None) -> dict[int, list[tuple[str, str]]]:
    """id of a session -> (uuid, name) of who will not come, each once."""
    asked = select(Appearance.session_id, Person.uuid, Person.name).distinct()
    asked = asked.join(Person, Person.id == Appearance.person_id)
    asked = asked.where(Appearance.forum_id == forum.id, Appearance.declined_at.is_not(None))
    asked = asked.where(_is_in(Appearance.session_id, among))
    found = defaultdict(list)
    for session_id, *person in db.session.execute(asked.order_by(Person.name, Person.uuid)):
        found[session_id].append((person[0], person[1]))
    return found


def _seats_of(
    forum: Forum, points: dict[int, str], among: Collection[int] | None
) -> dict[int, list[PlannedSeats]]:
    columns = (SeatCount.session_id, SeatCount.way, SeatCount.point_id)
    asked = select(*columns, SeatCount.seats, SeatCount.taken)
    asked = asked.where(SeatCount.forum_id == forum.id, _is_in(SeatCount.session_id, among))
    found = defaultdict(list)
    for row in db.session.execute(asked.order_by(SeatCount.id)):
        point = points.get(row.point_id)
        found[row.session_id].append(PlannedSeats(row.way, point, row.seats, row.taken))
    return found


def _orders_of(forum: Forum, codes: dict[int, str]) -> dict[int, list[str]]:
    asked = select(Prerequisite).where(Prerequisite.forum_id == forum.id)
    found = defaultdict(list)
    for row in db.session.scalars(asked):
        if row.session_id in codes and row.after_id in codes:
            found[row.session_id].append(codes[row.after_id])
    return found


def _hours_of(forum: Forum) -> dict[str, tuple[Span, ...]]:
    """uuid of a person -> when they can appear."""
    asked = select(Person.uuid, Availability.starts_at, Availability.ends_at)
    asked = asked.join(Person, Person.id == Availability.person_id)
    found: dict[str, tuple[Span, ...]] = {}
    for row in db.session.execute(asked.where(Availability.forum_id == forum.id)):
        found[row.uuid] = (*found.get(row.uuid, ()), Span(row.starts_at, row.ends_at))
    return found
