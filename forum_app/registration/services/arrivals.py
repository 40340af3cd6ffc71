"""Whoever decides who sits at a point is told of the people moved there: once for each act.

The letter waits as long as the act may be undone, and counts who is there as it leaves. Where it
had left, a second one tells that the act was undone.
"""

from datetime import datetime

from ...broadcast.queries.readers import Reader, readers_of
from ...post.services import lay_in, put_off, take_back
from ..models import BulkAct, Relocation
from ..queries.arrivals import back_from, left_by, undecided_of
from ..queries.relocating import relocation_for
from ..rules.bulk import undo_until


def tell(act: BulkAct, *, now: datetime) -> None:
    """`act` has ended: lay a letter for each coordinator, where somebody waits for them."""
    to = relocation_for(act)
    if not undecided_of(to).people:
        return
    not_before = None if to.at_once else undo_until(now)
    for reader in _coordinators(to):
        lay_in(
            "registration.arrived",
            _key(act, reader),
            reader.address,
            reader.lang,
            {"act_id": act.id, "to": reader.ref, "address": reader.address},
            forum_id=act.forum_id,
            now=now,
            not_before=not_before,
        )


def wait(act: BulkAct, *, now: datetime) -> None:
    """`act` is being undone: what did not leave yet waits, and tells of whoever stays."""
    keys = [_key(act, reader) for reader in _coordinators(relocation_for(act))]
    put_off(keys, undo_until(now))


def taken_back(act: BulkAct, *, now: datetime) -> None:
    """`act` was undone: a letter that did not leave is dropped, unless somebody still waits for
    the decision; whoever was written to is told who went back."""
    to = relocation_for(act)
    if not back_from(to).people:
        return
    nobody_waits = not undecided_of(to).people
    for reader in _coordinators(to):
        first = _key(act, reader)
        if nobody_waits and take_back(first):
            continue
        if (left := left_by(first)) is not None:
            lay_in(
                "registration.went_back",
                f"registration.went_back:{act.uuid}:{reader.ref}",
                reader.address,
                reader.lang,
                {"act_id": act.id, "to": reader.ref, "address": reader.address, "first": first},
                forum_id=act.forum_id,
                now=now,
                not_before=max(now, left),
            )


def _coordinators(to: Relocation) -> list[Reader]:
    point = to.to_point
    there = readers_of([point]).get(point.id, []) if point else []
    return [reader for reader in there if reader.coordinates]


def _key(act: BulkAct, reader: Reader) -> str:
    return f"registration.arrived:{act.uuid}:{reader.ref}"
