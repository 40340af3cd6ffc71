"""The points' parts in sessions: set one by one or many at once, filled by rule, taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from ...db import db
from ...forums.models import Forum, Point, PointType
from ...forums.rules import instant_checked
from ...forums.services.noting import note_act
from ...programme.models import Session
from ...programme.services.draft_versions import hold_draft, planned_elsewhere
from ..models import Relay, RelayAct
from ..rules.relays import NothingToUndo, RelayRole, check_part

Facts = dict[str, Any]  # role, expected, call_wall ("2020-10-22T07:30"), call_fold
COLUMNS = ("role", "expected", "call_wall")


@dataclass(frozen=True)
class Wanted:
    """What somebody wants in one cell, who saw it in version `seen`, 0 for no part.

    facts: some of `COLUMNS`, the others stay; role None: no part.
    """

    session: Session
    point: Point
    seen: int
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Late:
    """A cell that was changed after it was seen. saved: what is there now, None for no part."""

    wanted: Wanted
    saved: Relay | None


@dataclass(frozen=True)
class Outcome:
    changed: int
    late: list[Late] = field(default_factory=list)


def set_parts(forum: Forum, wanted: Sequence[Wanted], *, by: int, now: datetime) -> Outcome:
    """Set each cell that is as its page saw it; the others are told, with both versions.

    Raises ViewOnly, CallAfterStart, WallSkipped, which name the cell; then nothing is set.
    """
    hold_draft(forum)  # whoever sets parts of one forum comes one after the other
    there = _relays_of(forum)
    cells, late = [], []
    for one in wanted:
        relay = there.get((one.session.id, one.point.id))
        before, after = _facts(relay), _facts_wanted(relay, one)
        if before == after:
            continue
        if (relay.version if relay else 0) != one.seen:
            late.append(Late(one, relay))
            continue
        _put(forum, one.session, one.point, relay, after)
        cells.append(_cell(one.session.id, one.point.id, before, after))
    if cells:
        act = RelayAct(forum_id=forum.id, cells=cells, done_at=now, done_by_id=by)
        _keep(forum, act, "broadcast.set_parts", by=by, now=now)
    return Outcome(len(cells), late)


def undo(forum: Forum, act: RelayAct, *, by: int, now: datetime) -> int:
    """Put back what the act changed and nobody changed since; how many cells.

    Raises NothingToUndo.
    """
    hold_draft(forum)
    db.session.refresh(act)
    there, cells = _relays_of(forum), []
    for cell in act.cells if act.undone_at is None else ():
        relay = there.get((cell["session"], cell["point"]))
        if _facts(relay) == cell["after"]:
            session = db.session.get_one(Session, cell["session"])
            point = db.session.get_one(Point, cell["point"])
            _put(forum, session, point, relay, cell["before"])
            cells.append(_cell(session.id, point.id, cell["after"], cell["before"]))
    if not cells:
        raise NothingToUndo
    act.undone_at = now
    taken = RelayAct(forum_id=forum.id, cells=cells, done_at=now, done_by_id=by, undone_at=now)
    _keep(forum, taken, "broadcast.undo_parts", by=by, now=now)
    return len(cells)


def _relays_of(forum: Forum) -> dict[tuple[int, int], Relay]:
    asked = select(Relay).where(Relay.forum_id == forum.id)
    asked = asked.execution_options(populate_existing=True)
    return {(relay.session_id, relay.point_id): relay for relay in db.session.scalars(asked)}


def _facts(relay: Relay | None) -> Facts | None:
    if relay is None:
        return None
    call = relay.call_wall.isoformat(timespec="minutes") if relay.call_wall else None
    return {"role": str(relay.role), "expected": relay.expected, "call_wall": call}


def _facts_wanted(relay: Relay | None, wanted: Wanted) -> Facts | None:
    """What the cell holds afterwards; None for no part."""
    empty = {"role": None, "expected": None, "call_wall": None}
    facts: Facts = (_facts(relay) or empty) | dict(wanted.facts)
    role, call = facts["role"], facts["call_wall"]
    if role is None:
        return None
    if isinstance(call, datetime):
        facts["call_wall"] = call.isoformat(timespec="minutes")
    return facts | {"role": str(role)}


def _put(
    forum: Forum, session: Session, point: Point, relay: Relay | None, facts: Facts | None
) -> None:
    if facts is None:
        if relay is not None:
            db.session.delete(relay)
        return
    role = RelayRole(facts["role"])
    call = datetime.fromisoformat(facts["call_wall"]) if facts["call_wall"] else None
    check_part(
        role,
        point=point.code,
        view_only=point.type is PointType.VIEW_ONLY,
        session=session.code,
        starts=session.starts_wall,
        call=call,
    )
    if call is not None:
        instant_checked(call, session.zone)
    if relay is None:
        relay = Relay(forum_id=forum.id, session_id=session.id, point_id=point.id, version=0)
        db.session.add(relay)
    relay.role, relay.expected, relay.call_wall = role, facts["expected"], call
    relay.zone, relay.call_fold, relay.version = session.zone, 0, relay.version + 1


def _cell(session_id: int, point_id: int, before: Facts | None, after: Facts | None) -> Facts:
    return {"session": session_id, "point": point_id, "before": before, "after": after}


def _keep(forum: Forum, act: RelayAct, name: str, *, by: int, now: datetime) -> None:
    db.session.add(act)
    db.session.flush()
    planned_elsewhere(forum.id)
    facts = {"cells": len(act.cells), "act": act.id}
    note_act(forum.id, name, "forum", forum.id, facts, actor=f"user {by}", now=now)
