"""What one state of the programme changed of another: the changelog, from their frozen JSON.

A release and a draft that is to be one are compared alike; sessions are told apart by their UUIDs,
people by theirs. How it is said: `changelog_words`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum, auto
from typing import Any

from ...i18n import Words
from .channels import channels_of
from .frozen_people import (
    Frozen,
    Person,
    Span,
    interpreters_of,
    people_of,
    speakers_of,
    talk_spans_of,
)


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
    INTERPRETS = auto()  # these three: for that person alone
    INTERPRETS_NOT = auto()
    INTERPRETS_FROM = auto()
    TALK_ADDED = auto()
    TALK_REMOVED = auto()
    TALK_RENAMED = auto()
    TALK_ORDER = auto()
    TALK_TIME = auto()  # of one person's talk: for that person alone
    TEXTS = auto()


OF_INTERPRETERS = {What.INTERPRETS, What.INTERPRETS_NOT, What.INTERPRETS_FROM}
MOVES_ALL = {What.GONE, What.CANCELLED, What.BACK, What.TIME}  # whoever is in the session


@dataclass(frozen=True)
class Changed:
    """One thing that changed. who: UUID of a person; name: theirs, or a talk's title.

    was, now: what `what` is about: spans, Words, roles, origins or channels.
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


def changes_in(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """What `after` changed for everybody to read: without who interprets. See `told_in`."""
    found = (change.narrowed(_public(change.all)) for change in told_in(before, after))
    return [change for change in found if change]


def told_in(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """What `after` changed, by the sessions of `after` in their order, then those that are gone.

    Both: frozen programmes, `{"sessions": […]}`. With who interprets, for the eyes of each alone.
    """
    old = {x["uuid"]: x for x in before.get("sessions", ())}
    new = {x["uuid"]: x for x in after.get("sessions", ())}
    found = [_change(uuid, old.get(uuid), x) for uuid, x in new.items() if old.get(uuid) != x]
    found += [_change(uuid, x, None) for uuid, x in old.items() if uuid not in new]
    return [change for change in found if change.all]


def without_interpreters(change: Change) -> Change | None:
    """As whoever may not know who interprets reads it: of them, nothing is there."""
    before, after = (x and {**x, "interpreters": []} for x in (change.before, change.after))
    return replace(change, before=before, after=after).narrowed(_public(change.all))


def _public(all: Iterable[Changed]) -> Iterable[Changed]:
    return (one for one in all if one.what not in OF_INTERPRETERS)


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
        *_interpreting(before, after),
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
    old, new = speakers_of(before), speakers_of(after)
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


def _interpreting(before: Frozen, after: Frozen) -> list[Changed]:
    """Who was put into a channel or taken out of one, or interprets from elsewhere."""
    found, old, new = [], interpreters_of(before), interpreters_of(after)
    for uuid, person in (old | new).items():
        was, now = old.get(uuid), new.get(uuid)
        had, has = (set(x.channels) if x else set() for x in (was, now))
        about = {"who": uuid, "name": person.name}
        if more := has - had:
            found.append(Changed(What.INTERPRETS, now=tuple(sorted(more)), **about))
        if less := had - has:
            found.append(Changed(What.INTERPRETS_NOT, now=tuple(sorted(less)), **about))
        if was and now and was.origins != now.origins:
            found.append(Changed(What.INTERPRETS_FROM, was.origins, now.origins, **about))
    return found


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
    if change.before is None and change.after is not None:
        new = (*_people({}, change.after), *_interpreting({}, change.after))
        return change.narrowed(one for one in new if one.who == uuid)
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


EXCERPT = ("uuid", "code", "title", "hall", "zone", "starts_at", "ends_at", "cancelled")


def excerpt_of(session: Frozen | None, uuid: str | None) -> dict[str, Any] | None:
    """As much of a frozen session as one person is told of; uuid: of one who appears in it."""
    if session is None:
        return None
    keep = {"talk", "role", "from_way", "point", "channel"}
    own = {
        among: [
            {name: x[name] for name in keep if name in x}
            | {"person": {"uuid": uuid, "name": x["person"]["name"]}}
            for x in session.get(among, ())
            if x["person"]["uuid"] == uuid
        ]
        for among in ("appearances", "interpreters")
    }
    has_talk = any(x.get("talk") for x in own["appearances"])
    talks = {"talks": session["talks"] if has_talk else []}
    return {name: session[name] for name in EXCERPT} | own | talks
