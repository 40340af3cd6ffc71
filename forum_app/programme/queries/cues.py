"""What whoever chairs a session needs on paper: the release, and how to find each speaker."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ...db import db
from ...forums.models import Forum, Person
from ...forums.queries import points_of
from ..models import Appearance, ReleasedSession, Session, SpeakerPage
from ..rules import (
    ReleasedAppearance,
    ReleasedTalk,
    appearances_in,
    by_person,
    channels_in,
    interpreters_in,
    talks_in,
)
from ..rules.channels import Channel
from ..rules.ways import LEADS
from .released import latest_release, released_sessions


@dataclass(frozen=True)
class CuePerson:
    """Somebody in a session: their appearances there, whose clocks they go by, their page."""

    appearances: list[ReleasedAppearance]
    zone: str
    page: SpeakerPage | None


@dataclass(frozen=True)
class CueSheet:
    session: ReleasedSession
    talks: list[ReleasedTalk]
    people: list[CuePerson]
    channels: list[tuple[Channel, list[CuePerson]]]  # each with who interprets
    number: int  # of the release

    def people_of(self, talk: str | None) -> list[CuePerson]:
        """Who is in this talk (its uuid), or in the whole session."""
        return [x for x in self.people if any(one.talk == talk for one in x.appearances)]


@dataclass
class _Facts:
    zones: Mapping[str, str] = field(default_factory=dict)  # code of a point -> IANA
    pages: Mapping[str, SpeakerPage] = field(default_factory=dict)  # uuid of a person -> page


def cue_sheets_of(forum: Forum, code: str | None = None) -> list[CueSheet]:
    """One for each session of the latest release that is held, or for the one with `code`.

    Four queries.
    """
    release = latest_release(forum)
    if release is None:
        return []
    facts = _Facts({x.code: x.zone for x in points_of(forum)}, _pages_of(forum))
    talks, appearances = talks_in(release.frozen), appearances_in(release.frozen)
    voices, channels = interpreters_in(release.frozen), channels_in(release.frozen)
    return [
        CueSheet(
            session,
            [x for x in talks if x.session_code == session.code],
            _people(session, [x for x in appearances if x.session_code == session.code], facts),
            [
                (channel, _people(session, _in(channel, session, voices), facts))
                for channel in channels.get(session.code, ())
            ],
            release.number,
        )
        for session in released_sessions(forum)
        if not session.cancelled and code in (None, session.code)
    ]


def _in(
    channel: Channel, session: ReleasedSession, voices: list[ReleasedAppearance]
) -> list[ReleasedAppearance]:
    return [x for x in voices if x.session_code == session.code and x.channel == channel]


def _people(
    session: ReleasedSession, appearances: list[ReleasedAppearance], facts: _Facts
) -> list[CuePerson]:
    found = []
    for many in by_person(appearances):
        page = facts.pages.get(many[0].person.uuid)
        own = page.zone if page and many[0].from_way != "hall" else None
        at_point = next((facts.zones.get(x.point) for x in many if x.point), None)
        found.append(CuePerson(many, at_point or own or session.zone, page))
    return found


def _pages_of(forum: Forum) -> dict[str, SpeakerPage]:
    asked = select(SpeakerPage).where(SpeakerPage.forum_id == forum.id)
    found = db.session.scalars(asked.options(joinedload(SpeakerPage.person)))
    return {page.person.uuid: page for page in found}


def chairs(user_id: int, session: Session) -> bool:
    """Whether this user leads `session`, by the draft of this moment: whom it is taken from is out
    at once, and so is who declined. One query.
    """
    leads = _led_by(user_id).where(Session.id == session.id)
    return db.session.scalar(leads.limit(1)) is not None


def led_by(user_id: int) -> list[tuple[Forum, Session]]:
    """The sessions that this user leads, of the latest forum first. One query."""
    asked = select(Forum, Session).join(Session, Session.forum_id == Forum.id)
    asked = asked.where(Session.id.in_(_led_by(user_id)))
    asked = asked.order_by(Forum.first_day.desc(), Forum.slug, Session.starts_at, Session.code)
    return [(forum, session) for forum, session in db.session.execute(asked)]


def _led_by(user_id: int):  # type: ignore[no-untyped-def]
    return (
        select(Session.id)
        .join(Appearance, Appearance.session_id == Session.id)
        .join(Person, Person.id == Appearance.person_id)
        .where(Person.user_id == user_id, Appearance.role.in_(LEADS))
        .where(Appearance.declined_at.is_(None))
    )
