"""What a door says, in plain values: they outlive the transaction that it was found in."""

from dataclasses import dataclass
from datetime import datetime

from ...i18n import Words
from ...programme.models import Way
from ..models import CheckIn
from ..rules.doors import MAY_BE_LET_IN, Verdict
from .doors import Door
from .shown import HeldPlace, Shown


@dataclass(frozen=True, kw_only=True)
class Seat:
    code: str
    title: Words
    starts_at: datetime
    way: Way
    where: Words | None  # hall or point; None: online
    is_undecided: bool = False  # held: the point decides who sits there, and did not yet
    is_stranded: bool = False  # the point takes part no more


@dataclass(frozen=True, kw_only=True)
class Entered:
    id: int
    at: datetime
    through: Words | str  # the door as its keepers call it, else hall, point or venue
    because: str | None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Nothing else about the person is told at a door."""

    verdict: Verdict
    name: str | None = None  # None: whose ticket it is, is not known here
    organisation: str | None = None
    category: Words | None = None
    reference: str | None = None
    here: Seat | None = None  # the place in the session of this door
    elsewhere: tuple[Seat, ...] = ()  # the others; at the entrance, all of them
    entry: Entered | None = None

    @property
    def may_be_let_in(self) -> bool:
        """By an organiser, with a reason."""
        return self.verdict in MAY_BE_LET_IN and self.entry is None


def answer_of(
    verdict: Verdict,
    door: Door,
    shown: Shown,
    held: list[HeldPlace],
    entry: CheckIn | None = None,
) -> Answer:
    person, delegate = shown.ticket.person, shown.delegate
    seats = {one.session.session_id: _seat(one) for one in held}
    return Answer(
        verdict=verdict,
        name=person.name,
        organisation=person.organisation,
        category=delegate.category.name if delegate else None,
        reference=delegate.reference if delegate else None,
        here=seats.pop(door.session_id, None) if door.session_id else None,
        elsewhere=tuple(seats.values()),
        entry=_entered(door, entry) if entry else None,
    )


def _seat(one: HeldPlace) -> Seat:
    hall = one.session.hall.name if one.place.way is Way.HALL else None
    return Seat(
        code=one.session.code,
        title=one.session.title,
        starts_at=one.session.starts_at,
        way=one.place.way,
        where=one.place.point.name if one.place.point else hall,
        is_undecided=one.place.is_undecided,
        is_stranded=one.place.is_stranded,
    )


def _entered(door: Door, entry: CheckIn) -> Entered:
    room = entry.hall or entry.point
    through = entry.shift.door if entry.shift else (room.name if room else door.forum.venue)
    return Entered(id=entry.id, at=entry.entered_at, through=through, because=entry.because)
