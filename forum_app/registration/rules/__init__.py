"""When somebody may register, for what, and how. Pure: no database, no request, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Protocol

from ...clock import Moment
from ...i18n import N_, Words
from ...programme.rules.ways import Way
from ...refusal import Refusal


class RegistrationNotOpen(Refusal):
    says = N_("Registration opens at %(opens)s. Please come back then.")
    reason = "registration_closed"


class RegistrationClosed(Refusal):
    says = N_("Registration has closed. Please write to the organisers.")


class AlreadyRegistered(Refusal):
    says = N_("This person is registered already. Please change that registration instead.")


class AddressTwice(Refusal):
    says = N_(
        "Please write the person’s own address, or leave it empty: the mail then comes to you."
    )
    status = 422


class AddressTaken(Refusal):
    says = N_(
        "Somebody else is registered here with this address. Please look for them in the list."
    )


class AddressNeeded(Refusal):
    says = N_("Please write the address: nobody else gets this person’s mail.")
    status = 422


class CategoryFull(Refusal):
    says = N_("All places for “%(category)s” are taken. Please choose another category.")


class UnknownCategory(Refusal):
    says = N_("There is no such category. Please choose one from the list.")
    status = 422


class UnknownSession(Refusal):
    says = N_("There is no session “%(code)s” to register for.")
    status = 422


class NoSuchWay(Refusal):
    says = N_("Session %(code)s cannot be attended this way. Please choose another way.")
    status = 422


class PointMissing(Refusal):
    says = N_("Please choose the point at which you attend %(code)s.")
    status = 422


class ChosenTwice(Refusal):
    says = N_("Session %(code)s is chosen twice. Please choose one way.")
    status = 422


class NothingChosen(Refusal):
    says = N_("Please choose at least one session.")
    status = 422


class ConsentNeeded(Refusal):
    says = N_("Without your consent to “%(sentence)s” we cannot register you.")
    status = 422


class WordingsChanged(Refusal):
    says = N_("What you are asked to agree to was worded anew meanwhile. Please read it again.")


class UnknownConsent(Refusal):
    says = N_("There is no consent named “%(purpose)s”.")
    status = 422


class SessionFull(Refusal):
    says = N_("%(code)s is full this way. Please choose another way, or the waiting list.")


class PointFull(SessionFull):
    says = N_(
        "%(code)s is full at %(point)s. Please choose another point, another way, or the waiting"
        " list."
    )
    reason = "session_full"


class PointClosed(Refusal):
    says = N_(
        "The seats at %(point)s are not given by registration. Please choose another point, or "
        "another way to attend %(code)s."
    )


class NotAtPoint(Refusal):
    says = N_("This seat was given back, or decided, meanwhile. Please reload the page.")


class UnknownPoint(Refusal):
    says = N_(
        "%(code)s has no seats at the point “%(point)s”. Please choose another point, or another"
        " way to attend it."
    )
    status = 422


class SessionsOverlap(Refusal):
    says = N_("“%(one)s” and “%(other)s” are at the same time. Please keep one of them.")


class RegistrationEnded(Refusal):
    says = N_("This registration has ended. Please register again if you want to come.")


class RegistrationChanged(Refusal):
    says = N_(
        "This registration was changed meanwhile. What holds now is shown here: "
        "please look and save again."
    )


class NotToDecide(Refusal):
    says = N_("This registration is not waiting for a decision.")


class NothingToDecline(Refusal):
    says = N_("This place is not yours any more, so there is nothing to decline.")


class TermsBackwards(Refusal):
    says = N_("Registration must open before it closes.")
    status = 422


class TimeSkipped(Refusal):
    says = N_("The clocks in %(zone)s skip %(time)s. Please choose another time.")
    status = 422


class NoTimeToConfirm(Refusal):
    says = N_("Please give people between 1 and %(most)s hours to confirm their address.")
    status = 422


LONGEST_TO_CONFIRM = 24 * 30  # hours


@dataclass(frozen=True, kw_only=True)
class Choice:
    """How somebody wants to attend one session.

    wait: join the line where no seat is free. meanwhile: the way to attend while waiting, or None.
    """

    session: str  # code
    way: Way
    point: str | None = None  # code; only where the way is a point
    wait: bool = False
    meanwhile: Way | None = None  # hall or online


class Timed(Protocol):
    """A session as people were told of it: a row of a release."""

    @property
    def code(self) -> str: ...
    @property
    def title(self) -> Words: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


@dataclass(frozen=True, kw_only=True)
class Slot:
    """When a session is, and what people call it: "W2 Digital infrastructure"."""

    code: str
    title: Words
    starts_at: datetime
    ends_at: datetime

    @classmethod
    def of(cls, session: Timed) -> "Slot":
        return cls(
            code=session.code,
            title=session.title,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
        )

    def said_in(self, lang: str) -> str:
        return f"{self.code} {self.title.said_in(lang)}"

    def overlaps(self, other: "Slot") -> bool:
        """Whether one person cannot attend both; one that begins as the other ends is fine."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


class Wording(Protocol):
    @property
    def purpose(self) -> str: ...
    @property
    def version(self) -> int: ...


def wordings_shown(wordings: Iterable[Wording]) -> str:
    """What names the wordings a page shows: "news.1 processing.2"."""
    return " ".join(sorted(f"{wording.purpose}.{wording.version}" for wording in wordings))


def check_open(
    *, opens_at: datetime | None, closes_at: datetime | None, zone: str, now: datetime
) -> None:
    """Raises RegistrationNotOpen or RegistrationClosed; the closing instant itself is closed."""
    if opens_at is not None and now < opens_at:
        raise RegistrationNotOpen(opens=Moment(opens_at, zone))
    if closes_at is not None and now >= closes_at:
        raise RegistrationClosed


def check_choices(choices: Iterable[Choice]) -> None:
    """Raises NothingChosen, ChosenTwice or PointMissing; each session once, points where needed."""
    seen: set[str] = set()
    for choice in choices:
        if choice.session in seen:
            raise ChosenTwice(code=choice.session)
        if choice.way is Way.POINT and not choice.point:
            raise PointMissing(code=choice.session)
        seen.add(choice.session)
    if not seen:
        raise NothingChosen


def check_overlaps(slots: Iterable[Slot]) -> None:
    """Raises SessionsOverlap naming the first two that one person cannot attend both."""
    for one, other in combinations(sorted(slots, key=lambda slot: (slot.starts_at, slot.code)), 2):
        if one.overlaps(other):
            raise SessionsOverlap(one=one, other=other)
