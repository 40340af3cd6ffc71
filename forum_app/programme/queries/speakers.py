"""Speakers: who they are, what they were asked and answered, their own pages and files."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import String, cast, select
from sqlalchemy.orm import joinedload

from ... import seal
from ...db import db
from ...forums.models import Forum, Person
from ...text import folded
from ..models import Appearance, Photo, Release, Session, Slides, SpeakerPage, Talk
from ..rules.speaking import Standing, standing_of

LONGEST = 100  # characters of a search


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


def _spoken(*which: Any) -> list[Spoken]:
    asked = (
        select(Appearance, Session, Talk)
        .join(Session, Session.id == Appearance.session_id)
        .outerjoin(Talk, Talk.id == Appearance.talk_id)
        .where(*which)
        .options(joinedload(Appearance.person), joinedload(Appearance.point))
        .order_by(Session.starts_at, Session.code, Appearance.position, Appearance.id)
    )
    return [Spoken(*row) for row in db.session.execute(asked)]


def talks_in_draft(session: Session) -> list[Talk]:
    """In their order. One query."""
    asked = select(Talk).where(Talk.session_id == session.id)
    return list(db.session.scalars(asked.order_by(Talk.position, Talk.id)))


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
    return _page_by(forum, SpeakerPage.link_hash == seal.fingerprint(secret))


def page_of_feed(forum: Forum, secret: str) -> SpeakerPage | None:
    return _page_by(forum, SpeakerPage.feed_hash == seal.fingerprint(secret))


def page_of_user(forum: Forum, user_id: int) -> SpeakerPage | None:
    mine = select(Person.id).where(Person.forum_id == forum.id, Person.user_id == user_id)
    return _page_by(forum, SpeakerPage.person_id.in_(mine))


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
    """Whether the latest release shows this picture, which is named by its content. One query.

    The JSON is looked through as text: a SHA-256 stands in it nowhere else.
    """
    latest = select(Release.id).where(Release.forum_id == forum.id)
    latest = latest.order_by(Release.number.desc()).limit(1)
    there = cast(Release.frozen, String).contains(f'"{content}"', autoescape=True)
    asked = select(Release.id).where(Release.id == latest.scalar_subquery(), there)
    return db.session.scalar(asked) is not None


def slides_of(person: Person) -> dict[int, list[Slides]]:
    """id of a session -> the versions of their slides for it, the latest first. One query."""
    return _by_session(select(Slides).where(Slides.person_id == person.id))


def slides_shown(session_id: int) -> Sequence[Slides]:
    """The latest version that may be shown of each person in this session. One query."""
    asked = select(Slides).where(Slides.session_id == session_id, Slides.shown_at.is_not(None))
    found = db.session.scalars(asked.options(joinedload(Slides.person)).order_by(Slides.number))
    latest = {one.person_id: one for one in found}
    return sorted(latest.values(), key=lambda one: (one.person.name_sort, one.person_id))


def slides_in(forum: Forum, slides_id: int) -> Slides | None:
    found = db.session.get(Slides, slides_id)
    return found if found is not None and found.forum_id == forum.id else None


def slides_numbered(person: Person, session: Session, number: int) -> Slides | None:
    whose = (Slides.person_id == person.id, Slides.session_id == session.id)
    return db.session.scalars(select(Slides).where(*whose, Slides.number == number)).one_or_none()


def _by_session(asked: Any) -> dict[int, list[Slides]]:
    found: dict[int, list[Slides]] = {}
    for one in db.session.scalars(asked.order_by(Slides.number.desc())):
        found.setdefault(one.session_id, []).append(one)
    return found
