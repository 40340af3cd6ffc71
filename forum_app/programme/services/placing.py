"""Building the agenda: a session put where it is to be, or into the tray; a break in every hall.

Each verb holds the draft first and names the version of the session that its board saw, so two
organisers who move one session at once never lose a move: the later is told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import select

from ...db import db
from ...forums.models import Forum, Hall
from ...forums.queries import halls_of
from ...forums.services.copies import copy_of
from ...forums.services.noting import note_act
from ...refusal import ChangedMeanwhile
from ...versioned import change, plain
from .. import queries
from ..models import Session, SessionKind
from ..rules.placing import (
    CopiedAlready,
    HallGone,
    MovedMeanwhile,
    NoBreak,
    NotHeld,
    Place,
    SessionGone,
    code_of_copy,
    walls_of,
)
from .draft_versions import hold_draft

_TOLD = ("starts_wall", "ends_wall")  # of a session, in the trail; its hall by code
_SAME = (  # in a copy that is there again as in the break it was made of
    *("zone", "starts_wall", "starts_fold", "ends_wall", "ends_fold"),
    *("title", "title_folded", "title_sort"),
)
Copy = tuple[str, int]  # code, version seen


def place_session(
    forum: Forum, code: str, place: Place, *, seen: int, actor: str, now: datetime
) -> Session:
    """Put it into this hall at this time, out of the tray where it lies there.

    Raises SessionGone, NotHeld, HallGone, LengthWrong, WallSkipped, MovedMeanwhile.
    """
    hold_draft(forum)
    session, hall = _held(forum, code), _hall(forum, place.hall)
    walls = asdict(walls_of(place, forum.zone))
    wanted = walls | {"zone": forum.zone, "hall_id": hall.id, "unscheduled_at": None}
    moved = any(getattr(session, name) != value for name, value in walls.items())
    wanted["times_documented"] = session.times_documented and not moved
    _change(session, wanted, "programme.place_session", seen=seen, actor=actor, now=now)
    return session


def shelve_session(forum: Forum, code: str, *, seen: int, actor: str, now: datetime) -> Session:
    """Put it into the tray; hall and times stay as what it was. Raises as `place_session`."""
    hold_draft(forum)
    session = _held(forum, code)
    wanted = {"unscheduled_at": session.unscheduled_at or now}
    _change(session, wanted, "programme.shelve_session", seen=seen, actor=actor, now=now)
    return session


def copy_break(forum: Forum, code: str, *, actor: str, now: datetime) -> list[Session]:
    """A break like this in every other hall that has no copy of it yet, at the same time.

    A copy that was taken back is there again, under its old code. Raises SessionGone, NotHeld,
    NoBreak, CopiedAlready.
    """
    hold_draft(forum)
    source = _held(forum, code)
    if source.kind is not SessionKind.BREAK or source.unscheduled_at:
        raise NoBreak
    codes = {
        code_of_copy(code, hall.code, hall.id): hall
        for hall in halls_of(forum)
        if hall.id != source.hall_id
    }
    there = _sessions(forum, codes)
    made = [
        _copied(source, hall, name, there.get(name))
        for name, hall in codes.items()
        if name not in there or _is_taken_back(there[name])
    ]
    if not made:
        raise CopiedAlready(code=code)
    db.session.add_all(made)
    db.session.flush()
    for copy in made:
        _note(copy, "programme.copy_break", {"code": code}, actor, now)
    return made


def take_copies_back(
    forum: Forum, copies: Sequence[Copy], *, actor: str, now: datetime
) -> list[Session]:
    """Undo of `copy_break`: these are cancelled, and in the tray unless people are shown them.

    A code is given once, so the rows stay. Raises SessionGone, NoBreak, MovedMeanwhile.
    """
    hold_draft(forum)
    there, shown = _sessions(forum, [code for code, _ in copies]), queries.shown_ids(forum)
    for code, seen in sorted(copies):
        session = there.get(code)
        if session is None:
            raise SessionGone(code=code[:20])
        if session.kind is not SessionKind.BREAK:
            raise NoBreak
        away = None if session.id in shown else now
        wanted = {"cancelled_at": session.cancelled_at or now, "unscheduled_at": away}
        _change(session, wanted, "programme.take_copy_back", seen=seen, actor=actor, now=now)
    return list(there.values())


def _held(forum: Forum, code: str) -> Session:
    session = queries.session_at(forum, code)
    if session is None:
        raise SessionGone(code=code[:20])
    if session.cancelled_at:
        raise NotHeld(code=code)
    return session


def _hall(forum: Forum, code: str) -> Hall:
    for hall in halls_of(forum):
        if hall.code == code:
            return hall
    raise HallGone(hall=code[:20])


def _sessions(forum: Forum, codes: Sequence[str] | Mapping[str, Hall]) -> dict[str, Session]:
    asked = select(Session).where(Session.forum_id == forum.id, Session.code.in_(list(codes)))
    return {session.code: session for session in db.session.scalars(asked.order_by(Session.id))}


def _is_taken_back(session: Session) -> bool:
    return session.kind is SessionKind.BREAK and session.cancelled_at is not None


def _copied(source: Session, hall: Hall, code: str, back: Session | None) -> Session:
    again = {"hall_id": hall.id, "cancelled_at": None, "unscheduled_at": None}
    if back is None:
        undocumented = {"documented": False, "times_documented": False, "title_documented": []}
        return copy_of(source, code=code, version=1, **again, **undocumented)
    again |= {name: getattr(source, name) for name in _SAME} | {"version": back.version + 1}
    for name, value in again.items():
        setattr(back, name, value)
    return back


def _change(
    session: Session, wanted: Mapping[str, Any], act: str, *, seen: int, actor: str, now: datetime
) -> None:
    hall = session.hall_id
    try:
        facts = change(session, wanted, seen=seen)
    except ChangedMeanwhile:
        raise MovedMeanwhile(code=session.code) from None
    if not facts:
        return
    before = {name: facts["before"][name] for name in _TOLD if name in facts["before"]}
    after = {name: plain(getattr(session, name)) for name in before}
    if session.hall_id != hall:
        before["hall"], after["hall"] = _code_of(hall), _code_of(session.hall_id)
    _note(session, act, {"before": before, "after": after}, actor, now)


def _code_of(hall_id: int) -> str:
    return db.session.get_one(Hall, hall_id).code


def _note(session: Session, act: str, facts: Mapping[str, Any], actor: str, now: datetime) -> None:
    note_act(session.forum_id, act, "session", session.id, facts, actor=actor, now=now)
