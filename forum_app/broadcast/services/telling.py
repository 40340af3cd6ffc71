"""Letters about tests, laid for those at the point in the transaction of what they tell."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from ...announce import PointChanged
from ...clock import offset_of
from ...db import db
from ...forums.models import Point
from ...post.services import Laid, lay_in_all, sealed_row
from ..models import TestSlot
from ..queries.readers import readers_of
from ..queries.slots import slots_at

TEMPLATES = {
    "booked": "broadcast.test_booked",
    "moved": "broadcast.test_moved",
    "cancelled": "broadcast.test_cancelled",
    "rezoned": "broadcast.test_rezoned",
}


def on_point_changed(said: PointChanged) -> None:
    """Those at a point hear of each coming test that its clocks show at another hour by now."""
    was = said.before.get("zone")
    if was is None:
        return
    point = db.session.get_one(Point, said.point_id)
    coming = [
        slot
        for slot in slots_at(point)
        if slot.done_at is None
        and offset_of(slot.starts_at, was) != offset_of(slot.starts_at, point.zone)
    ]
    tell_of(coming, "rezoned", now=said.at, was_zone=was)


def tell_of(
    slots: Sequence[TestSlot],
    what: str,
    *,
    now: datetime,
    before: Mapping[int, datetime] | None = None,
    was_zone: str | None = None,
) -> None:
    """what: booked, moved, cancelled or rezoned. before: slot id -> when it would have been.

    was_zone: of the point until now, where that is what changed.

    Nobody is told of a test whose time is over, nor at a point that was withdrawn.
    """
    coming = [slot for slot in slots if slot.starts_at > now]
    if not coming:
        return
    asked = select(Point).where(Point.id.in_({slot.point_id for slot in coming}))
    points = [x for x in db.session.scalars(asked) if x.withdrawn_at is None]
    readers = readers_of(points)
    rows = []
    for slot in coming:
        facts: dict[str, Any] = {
            "forum_id": slot.forum_id,
            "point_id": slot.point_id,
            "slot_id": slot.id,
        }
        facts |= {"starts_at": slot.starts_at.isoformat()}
        if before and slot.id in before:
            facts["before"] = before[slot.id].isoformat()
        if was_zone:
            facts["was_zone"] = was_zone
        for reader in readers.get(slot.point_id, ()):
            version = f"{slot.version}.{slot.point.version}" if was_zone else slot.version
            key = f"{TEMPLATES[what]}:{slot.id}:{version}:{reader.ref}"
            to = {"to": reader.ref, "address": reader.address}
            letter = Laid(TEMPLATES[what], key, reader.address, reader.lang, facts | to)
            rows.append(sealed_row(letter, forum_id=slot.forum_id, now=now))
    lay_in_all(rows)
