"""In which language somebody at a point is written to, and by which clocks."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from ...clock import Moment
from ...i18n import LANGUAGES, N_, SOURCE, Words, say
from ...post.rules import Line

HOME = {"VN": "vi"}  # country -> its language, where nobody said which


class Venue(Protocol):
    @property
    def city(self) -> Words: ...
    @property
    def zone(self) -> str: ...


class Place(Protocol):
    @property
    def languages(self) -> list[str]: ...
    @property
    def country(self) -> str: ...


def language_of(spoken: Sequence[str], place: Place) -> str:
    """The first language of theirs, or else of the point, in which we write."""
    known = (lang for lang in (*spoken, *place.languages) if lang in LANGUAGES)
    return next(known, HOME.get(place.country, SOURCE))


def both_times(at: datetime, zone: str, venue: Venue, lang: str) -> list[Line]:
    """The hour at a point in `zone` (IANA), with the name of it, and at the venue."""
    there = say(lang, N_("At the point (%(zone)s)"), zone=zone)
    here = say(lang, N_("At the venue (%(city)s)"), city=venue.city)
    return [
        Line(Moment(at, zone).said_in(lang), label=there),
        Line(Moment(at, venue.zone).said_in(lang), label=here),
    ]
