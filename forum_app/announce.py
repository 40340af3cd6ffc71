"""What a room tells the house without knowing who listens. All announcements, at most a dozen:

| announcement | said by | heard by, in floor order |
|---|---|---|
| HallRemoved | forums.services.edits.remove_hall | programme.services.halls.on_hall_removed |
| HallRemoved | forums.services.edits.remove_hall | exhibition.services.halls.on_hall_removed |
| PersonsMerged | forums.services.merging.merge | programme.services.merging.on_persons_merged |
| PersonsMerged | forums.services.merging.merge | registration.services.merging.on_persons_merged |
| PersonsMerged | forums.services.merging.merge | exhibition.services.merging.on_persons_merged |
| PointChanged | forums.services.edits.say_changed | broadcast.services.telling.on_point_changed |
| PointChanged | forums.services.edits.say_changed | registration.services.points.on_point_changed |
| ProgrammeReleased | programme.services.releases.freeze | broadcast.services.releases.on_released |
| ProgrammeReleased | programme.services.releases.freeze | registration.services.moved.on_released |
| ReleaseRestored | programme.services.restoring.restore | broadcast.services.releases.on_restored |
| SeatsRaised | programme.services.seats.move_seats | registration.services.lines.on_seats_raised |
| SignedIn | accounts.services.sign_ins.let_in | forums.services.claims.on_signed_in |
| SignedIn | accounts.services.sign_ins.let_in | programme.services.hosts.on_signed_in |
| SignedIn | accounts.services.sign_ins.let_in | broadcast.services.coordinators.on_signed_in |

Listeners are wired in `create_app` alone and run in the speaker's transaction: if one fails,
nothing of the act remains. An announcement carries ids and plain values, never rows. One that
concerns more than 200 rows writes a job, which works in batches of its own.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Announcement:
    at: datetime  # when it happened, aware


@dataclass(frozen=True, kw_only=True)
class SignedIn(Announcement):
    """Somebody is let in whose address was confirmed: what is kept under it is theirs."""

    user_id: int
    email: str


@dataclass(frozen=True, kw_only=True)
class HallRemoved(Announcement):
    """A hall is about to go: whoever names it refuses."""

    forum_id: int
    hall_id: int
    code: str


@dataclass(frozen=True, kw_only=True)
class PersonsMerged(Announcement):
    """Two persons are one: whatever names `gone_id` names `kept_id` from now on."""

    forum_id: int
    kept_id: int
    gone_id: int
    actor: str


@dataclass(frozen=True, kw_only=True)
class PointChanged(Announcement):
    """A point is another than before, takes part no more, or again."""

    forum_id: int
    point_id: int
    before: Mapping[str, Any]  # column -> plain value; of what changed alone
    after: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class ProgrammeReleased(Announcement):
    """What people see, register for and go by is another from now on."""

    forum_id: int
    release_id: int
    number: int
    by: str  # an actor: "user 3"
    write: bool  # whether those it moves are written to


@dataclass(frozen=True, kw_only=True)
class ReleaseRestored(Announcement):
    """An earlier release is the draft again; people see it after the next one."""

    forum_id: int
    release_id: int
    by: str  # an actor: "user 3"


@dataclass(frozen=True, kw_only=True)
class SeatsRaised(Announcement):
    """Seats came free because an organiser raised their number."""

    forum_id: int
    seat_count_id: int
    freed: int  # how many more may be taken now


Listeners = Iterable[tuple[type[Announcement], Callable[[Any], None]]]
_listeners: dict[type[Announcement], list[Callable[[Any], None]]] = {}


def wire(listeners: Listeners) -> None:
    """Replace all listeners; those of one announcement run in the order given here."""
    _listeners.clear()
    for kind, listener in listeners:
        _listeners.setdefault(kind, []).append(listener)


def say(said: Announcement) -> None:
    """Let every listener act on `said`, now. Raises what the first failing listener raises."""
    for listener in _listeners.get(type(said), ()):
        listener(said)
