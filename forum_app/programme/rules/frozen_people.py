"""Who is in a session as a release froze it: as what, from where, in which talks and channels."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

Frozen = Mapping[str, Any]  # a session as a release froze it: see services/freezing.py
Origin = tuple[str, str | None]  # a way, and the code of a point


@dataclass(frozen=True)
class Span:
    starts: datetime
    ends: datetime

    @classmethod
    def of(cls, session: Frozen) -> "Span":
        instants = (session["starts_at"], session["ends_at"])
        return cls(*(datetime.fromisoformat(x) for x in instants))


@dataclass(frozen=True)
class Person:
    """Somebody in one session: as what, from where, in which talks."""

    uuid: str
    name: str
    roles: tuple[str, ...]
    origins: tuple[Origin, ...]
    talks: tuple[str, ...]  # their UUIDs
    channels: tuple[str, ...] = ()  # keys of those in which they interpret


def people_of(session: Frozen) -> dict[str, Person]:
    """Who is in it, by UUID, in the order of the programme; interpreters too."""
    return _people_among([*session.get("appearances", ()), *session.get("interpreters", ())])


def speakers_of(session: Frozen) -> dict[str, Person]:
    """The same without interpreters: a changelog is for everybody to read."""
    return _people_among(session.get("appearances", ()))


def interpreters_of(session: Frozen) -> dict[str, Person]:
    """The interpreters alone; what they speak besides is not told of them here."""
    return _people_among(session.get("interpreters", ()))


def _people_among(appearances: Iterable[Mapping[str, Any]]) -> dict[str, Person]:
    rows: dict[str, list[Mapping[str, Any]]] = {}
    for one in appearances:
        rows.setdefault(one["person"]["uuid"], []).append(one)
    return {
        uuid: Person(
            uuid=uuid,
            name=some[0]["person"]["name"],
            roles=tuple(sorted({x["role"] for x in some})),
            origins=tuple(dict.fromkeys((x["from_way"], x.get("point")) for x in some)),
            talks=tuple(sorted({x["talk"] for x in some if x.get("talk")})),
            channels=tuple(sorted({x["channel"] for x in some if x.get("channel")})),
        )
        for uuid, some in rows.items()
    }


def talk_spans_of(session: Frozen, person: Person) -> tuple[Span, ...]:
    """When the talks of `person` are: one after the other from the start of the session."""
    at, found = Span.of(session).starts, []
    for talk in session["talks"]:
        ends = at + timedelta(minutes=talk["minutes"])
        if talk["uuid"] in person.talks:
            found.append(Span(at, ends))
        at = ends
    return tuple(found)
