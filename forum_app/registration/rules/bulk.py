"""What may be done to many registrations at once, for how long it may be undone, and why one of
them was left as it was. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, auto

from ...i18n import N_
from ...refusal import Refusal
from .relocating import NotThere

UNDO_FOR = timedelta(minutes=10)  # from the end of the act; its letters wait as long
PATIENCE = timedelta(seconds=30)  # after which the worker goes on with what a page began
AT_ONCE = 200  # registrations; more are worked on in the background
MOVED_AT_ONCE = 40  # likewise of people at a point: each has places in several sessions
SHOWN = 100  # of those that were left or lost something, on one page
MOST_CHOSEN = 400  # rows that one page can send


class Verb(StrEnum):
    APPROVE = auto()
    DECLINE = auto()
    RESEND = auto()  # the link
    CATEGORISE = auto()
    RELEASE = auto()  # what an unconfirmed address holds
    RELOCATE = auto()  # from a point that takes part no more; asked for on a page of its own


OF_A_LIST = tuple(verb for verb in Verb if verb is not Verb.RELOCATE)  # of those who were picked


@dataclass(frozen=True, kw_only=True)
class Asked:
    """press: a UUID of the page; the same one is asked once."""

    press: str
    verb: Verb
    reason: str | None = None  # where people are declined
    category: str | None = None  # code, where they get another


class NobodyChosen(Refusal):
    says = N_("Nobody is chosen. Please tick the people first, or choose all that are found.")
    status = 422


class UnknownVerb(Refusal):
    says = N_("This cannot be done to many at once. Please choose from the list again.")
    status = 422


class FoundChanged(Refusal):
    says = N_(
        "The filter finds %(found)s people now, and found %(counted)s when you looked. Nothing is "
        "done yet: please look and press again."
    )


class CategoryMissing(Refusal):
    says = N_("Please choose the category.")
    status = 422


class NotUnconfirmed(Refusal):
    says = N_("The address is confirmed, or the registration has ended.")


class InItAlready(Refusal):
    says = N_("They were in this category already.")


class NoAddress(Refusal):
    says = N_("There is no address to write to.")


class RegisteredAnew(Refusal):
    says = N_("This person has registered again meanwhile: that registration holds.")


class NotEnded(Refusal):
    says = N_("This registration has not ended: there is nothing to restore.")


class ChangedSince(Refusal):
    says = N_("It was changed since, so it stays as it is.")


class LetterLeft(Refusal):
    says = N_("The letter had left already.")


class UnderWay(Refusal):
    says = N_("This is still under way. It can be undone once it has ended.")


class UndoneAlready(Refusal):
    says = N_("This was undone before. Nothing is changed.")


class TooLate(Refusal):
    says = N_(
        "This could be undone until %(until)s. After that its letters leave and its places go to "
        "others. Please change single registrations instead."
    )


WHY = {  # code kept with each registration that was left -> sentence
    refusal.reason: refusal.says
    for refusal in (
        NotUnconfirmed,
        InItAlready,
        NoAddress,
        RegisteredAnew,
        NotEnded,
        ChangedSince,
        LetterLeft,
    )
} | {
    "not_to_decide": N_("It did not wait for a decision."),
    "registration_ended": N_("The registration has ended."),
    "category_full": N_("The category is full."),
    NotThere.reason: NotThere.says,
}
LETTER = "letter"  # among what an undoing could not bring back
CHOSEN = "chosen:"  # before the code of a session in which somebody chose otherwise since


def is_done_now(verb: Verb, many: int) -> bool:
    """Whether the page waits for it; else the worker does it."""
    return many <= (MOVED_AT_ONCE if verb is Verb.RELOCATE else AT_ONCE)


def worked_on_from(verb: Verb, many: int, now: datetime) -> datetime:
    """When the worker goes on with it: people at a point wait for no page."""
    waits = verb is not Verb.RELOCATE or is_done_now(verb, many)
    return now + PATIENCE if waits else now


def undo_until(ended_at: datetime) -> datetime:
    return ended_at + UNDO_FOR
