"""In which language somebody at a point is written to."""

from collections.abc import Sequence
from typing import Protocol

from ...i18n import LANGUAGES, SOURCE

HOME = {"VN": "vi"}  # country -> its language, where nobody said which


class Place(Protocol):
    @property
    def languages(self) -> list[str]: ...
    @property
    def country(self) -> str: ...


def language_of(spoken: Sequence[str], place: Place) -> str:
    """The first language of theirs, or else of the point, in which we write."""
    known = (lang for lang in (*spoken, *place.languages) if lang in LANGUAGES)
    return next(known, HOME.get(place.country, SOURCE))
