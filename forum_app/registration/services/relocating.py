"""Moving the people of a point that takes part no more, as one act for many; and its undoing.

The point is withdrawn in the transaction that says whom it concerns, so nobody takes a seat there
unseen. Each person is moved in a transaction of their own, with the seats of their sessions
locked: places before turns, never a seat too many. Whoever finds none keeps what they had.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update

from ...db import db
from ...forums.models import Forum, Point, PointKind
from ...forums.services.edits import return_point, withdraw_point
from ...live.services import touch
from ...programme.models import SeatCount, Session
from ...programme.services.seats import take_seat
from ...trail.services import Note, note
from ...versioned import lock
from .. import queries
from ..models import (
    BulkAct,
    BulkItem,
    Delegate,
    ItemState,
    Outcome,
    Place,
    Relocated,
    Relocation,
    Waiting,
    WaitingState,
)
from ..queries import relocating as found
from ..queries.bulk import act_at, next_item
from ..queries.relocating import Targets
from ..rules import RegistrationEnded
from ..rules import bulk as rules
from ..rules.relocating import (
    MovedAtOnce,
    NobodyThere,
    NoTarget,
    NotThere,
    Planned,
    Stands,
    TargetOut,
    decide,
)
from . import letters, lines, seating
from .changes import note_change


@dataclass(frozen=True, kw_only=True)
class Asked:
    """press: a UUID of the page; the same one is asked once. at_once: the letters do not wait."""

    press: str
    targets: Targets
    at_once: bool = False


def begin(forum: Forum, point: Point, asked: Asked, *, by_id: int, now: datetime) -> BulkAct:
    """The act, with an item for everybody at `point`; the same one where it was asked before.

    From its commit on the point takes part no more. Raises NoTarget, TargetOut, MovedAtOnce,
    NobodyThere, CentralWithdrawn.
    """
    known = act_at(forum, asked.press)
    if known is not None:
        return known
    _check(point, asked.targets)
    withdrew = withdraw_point(point, actor=f"user {by_id}", now=now)
    if any(_is_under_way(one.act) for one in found.relocations_at(point)):
        raise MovedAtOnce
    there, _ = found.standing_at(forum, point)
    if not there:
        raise NobodyThere
    act = BulkAct(
        forum_id=forum.id, uuid=asked.press, verb=rules.Verb.RELOCATE, by_id=by_id, asked_at=now
    )
    db.session.add(act)
    db.session.flush()
    to = asked.targets
    of_act = {"forum_id": forum.id, "act_id": act.id}
    db.session.add(
        Relocation(
            **of_act,
            point_id=point.id,
            to_point_id=to.point.id if to.point else None,
            to_online=to.online,
            withdrew=withdrew,
            at_once=asked.at_once,
        )
    )
    people = list(dict.fromkeys(one.delegate_id for one in there))
    db.session.add_all([BulkItem(**of_act, delegate_id=x, state=ItemState.WAITING) for x in people])
    db.session.flush()
    _note(act, point, to, len(people), now)
    return act


def _is_under_way(act: BulkAct) -> bool:
    """Whether people are being moved, or put back."""
    return act.ended_at is None or next_item(act.id) is not None


def _check(point: Point, targets: Targets) -> None:
    """Where they go seats people elsewhere, and stays so until the commit.

    Both points are held in one order: others may be moved the other way.
    Raises NoTarget, TargetOut.
    """
    to = targets.point
    if not targets.many or (to and (to.id == point.id or to.kind == PointKind.CENTRAL)):
        raise NoTarget
    for one in sorted({point, to or point}, key=lambda x: x.id):
        lock(one)
    if to is not None and to.withdrawn_at is not None:
        raise TargetOut(point=to.code)


def relocate(act: BulkAct, delegate: Delegate, now: datetime) -> None:
    """Move what `delegate`, locked, has at the point. Raises RegistrationEnded, NotThere."""
    if not delegate.is_live:
        raise RegistrationEnded
    to = found.relocation_for(act)
    targets = Targets(to.to_point, to.to_online)
    forum = db.session.get_one(Forum, act.forum_id)
    seating.lock_seats(queries.sessions_held_by(delegate))
    there, _ = found.standing_at(forum, to.point, delegate)
    if not there:
        raise NotThere
    counts = found.counts_at(targets, {one.session_id for one in there})
    left, behind = found.seats_left(counts), found.still_there(to.point, [*{x for x, _ in counts}])
    for one in there:
        here = one.session_id
        free = [left.get((here, number), 0) for number in range(targets.many)]
        planned = decide(one, free, behind.get(here, 0))
        seats = counts[here, planned.target] if planned.target is not None else None
        _settle(act, delegate, planned, seats, now)
    note_change(delegate, "registration.relocate", actor=f"user {act.by_id}", now=now)
    touch(f"lines.{act.forum_id}")  # whoever stands at a gate
    letters_at = None if to.at_once else rules.undo_until(now)
    letters.lay_relocated(delegate, act.uuid, act.id, now=now, not_before=letters_at)


def _settle(
    act: BulkAct, delegate: Delegate, planned: Planned, seats: SeatCount | None, now: datetime
) -> None:
    """Do what is planned with one place or turn. The seat that it frees is given to nobody."""
    stands, outcome, place_id = planned.stands, planned.outcome, None
    if seats is not None:
        if take_seat(seats.id):
            _leave(delegate, stands, now)
            place_id = seating.add_place(delegate, seats, now=now)
        else:  # a target that was withdrawn since
            outcome = Outcome.FULL
    elif outcome is Outcome.KEPT:
        seating.leave_lines(delegate, [stands.session_id], now=now)
    db.session.add(
        Relocated(
            forum_id=act.forum_id,
            act_id=act.id,
            delegate_id=delegate.id,
            session_id=stands.session_id,
            was_place_id=stands.place_id,
            was_waiting_id=stands.waiting_id,
            outcome=outcome,
            place_id=place_id,
        )
    )


def _leave(delegate: Delegate, stands: Stands, now: datetime) -> None:
    if stands.waits:
        seating.leave_lines(delegate, [stands.session_id], now=now)
    else:
        seating.release_place(db.session.get_one(Place, stands.place_id), now=now)


def bring_back(item: BulkItem, delegate: Delegate, actor: str, now: datetime) -> Collection[str]:
    """Put `delegate`, locked, back where they were; what could not be, as `BulkItem.lost` keeps it.

    A place that somebody changed since stays as they chose. Raises ChangedSince where all did.
    """
    act = db.session.get_one(BulkAct, item.act_id)
    moved = found.relocated_in(act.id, delegate.id)
    if not delegate.is_live:
        raise rules.ChangedSince
    seating.lock_seats({one.session_id for one in moved})
    lost, freed = [], []
    for one in moved:
        why, free = _return(one, delegate, now)
        lost += [why] if why else []
        freed += free
    if moved and len(lost) == len(moved) and all(x.startswith(rules.CHOSEN) for x in lost):
        raise rules.ChangedSince
    lines.fill(freed, now=now)
    touch(f"lines.{act.forum_id}")
    kept_here = letters.take_relocated_back(delegate, act.uuid)
    note_change(delegate, "registration.bring_back", actor=actor, now=now)
    if lost or not kept_here:
        letters.lay_changed(delegate, now=now)
    told = [] if kept_here or letters.address_of(delegate) is None else [rules.LETTER]
    return [*lost, *told]


def _return(one: Relocated, delegate: Delegate, now: datetime) -> tuple[str | None, list[int]]:
    """Why it could not be, or None; and the counts in which seats came free."""
    code = db.session.get_one(Session, one.session_id).code
    place = queries.live_place(delegate.id, one.session_id)
    turn = next((x for x in queries.waitings_of(delegate) if x.session_id == one.session_id), None)
    if one.outcome not in (Outcome.MOVED, Outcome.KEPT):
        one.returned = True
        return None, []
    is_as_moved = place is not None and place.id == one.place_id
    if (one.outcome is Outcome.MOVED and not is_as_moved) or (one.was_waiting_id and turn):
        return f"{rules.CHOSEN}{code}", []
    if one.was_place_id is not None and not _sit_again(one.was_place_id, delegate, place, now):
        return code, []
    freed = [place.seat_count_id] if place and one.outcome is Outcome.MOVED else []
    if one.was_waiting_id is not None:
        if place and one.outcome is Outcome.MOVED:
            seating.release_place(place, now=now)
        again = {"state": WaitingState.WAITING, "ended_at": None}
        stands = update(Waiting).where(Waiting.id == one.was_waiting_id).values(**again)
        db.session.execute(stands.execution_options(synchronize_session=False))
    one.returned = True
    db.session.flush()
    return None, freed


def _sit_again(was_id: int, delegate: Delegate, place: Place | None, now: datetime) -> bool:
    """On the seat that they had, as it was decided there; False where it is gone."""
    was = db.session.get_one(Place, was_id)
    if not take_seat(was.seat_count_id, also_withdrawn=True):
        return False
    if place is not None:
        seating.release_place(place, now=now)
    seats = db.session.get_one(SeatCount, was.seat_count_id)
    place_id = seating.add_place(delegate, seats, now=now)
    approved = update(Place).where(Place.id == place_id).values(approved_at=was.approved_at)
    db.session.execute(approved.execution_options(synchronize_session=False))
    return True


def end_undo(act: BulkAct, now: datetime) -> None:
    """Everybody is back: the point takes part again, where it was this act that took it out, and
    no other act has begun to move its people since."""
    to = found.relocation_for(act)
    point = to.point
    lock(point)
    others = [x.act for x in found.relocations_at(point) if x.act_id != act.id]
    if to.withdrew and point.withdrawn_at == act.asked_at and not any(map(_is_under_way, others)):
        return_point(point, actor=f"user {act.undone_by_id}", now=now)


def _note(act: BulkAct, point: Point, to: Targets, people: int, now: datetime) -> None:
    facts = {
        "verb": act.verb.value,
        "point_id": point.id,
        "to_point_id": to.point.id if to.point else None,
        "to_online": to.online,
        "people": people,
    }
    note(
        Note(
            forum_id=act.forum_id,
            at=now,
            actor=f"user {act.by_id}",
            act="registration.bulk",
            kind="bulk_act",
            object_id=act.id,
            facts=facts,
        )
    )
