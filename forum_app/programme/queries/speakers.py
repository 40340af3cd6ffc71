"""Speakers: who they are, what they were asked and answered, their own pages and files."""

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ... import seal
from ...db import db
from ...forums.models import Forum, Person, Point
from ...text import folded
from ..models import (
    Appearance,
    Photo,
    Release,
    ReleasedPhoto,
    ReleasedSession,
    Session,
    Slides,
    SpeakerPage,
    Talk,
    Way,
)
from ..rules.speaking import Standing, standing_of

LONGEST = 100  # characters of a search
LOADED = (Appearance.person, Appearance.point, Appearance.channel)


@dataclass(frozen=True)
class Spoken:
    """One appearance in the draft, with all that is told about it."""

    appearance: Appearance
    session: Session
    talk: Talk | None


@dataclass(frozen=True)
class SpeakerListed:
    person: Person
    page: SpeakerPage | None
    appearances: list[Spoken]

    @property
    def standing(self) -> Standing:
        return standing_of([one.appearance for one in self.appearances])


def speakers_listed(forum: Forum, typed: str = "") -> list[SpeakerListed]:
    """Everybody who appears in the draft by name; `typed`: words that must begin a part of name or
    organisation, without marks. Three queries.
    """
    words = folded(typed[:LONGEST]).split()
    spoken: dict[int, list[Spoken]] = defaultdict(list)
    for one in spoken_in(forum):
        spoken[one.appearance.person_id].append(one)
    appears = select(Appearance.person_id).where(Appearance.forum_id == forum.id)
    people = select(Person).where(Person.forum_id == forum.id, Person.id.in_(appears))
    pages = select(SpeakerPage).where(SpeakerPage.forum_id == forum.id)
    page_of = {page.person_id: page for page in db.session.scalars(pages)}
    return [
        SpeakerListed(person, page_of.get(person.id), spoken[person.id])
        for person in db.session.scalars(people.order_by(Person.name_sort, Person.id))
        if _is_asked(person, words)
    ]


def _is_asked(person: Person, words: Iterable[str]) -> bool:
    there = f"{person.name_folded} {person.organisation_folded or ''}".split()
    return all(any(part.startswith(word) for part in there) for word in words)


def spoken_in(forum: Forum) -> list[Spoken]:
    """Every appearance of the draft, by session. One query."""
    return _spoken(Appearance.forum_id == forum.id)


def spoken_by(person: Person) -> list[Spoken]:
    """In the order of the programme. One query."""
    return _spoken(Appearance.person_id == person.id)


def people_in(session: Session) -> list[Spoken]:
    """Who appears in `session`, in order. One query."""
    return _spoken(Appearance.session_id == session.id)


def appearing_from(point: Point) -> list[Spoken]:
    """Who appears from `point` in the draft, and did not decline; by start. One query."""
    held = (Session.cancelled_at.is_(None), Appearance.declined_at.is_(None))
    return _spoken(Appearance.point_id == point.id, *held)


def _spoken(*which: Any) -> list[Spoken]:
    asked = (
        select(Appearance, Session, Talk)
        .join(Session, Session.id == Appearance.session_id)
        .outerjoin(Talk, Talk.id == Appearance.talk_id)
        .where(*which)
        .options(*(joinedload(x) for x in LOADED))
        .order_by(Session.starts_at, Session.code, Appearance.position, Appearance.id)
    )
    return [Spoken(*row) for row in db.session.execute(asked)]


@dataclass(frozen=True)
class Asked:
    """All that one person does in one session of the draft.

    talks: of theirs, each from when until when: one after the other from the start of the session.
    """

    session: Session
    spoken: list[Spoken]
    talks: list[tuple[Talk, datetime, datetime]]

    @property
    def standing(self) -> Standing:
        return standing_of([one.appearance for one in self.spoken])

    @property
    def speaks(self) -> bool:
        """Whether they do more than interpret."""
        return any(one.appearance.channel_id is None for one in self.spoken)

    @property
    def first(self) -> Appearance:
        return self.spoken[0].appearance

    def zone_there(self, page: SpeakerPage | None) -> str:
        """Whose clocks they go by: of their point, else what they say, else the venue's."""
        point = next((x.appearance.point for x in self.spoken if x.appearance.point), None)
        if point is not None:
            return point.zone
        is_far = self.first.from_way is not Way.HALL
        return (page.zone if page and is_far else None) or self.session.zone


def asked_of(person: Person) -> list[Asked]:
    """What `person` is to do, session by session, in the order of the programme. Two queries."""
    found: dict[int, Asked] = {}
    for one in spoken_by(person):
        found.setdefault(one.session.id, Asked(one.session, [], [])).spoken.append(one)
    there: dict[int, list[Talk]] = defaultdict(list)
    talks = select(Talk).where(Talk.session_id.in_(found)).order_by(Talk.position, Talk.id)
    for talk in db.session.scalars(talks):
        there[talk.session_id].append(talk)
    for session_id, mine in found.items():
        own = {one.talk for one in mine.spoken}
        mine.talks.extend(x for x in with_times(mine.session, there[session_id]) if x[0] in own)
    return list(found.values())


def talks_in_draft(session: Session) -> list[Talk]:
    """In their order. One query."""
    asked = select(Talk).where(Talk.session_id == session.id)
    return list(db.session.scalars(asked.order_by(Talk.position, Talk.id)))


def with_times(session: Session, talks: Iterable[Talk]) -> list[tuple[Talk, datetime, datetime]]:
    """Each with when it is: one after the other from the start of `session`."""
    found, starts = [], session.starts_at
    for talk in talks:
        ends = starts + timedelta(minutes=talk.minutes)
        found.append((talk, starts, ends))
        starts = ends
    return found


def talks_of_appearance(appearance: Appearance) -> list[Talk]:
    """The one talk it is in, or none. One query."""
    return list(db.session.scalars(select(Talk).where(Talk.id == appearance.talk_id)))


def talk_in(session: Session, uuid: UUID) -> Talk | None:
    asked = select(Talk).where(Talk.session_id == session.id, Talk.uuid == str(uuid))
    return db.session.scalars(asked).one_or_none()


def appearance_in(session: Session, appearance_id: int) -> Appearance | None:
    found = db.session.get(Appearance, appearance_id)
    return found if found is not None and found.session_id == session.id else None


def page_of_person(person: Person) -> SpeakerPage | None:
    asked = select(SpeakerPage).where(SpeakerPage.person_id == person.id)
    return db.session.scalars(asked.options(joinedload(SpeakerPage.photo))).one_or_none()


def page_of_link(forum: Forum, secret: str) -> SpeakerPage | None:
    """The page that this secret opens, typed by anybody. One query."""
    return page_of_fingerprint(forum, seal.fingerprint(secret))


def page_of_fingerprint(forum: Forum, fingerprint: str) -> SpeakerPage | None:
    return _page_by(forum, SpeakerPage.link_hash == fingerprint)


def page_of_feed(forum: Forum, secret: str) -> SpeakerPage | None:
    return _page_by(forum, SpeakerPage.feed_hash == seal.fingerprint(secret))


def page_of_user(forum: Forum, user_id: int) -> SpeakerPage | None:
    mine = select(Person.id).where(Person.forum_id == forum.id, Person.user_id == user_id)
    return _page_by(forum, SpeakerPage.person_id.in_(mine))


def forums_spoken_in(user_id: int) -> list[Forum]:
    """Those in which this user has a page as a speaker, the latest first. One query."""
    asked = select(Forum).join(Person, Person.forum_id == Forum.id)
    asked = asked.join(SpeakerPage, SpeakerPage.person_id == Person.id)
    asked = asked.where(Person.user_id == user_id).order_by(Forum.first_day.desc(), Forum.slug)
    return list(db.session.scalars(asked))


def _page_by(forum: Forum, which: Any) -> SpeakerPage | None:
    asked = select(SpeakerPage).where(SpeakerPage.forum_id == forum.id, which)
    asked = asked.options(joinedload(SpeakerPage.person), joinedload(SpeakerPage.photo))
    return db.session.scalars(asked).one_or_none()


def said_of_speakers(forum: Forum) -> dict[int, dict[str, Any]]:
    """id of a person -> what a release shows of what they say of themself. One query."""
    asked = select(SpeakerPage.person_id, SpeakerPage.biography, Photo.content)
    asked = asked.outerjoin(Photo, Photo.id == SpeakerPage.photo_id)
    return {
        person_id: {"biography": dict(said.by_lang) if said else None, "photo": photo}
        for person_id, said, photo in db.session.execute(
            asked.where(SpeakerPage.forum_id == forum.id)
        )
    }


def photo_of(person: Person, content: str) -> Photo | None:
    asked = select(Photo).where(Photo.person_id == person.id, Photo.content == content)
    return db.session.scalars(asked.limit(1)).one_or_none()


def is_photo_released(forum: Forum, content: str) -> bool:
    """Whether the latest release shows this picture, which is named by its content. One query."""
    latest = select(Release.id).where(Release.forum_id == forum.id)
    latest = latest.order_by(Release.number.desc()).limit(1)
    of_latest = ReleasedPhoto.release_id == latest.scalar_subquery()
    shown = (ReleasedPhoto.forum_id == forum.id, of_latest)
    asked = select(ReleasedPhoto.content).where(*shown, ReleasedPhoto.content == content)
    return db.session.scalar(asked) is not None


def slides_of(person: Person) -> dict[int, list[Slides]]:
    """id of a session -> the versions of their slides for it, the latest first. One query."""
    return _by_session(select(Slides).where(Slides.person_id == person.id))


def slides_of_these(session: ReleasedSession, people: Set[str]) -> Sequence[Slides]:
    """The latest version that everybody may have of each of `people`, by uuid, in this session.

    None where it is cancelled. One query.
    """
    if session.cancelled:
        return []
    shown = (Slides.session_id == session.session_id, Slides.shown_at.is_not(None))
    asked = select(Slides).where(*shown).options(joinedload(Slides.person)).order_by(Slides.number)
    found = db.session.scalars(asked)
    latest = {one.person_id: one for one in found if one.person.uuid in people}
    return sorted(latest.values(), key=lambda one: (one.person.name_sort, one.person_id))


def slides_numbered(person: Person, session: Session, number: int) -> Slides | None:
    whose = (Slides.person_id == person.id, Slides.session_id == session.id)
    return db.session.scalars(select(Slides).where(*whose, Slides.number == number)).one_or_none()


def _by_session(asked: Any) -> dict[int, list[Slides]]:
    found: dict[int, list[Slides]] = {}
    for one in db.session.scalars(asked.order_by(Slides.number.desc())):
        found.setdefault(one.session_id, []).append(one)
    return found
