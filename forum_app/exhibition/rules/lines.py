"""When somebody may join a line of booths, or leave it."""

from ...i18n import N_
from ...refusal import Refusal


class StillFree(Refusal):
    says = N_("There is nothing to wait for: %(booths)s can be held at once.")


class InLineAlready(Refusal):
    says = N_("You are on this waiting list already.")


class NotInLine(Refusal):
    says = N_("You are not on this waiting list any more.")
