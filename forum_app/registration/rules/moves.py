"""Whom a release moves: from what people hold and what changed, what each is told. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ...programme.rules.changelog import (
    Change,
    Changed,
    What,
    excerpt_of,
    for_delegate,
    for_speaker,
    told_in,
    without_interpreters,
)

Since = Callable[[int], Mapping[str, Change]]  # number of a release -> session UUID -> change


@dataclass(frozen=True)
class Standing:
    """A place, or one in a line, in the session with this UUID. point: its code."""

    session: str
    way: str
    point: str | None
    waits: bool
    since: datetime


@dataclass(frozen=True)
class Concerned:
    """Somebody whom a release may move. address: None where nobody can be written to.

    delegate_id: of their live registration. speaks: whether they appear in a session that changed.
    is_own: the address is theirs, not that of whoever registered them, whom it concerns not where
    they interpret.
    """

    person_id: int
    uuid: str
    address: str | None
    lang: str
    delegate_id: int | None
    standings: tuple[Standing, ...]
    speaks: bool
    is_own: bool = True


@dataclass(frozen=True)
class Move:
    """What one person is told of one session."""

    change: Change
    standing: Standing | None
    speaks: bool

    def as_facts(self, uuid: str) -> dict[str, Any]:
        """For the letter: as much as says it again, by `move_in`."""
        about = uuid if self.speaks else None
        return {
            "before": excerpt_of(self.change.before, about),
            "after": excerpt_of(self.change.after, about),
            "way": self.standing.way if self.standing else None,
            "point": self.standing.point if self.standing else None,
            "waits": self.standing.waits if self.standing else False,
            "speaks": self.speaks,
        }


def move_in(facts: Mapping[str, Any], uuid: str) -> Move | None:
    """The move that `as_facts` told; None where nothing moves."""
    before, after = facts["before"], facts["after"]
    both = ({"sessions": [x] if x else []} for x in (before, after))
    change = next(iter(told_in(*both)), None)
    if change is None:
        return None
    way, point = facts["way"], facts["point"]
    epoch = datetime.fromisoformat((after or before)["starts_at"])
    standing = Standing(change.uuid, way, point, facts["waits"], epoch) if way else None
    return _told(change, change, standing, uuid if facts["speaks"] else None)


def moves_of(
    one: Concerned,
    since: Since,
    spoken: Mapping[str, Change],
    *,
    base: int,
    number_at: Callable[[datetime], int],
) -> list[Move]:
    """What `one` is told, in the order of the programme; nothing where nothing of theirs moves.

    spoken: what changed since `base` of the sessions in which they appear or appeared, by UUID.
    base: the release that people were told of last. Who took a place after it saw a later one:
    number_at(instant) is the release that people saw then.
    """
    held: dict[str, list[Standing]] = {}
    for standing in sorted(one.standings, key=lambda x: x.waits):  # a place before a turn
        held.setdefault(standing.session, []).append(standing)
    if not one.is_own:
        public = {uuid: without_interpreters(change) for uuid, change in spoken.items()}
        spoken = {uuid: change for uuid, change in public.items() if change}
    found = []
    for uuid in {*held, *spoken}:
        standings = (
            (x, since(max(base, number_at(x.since))).get(uuid)) for x in held.get(uuid, ())
        )
        moved = next(((x, y) for x, y in standings if y and for_delegate(y, x.way)), (None, None))
        move = _told(moved[1], spoken.get(uuid), moved[0], one.uuid)
        found += [move] if move else []
    return sorted(found, key=lambda x: (str(x.change.shown["starts_at"]), x.change.code))


def _told(
    held: Change | None, spoken: Change | None, standing: Standing | None, uuid: str | None
) -> Move | None:
    attends = for_delegate(held, standing.way) if held and standing else None
    speaks = for_speaker(spoken, uuid) if spoken and uuid else None
    change = speaks or attends
    if change is None:
        return None
    if speaks and attends:
        change = replace(speaks, all=_both(speaks.all, attends.all))
    return Move(change, standing if attends else None, speaks is not None)


def _both(one: Sequence[Changed], other: Iterable[Changed]) -> tuple[Changed, ...]:
    kinds = {x.what for x in one}
    order = list(What)
    all = [*one, *(x for x in other if x.what not in kinds)]
    return tuple(sorted(all, key=lambda x: order.index(x.what)))
