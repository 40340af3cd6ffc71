"""Why nobody is written to about a release."""

from ...i18n import N_
from ...refusal import Refusal


class NewerReleased(Refusal):
    says = N_(
        "There is a newer release. Please write about that one: its letter tells what "
        "people were not told yet."
    )


class WrittenAlready(Refusal):
    says = N_("Those whom this release moves were written to already.")


class NothingBefore(Refusal):
    says = N_("This is the first release: it moves nobody.")
