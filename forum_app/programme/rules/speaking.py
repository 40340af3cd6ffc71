"""Talks that fit their session, what speakers were asked and answered, and why not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto
from typing import Protocol, TypeVar

from ...i18n import N_, Words
from ...refusal import Refusal
from .ways import AppearanceRole

ROLES = {
    AppearanceRole.CHAIR: N_("Chair"),
    AppearanceRole.MODERATOR: N_("Moderator"),
    AppearanceRole.OPENING: N_("Opening remarks"),
    AppearanceRole.KEYNOTE: N_("Keynote speech"),
    AppearanceRole.SPEAKER: N_("Speech"),
    AppearanceRole.REPORT: N_("Report"),
    AppearanceRole.PANELLIST: N_("Panellist"),
    AppearanceRole.CLOSING: N_("Closing remarks"),
    AppearanceRole.REPORT_AND_CLOSING: N_("Report and closing remarks"),
    AppearanceRole.INTERPRETER: N_("Interpreter"),
}
MOST_MINUTES = 24 * 60  # of one talk
MOST_REASON = 500  # characters of why somebody declines


@dataclass(frozen=True, kw_only=True)
class Named:
    """Somebody as an organiser writes them down. Whoever has the address already is that person."""

    name: str | None
    email: str | None
    organisation: str | None
    post: Words | None
    country: str | None  # ISO 3166-1 alpha-2


class TalksTooLong(Refusal):
    says = N_(
        "The session has %(left)s minutes left for this talk. Please give it fewer minutes, or "
        "make the session longer first."
    )
    status = 422


class NoMinutes(Refusal):
    says = N_("A talk takes at least one minute.")
    status = 422


class MovedMeanwhile(Refusal):
    says = N_("Somebody changed the order after you opened this page. Please look, and move again.")


class TalkGone(Refusal):
    says = N_("This talk is not in the session any more.")


class AppearanceGone(Refusal):
    says = N_("This person is not in the session any more in that role.")


class RoleTwice(Refusal):
    says = N_(
        "%(name)s has this role here already. Please choose another role or talk, or change the "
        "one that is there."
    )


class NobodyNamed(Refusal):
    says = N_("Please choose somebody, or write the name of somebody new.")
    status = 422


class NoSuchPoint(Refusal):
    says = N_("Whoever speaks from a point needs one: please choose which.")
    status = 422


class NoAddress(Refusal):
    says = N_("%(name)s has no e-mail address. Please write it down first, then invite.")
    status = 422


class StrangeAddress(Refusal):
    says = N_(
        "“%(typed)s” is not an e-mail address. Please write it as it stands in their letters."
    )
    status = 422


class AddressOfAnother(Refusal):
    says = N_(
        "%(email)s is the address of %(name)s in this forum already. If both are one person, put "
        "that one into the session instead."
    )
    status = 422


class NothingToAsk(Refusal):
    says = N_("%(name)s has answered for every session already: there is nothing to ask.")


class NothingToAnswer(Refusal):
    says = N_("You are not in this session any more: there is nothing to answer.")


class NoSuchZone(Refusal):
    says = N_("There is no time zone “%(zone)s”. Please choose one like %(like)s.")
    status = 422


def usual_lang(country: str | None) -> str:
    """Of letters to somebody who chose none. country: ISO 3166-1 alpha-2, None where not known."""
    return "vi" if country in (None, "VN") else "en"


class Answered(Protocol):
    @property
    def invited_at(self) -> datetime | None: ...
    @property
    def confirmed_at(self) -> datetime | None: ...
    @property
    def declined_at(self) -> datetime | None: ...


class Standing(StrEnum):
    """How it stands with somebody, over all that they were asked for; the worst first."""

    DECLINED = auto()  # something of it
    NOT_ASKED = auto()
    INVITED = auto()
    CONFIRMED = auto()


def standing_of(asked: Iterable[Answered]) -> Standing:
    """The one that needs the organiser most."""
    each = {_standing(one) for one in asked}
    return next((one for one in Standing if one in each), Standing.NOT_ASKED)


def _standing(one: Answered) -> Standing:
    if one.declined_at:
        return Standing.DECLINED
    if one.confirmed_at:
        return Standing.CONFIRMED
    return Standing.INVITED if one.invited_at else Standing.NOT_ASKED


def minutes_left(session_minutes: int, others: Iterable[int]) -> int:
    """How long a talk beside `others` may be; 0 where they fill the session or more."""
    return max(0, session_minutes - sum(others))


def check_fits(minutes: int, session_minutes: int, others: Sequence[int]) -> None:
    """Raises NoMinutes, TalksTooLong."""
    if minutes < 1:
        raise NoMinutes
    left = minutes_left(session_minutes, others)
    if minutes > left:
        raise TalksTooLong(left=left)


T = TypeVar("T")


def moved(order: Sequence[T], which: T, by: int) -> list[T]:
    """`order` with `which` so many places further on; at an end it stays."""
    there = list(order)
    at = there.index(which)
    there.insert(min(max(at + by, 0), len(there) - 1), there.pop(at))
    return there
