"""What organisers are asked when they release the programme."""

from ...asks import Ask, Kind
from ...i18n import N_

RELEASE = (
    Ask(
        "note",
        N_("What changed, in a sentence for everybody"),
        Kind.WORDS,
        most=200,
        help=N_("It stands on top of the schedule."),
    ),
)
