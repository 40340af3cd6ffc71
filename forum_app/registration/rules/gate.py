"""Who is let through the gate of a session, and to which line. Pure.

The gate is one door for everybody: where somebody belongs follows from the released programme and
the place they hold, never from the address they came by.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum, auto

from ...broadcast.rules.kinds import Audience, Purpose
from ...broadcast.rules.windows import EARLY, LATE, Window
from ...i18n import N_
from ...programme.rules.channels import Channel
from ...programme.rules.ways import Way
from ...refusal import Refusal
from .relocating import PointOut

ORIGINAL = "original"  # chosen by name, where nothing else is to be followed


class Stage(StrEnum):
    HALL = auto()  # a seat, and nothing to open
    BEFORE = auto()
    OPEN = auto()
    MISSING = auto()  # in its time, and no line is there
    AFTER = auto()


class SessionCancelled(Refusal):
    says = N_("This session is cancelled: it does not take place, and nothing is opened.")
    reason = "session_cancelled_at_gate"


class NotRegistered(Refusal):
    says = N_(
        "Nobody is registered for this forum under the account you are signed in with. If you "
        "registered with another address, please open the gate from the link in the mail sent "
        "there."
    )


class NotInRelease(Refusal):
    says = N_(
        "You are not in this session as it is released, so its gate is closed to you. If you were "
        "asked to take part in it, it opens with the next release; please write to the organisers."
    )


class AddressUnconfirmed(Refusal):
    says = N_(
        "Your address is not confirmed yet. Please press the button behind the link in your mail; "
        "then this gate opens."
    )


class StillPending(Refusal):
    says = N_("The organisers have not decided on your registration yet. We write to you then.")


class PointDecides(Refusal):
    says = N_(
        "Your seat at the point is held; its coordinator decides who sits there, and has not "
        "decided yet. We write to you then."
    )


class RegistrationOver(Refusal):
    says = N_(
        "Your registration was withdrawn or declined, so this gate stays closed. You may register "
        "again while seats are left."
    )


class StillInLine(Refusal):
    says = N_(
        "You are on the waiting list of this session and have no place yet. As soon as one is "
        "free it is yours, and we write to you."
    )


class NoPlaceHere(Refusal):
    says = N_(
        "You have no place in this session. Please change your sessions on the page of your "
        "registration while seats are left."
    )
    reason = "no_place_at_gate"


class NoSuchChannel(Refusal):
    says = N_(
        "This session has no such channel of interpretation. Please choose one of those it has, or "
        "the original."
    )


@dataclass(frozen=True, kw_only=True)
class Entrant:
    """state: of the registration, None for none. way, point_id: of the place, None for none.

    Whoever interprets comes to the gate as whoever speaks.
    """

    state: str | None
    way: Way | None = None
    point_id: int | None = None
    is_waiting: bool = False
    is_undecided: bool = False  # the place: its point decides who sits there, and did not yet
    lost_point: str | None = None  # of the place: the code of a point that takes part no more
    speaks_from: Way | None = None  # in this session, as it is released
    speaks_at: int | None = None  # the id of the point
    interprets: tuple[Channel, ...] = ()  # as it is released
    only_interprets: bool = False
    is_asked: bool = False  # as a speaker or interpreter of this forum, in whichever session
    follows: Channel | None = None  # what they chose; None for the original
    follows_unknown: bool = False  # they chose what the session has not

    @property
    def speaks_from_afar(self) -> bool:
        return self.speaks_from in (Way.POINT, Way.ONLINE)


@dataclass(frozen=True, kw_only=True)
class Line:
    id: int
    purpose: Purpose
    audience: Audience
    point_id: int | None
    is_of_session: bool
    priority: int
    window: Window
    channel: Channel | None = None  # of a line of interpretation


@dataclass(frozen=True, kw_only=True)
class WayIn:
    """Which stage it is; lines: those open now, the one to use first. opens_at: BEFORE only.

    is_inside: the channel that was chosen has no line of its own for them. only_watches: nor is any
    of theirs a meeting, in which one could choose it.
    """

    stage: Stage
    lines: tuple[Line, ...] = ()
    opens_at: datetime | None = None
    is_inside: bool = False
    only_watches: bool = False

    @property
    def leads_on(self) -> bool:
        """Whether it opens, or is open."""
        return self.stage in (Stage.OPEN, Stage.BEFORE)

    @property
    def chooses(self) -> bool:
        """Whether a channel of interpretation can be chosen now."""
        return self.leads_on and not self.is_over

    @property
    def is_over(self) -> bool:
        """Whether nothing of the session is left but its recording."""
        recorded = bool(self.lines) and self.lines[0].purpose is Purpose.RECORDING
        return self.stage is Stage.AFTER or recorded


def check_admitted(entrant: Entrant, *, cancelled: bool) -> None:
    """Raises why somebody is not let in; a speaker needs no registration."""
    if cancelled:
        raise SessionCancelled
    _check_place(entrant)
    if entrant.follows_unknown:
        raise NoSuchChannel


def _check_place(entrant: Entrant) -> None:
    if entrant.speaks_from is not None:
        return
    if entrant.state is None:
        raise NotInRelease if entrant.is_asked else NotRegistered
    if entrant.state != "confirmed":
        raise _NOT_YET.get(entrant.state, RegistrationOver)
    if entrant.way is None:
        raise StillInLine if entrant.is_waiting else NoPlaceHere
    if entrant.lost_point is not None:
        raise PointOut(point=entrant.lost_point)
    if entrant.is_undecided:
        raise PointDecides


_NOT_YET = {"submitted": AddressUnconfirmed, "pending": StillPending}


def way_in(
    lines: Iterable[Line], entrant: Entrant, session: tuple[datetime, datetime], now: datetime
) -> WayIn:
    """What the gate shows somebody who is admitted. session: start and end as released."""
    mine = [line for line in lines if is_for(line, entrant)]
    way, chosen = _way_in(mine, entrant, session, now), entrant.follows
    is_inside = chosen is not None and all(line.channel != chosen for line in mine)
    meets = any(line.purpose in (Purpose.MEET, Purpose.CONTRIBUTE) for line in mine)
    return replace(way, is_inside=is_inside, only_watches=not meets)


def _way_in(
    mine: list[Line], entrant: Entrant, session: tuple[datetime, datetime], now: datetime
) -> WayIn:
    began = session[0] <= now
    shown = sorted(
        (line for line in mine if line.window.is_open(now)),
        key=lambda line: _in_order(line, began=began, speaks=entrant.speaks_from_afar),
    )
    if shown:
        return WayIn(stage=Stage.OPEN, lines=tuple(shown))
    ahead = [x.window.opens_at for x in mine if now < x.window.opens_at and _leads_in(x)]
    opens_at = min(ahead, default=session[0] - EARLY)
    if now < opens_at:
        waits = entrant.way is Way.ONLINE or entrant.speaks_from_afar or bool(ahead)
        return WayIn(stage=Stage.BEFORE if waits else Stage.HALL, opens_at=opens_at)
    if session[1] + LATE <= now:
        return WayIn(stage=Stage.AFTER)
    online = entrant.way is Way.ONLINE or entrant.speaks_from_afar
    return WayIn(stage=Stage.MISSING if online else Stage.HALL)


def is_for(line: Line, entrant: Entrant) -> bool:
    """Whether somebody may ever open this line at the gate of this session."""
    if line.purpose not in _AT_GATE:
        return False
    if line.purpose is Purpose.INTERPRETATION and not _is_followed(line, entrant):
        return False
    if line.audience is Audience.SPEAKERS:
        return entrant.speaks_from_afar and line.point_id in (None, entrant.speaks_at)
    if line.purpose in (Purpose.GREEN_ROOM, Purpose.CONTRIBUTE) or entrant.state != "confirmed":
        return False
    if line.audience is Audience.POINT:
        return entrant.way is Way.POINT and line.point_id in (None, entrant.point_id)
    if line.audience is not Audience.DELEGATES or line.point_id is not None:
        return False
    return entrant.way is Way.ONLINE or (
        line.purpose is Purpose.RECORDING and entrant.way is not None
    )


def _is_followed(line: Line, entrant: Entrant) -> bool:
    """The channel that they chose, or their own to work in."""
    return line.channel is not None and line.channel in (entrant.follows, *entrant.interprets)


def habit_after(
    before: Channel | None, follows: Channel | None, channels: Collection[Channel]
) -> Channel | None:
    """What somebody is offered first at the next gate, once they entered here.

    before: at this gate; None for the original. It stays where this session, whose `channels`
    these are, has it not: nobody gave it up.
    """
    if follows is not None:
        return follows
    return None if before in channels else before


def counts_as_coming(line: Line) -> bool:
    """Whether opening it is being there, once."""
    return line.purpose not in (Purpose.RECORDING, Purpose.GREEN_ROOM)


def _leads_in(line: Line) -> bool:
    return line.purpose is not Purpose.RECORDING


_AT_GATE = (
    *(Purpose.MEET, Purpose.WATCH, Purpose.CONTRIBUTE, Purpose.BACKUP, Purpose.PHONE),
    *(Purpose.INTERPRETATION, Purpose.GREEN_ROOM, Purpose.RECORDING),
)
_BEFORE_IT_BEGINS = (
    *(Purpose.GREEN_ROOM, Purpose.CONTRIBUTE, Purpose.MEET, Purpose.WATCH),
    *(Purpose.INTERPRETATION, Purpose.BACKUP, Purpose.PHONE, Purpose.RECORDING),
)
_THEN = (
    *(Purpose.CONTRIBUTE, Purpose.MEET, Purpose.WATCH, Purpose.GREEN_ROOM),
    *(Purpose.INTERPRETATION, Purpose.BACKUP, Purpose.PHONE, Purpose.RECORDING),
)


def _in_order(line: Line, *, began: bool, speaks: bool) -> tuple[object, ...]:
    """The channel that a delegate chose, then speakers' lines before delegates', then by purpose,
    the nearer owner, the order given. Whoever speaks needs the room before any channel."""
    order = _THEN if began else _BEFORE_IT_BEGINS
    theirs = line.audience is Audience.SPEAKERS
    is_chosen = line.purpose is Purpose.INTERPRETATION
    return (
        speaks or not is_chosen,
        speaks and not theirs,
        order.index(line.purpose),
        not line.is_of_session,
        line.point_id is None,
        line.priority,
        line.id,
    )
