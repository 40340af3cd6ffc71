"""Lines and their secrets, and who came in by them; check lists, and letters with pages."""

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import exists, select

from ...broadcast.models import About, CheckItem, Link, PageLetter, SlotClaim, TestSlot
from ...broadcast.rules.addresses import holds_secret
from ...broadcast.rules.carrying import Carries
from ...broadcast.rules.slots import QUARTER
from ...db import db
from ...post.models import Message
from ...registration.models import GateEntry, Place
from .invariant import Invariant, rows, streamed


def invariants() -> Iterator[Invariant]:
    yield Invariant("links: a revoked one keeps no secret", _kept)
    yield Invariant("links: no secret stands in an address", _open)
    yield Invariant("test_slots: each quarter of a live one is claimed, and no other", _unclaimed)
    yield Invariant("check_items: what a line must carry is said of what lines carry", _carried)
    yield Invariant("page_letters: each lies in the outbox", _laid)
    yield Invariant("gate_entries: by a line of that session", _astray)
    yield Invariant("gate_entries: of somebody who had a place by that way", _without_place)


def _kept() -> Iterator[str]:
    kept = (Link.revoked_at.is_not(None), Link.sealed_secret.is_not(None))
    return rows(select(Link.id).where(*kept))


def _open() -> Iterator[str]:
    for link_id, address in streamed(select(Link.id, Link.address)):
        if holds_secret(address):
            yield str(link_id)


def _unclaimed() -> Iterator[str]:
    """What moved frees the time it had; what was missed or cancelled has none."""
    asked = select(SlotClaim.slot_id, SlotClaim.crew_id, SlotClaim.point_id, SlotClaim.quarter_at)
    claimed = defaultdict(set)
    for slot_id, *quarter in db.session.execute(asked):
        claimed[slot_id].add(tuple(quarter))
    for slot in db.session.scalars(select(TestSlot)):
        quarters = set()
        if slot.missed_at is None and slot.cancelled_at is None:
            count = (slot.ends_at - slot.starts_at) // QUARTER
            starts = (slot.starts_at + n * QUARTER for n in range(count))
            quarters = {(slot.crew_id, slot.point_id, at) for at in starts}
        if claimed[slot.id] != quarters:
            yield str(slot.id)


def _carried() -> Iterator[str]:
    for item in db.session.scalars(select(CheckItem)):
        said = set(item.applies_to)
        if said - set(Carries) or (said and item.about is not About.LINE):
            yield str(item.id)


def _laid() -> Iterator[str]:
    there = exists().where(Message.dedup_key == PageLetter.dedup_key)
    return rows(select(PageLetter.id).where(~there))


def _astray() -> Iterator[str]:
    asked = select(GateEntry.id).join(Link, Link.id == GateEntry.link_id)
    return rows(asked.where(Link.session_id != GateEntry.session_id))


def _without_place() -> Iterator[str]:
    """Places are never deleted: one that was given up since tells that it was there."""
    held = exists().where(
        Place.delegate_id == GateEntry.delegate_id,
        Place.session_id == GateEntry.session_id,
        Place.way == GateEntry.way,
    )
    return rows(select(GateEntry.id).where(~held))
