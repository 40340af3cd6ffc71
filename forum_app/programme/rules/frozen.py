"""Talks and speakers as a release froze them: its JSON, read. See services/releases.py."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ...i18n import Words
from ...text import folded

SHORT = 8  # characters of a uuid that end a person's slug


@dataclass(frozen=True)
class ReleasedPerson:
    uuid: str
    name: str
    post: Words | None
    organisation: str | None
    country: str | None  # ISO 3166-1 alpha-2
    documented: bool

    @property
    def slug(self) -> str:
        """The name as addresses hold it, and as much of the uuid as tells namesakes apart."""
        bare = re.sub(r"[^a-z0-9]+", "-", folded(self.name)).strip("-")[:60]
        return f"{bare}-{self.uuid[:SHORT]}".lstrip("-")


@dataclass(frozen=True)
class ReleasedAppearance:
    person: ReleasedPerson
    session_code: str
    talk: str | None  # its uuid
    role: str  # an AppearanceRole
    from_way: str  # a Way
    point: str | None  # its code
    confirmed: bool
    documented: bool
    from_documented: bool


@dataclass(frozen=True)
class ReleasedTalk:
    uuid: str
    session_code: str
    title: Words
    starts_at: datetime  # one after the other from the start of the session
    ends_at: datetime


def appearances_in(frozen: Mapping[str, Any]) -> list[ReleasedAppearance]:
    """Who appears, in the order of the programme; not in sessions that are cancelled."""
    return [
        _appearance(code, said)
        for code, session in _held(frozen)
        for said in session["appearances"]
    ]


def talks_in(frozen: Mapping[str, Any]) -> list[ReleasedTalk]:
    """The parts of every session that is not cancelled, in their order."""
    talks = []
    for code, session in _held(frozen):
        starts_at = datetime.fromisoformat(session["starts_at"])
        for said in session["talks"]:
            ends_at = starts_at + timedelta(minutes=said["minutes"])
            talks.append(ReleasedTalk(said["uuid"], code, Words(said["title"]), starts_at, ends_at))
            starts_at = ends_at
    return talks


def _held(frozen: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for session in frozen.get("sessions", ()):
        if not session["cancelled"]:
            yield session["code"], session


def _appearance(code: str, said: Mapping[str, Any]) -> ReleasedAppearance:
    person = dict(said["person"])
    post = person.pop("post")
    same = ("talk", "role", "from_way", "point", "confirmed", "documented", "from_documented")
    return ReleasedAppearance(
        person=ReleasedPerson(post=Words(post) if post else None, **person),
        session_code=code,
        **{name: said[name] for name in same},
    )
