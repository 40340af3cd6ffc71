"""What one state of the programme changed of another: the changelog, from their frozen JSON.

A release and a draft that is to be one are compared alike; sessions are told apart by their UUIDs,
people by theirs. How it is said: `changelog_words`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum, auto
from typing import Any

from ...i18n import Words
from .channels import channels_of

Frozen = Mapping[str, Any]  # a session as a release froze it: see services/freezing.py
Origin = tuple[str, str | None]  # a way, and the code of a point


class What(StrEnum):
    """In the order in which they are told."""

    ADDED = auto()
    GONE = auto()  # in the programme no more, not even as cancelled
    CANCELLED = auto()
    BACK = auto()  # held after all
    TIME = auto()
    HALL = auto()
    TITLE = auto()
    SPEAKER_ADDED = auto()
    SPEAKER_REMOVED = auto()
    ROLE = auto()
    ORIGIN = auto()
    TALK_ADDED = auto()
    TALK_REMOVED = auto()
    TALK_RENAMED = auto()
    TALK_ORDER = auto()
    TALK_TIME = auto()  # of one person's talk: for that person alone
    TEXTS = auto()


MOVES_ALL = {What.GONE, What.CANCELLED, What.BACK, What.TIME}  # whoever is in the session


@dataclass(frozen=True)
class Changed:
    """One thing that changed. who: UUID of a person; name: theirs, or a talk's title.

    was, now: what `what` is about: spans, Words, roles or origins.
    """

    what: What
    was: Any = None
    now: Any = None
    who: str | None = None
    name: str | Words | None = None


@dataclass(frozen=True)
class Change:
    """What became of one session. before, after: as it was frozen; None where it is not there."""

    uuid: str
    before: Frozen | None
    after: Frozen | None
    all: tuple[Changed, ...]

    @property
    def shown(self) -> Frozen:
        """The session as it is now, or was last."""
        return self.after or self.before or {}

    @property
    def code(self) -> str:
        return str(self.shown["code"])

    @property
    def title(self) -> Words:
        return Words(self.shown["title"])

    @property
    def whats(self) -> set[What]:
        return {one.what for one in self.all}

    def narrowed(self, kept: Iterable[Changed]) -> "Change | None":
        """The same with less in it; None where nothing is left."""
        some = tuple(kept)
        return replace(self, all=some) if some else None


@dataclass(frozen=True)
class Span:
    starts: datetime
    ends: datetime

    @classmethod
    def of(cls, session: Frozen) -> "Span":
        instants = (session["starts_at"], session["ends_at"])
        return cls(*(datetime.fromisoformat(x) for x in instants))


def changes_in(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """What `after` changed, by the sessions of `after` in their order, then those that are gone.

    Both: frozen programmes, `{"sessions": […]}`.
    """
    old = {x["uuid"]: x for x in before.get("sessions", ())}
    new = {x["uuid"]: x for x in after.get("sessions", ())}
    found = [_change(uuid, old.get(uuid), x) for uuid, x in new.items() if old.get(uuid) != x]
    found += [_change(uuid, x, None) for uuid, x in old.items() if uuid not in new]
    return [change for change in found if change.all]


def _change(uuid: str, before: Frozen | None, after: Frozen | None) -> Change:
    return Change(uuid, before, after, tuple(_all(before, after)))


def _all(before: Frozen | None, after: Frozen | None) -> list[Changed]:
    if before is None or after is None:
        return [Changed(What.GONE if after is None else What.ADDED)]
    if before["cancelled"] and after["cancelled"]:
        return []
    if before["cancelled"] != after["cancelled"]:
        what = What.CANCELLED if after["cancelled"] else What.BACK
        return [Changed(what), *([] if after["cancelled"] else _moved(before, after))]
    return [
        *_moved(before, after),
        *_renamed(before, after),
        *_people(before, after),
        *_talks(before, after),
        *_texts(before, after),
    ]


def _moved(before: Frozen, after: Frozen) -> list[Changed]:
    found = []
    was, now = Span.of(before), Span.of(after)
    if was != now:
        found.append(Changed(What.TIME, was, now))
    if before["hall"]["code"] != after["hall"]["code"]:
        halls = [Words(x["hall"]["name"]) for x in (before, after)]
        found.append(Changed(What.HALL, halls[0], halls[1]))
    return found


def _renamed(before: Frozen, after: Frozen) -> list[Changed]:
    was, now = Words(before["title"]), Words(after["title"])
    return [Changed(What.TITLE, was, now)] if was != now else []


def _people(before: Frozen, after: Frozen) -> list[Changed]:
    old, new = _speakers_of(before), _speakers_of(after)
    found = [
        _entered(person, What.SPEAKER_ADDED) for uuid, person in new.items() if uuid not in old
    ]
    found += [_entered(x, What.SPEAKER_REMOVED) for uuid, x in old.items() if uuid not in new]
    for uuid in (uuid for uuid in new if uuid in old):
        was, now = old[uuid], new[uuid]
        about = {"who": uuid, "name": now.name}
        if was.roles != now.roles:
            found.append(Changed(What.ROLE, was.roles, now.roles, **about))
        if was.origins != now.origins:
            found.append(Changed(What.ORIGIN, was.origins, now.origins, **about))
    return sorted(found, key=lambda one: list(What).index(one.what))


@dataclass(frozen=True)
class Person:
    """Somebody in one session: as what, from where, in which talks."""

    uuid: str
    name: str
    roles: tuple[str, ...]
    origins: tuple[Origin, ...]
    talks: tuple[str, ...]  # their UUIDs


def people_of(session: Frozen) -> dict[str, Person]:
    """Who is in it, by UUID, in the order of the programme; interpreters too."""
    return _people_among([*session.get("appearances", ()), *session.get("interpreters", ())])


def _speakers_of(session: Frozen) -> dict[str, Person]:
    """The same without interpreters: a changelog is for everybody to read."""
    return _people_among(session.get("appearances", ()))


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
        )
        for uuid, some in rows.items()
    }


def _entered(person: Person, what: What) -> Changed:
    return Changed(what, person.roles, person.origins, who=person.uuid, name=person.name)


def _talks(before: Frozen, after: Frozen) -> list[Changed]:
    old = {x["uuid"]: x for x in before["talks"]}
    new = {x["uuid"]: x for x in after["talks"]}
    found = [Changed(What.TALK_ADDED, name=_title(x)) for k, x in new.items() if k not in old]
    found += [Changed(What.TALK_REMOVED, name=_title(x)) for k, x in old.items() if k not in new]
    for uuid in (uuid for uuid in new if uuid in old):
        if old[uuid]["title"] != new[uuid]["title"]:
            was, now = _title(old[uuid]), _title(new[uuid])
            found.append(Changed(What.TALK_RENAMED, was, now))
    kept = old.keys() & new.keys()
    both = [[x["uuid"] for x in y["talks"] if x["uuid"] in kept] for y in (before, after)]
    minutes = [[x["minutes"] for x in y["talks"]] for y in (before, after)]
    if both[0] != both[1] or (old.keys() == new.keys() and minutes[0] != minutes[1]):
        found.append(Changed(What.TALK_ORDER))
    return found


def _title(talk: Mapping[str, Any]) -> Words:
    return Words(talk["title"])


def _texts(before: Frozen, after: Frozen) -> list[Changed]:
    texts = ("abstract", "practical", "languages", "spoken", "kind")
    differ = any((before.get(name) or None) != (after.get(name) or None) for name in texts)
    differ = differ or channels_of(before) != channels_of(after)
    return [Changed(What.TEXTS)] if differ else []


def for_delegate(change: Change, way: str) -> Change | None:
    """What of it moves somebody who attends that way, or waits to; None where nothing does."""
    moves = MOVES_ALL | ({What.HALL} if way == "hall" else set())
    return change.narrowed(one for one in change.all if one.what in moves)


def for_speaker(change: Change, uuid: str) -> Change | None:
    """What of it moves somebody who appears in it, before or after; None where nothing does."""
    was = people_of(change.before or {}).get(uuid)
    now = people_of(change.after or {}).get(uuid)
    if was is None and now is None:
        return None
    if change.before is None and now is not None:
        return replace(change, all=(_entered(now, What.SPEAKER_ADDED),))
    if was is None or now is None:
        whole = change.whats & {What.GONE, What.CANCELLED}
        own = (x for x in change.all if x.who == uuid or x.what in whole)
        return change.narrowed(own)
    moves = MOVES_ALL | ({What.HALL} if any(way == "hall" for way, _ in now.origins) else set())
    kept = [one for one in change.all if one.what in moves or one.who == uuid]
    talks = talk_spans_of(change.before or {}, was), talk_spans_of(change.after or {}, now)
    if talks[0] != talks[1] and talks[1] and not change.whats & {What.CANCELLED, What.GONE}:
        kept.append(Changed(What.TALK_TIME, talks[0], talks[1], who=uuid))
    return change.narrowed(kept)


def talk_spans_of(session: Frozen, person: Person) -> tuple[Span, ...]:
    """When the talks of `person` are: one after the other from the start of the session."""
    at, found = Span.of(session).starts, []
    for talk in session["talks"]:
        ends = at + timedelta(minutes=talk["minutes"])
        if talk["uuid"] in person.talks:
            found.append(Span(at, ends))
        at = ends
    return tuple(found)


EXCERPT = ("uuid", "code", "title", "hall", "zone", "starts_at", "ends_at", "cancelled")


def excerpt_of(session: Frozen | None, uuid: str | None) -> dict[str, Any] | None:
    """As much of a frozen session as one person is told of; uuid: of one who appears in it."""
    if session is None:
        return None
    there = [*session["appearances"], *session.get("interpreters", ())]
    own = [x for x in there if x["person"]["uuid"] == uuid]
    keep = {"talk", "role", "from_way", "point"}
    told = [
        {name: x[name] for name in keep if name in x}
        | {"person": {"uuid": uuid, "name": x["person"]["name"]}}
        for x in own
    ]
    return {name: session[name] for name in EXCERPT} | {
        "appearances": told,
        "talks": session["talks"] if any(x.get("talk") for x in own) else [],
    }
