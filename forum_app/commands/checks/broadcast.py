"""Lines and their secrets, and who came in by them."""

from collections.abc import Iterator

from sqlalchemy import exists, select

from ...broadcast.models import Link
from ...broadcast.rules.addresses import holds_secret
from ...registration.models import GateEntry, Place
from .invariant import Invariant, rows, streamed


def invariants() -> Iterator[Invariant]:
    yield Invariant("links: a revoked one keeps no secret", _kept)
    yield Invariant("links: no secret stands in an address", _open)
    yield Invariant("gate_entries: by a line of that session", _astray)
    yield Invariant("gate_entries: of somebody who had a place by that way", _without_place)


def _kept() -> Iterator[str]:
    kept = (Link.revoked_at.is_not(None), Link.sealed_secret.is_not(None))
    return rows(select(Link.id).where(*kept))


def _open() -> Iterator[str]:
    for link_id, address in streamed(select(Link.id, Link.address)):
        if holds_secret(address):
            yield str(link_id)


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
