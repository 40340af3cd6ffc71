"""Talks and speakers as a release froze them: its JSON, read. See services/releases.py."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ...i18n import Words
from ...text import folded
from .channels import Channel, channel_named, channels_of

SHORT = 8  # characters of a uuid that end a person's slug


@dataclass(frozen=True)
class ReleasedPerson:
    uuid: str
    name: str
    post: Words | None
    organisation: str | None
    country: str | None  # ISO 3166-1 alpha-2
    documented: bool
    biography: Words | None = None  # of who confirmed; the rest of them too
    photo: str | None = None  # the SHA-256 of its bytes

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
    channel: Channel | None = None  # of who interprets


@dataclass(frozen=True)
class ReleasedTalk:
    uuid: str
    session_code: str
    title: Words
    starts_at: datetime  # one after the other from the start of the session
    ends_at: datetime


@dataclass(frozen=True)
class OwnSession:
    """A released session as one person in it sees it; their appearances, all its talks."""

    uuid: str
    code: str
    title: Words
    hall: Words  # its name
    zone: str
    starts_at: datetime
    ends_at: datetime
    cancelled: bool
    appearances: list[ReleasedAppearance]
    talks: list[ReleasedTalk]


def appearances_in(frozen: Mapping[str, Any]) -> list[ReleasedAppearance]:
    """Who appears, in the order of the programme, without interpreters.

    Not in sessions that are cancelled.
    """
    return [
        _appearance(code, said)
        for code, session in _held(frozen)
        for said in session["appearances"]
    ]


def interpreters_in(frozen: Mapping[str, Any]) -> list[ReleasedAppearance]:
    """Who interprets, each in one channel; not in sessions that are cancelled."""
    return [
        _appearance(code, said)
        for code, session in _held(frozen)
        for said in session.get("interpreters", ())
    ]


def channels_in(frozen: Mapping[str, Any]) -> dict[str, list[Channel]]:
    """The channels of each session that is not cancelled, by its code."""
    return {code: channels_of(session) for code, session in _held(frozen)}


def talks_in(frozen: Mapping[str, Any]) -> list[ReleasedTalk]:
    """The parts of every session that is not cancelled, in their order."""
    return [talk for _, session in _held(frozen) for talk in _talks(session)]


def photos_in(frozen: Mapping[str, Any]) -> set[str]:
    """What pictures it shows, by the SHA-256 of each."""
    people = [
        one["person"]
        for session in frozen.get("sessions", ())
        for one in session.get("appearances", ())
    ]
    return {person["photo"] for person in people if person.get("photo")}


def own_sessions(frozen: Mapping[str, Any], person: str) -> Iterator[OwnSession]:
    """The sessions in which the person with this uuid appears or interprets, cancelled ones too."""
    for session in frozen.get("sessions", ()):
        code = session["code"]
        there = [*session["appearances"], *session.get("interpreters", ())]
        mine = [x for x in there if x["person"]["uuid"] == person]
        if mine:
            yield OwnSession(
                uuid=session["uuid"],
                code=code,
                title=Words(session["title"]),
                hall=Words(session["hall"]["name"]),
                zone=session["zone"],
                starts_at=datetime.fromisoformat(session["starts_at"]),
                ends_at=datetime.fromisoformat(session["ends_at"]),
                cancelled=session["cancelled"],
                appearances=[_appearance(code, said) for said in mine],
                talks=_talks(session),
            )


def by_person(appearances: Iterable[ReleasedAppearance]) -> list[list[ReleasedAppearance]]:
    """Those of one person in one session together, in the order of their first: several roles."""
    found: dict[tuple[str, str], list[ReleasedAppearance]] = {}
    for one in appearances:
        found.setdefault((one.session_code, one.person.uuid), []).append(one)
    return list(found.values())


def _held(frozen: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for session in frozen.get("sessions", ()):
        if not session["cancelled"]:
            yield session["code"], session


def _talks(session: Mapping[str, Any]) -> list[ReleasedTalk]:
    talks, starts_at = [], datetime.fromisoformat(session["starts_at"])
    for said in session["talks"]:
        ends_at = starts_at + timedelta(minutes=said["minutes"])
        title = Words(said["title"])
        talks.append(ReleasedTalk(said["uuid"], session["code"], title, starts_at, ends_at))
        starts_at = ends_at
    return talks


def _appearance(code: str, said: Mapping[str, Any]) -> ReleasedAppearance:
    person = dict(said["person"])
    for words in ("post", "biography"):
        person[words] = Words(person[words]) if person.get(words) else None
    same = ("talk", "role", "from_way", "point", "confirmed", "documented", "from_documented")
    return ReleasedAppearance(
        person=ReleasedPerson(**person),
        session_code=code,
        channel=channel_named(said.get("channel") or ""),
        **{name: said[name] for name in same},
    )
