"""In which language a call sheet is said, how its lines are told, and how many stand in a file."""

from collections.abc import Sequence
from typing import TypeVar

from ...i18n import LANGUAGES, N_, SOURCE
from .kinds import Purpose

T = TypeVar("T")

OUT = N_("This point takes part no more")
OUT_MEANS = N_("What stands below was planned before; the lines of the point open nothing.")
MOST_IN_A_FILE = 50  # points: set within some two seconds, in 150 MB
# What a line is for, as whoever sits at the point says it.
PURPOSES = {
    Purpose.MEET: N_("Line to the hall"),
    Purpose.CONTRIBUTE: N_("Picture and voice to the hall"),
    Purpose.RETURN: N_("Return picture"),
    Purpose.WATCH: N_("To watch"),
    Purpose.PHONE: N_("Phone, if all else fails"),
    Purpose.INTERPRETATION: N_("Interpretation"),
    Purpose.BACKUP: N_("Backup line"),
    Purpose.GREEN_ROOM: N_("Green room"),
    Purpose.RECORDING: N_("Recording"),
}


def language_of(spoken: Sequence[str], wished: str = "") -> str:
    """The language of a point's sheet: the one wished for, else the first spoken there (ISO 639-1)
    that the house has a catalogue for, else English."""
    return next((x for x in (wished, *spoken) if x in LANGUAGES), SOURCE)


def address_said(address: str) -> str:
    """An address as people read it on paper: a number to call is a number."""
    return address.removeprefix("tel:")


def files_of(points: Sequence[T]) -> list[Sequence[T]]:
    """`points` in their order, as many in each file as may be."""
    return [points[n : n + MOST_IN_A_FILE] for n in range(0, len(points), MOST_IN_A_FILE)]
