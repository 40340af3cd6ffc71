"""Who is sent the secret page of a point, and what became of the letters with it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto

from ...i18n import N_
from ...refusal import Refusal
from .contacts import Part

HOLDERS = (Part.COORDINATOR, Part.DEPUTY)  # who may hold the secret page


class NoPointChosen(Refusal):
    says = N_("Please choose at least one point.")
    status = 422


class Stands(StrEnum):
    """What became of a letter with the page that a point has now."""

    ON_ITS_WAY = auto()
    SENT = auto()
    RENEWED = auto()  # it left with a page that opens nothing any more
    GIVEN_UP = auto()


class Becomes(StrEnum):
    """What sending does to the page itself."""

    MADE = auto()
    KEPT = auto()
    RENEWED = auto()


class Outcome(StrEnum):
    SENT = auto()
    CHANGED = auto()  # somebody sent it meanwhile, or it would go to others than was reviewed
    WITHDRAWN = auto()
    NOBODY = auto()  # to write to
    SEALED = auto()  # its page cannot be said again, only made anew


@dataclass(frozen=True, kw_only=True)
class Holder:
    """A coordinator or deputy of a point. lang: in which they are written to.

    signs_in: with the address of a user who coordinates the point. stands, at: of the last letter
    with its page; at: when it left, or was laid down; None twice where there is none that counts.
    """

    contact_id: int
    name: str
    part: Part
    address: str | None
    lang: str
    signs_in: bool = False
    stands: Stands | None = None
    at: datetime | None = None

    @property
    def may_get(self) -> bool:
        """Whoever signs in needs no secret."""
        return bool(self.address) and not self.signs_in

    @property
    def has_it(self) -> bool:
        return self.stands in (Stands.ON_ITS_WAY, Stands.SENT)


@dataclass(frozen=True, kw_only=True)
class Page:
    """The secret page of a point, made or not. opens: whether its secret can be said again.

    letters: how many were ever laid down with it, to whomever.
    """

    is_withdrawn: bool = False
    made_at: datetime | None = None
    opens: bool = True
    letters: int = 0
    holders: tuple[Holder, ...] = ()  # the coordinator first

    @property
    def receivers(self) -> list[Holder]:
        return [one for one in self.holders if one.may_get]

    @property
    def without_address(self) -> list[Holder]:
        return [one for one in self.holders if not one.address and not one.signs_in]

    @property
    def has_coordinator(self) -> bool:
        return any(one.part is Part.COORDINATOR for one in self.holders)

    @property
    def has_nobody(self) -> bool:
        """Whether the page can reach nobody, and nobody signs in either."""
        return not (self.is_withdrawn or self.receivers or any(x.signs_in for x in self.holders))

    @property
    def is_waiting(self) -> bool:
        """Whether its coordinator can be written to, and somebody has no letter with it yet."""
        main = any(one.part is Part.COORDINATOR for one in self.receivers)
        lacks = any(not one.has_it for one in self.receivers)
        return main and lacks and self.hinders(renews=False) is None

    def hinders(self, *, renews: bool) -> Outcome | None:
        """Why it cannot be sent."""
        if self.is_withdrawn:
            return Outcome.WITHDRAWN
        if not self.receivers:
            return Outcome.NOBODY
        return None if self.opens or renews else Outcome.SEALED

    def becomes(self, *, renews: bool) -> Becomes:
        if self.made_at is None:
            return Becomes.MADE
        return Becomes.RENEWED if renews else Becomes.KEPT

    def to_send(self, *, renews: bool) -> Sequence[Holder]:
        """Those who lack it; everybody where nobody does, or where it is renewed."""
        lacking = [one for one in self.receivers if not one.has_it]
        return self.receivers if renews or not lacking else lacking


def stands_of(state: str, left_at: datetime | None, made_at: datetime | None) -> Stands | None:
    """What a letter in this state of the outbox is to a page made at `made_at`.

    left_at: when the attempt by which it left began: the page was read after that.
    """
    if state == "waiting":
        return Stands.ON_ITS_WAY if made_at else None
    if state == "dead":
        return Stands.GIVEN_UP
    if state != "sent" or left_at is None:
        return None
    return Stands.SENT if made_at and left_at >= made_at else Stands.RENEWED
