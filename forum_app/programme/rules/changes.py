"""Changes of seats: the job that a large rise goes on in, and why a change is refused."""

from ...forums.rules import check_languages as check_languages
from ...i18n import N_
from ...refusal import Refusal

RISE = "programme.raise_seats"  # the kind of the job
FOLLOW = "programme.follow_halls"  # of that which begins the rises of a release


class NoSuchSeats(Refusal):
    says = N_("This forum has no such seats.")
    status = 404


class SessionBackwards(Refusal):
    says = N_("A session must begin before it ends.")
    status = 422


class ReleasedMeanwhile(Refusal):
    says = N_("Release %(number)s is there already. Please look at the schedule, then release.")


class DraftChanged(Refusal):
    says = N_(
        "Somebody changed the draft after you looked at it, so nothing is released. What it "
        "would change by now stands below: please look, then release."
    )


class NothingToRelease(Refusal):
    says = N_("There is no session to release yet. Please plan one first.")
    status = 422


class Clashing(Refusal):
    """all: what each hard clash says; codes: of the sessions that they name."""

    says = N_("Not released: the draft has clashes that must be mended first. %(all)s")
    reason = "programme_clashes"


class HallInUse(Refusal):
    """codes: of the sessions in it, all: the same in one line."""

    says = N_(
        "Hall %(hall)s stays: these sessions are in it: %(all)s. Please move them to another "
        "hall first."
    )


class HallInRelease(Refusal):
    says = N_("Hall %(hall)s stays: release %(number)s shows it, and no release is ever changed.")


class UnknownSession(Refusal):
    says = N_("There is no session “%(code)s”. Please write codes like W1, with commas.")
    status = 422


class OrderCircle(Refusal):
    says = N_("Then %(all)s would come after each other in a circle. Please leave one of them out.")
    status = 422


class HoursBackwards(Refusal):
    says = N_("Hours must begin before they end.")
    status = 422


class HoursGone(Refusal):
    says = N_("These hours are not there any more.")


class SeatsChanged(Refusal):
    says = N_(
        "There are %(now)s seats by now: somebody changed them after you saw %(seen)s. "
        "You asked for %(wanted)s. Please look again, then save."
    )
