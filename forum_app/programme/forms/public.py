"""What a visitor asks of the public pages in the address: which sessions, in which zone."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

from ...clock import zone_named
from ...forums.models import Forum, Point
from ...text import cleaned, folded
from ..queries import Schedule, ScheduleEntry
from ..rules.channels import heard_in

LONGEST = 100  # characters of a search


@dataclass(frozen=True)
class Filter:
    """Which sessions of the schedule to show; empty asks for all."""

    q: str = ""
    kind: str = ""
    hall: str = ""  # its code
    point: str = ""  # its code
    language: str = ""  # ISO 639-1

    def __bool__(self) -> bool:
        return any(self.asked.values())

    @property
    def asked(self) -> dict[str, str]:
        """As the address says it."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    def keeps(self, entry: ScheduleEntry) -> bool:
        """Whether the session of `entry` is asked for, in whatever language it is.

        Every word must begin one of the code, the titles in all languages, the hall and the names
        of who speaks, without marks: "do th" finds "Đô thị".
        """
        session = entry.session
        said = [*session.title.by_lang.values(), *session.hall.name.by_lang.values()]
        said += [person.name for person in entry.speakers]
        there = _words(" ".join([session.code, *said]))
        return (
            all(any(one.startswith(word) for one in there) for word in _words(self.q))
            and self.kind in ("", session.kind)
            and self.hall in ("", session.hall.code)
            and (not self.point or self.point in entry.points)
        )

    def is_heard(self, entry: ScheduleEntry) -> bool:
        """Whether the session can be followed in the language; one that says none may be."""
        return not self.language or not entry.followed or self.language in heard_in(entry.followed)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", folded(text)))


@dataclass(frozen=True)
class Choices:
    """What the filters of one schedule can be set to."""

    kinds: Collection[str]
    halls: Mapping[str, object]  # code -> name
    points: Mapping[str, object]  # code -> name, of those at which some session is
    languages: Collection[str]


def choices_in(page: Schedule) -> Choices:
    sessions = [entry.session for entry in page.entries]
    there = {code for entry in page.entries for code in entry.points}
    return Choices(
        kinds=dict.fromkeys(session.kind.value for session in sessions),
        halls={session.hall.code: session.hall.name for session in sessions},
        points={point.code: point.name for point in page.points if point.code in there},
        languages=sorted({code for entry in page.entries for code in heard_in(entry.followed)}),
    )


def filter_asked(given: Mapping[str, str], choices: Choices) -> tuple[Filter, bool]:
    """What the address asks for, and whether that could be read; if not, it asks for nothing."""
    asked = {one.name: given.get(one.name, "") for one in fields(Filter)}
    known: Iterable[tuple[str, Collection[str]]] = (
        ("kind", choices.kinds),
        ("hall", choices.halls),
        ("point", choices.points),
        ("language", choices.languages),
    )
    if len(asked["q"]) > LONGEST or any(asked[x] and asked[x] not in all for x, all in known):
        return Filter(), False
    try:
        asked["q"] = cleaned(asked["q"])
    except ValueError:
        return Filter(), False
    return Filter(**asked), True


def zone_asked(given: str, forum: Forum, points: Sequence[Point]) -> str:
    """The zone named by `given`: an IANA name or the code of a point.

    Only the forum's zone and those of its points are choices; anything else means the forum's.
    """
    zones = {point.code: point.zone for point in points}
    asked = zones.get(given) or zone_named(given)
    return asked if asked is not None and asked in zones.values() else forum.zone
