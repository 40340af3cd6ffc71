"""When a booth may be held, a hold made firm, a booking decided; and the sentence if not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ...clock import Moment
from ...i18n import N_, say
from ...refusal import Refusal

STATE_WORDS = {  # state of a booking -> what people call it
    "held": N_("Held"),
    "submitted": N_("Waiting for the organisers"),
    "confirmed": N_("Booked"),
    "declined": N_("Turned down"),
    "expired": N_("Hold ended"),
    "cancelled": N_("Cancelled"),
}


@dataclass(frozen=True)
class StateWord:
    """A state of a booking, to be said in a sentence."""

    state: str

    def said_in(self, lang: str) -> str:
        return say(lang, STATE_WORDS[self.state])


class NoSuchBooth(Refusal):
    says = N_("There is no such booth.")
    status = 422


class NoSuchBooking(Refusal):
    says = N_("There is no booking of this booth.")
    status = 404


class ZoneNotOpen(Refusal):
    says = N_("Booking in zone %(zone)s opens at %(opens)s. Please come back then.")


class ZoneClosed(Refusal):
    says = N_("Booking in zone %(zone)s is closed. Please write to the organisers.")


class BoothBlocked(Refusal):
    says = N_("Booth %(booth)s cannot be booked. Please choose another one.")


class BoothTaken(Refusal):
    says = N_("Booth %(booth)s has gone to somebody else. Please choose another one.")


class BoothPromised(Refusal):
    says = N_("Booth %(booth)s goes to the next on its waiting list first. You may join the list.")
    reason = "booth_taken"


class BoothYours(Refusal):
    says = N_("This exhibitor has booth %(booth)s already.")
    reason = "booth_taken"


class InvitationNeeded(Refusal):
    says = N_("Zone %(zone)s is by invitation only. Please write to the organisers.")


class EnoughBooths(Refusal):
    says = N_("In zone %(zone)s one exhibitor has %(most)s at most. Please give one back first.")


class HoldEnded(Refusal):
    says = N_("The hold of booth %(booth)s has ended. If it is still free, hold it again.")


class NothingHeld(Refusal):
    says = N_("This booking has ended already, so there is nothing to change.")


class Stale(Refusal):
    says = N_(
        "Nothing was changed: you saw this booking as “%(seen)s” (version %(seen_version)s), "
        "and it is “%(now)s” (version %(now_version)s) by now. Please look again and decide."
    )


class NotToDecide(Refusal):
    says = N_("Only a booking that waits for the organisers can be approved or turned down.")


class SameBooth(Refusal):
    says = N_("The booking is for booth %(booth)s already. Please choose another one.")


class ReasonNeeded(Refusal):
    says = N_("Please give a reason: the exhibitor is told.")
    status = 422


class BoothInUse(Refusal):
    says = N_(
        "Booth %(booth)s is held by “%(holder)s”. Please move or cancel that booking first, then "
        "block the booth."
    )


class BoothStale(Refusal):
    says = N_("Booth %(booth)s was changed meanwhile by somebody else. Please look again.")


class SoldCellsMissing(Refusal):
    says = N_(
        "This plan cannot be published: it leaves out floor of booths that are held or booked: "
        "%(booths)s."
    )


class PlanNotDraft(Refusal):
    says = N_("This plan is no draft any more: somebody has published it. Please look again.")


class ZoneBackwards(Refusal):
    says = N_("Booking must open before it closes.")
    status = 422


class NoTimeToHold(Refusal):
    says = N_("Please let a hold and an offer last at least one minute.")
    status = 422


class NothingToHave(Refusal):
    says = N_("Please let an exhibitor have at least one booth, or leave the limit empty.")
    status = 422


def check_zone(columns: Mapping[str, Any]) -> None:
    """What a zone is to be. Raises ZoneBackwards, NoTimeToHold, NothingToHave."""
    opens, closes = columns["opens_at"], columns["closes_at"]
    if opens and closes and opens >= closes:
        raise ZoneBackwards
    if columns["hold_minutes"] < 1 or columns["offer_minutes"] < 1:
        raise NoTimeToHold
    if columns["most_booths"] == 0:
        raise NothingToHave


@dataclass(frozen=True)
class Window:
    """When a zone gives booths away: by its own times alone. None sets no limit."""

    opens_at: datetime | None
    closes_at: datetime | None

    def is_open(self, now: datetime) -> bool:
        return not self.is_before(now) and not self.is_over(now)

    def is_before(self, now: datetime) -> bool:
        return self.opens_at is not None and now < self.opens_at

    def is_over(self, now: datetime) -> bool:
        """The closing instant itself is closed."""
        return self.closes_at is not None and self.closes_at <= now


def check_open(window: Window, zone: str, hall_zone: str, now: datetime) -> None:
    """hall_zone: IANA, in which the opening is said. Raises ZoneClosed, ZoneNotOpen."""
    if window.is_over(now):
        raise ZoneClosed(zone=zone)
    if window.opens_at is not None and window.is_before(now):
        raise ZoneNotOpen(zone=zone, opens=Moment(window.opens_at, hall_zone))


def check_limit(zone: str, most: int | None, live: int) -> None:
    """live: how many booths of the zone the exhibitor has. Raises EnoughBooths."""
    if most is not None and live >= most:
        raise EnoughBooths(zone=zone, most=most)


def is_firm_at_once(mode: str, price_minor: int) -> bool:
    """Whether a hold is confirmed by the exhibitor alone: nothing to decide, nothing to pay."""
    return mode != "apply" and price_minor == 0


def has_ended(held_until: datetime | None, now: datetime) -> bool:
    """Whether a hold is over at `now`, whoever has noticed it: its last instant is over."""
    return held_until is not None and held_until <= now


def reason_given(reason: str) -> str:
    """Raises ReasonNeeded where there is none."""
    if not reason.strip():
        raise ReasonNeeded
    return reason.strip()
