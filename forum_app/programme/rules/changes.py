"""Changes of seats: the job that a large rise goes on in, and why a change is refused."""

from ...i18n import N_
from ...refusal import Refusal

RISE = "programme.raise_seats"  # the kind of the job


class NoSuchSeats(Refusal):
    says = N_("This forum has no such seats.")
    status = 404


class SeatsChanged(Refusal):
    says = N_(
        "There are %(now)s seats by now: somebody changed them after you saw %(seen)s. "
        "You asked for %(wanted)s. Please look again, then save."
    )
