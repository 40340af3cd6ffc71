"""Entering through a door, once; and taking it back. Flushes, never commits."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from ... import seal
from ...clock import day_on_wall
from ...db import db, inserting
from ...forums.models import Forum, Hall
from ...live.services import touch
from ...trail.services import Note, note
from ..models import CheckIn, DoorCount
from ..queries import doors
from ..queries.answers import Answer, Entered, answer_of
from ..queries.doors import Door
from ..queries.rooms import most_in_hall, people_in_hall
from ..queries.shown import HeldPlace, Shown, held_facts, places_held
from ..rules.doors import (
    MAY_BE_LET_IN,
    SENT_AGAIN,
    AlreadyUndone,
    DoorClosed,
    Keeper,
    NotLetIn,
    RoomFull,
    Verdict,
    judged,
)
from ..rules.relocating import DoorOut


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An entry that nothing speaks against as it is looked at: plain values, to be written."""

    answer: Answer  # what the door says once it is written, `entry` without its id
    row: Mapping[str, Any]
    limit: int | None  # how many may be inside


def look(
    door: Door,
    shown: Shown,
    *,
    nonce: str,
    keeper: Keeper,
    now: datetime,
    is_today: bool,
    because: str | None = None,
) -> Answer | Entry:
    """What the door says of whoever shows this ticket, or the entry to `let_in`. Writes nothing.

    nonce: of this scan; sent again, it has the same answer. is_today: whether the door is of the
    day that is. because: why an organiser lets in somebody without a place here, or on another day.
    now: on the forum's clock. Raises DoorClosed and NotLetIn.
    """
    if door.session is not None and door.session.cancelled:
        raise DoorClosed
    if door.point is not None and door.point.withdrawn_at is not None:
        raise DoorOut(point=door.point.code)
    if because is not None and not keeper.organises:
        raise NotLetIn
    held = places_held(door.forum, shown.delegate)
    verdict = answer_for(door, shown, held, is_today=is_today)
    is_let_in = verdict in MAY_BE_LET_IN and because is not None
    if verdict is not Verdict.WELCOME and verdict not in MAY_BE_LET_IN:
        return answer_of(verdict, door, shown, held)
    scan = _of_this_scan(nonce, door, shown)
    known = _known_already(door, shown, scan, keeper.at)
    if known and (is_today or is_let_in or not _is_of_before(door, *known, now)):
        return answer_of(known[0], door, shown, held, known[1])
    if verdict is not Verdict.WELCOME and not is_let_in:
        return answer_of(verdict, door, shown, held, known[1] if known else None)
    row = _row(door, shown, scan, keeper, now) | {"because": because if is_let_in else None}
    through = keeper.door or door.where
    entered = Entered(id=0, at=now, through=through, because=row["because"])
    answer = replace(answer_of(Verdict.WELCOME, door, shown, held), entry=entered)
    return Entry(answer=answer, row=row, limit=door.limit)


def let_in(entry: Entry, keeper: Keeper) -> Answer | None:
    """Write it. None where another door, or the same press, was faster: `look` again.

    Raises RoomFull where the fire limit is reached.
    """
    inserted = inserting(CheckIn).values(**entry.row).on_conflict_do_nothing()
    entry_id: int | None = db.session.scalar(inserted.returning(CheckIn.id))
    if entry_id is None:
        return None
    _count_in(entry)
    _note(entry.row["forum_id"], entry_id, "door.enter", keeper, because=entry.row["because"])
    entered = entry.answer.entry
    return replace(entry.answer, entry=entered and replace(entered, id=entry_id))


def answer_for(door: Door, shown: Shown, held: list[HeldPlace], *, is_today: bool) -> Verdict:
    state = shown.delegate.state.value if shown.delegate else None
    facts = held_facts(door, held)
    return judged(
        state, is_revoked=shown.is_revoked, door=door.facts(is_today=is_today), held=facts
    )


def _is_of_before(door: Door, verdict: Verdict, entry: CheckIn, now: datetime) -> bool:
    """In on an earlier day: at a door of another day, that is no news."""
    zone = door.forum.zone
    entered, today = day_on_wall(entry.entered_at, zone), day_on_wall(now, zone)
    return verdict is Verdict.ALREADY_IN and entered != today


def _known_already(
    door: Door, shown: Shown, scan: str, at: datetime
) -> tuple[Verdict, CheckIn] | None:
    """What this scan came to before, or how the person is in; None for neither.

    at: on the real clock. A scan that comes again after minutes is somebody who is in.
    """
    found = doors.entries_known(door, shown.ticket.person_id, scan)
    same = next((one for one in found if one.nonce == scan), None)
    if same is not None and same.undone_at:
        return Verdict.UNDONE, same
    if same is not None and at - doors.let_in_at(same) < SENT_AGAIN:
        return Verdict.WELCOME, same
    return (Verdict.ALREADY_IN, found[0]) if found else None


def _of_this_scan(nonce: str, door: Door, shown: Shown) -> str:
    """One form may be sent with another ticket, or at another door: that is another scan."""
    where = f"{door.session_id}.{door.point_id}.{door.day}"
    return seal.fingerprint(f"{nonce}.{shown.ticket.id}.{where}")


def _row(door: Door, shown: Shown, scan: str, keeper: Keeper, now: datetime) -> dict[str, Any]:
    return {
        "forum_id": door.forum.id,
        "ticket_id": shown.ticket.id,
        "person_id": shown.ticket.person_id,
        "session_id": door.session_id,
        "hall_id": door.session.hall_id if door.session and not door.point else None,
        "point_id": door.point_id,
        "day": None if door.session else door.day,
        "nonce": scan,
        "entered_at": now,
        "actor": keeper.actor,
        "shift_id": keeper.shift_id,
    }


def _count_in(entry: Entry) -> None:
    """One more inside. Raises RoomFull at the fire limit."""
    if entry.row["hall_id"] is not None:
        _check_hall(entry.row)
    if entry.limit is None or _one_more(entry):
        return
    first = {name: entry.row[name] for name in ("forum_id", "session_id", "point_id")}
    db.session.execute(inserting(DoorCount).values(**first, inside=0).on_conflict_do_nothing())
    if not _one_more(entry):
        raise RoomFull(limit=entry.limit)


def _check_hall(row: Mapping[str, Any]) -> None:
    """All who enter any session of the hall come one after the other, until the commit.

    The entry is written, and in no count yet. Each person is looked at only where the counts of
    the sessions together leave it open. Raises RoomFull.
    """
    asked = select(Hall.seats).where(Hall.id == row["hall_id"])
    seats = db.session.scalars(asked.with_for_update(key_share=True)).one()
    where = (row["forum_id"], row["hall_id"], row["session_id"])
    if most_in_hall(*where, now=row["entered_at"]) < seats:
        return
    if people_in_hall(*where, now=row["entered_at"]) > seats:
        raise RoomFull(limit=seats)


def _one_more(entry: Entry) -> bool:
    risen = (
        update(DoorCount)
        .where(
            DoorCount.session_id == entry.row["session_id"],
            DoorCount.point_id.is_not_distinct_from(entry.row["point_id"]),
            DoorCount.inside < entry.limit,
        )
        .values(inside=DoorCount.inside + 1)
        .returning(DoorCount.id)
        .execution_options(synchronize_session=False)
    )
    return db.session.scalar(risen) is not None


def undo(forum: Forum, entry: CheckIn, *, reason: str, keeper: Keeper, now: datetime) -> None:
    """Take an entry back: the person may enter again. The row and the reason stay.

    Raises AlreadyUndone.
    """
    undone = (
        update(CheckIn)
        .where(CheckIn.id == entry.id, CheckIn.undone_at.is_(None))
        .values(undone_at=max(now, entry.entered_at), undone_reason=reason)
        .returning(CheckIn.id)
        .execution_options(synchronize_session=False)
    )
    if db.session.scalar(undone) is None:
        raise AlreadyUndone
    if entry.session_id is not None:
        fallen = update(DoorCount).where(
            DoorCount.session_id == entry.session_id,
            DoorCount.point_id.is_not_distinct_from(entry.point_id),
        )
        fallen = fallen.values(inside=DoorCount.inside - 1)
        db.session.execute(fallen.execution_options(synchronize_session=False))
    _note(forum.id, entry.id, "door.undo", keeper, reason=reason)


def _note(forum_id: int, entry_id: int, act: str, keeper: Keeper, **said: str | None) -> None:
    touch(f"door.{forum_id}")
    note(
        Note(
            forum_id=forum_id,
            at=keeper.at,
            actor=keeper.actor,
            act=act,
            kind="check_in",
            object_id=entry_id,
            personal={name: text for name, text in said.items() if text},
        )
    )
