"""What a door answers whoever shows a ticket, and when it is full. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum, auto

from ...i18n import N_
from ...programme.rules.ways import Way
from ...refusal import Refusal

MOST_TYPED = 200  # characters of a code, a reference or a name; ours has 37
LEAST_OF_A_NAME = 2  # letters; with fewer, half a forum would be found
NEARLY = 10  # seats left under the fire limit, from which the door warns
MOST_OF_A_NAME = 60  # characters of a door's name
MOST_OF_A_REASON = 300
PIN_DIGITS = 6
SHIFT_LASTS = timedelta(hours=12)  # then it ends by itself
SENT_AGAIN = timedelta(minutes=5)  # for which a scan that is sent again is the same one
IDLE = timedelta(minutes=10)  # after which a shared device asks for its PIN


class Verdict(StrEnum):
    """Each is another colour, sound and word. All but the first keep the door shut."""

    WELCOME = auto()
    ALREADY_IN = auto()
    NO_PLACE = auto()  # none here: something else, or nothing
    WRONG_SESSION = auto()  # has a place elsewhere at the same time
    WRONG_DAY = auto()  # the door is of another day than today, or all places are on other days
    NOT_CONFIRMED = auto()  # the address
    PENDING = auto()  # the organisers have not decided
    DECLINED = auto()
    WITHDRAWN = auto()
    REVOKED = auto()  # reprinted: another code counts
    OTHER_FORUM = auto()
    NOT_OURS = auto()  # altered, or no code of ours
    FULL = auto()  # the fire limit
    UNDONE = auto()  # this very scan was let in, and taken back


MAY_BE_LET_IN = (Verdict.NO_PLACE, Verdict.WRONG_SESSION, Verdict.WRONG_DAY)


@dataclass(frozen=True, kw_only=True)
class Keeper:
    """Who keeps the door: somebody signed in, or a shared device in its shift."""

    user_id: int | None
    shift_id: int | None
    organises: bool
    door: str | None  # as the shift calls it
    at: datetime  # on the real clock, for the trail; the door itself lives on the forum's

    @property
    def actor(self) -> str:
        """ "user 3", "shift 5"."""
        return f"shift {self.shift_id}" if self.shift_id else f"user {self.user_id}"


@dataclass(frozen=True, kw_only=True)
class Held:
    """A place of whoever shows the ticket, in the released programme."""

    way: Way
    point_id: int | None
    day: date  # on the forum's walls
    is_here: bool  # in the session of this door
    is_meanwhile: bool  # overlaps it


@dataclass(frozen=True, kw_only=True)
class DoorAt:
    """way: of the session this is a door of, None: the venue's entrance, on `day`."""

    way: Way | None
    point_id: int | None
    day: date
    is_today: bool  # nobody goes through a door of another day


def is_of_today(day: date, *, today: date, last_end: datetime | None, now: datetime) -> bool:
    """Whether a door of `day` lets in now: on that day, and past midnight what began before it.

    last_end: of what is behind the door; None: nothing is.
    """
    return day == today or (day < today and last_end is not None and now < last_end)


def judged(state: str | None, *, is_revoked: bool, door: DoorAt, held: list[Held]) -> Verdict:
    """What a ticket of ours comes to, before anybody looks who is in already.

    state: of the registration; None for a ticket of no delegate, which opens the entrance alone.
    """
    if state in _ENDED:
        return _ENDED[state]
    if is_revoked:
        return Verdict.REVOKED
    if state in _UNDECIDED:
        return _UNDECIDED[state]
    if state is None:
        found = Verdict.WELCOME if door.way is None else Verdict.NO_PLACE
    else:
        found = _entrance(door, held) if door.way is None else _session(door, held)
    return Verdict.WRONG_DAY if found is Verdict.WELCOME and not door.is_today else found


_ENDED = {"declined": Verdict.DECLINED, "withdrawn": Verdict.WITHDRAWN}
_UNDECIDED = {"submitted": Verdict.NOT_CONFIRMED, "pending": Verdict.PENDING}


def _entrance(door: DoorAt, held: list[Held]) -> Verdict:
    days = {one.day for one in held if one.way is Way.HALL}
    if door.day in days:
        return Verdict.WELCOME
    return Verdict.WRONG_DAY if days else Verdict.NO_PLACE


def _session(door: DoorAt, held: list[Held]) -> Verdict:
    if any(x.is_here and x.way is door.way and x.point_id == door.point_id for x in held):
        return Verdict.WELCOME
    if any(x.is_here for x in held):
        return Verdict.NO_PLACE  # by another way, or at another point
    if any(x.is_meanwhile for x in held):
        return Verdict.WRONG_SESSION
    if held and all(x.day != door.day for x in held):
        return Verdict.WRONG_DAY
    return Verdict.NO_PLACE


def left_under(limit: int, inside: int) -> int:
    """How many may still enter under the fire limit; 0 where it was cut below who is in."""
    return max(0, limit - inside)


class DoorClosed(Refusal):
    says = N_("This session is cancelled in the released programme: nobody is let in here.")


class RoomFull(Refusal):
    says = N_("The fire limit of %(limit)s is reached: nobody else may enter.")


class ReasonMissing(Refusal):
    says = N_("Please say why: a few words are enough.")
    status = 422


class NotLetIn(Refusal):
    says = N_("Only an organiser may let somebody in who has no place here.")
    status = 403


class AlreadyUndone(Refusal):
    says = N_("This entry was undone before. Nothing is changed.")


class NothingToReprint(Refusal):
    says = N_("This registration has ended: it has no ticket any more.")


class WrongPin(Refusal):
    says = N_("This is not the PIN of this shift. Please type its six digits again.")
    status = 422


class NotYourShift(Refusal):
    says = N_("Only whoever opened this shift, or an organiser, may end it.")


class ShiftEnded(Refusal):
    says = N_("This shift has ended. Please sign in and open a new one.")


class Unreadable(Refusal):
    says = N_("This holds characters that cannot be shown. Please type it by hand.")
    status = 422


class NothingTyped(Refusal):
    says = N_("Please scan a ticket, or type its code, a reference or a name.")
    status = 422


class ManyNames(Refusal):
    says = N_("Please type at least two letters of the name.")
    status = 422


class DoorUnnamed(Refusal):
    says = N_("Please name the door, in at most %(most)s characters: “Room 1, left”.")
    status = 422
