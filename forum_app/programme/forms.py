"""What a visitor asks of the public pages in the address: which sessions, in which zone."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..clock import zone_named
from ..forums.models import Forum, Point
from ..forums.rules import can_be_code
from ..text import cleaned, folded
from .models import ReleasedSession, SessionKind

LONGEST = 100  # characters of a search that are read


@dataclass(frozen=True)
class Filter:
    """Which sessions of the schedule to show; empty asks for all."""

    words: str = ""
    kind: str = ""
    hall: str = ""  # its code

    def __bool__(self) -> bool:
        return bool(self.words or self.kind or self.hall)

    def keeps(self, session: ReleasedSession, names: Iterable[str]) -> bool:
        """Whether `session`, in which people of these `names` speak, is asked for.

        Every word must begin one of the code, the titles in all languages, the hall and the names,
        without marks: "do th" finds "Đô thị".
        """
        said = [*session.title.by_lang.values(), *session.hall.name.by_lang.values(), *names]
        there = _words(" ".join([session.code, *said]))
        return (
            all(any(one.startswith(word) for one in there) for word in _words(self.words))
            and self.kind in ("", session.kind)
            and self.hall in ("", session.hall.code)
        )


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", folded(text)))


def filter_asked(given: Mapping[str, str]) -> Filter:
    """What the address asks for; what cannot be read or is no choice asks for nothing."""
    try:
        words = cleaned(given.get("q", "")[:LONGEST])
    except ValueError:
        words = ""
    kind, hall = given.get("kind", ""), given.get("hall", "")
    return Filter(
        words, kind if kind in list(SessionKind) else "", hall if can_be_code(hall) else ""
    )


def zone_asked(given: str, forum: Forum, points: Sequence[Point]) -> str:
    """The zone named by `given`: an IANA name or the code of a point.

    Only the forum's zone and those of its points are choices; anything else means the forum's.
    """
    zones = {point.code: point.zone for point in points}
    asked = zones.get(given) or zone_named(given)
    return asked if asked is not None and asked in zones.values() else forum.zone
