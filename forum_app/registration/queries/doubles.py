"""Persons that look like one, and both of them side by side."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from ... import seal
from ...db import db
from ...forums.models import DistinctPersons, Forum, MergedPerson, Person
from ...forums.rules import OF_A_PERSON
from ...programme.models import Appearance, ReleasedSession, Session
from ...programme.queries import released_sessions
from ..models import CheckIn, Delegate
from ..rules.doubles import Held, Known, Likeness, joinable, likely_pairs
from .delegates import live_delegate_of
from .places import Attendance, agenda_of, live_places_of, version_of, waitings_of


@dataclass(frozen=True, kw_only=True)
class Double:
    one: Person
    other: Person
    because: Likeness


def doubles_of(forum: Forum, *, at_most: int) -> tuple[list[Double], int]:
    """(those that look like one person, the likeliest first, how many there are). Three queries."""
    columns = (Person.id, Person.name_folded, Person.organisation, Person.country, Person.email)
    rows = db.session.execute(select(*columns).where(Person.forum_id == forum.id, _not_merged()))
    people = (Known(**row._mapping) for row in rows)
    pairs = likely_pairs(people, _told_apart(forum))
    shown = pairs[:at_most]
    ids = {id_ for pair in shown for id_ in (pair.one, pair.other)}
    found = {one.id: one for one in db.session.scalars(select(Person).where(Person.id.in_(ids)))}
    doubles = [
        Double(one=found[pair.one], other=found[pair.other], because=pair.because) for pair in shown
    ]
    return doubles, len(pairs)


def _not_merged() -> ColumnElement[bool]:
    return Person.id.not_in(select(MergedPerson.gone_id))


def _told_apart(forum: Forum) -> set[tuple[int, int]]:
    asked = select(DistinctPersons.one_id, DistinctPersons.other_id)
    rows = db.session.execute(asked.where(DistinctPersons.forum_id == forum.id))
    return {(row.one_id, row.other_id) for row in rows}


def references_of(people: Iterable[Person]) -> dict[int, str]:
    """person id -> the reference of the latest registration; absent without any. One query."""
    ids = [person.id for person in people]
    asked = select(Delegate.person_id, Delegate.reference).where(Delegate.person_id.in_(ids))
    return dict(db.session.execute(asked.order_by(Delegate.id)).all())


def person_at(forum: Forum, uuid: UUID) -> Person | None:
    """The person of this forum, merged or not. One query."""
    asked = select(Person).where(Person.forum_id == forum.id, Person.uuid == str(uuid))
    return db.session.scalar(asked)


def kept_instead_of(person: Person) -> Person | None:
    """Who `person` is by now; None where they were not merged into anybody. One query."""
    asked = select(Person).join(MergedPerson, MergedPerson.kept_id == Person.id)
    return db.session.scalar(asked.where(MergedPerson.gone_id == person.id))


@dataclass(frozen=True, kw_only=True)
class Side:
    """One of two persons who may be one, with what hangs on them."""

    person: Person
    delegate: Delegate | None  # the live registration
    agenda: list[Attendance]
    appears_in: list[str]  # codes of sessions
    earlier: int  # registrations that ended
    entries: int  # through doors
    state: str  # what names all of it as it is now

    @property
    def held(self) -> list[Held]:
        sessions = [attended.session for attended in self.agenda]
        return [_held(session) for session in sessions]


def _held(session: ReleasedSession) -> Held:
    return Held(session_id=session.session_id, starts_at=session.starts_at, ends_at=session.ends_at)


def side_of(forum: Forum, person: Person) -> Side:
    """Ten queries."""
    delegate = live_delegate_of(person.id)
    agenda = agenda_of(forum, delegate) if delegate else []
    appears = select(Session.code).join(Appearance, Appearance.session_id == Session.id)
    codes = db.session.scalars(appears.where(Appearance.person_id == person.id))
    appears_in = sorted(set(codes))
    said = [getattr(person, field) for field in OF_A_PERSON]
    changes = version_of(delegate) if delegate else None
    there = [(a.session.code, a.way, a.waiting and a.waiting.way) for a in agenda]
    return Side(
        person=person,
        delegate=delegate,
        agenda=agenda,
        appears_in=appears_in,
        earlier=_count(Delegate, person) - bool(delegate),
        entries=_count(CheckIn, person),
        state=repr([person.id, said, delegate and delegate.id, changes, there, appears_in]),
    )


def _count(table: type[Delegate] | type[CheckIn], person: Person) -> int:
    asked = select(func.count()).select_from(table).where(table.person_id == person.id)
    return db.session.scalar(asked) or 0


@dataclass(frozen=True, kw_only=True)
class Twins:
    """Two persons side by side. `one` keeps its row where they are merged."""

    one: Side
    other: Side

    @property
    def seen(self) -> str:
        """What names both as they are: a page says which it showed."""
        return seal.fingerprint(self.one.state + self.other.state)

    @property
    def both_registered(self) -> bool:
        return self.one.delegate is not None and self.other.delegate is not None

    def joined(self, stays: Side) -> set[int]:
        """Ids of the sessions that the other side would add to what stays of this one."""
        goes = self.other if stays is self.one else self.one
        return joinable(stays.held, goes.held)


def twins_of(forum: Forum, one: Person, other: Person) -> Twins:
    """Side by side: first who appears in the programme, else who came first."""
    sides = [side_of(forum, person) for person in sorted([one, other], key=lambda x: x.id)]
    first, second = sorted(sides, key=lambda side: not side.appears_in)
    return Twins(one=first, other=second)


def held_by(forum: Forum, delegate: Delegate) -> list[Held]:
    """The sessions of `delegate`, as the latest release shows them; others are at no time."""
    times = {session.session_id: session for session in released_sessions(forum)}
    ids = {place.session_id for place in live_places_of(delegate)}
    ids |= {waiting.session_id for waiting in waitings_of(delegate)}
    return [_held(times[id_]) for id_ in sorted(ids & times.keys())]
