"""Shifts of shared devices at a door. Flushes, never commits."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update

from ... import seal
from ...accounts.services import password_hash_of
from ...db import db
from ...forums.models import Forum
from ...trail.services import Note, note
from ..models import DoorShift
from ..rules.doors import PIN_DIGITS, SHIFT_LASTS


@dataclass(frozen=True, kw_only=True)
class Keys:
    """What a new shift is opened with: all but the hash is told once."""

    device: str
    pin: str
    pin_hash: str


def new_keys() -> Keys:
    """Takes about 30 ms: call it before a write transaction, not in one."""
    pin = f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}}"
    return Keys(device=seal.new_secret(), pin=pin, pin_hash=password_hash_of(pin))


def open_shift(forum: Forum, door: str, keys: Keys, *, user_id: int, now: datetime) -> DoorShift:
    """A shift of the device that is given `keys.device`; it ends by itself after some hours."""
    shift = DoorShift(
        forum_id=forum.id,
        door=door,
        opened_by_id=user_id,
        device_hash=seal.fingerprint(keys.device),
        pin_hash=keys.pin_hash,
        opened_at=now,
        ends_at=now + SHIFT_LASTS,
    )
    db.session.add(shift)
    db.session.flush()
    _note(shift, "door.open_shift", actor=f"user {user_id}", now=now)
    return shift


def hand_over(shift: DoorShift) -> None:
    """Whoever takes the device next is asked for the PIN, whatever it showed before."""
    db.session.execute(
        update(DoorShift).where(DoorShift.id == shift.id).values(locks=DoorShift.locks + 1)
    )


def end_shift(shift: DoorShift, *, actor: str, now: datetime) -> None:
    """The device opens no door any more; one that has ended stays as it is."""
    if shift.ended_at is None:
        shift.ended_at = max(now, shift.opened_at)
        db.session.flush()
        _note(shift, "door.end_shift", actor=actor, now=now)


def _note(shift: DoorShift, act: str, *, actor: str, now: datetime) -> None:
    note(
        Note(
            forum_id=shift.forum_id,
            at=now,
            actor=actor,
            act=act,
            kind="door_shift",
            object_id=shift.id,
            facts={"door": shift.door},
        )
    )
