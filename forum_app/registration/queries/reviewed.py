"""What a release would do to those who registered, before it is done."""

from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select

from ...db import db
from ...forums.models import Forum, Person
from ...programme.models import Session
from ...programme.rules.changelog import Change
from ...programme.services.following import SeatMove, seat_moves
from ...programme.services.releases import Prepared
from ..models import Delegate, Place, PlaceState
from .moved import Changelogs, Moved, Numbers, numbers_of, told_by
from .places import queue_lengths

NAMES = 50  # of those who came last, told by name


@dataclass(frozen=True)
class SeatsAfter:
    """A session that changes its hall. names: of those who are over, who came last first."""

    code: str
    move: SeatMove
    waiting: int
    names: list[tuple[str, str]]  # name, reference


@dataclass(frozen=True)
class Review:
    """A draft that is ready to be released, and whom that moves."""

    forum: Forum
    ready: Prepared
    changelogs: Changelogs

    @cached_property
    def changes(self) -> list[Change]:
        """Of what people see now, by the order of the programme."""
        return list(self.changelogs.since(self.ready.after).values()) if self.ready.after else []

    @cached_property
    def moved(self) -> list[Moved]:
        """With what they are told, as `told_by`."""
        return told_by(self.forum, self.changelogs)

    @property
    def people(self) -> int:
        """How many will be written to."""
        return sum(one.person.address is not None for one in self.moved)

    @property
    def unwritten(self) -> int:
        """How many have no address."""
        return len(self.moved) - self.people

    @property
    def numbers(self) -> list[Numbers]:
        return numbers_of(self.moved)

    @property
    def untold(self) -> list[int]:
        """Numbers of the releases about which nobody was written to: this letter tells them too."""
        return list(range(self.changelogs.base + 1, self.ready.after + 1))

    @cached_property
    def seats(self) -> list[SeatsAfter]:
        return seats_after(self.forum, self.ready.seats)

    @property
    def example(self) -> Moved | None:
        """Whoever is told most: their letter is shown, without their name."""
        return max(self.moved, key=lambda one: len(one.moves), default=None)


def review_of(forum: Forum, ready: Prepared) -> Review:
    """Some ten queries beside those of `prepare`."""
    changelogs = Changelogs(forum.id, ready.after + 1, ready.frozen)
    return Review(forum, ready, changelogs)


def seats_after(forum: Forum, moves: list[SeatMove]) -> list[SeatsAfter]:
    """By the code of the session."""
    if not moves:
        return []
    waiting = queue_lengths(forum)
    ids = [move.session_id for move in moves]
    asked = select(Session.id, Session.code).where(Session.id.in_(ids))
    codes = dict(db.session.execute(asked).all())
    found = [
        SeatsAfter(
            codes[move.session_id],
            move,
            waiting.get(move.seat_count_id, 0),
            _last_of(move.seat_count_id, move.over) if move.over else [],
        )
        for move in moves
        if move.becomes != move.seats or move.over
    ]
    return sorted(found, key=lambda one: one.code)


def seats_of_moved(forum: Forum, session: Session) -> SeatsAfter | None:
    """What the draft's hall of one session makes of its seats; None where that stays."""
    return next(iter(seats_after(forum, seat_moves(forum, [session]))), None)


def _last_of(seat_count_id: int, many: int) -> list[tuple[str, str]]:
    asked = (
        select(Person.name, Delegate.reference)
        .join(Delegate, Delegate.person_id == Person.id)
        .join(Place, Place.delegate_id == Delegate.id)
        .where(Place.seat_count_id == seat_count_id, Place.state == PlaceState.CONFIRMED)
        .order_by(Place.id.desc())
        .limit(min(many, NAMES))
    )
    return [(name, reference) for name, reference in db.session.execute(asked)]
