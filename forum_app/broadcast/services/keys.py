"""The secret page of a point: made, renewed, closed."""

from datetime import datetime

from sqlalchemy import delete

from ... import seal
from ...db import db
from ...forums.models import Point
from ...forums.services.noting import note_act
from ...versioned import lock
from ..models import PointKey
from ..queries.people import key_of
from ..rules.contacts import NoKey


def renew_key(point: Point, *, by: int | None, actor: str, now: datetime) -> str:
    """The new secret. What opened the page before opens nothing from this commit on."""
    lock(point)
    secret, key = seal.new_secret(), key_of(point)
    act = "broadcast.make_key" if key is None else "broadcast.renew_key"
    if key is None:
        key = PointKey(forum_id=point.forum_id, point_id=point.id)
        db.session.add(key)
    key.key_hash, key.key_sealed = seal.fingerprint(secret), seal.sealed(secret)
    key.made_at, key.made_by_id = now, by
    db.session.flush()
    note_act(point.forum_id, act, "point", point.id, actor=actor, now=now)
    return secret


def shown_key(point: Point, *, actor: str, now: datetime) -> str:
    """The secret, for an organiser who passes it on. Raises NoKey, also where it cannot be opened
    with any key that is here: then it is to be made anew.
    """
    key = key_of(point)
    if key is None:
        raise NoKey
    try:
        secret = seal.opened(key.key_sealed)
    except seal.CannotOpen:
        raise NoKey from None
    act = "broadcast.show_key"
    note_act(point.forum_id, act, "point", point.id, actor=actor, now=now)
    return secret


def close_key(point: Point, *, actor: str, now: datetime) -> None:
    """Nothing opens the page any more; where nothing did, nothing happens."""
    lock(point)
    gone = delete(PointKey).where(PointKey.point_id == point.id).returning(PointKey.id)
    if db.session.scalar(gone) is not None:
        act = "broadcast.close_key"
        note_act(point.forum_id, act, "point", point.id, actor=actor, now=now)
