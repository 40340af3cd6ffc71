"""Who stands at the gate of a session, and the lines behind it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ...broadcast.models import Link
from ...broadcast.queries import links_of_session
from ...broadcast.rules.kinds import Purpose
from ...broadcast.rules.windows import window_of
from ...db import db
from ...forums.models import Forum, Person, Point
from ...forums.queries import points_of
from ...programme.models import ReleasedSession, SpeakerPage, Way
from ...programme.queries.channels import ReleasedIn, released_in
from ...programme.queries.speakers import page_of_fingerprint, page_of_person
from ...programme.rules import ReleasedAppearance
from ...programme.rules.channels import Channel, channel_named
from ..models import Delegate, Place, PlaceState, Waiting, WaitingState
from ..models.delegates import LIVE
from ..rules.gate import ORIGINAL, Entrant, Line, WayIn, is_for, way_in
from ..rules.waiting import next_change
from .delegates import delegate_of_fingerprint


@dataclass(frozen=True, kw_only=True)
class AtGate:
    """Somebody at the gate, by what is released and what they hold."""

    forum: Forum
    session: ReleasedSession
    person: Person | None
    delegate: Delegate | None
    place: Place | None
    speaks_at: Point | None
    channels: list[Channel]  # of the session, as it is released
    entrant: Entrant

    @property
    def name(self) -> str | None:
        """As they are registered or appear; None for whoever does neither."""
        return self.person.name if self.person else None

    @property
    def point(self) -> Point | None:
        """Where they sit, or speak from."""
        return self.place.point if self.place and self.place.point else self.speaks_at

    @property
    def is_seen(self) -> bool:
        """Whether their own camera shows them: at a point its devices do."""
        return self.entrant.speaks_from_afar or not self.point


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What the gate shows: lines and links in the same order, the one to use first.

    changes_at: when it shows something else by itself; None where it does not.
    """

    way: WayIn
    links: list[Link]
    changes_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Whose secret link it is: of a registration, or of a page as a speaker."""

    person: Person
    delegate: Delegate | None = None
    page: SpeakerPage | None = None

    @property
    def actor(self) -> str:
        return f"speaker {self.page.id}" if self.page else f"delegate {self.delegate.id}"  # type: ignore[union-attr]


def holder_of(forum: Forum, fingerprint: str) -> Holder | None:
    """Whose link is recognised by this; None for a link that was renewed. Two queries at most."""
    if delegate := delegate_of_fingerprint(forum, fingerprint):
        return Holder(person=delegate.person, delegate=delegate)
    page = page_of_fingerprint(forum, fingerprint)
    return Holder(person=page.person, page=page) if page else None


def person_of_user(forum: Forum, user_id: int) -> Person | None:
    asked = select(Person).where(Person.forum_id == forum.id, Person.user_id == user_id)
    return db.session.scalars(asked).one_or_none()


def at_gate(
    forum: Forum,
    session: ReleasedSession,
    person: Person | None,
    delegate: Delegate | None = None,
    *,
    channel: str = "",
    habit: Channel | None = None,
) -> AtGate:
    """Six queries at most.

    delegate: of the own link that was shown; it alone counts, ended or not. channel: the key they
    chose or ORIGINAL, typed by anybody; empty: `habit` where the session has it, else the original.
    """
    delegate = delegate or (_registration_of(person) if person else None)
    place = _place_of(delegate, session) if delegate else None
    there = released_in(forum, session.code) if person else ReleasedIn([], [], [])
    one = _from_afar_first(_of(person, [*there.appearances, *there.interpreters]))
    speaks_at = _point_of(forum, one.point) if one and one.point else None
    return AtGate(
        forum=forum,
        session=session,
        person=person,
        delegate=delegate,
        place=place,
        speaks_at=speaks_at,
        channels=there.channels,
        entrant=Entrant(
            state=delegate.state.value if delegate else None,
            is_waiting=place is None and delegate is not None and _waits(delegate, session),
            speaks_from=Way(one.from_way) if one else None,
            speaks_at=speaks_at.id if speaks_at else None,
            is_asked=_is_asked(person) if person and not (delegate or one) else False,
            **(_seated(place) if place else {}),
            **_followed(there, person, channel, habit),
        ),
    )


def _seated(place: Place) -> dict[str, Any]:
    """How somebody attends, and what is not as it should be with that."""
    return {
        "way": place.way,
        "point_id": place.point_id,
        "is_undecided": place.is_undecided,
        "lost_point": place.point.code if place.point and place.is_stranded else None,
    }


def _followed(
    there: ReleasedIn, person: Person | None, channel: str, habit: Channel | None
) -> dict[str, Any]:
    """What somebody interprets, and the channel that they chose."""
    own = _of(person, there.interpreters)
    follows = channel_named(channel) if channel else habit
    is_there = follows in there.channels
    return {
        "interprets": tuple(x.channel for x in own if x.channel in there.channels),
        "only_interprets": bool(own) and not _of(person, there.appearances),
        "follows": follows if is_there else None,
        "follows_unknown": channel not in ("", ORIGINAL) and not is_there,
    }


def _is_asked(person: Person) -> bool:
    return page_of_person(person) is not None


def _of(person: Person | None, found: list[ReleasedAppearance]) -> list[ReleasedAppearance]:
    return [x for x in found if person and x.person.uuid == person.uuid]


def shown_at_gate(there: AtGate, *, now: datetime) -> Shown:
    """now: on the forum's clock. One query."""
    session = (there.session.starts_at, there.session.ends_at)
    links = {x.id: x for x in links_of_session(there.forum, there.session.session_id)}
    lines = [_line(link, session) for link in links.values()]
    way = way_in(lines, there.entrant, session, now)
    mine = [line for line in lines if is_for(line, there.entrant)]
    return Shown(
        way=way,
        links=[links[line.id] for line in way.lines],
        changes_at=next_change(mine, session[0], now),
    )


def _line(link: Link, session: tuple[datetime, datetime]) -> Line:
    return Line(
        id=link.id,
        purpose=link.purpose,
        audience=link.audience,
        point_id=link.point_id,
        is_of_session=link.session_id is not None,
        priority=link.priority,
        channel=link.channel if link.purpose is Purpose.INTERPRETATION else None,
        window=window_of(link.purpose, (link.opens_at, link.closes_at), session),
    )


def _registration_of(person: Person) -> Delegate | None:
    """The live one, else the last that ended."""
    asked = select(Delegate).where(Delegate.person_id == person.id)
    asked = asked.order_by(Delegate.state.not_in(LIVE), Delegate.id.desc()).limit(1)
    return db.session.scalars(asked.execution_options(populate_existing=True)).one_or_none()


def _place_of(delegate: Delegate, session: ReleasedSession) -> Place | None:
    asked = select(Place).where(
        Place.delegate_id == delegate.id,
        Place.session_id == session.session_id,
        Place.state == PlaceState.CONFIRMED,
    )
    asked = asked.options(joinedload(Place.point)).execution_options(populate_existing=True)
    return db.session.scalars(asked).one_or_none()


def _waits(delegate: Delegate, session: ReleasedSession) -> bool:
    asked = select(Waiting.id).where(
        Waiting.delegate_id == delegate.id,
        Waiting.session_id == session.session_id,
        Waiting.state == WaitingState.WAITING,
    )
    return db.session.scalar(asked) is not None


def _from_afar_first(found: list[ReleasedAppearance]) -> ReleasedAppearance | None:
    """Somebody may open in the hall and answer from home."""
    return min(found, key=lambda one: one.from_way == Way.HALL, default=None)


def _point_of(forum: Forum, code: str) -> Point | None:
    return next((point for point in points_of(forum) if point.code == code), None)
