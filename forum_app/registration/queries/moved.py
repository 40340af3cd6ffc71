"""Whom a release moves, or would move: what they hold, and what they were told of before."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from ...accounts.models import User
from ...db import db
from ...forums.models import Forum, Person
from ...i18n import LANGUAGES
from ...post.models import Message, MessageState
from ...programme.models import Release, Session, SpeakerPage
from ...programme.rules.changelog import Change, told_in
from ...programme.rules.frozen_people import people_of, speakers_of
from ..models import Delegate, Place, PlaceState, ReleaseMailing, Waiting, WaitingState
from ..models.delegates import LIVE
from ..rules.moves import Concerned, Move, Standing, moves_of
from .places import point_codes


class Changelogs:
    """What release `number`, frozen as `after`, changed of each earlier one.

    Each earlier release is read once, when it is asked for.
    """

    def __init__(self, forum_id: int, number: int, after: Mapping[str, Any]) -> None:
        self._forum_id, self.number, self._after = forum_id, number, after
        self._since: dict[int, dict[str, Change]] = {number: {}}
        self._spoken: dict[int, dict[str, dict[str, Change]]] = {}
        mailing = (
            ReleaseMailing.release_id.label("mailing"),
            ReleaseMailing.since.label("told_since"),
            ReleaseMailing.asked_at,
        )
        asked = select(Release.number, Release.released_at, *mailing)
        asked = asked.outerjoin(ReleaseMailing, ReleaseMailing.release_id == Release.id)
        asked = asked.where(Release.forum_id == forum_id, Release.number < number)
        self._rows = db.session.execute(asked.order_by(Release.number)).all()

    def since(self, number: int) -> dict[str, Change]:
        """Session UUID -> what changed of it since that release."""
        if number not in self._since:
            which = (Release.forum_id == self._forum_id, Release.number == number)
            before = db.session.scalars(select(Release.frozen).where(*which)).one()
            changes = told_in(before, self._after)
            self._since[number] = {change.uuid: change for change in changes}
        return self._since[number]

    def spoken(self, number: int) -> dict[str, dict[str, Change]]:
        """UUID of a person -> of a session in which they appear or appeared -> what changed."""
        if number not in self._spoken:
            found = self._spoken[number] = {}
            for uuid, change in self.since(number).items():
                for who in {*people_of(change.before or {}), *people_of(change.after or {})}:
                    found.setdefault(who, {})[uuid] = change
        return self._spoken[number]

    @cached_property
    def base(self) -> int:
        """The release that people were told of last; the first where they never were."""
        told = [x.number for x in self._rows if x.asked_at or x.mailing is None]
        return max(told, default=self._rows[0].number if self._rows else self.number)

    def number_at(self, at: datetime) -> int:
        """The release that people saw at that instant; 0 before the first."""
        before = bisect_right([x.released_at for x in self._rows], at)
        return int(self._rows[before - 1].number) if before else 0

    @cached_property
    def unsent(self) -> dict[int, int]:
        """release id -> what its letters tell since, where some of them have not left yet."""
        asked = [x for x in self._rows if x.asked_at]
        return {x.mailing: x.told_since for x in asked if _has_unsent(x.mailing)}

    @cached_property
    def earliest(self) -> int:
        """The earliest release that somebody may be told of changes since."""
        return min([self.base, *self.unsent.values()])

    @cached_property
    def sessions(self) -> set[str]:
        """UUIDs of all that changed since any release that somebody may go by."""
        return {uuid for number in self._gone_by for uuid in self.since(number)}

    @cached_property
    def speaking(self) -> set[str]:
        """UUIDs of all who appear or appeared in them."""
        return {uuid for number in self._gone_by for uuid in self.spoken(number)}

    @property
    def _gone_by(self) -> list[int]:
        return [x.number for x in self._rows if x.number >= self.earliest]

    def moves_of(self, one: Concerned, base: int | None = None) -> list[Move]:
        """base: the release that they were told of last, where it is another."""
        known = self.base if base is None else base
        spoken = self.spoken(known).get(one.uuid, {}) if one.speaks else {}
        return moves_of(one, self.since, spoken, base=known, number_at=self.number_at)


def _has_unsent(release_id: int) -> bool:
    asked = select(Message.id).where(*_unsent(release_id)).limit(1)
    return db.session.scalar(asked) is not None


def _unsent(release_id: int) -> tuple[ColumnElement[bool], ...]:
    of = Message.dedup_key.startswith(keys_of(release_id), autoescape=True)
    return of, Message.state == MessageState.WAITING, Message.attempts == 0


def keys_of(release_id: int) -> str:
    """How the dedup keys of the letters about this release begin; the person's UUID follows."""
    return f"registration.moved:{release_id}:"


@dataclass(frozen=True)
class Moved:
    """Somebody whom it moves, and what they are told."""

    person: Concerned
    moves: list[Move]


def moved_by(forum: Forum, changelogs: Changelogs) -> list[Moved]:
    """Everybody whom it moves, by the ids of persons. Some six queries, no rows of people.

    Whom only their interpreting concerns, and who has no address of their own, has none here.
    """
    if not changelogs.sessions:
        return []
    found = []
    for one in _concerned(forum, changelogs):
        moves = changelogs.moves_of(one)
        if not moves and not one.is_own:
            one = replace(one, address=None, standings=(), is_own=True)
            moves = changelogs.moves_of(one)
        found += [Moved(one, moves)] if moves else []
    return found


def told_by(forum: Forum, changelogs: Changelogs) -> list[Moved]:
    """The same as their letters tell it: together with what letters about earlier releases tell
    that have not left. Whom all of it leaves as they were gets none, and is not in it. One query
    more for each such release."""
    since: dict[str, int] = {}
    for release_id, told_since in changelogs.unsent.items():
        for uuid in _unsent_to(release_id):
            since[uuid] = min(told_since, since.get(uuid, told_since))
    found = (
        Moved(x.person, changelogs.moves_of(x.person, since[x.person.uuid]))
        if x.person.uuid in since
        else x
        for x in moved_by(forum, changelogs)
    )
    return [one for one in found if one.moves]


def _unsent_to(release_id: int) -> list[str]:
    """UUIDs of those whose letter about it has not left."""
    asked = select(Message.dedup_key).where(*_unsent(release_id))
    return [key.removeprefix(keys_of(release_id)) for key in db.session.scalars(asked)]


def letters_about(release_id: int) -> int:
    """How many letters about it are there that were not taken back. One query."""
    of = Message.dedup_key.startswith(keys_of(release_id), autoescape=True)
    asked = select(func.count()).where(of, Message.state != MessageState.CANCELLED)
    return db.session.scalar(asked) or 0


def _concerned(forum: Forum, changelogs: Changelogs) -> list[Concerned]:
    names = (Session.forum_id == forum.id, Session.uuid.in_(changelogs.sessions))
    uuids = dict(db.session.execute(select(Session.id, Session.uuid).where(*names)).all())
    speaking = changelogs.speaking
    standings = _standings(forum, uuids)
    rows = {row.person_id: row for row in _delegates(forum, {*standings}, speaking)}
    found = [
        Concerned(
            person_id=row.person_id,
            uuid=row.uuid,
            address=row.email or row.registrar,
            lang=row.lang,
            delegate_id=row.id,
            standings=tuple(standings.get(row.id, ())),
            speaks=row.uuid in speaking,
            is_own=row.email is not None,
        )
        for row in rows.values()
    ]
    found += [x for x in _speakers(forum, speaking) if x.person_id not in rows]
    return sorted(found, key=lambda one: one.person_id)


def _standings(forum: Forum, uuids: dict[int, str]) -> dict[int, list[Standing]]:
    """delegate id -> what they hold and wait for in these sessions. Three queries."""
    codes = point_codes(forum)
    found: dict[int, list[Standing]] = {}
    for table, state, since in (
        (Place, PlaceState.CONFIRMED, Place.taken_at),
        (Waiting, WaitingState.WAITING, Waiting.since),
    ):
        columns = (table.delegate_id, table.session_id, table.way, table.point_id, since)
        live = (table.forum_id == forum.id, table.state == state, table.session_id.in_(uuids))
        for delegate, session, way, point, at in db.session.execute(select(*columns).where(*live)):
            standing = Standing(
                uuids[session], way.value, codes.get(point or 0), table is Waiting, at
            )
            found.setdefault(delegate, []).append(standing)
    return found


def _delegates(forum: Forum, ids: set[int], speaking: set[str]) -> Sequence[Any]:
    """The live registrations of whoever holds something there, or speaks."""
    registrar = aliased(Person)
    asked = (
        select(
            Delegate.id,
            Delegate.person_id,
            Delegate.lang,
            Person.uuid,
            Person.email,
            registrar.email.label("registrar"),
        )
        .join(Person, Person.id == Delegate.person_id)
        .outerjoin(registrar, registrar.id == Delegate.registered_by_id)
        .where(Delegate.forum_id == forum.id, Delegate.state.in_(LIVE))
    )
    return [row for row in db.session.execute(asked) if row.id in ids or row.uuid in speaking]


def _speakers(forum: Forum, speaking: set[str]) -> list[Concerned]:
    """Those of them who have a row; in the language of their letters. At most one query."""
    if not speaking:
        return []
    lang = func.coalesce(SpeakerPage.lang, User.locale, LANGUAGES[0]).label("lang")
    asked = select(Person.id, Person.uuid, Person.email, lang)
    asked = asked.outerjoin(SpeakerPage, SpeakerPage.person_id == Person.id)
    asked = asked.outerjoin(User, User.id == Person.user_id).where(Person.forum_id == forum.id)
    return [
        Concerned(row.id, row.uuid, row.email, row.lang, None, (), True)
        for row in db.session.execute(asked.where(Person.uuid.in_(speaking)))
    ]


@dataclass
class Numbers:
    """How many of each session it moves, by how they attend."""

    change: Change
    ways: dict[str, int]  # "hall", "point", "online", "waiting", "speakers", "interpreters"


def numbers_of(found: Iterable[Moved]) -> list[Numbers]:
    """By the order of the programme; sessions that move nobody are not in it."""
    by_uuid: dict[str, Numbers] = {}
    for one in found:
        for move in one.moves:
            numbers = by_uuid.setdefault(move.change.uuid, Numbers(move.change, {}))
            kinds = [_as_what(move, one.person.uuid)] if move.speaks else []
            if move.standing:
                kinds.append("waiting" if move.standing.waits else move.standing.way)
            for kind in kinds:
                numbers.ways[kind] = numbers.ways.get(kind, 0) + 1
    return sorted(by_uuid.values(), key=lambda x: (x.change.shown["starts_at"], x.change.code))


def _as_what(move: Move, uuid: str) -> str:
    both = (move.change.before, move.change.after)
    return "speakers" if any(uuid in speakers_of(x) for x in both if x) else "interpreters"
