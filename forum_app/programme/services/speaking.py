"""What speakers do on their own page, and how they are asked to come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from ... import seal
from ...clock import zone_named, zones_like
from ...db import db, insert_once
from ...forums.models import Forum, Person
from ...forums.services.noting import note_act
from ...post.services import lay_in
from ...text import address
from ...trail.services import Note, note
from ...versioned import change, lock
from ..models import Appearance, Photo, Session, SpeakerPage
from ..queries.speakers import page_of_person
from ..rules.speaking import (
    AddressOfAnother,
    NoAddress,
    NoSuchZone,
    NothingToAnswer,
    NothingToAsk,
    StrangeAddress,
    usual_lang,
)
from .draft_versions import hold_draft

LETTER = "programme.speaker_invitation"
OF_A_PAGE = ("biography", "name_said", "contact", "zone", "lang")


def page_for(person: Person, *, now: datetime) -> SpeakerPage:
    """The page of `person`, made where there is none; whoever makes it at the same time is one."""
    link, feed = seal.new_secret(), seal.new_secret()
    insert_once(
        SpeakerPage,
        "person_id",
        forum_id=person.forum_id,
        person_id=person.id,
        lang=usual_lang(person.country),
        link_hash=seal.fingerprint(link),
        link_sealed=seal.sealed(link),
        feed_hash=seal.fingerprint(feed),
        feed_sealed=seal.sealed(feed),
        letters=0,
        changes=0,
        made_at=now,
        version=1,
    )
    page = page_of_person(person)
    assert page is not None
    return page


def write_address(person: Person, typed: str, *, actor: str, now: datetime) -> None:
    """The address of whoever has none yet. Raises StrangeAddress, AddressOfAnother."""
    try:
        email = address(typed)
    except ValueError:
        raise StrangeAddress(typed=typed[:80]) from None
    known = select(Person).where(Person.forum_id == person.forum_id, Person.email == email)
    if other := db.session.scalar(known):
        raise AddressOfAnother(email=email, name=other.name)
    person.email = email
    db.session.flush()
    _note_person("programme.write_address", person, actor, now)


def invite(person: Person, lang: str | None = None, *, actor: str, now: datetime) -> None:
    """Write to them for whatever they have not answered yet, with the link to their page; whoever
    answered it all and comes is sent the link alone, as after it was renewed.

    lang: of this letter and all later ones; None: as it is. Raises NoAddress, NothingToAsk.
    """
    if not person.email:
        raise NoAddress(name=person.name)
    hold_draft(db.session.get_one(Forum, person.forum_id))
    held = [x for x in _held(person) if not x.declined_at]
    if not held:
        raise NothingToAsk(name=person.name)
    open_ = [x for x in held if not x.confirmed_at]
    for appearance in open_:
        appearance.invited_at, appearance.version = now, appearance.version + 1
    page = page_for(person, now=now)
    lock(page)
    page.letters += 1
    if lang and lang != page.lang:
        page.lang, page.version = lang, page.version + 1
    db.session.flush()
    facts = {"page_id": page.id, "asks": bool(open_)}
    to = (f"{LETTER}:{page.id}:{page.letters}", person.email, page.lang)
    lay_in(LETTER, *to, facts, forum_id=person.forum_id, now=now)
    _note_person("programme.invite_speaker", person, actor, now)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """because: why somebody declines; None for whoever comes, or says nothing of it."""

    comes: bool
    because: str | None = None


def answer(
    page: SpeakerPage, session: Session, given: Answer, *, actor: str, now: datetime
) -> None:
    """Come, or decline to, in all one's roles in `session`; another answer replaces it.

    Nothing that is published changes before the next release. Raises NothingToAnswer.
    """
    hold_draft(db.session.get_one(Forum, page.forum_id))
    lock(page)
    mine = [x for x in _held(page.person) if x.session_id == session.id]
    if not mine:
        raise NothingToAnswer
    for one in mine:
        one.confirmed_at = (one.confirmed_at or now) if given.comes else None
        one.declined_at = None if given.comes else now
        one.declined_because = None if given.comes else given.because
        one.version += 1
    page.changes += 1
    db.session.flush()
    act = "programme.accept" if given.comes else "programme.decline"
    personal = {"because": given.because} if given.because else {}
    note(
        Note(
            forum_id=page.forum_id,
            at=now,
            actor=actor,
            act=act,
            kind="session",
            object_id=session.id,
            facts={"person": page.person.uuid},
            personal=personal,
        )
    )


@dataclass(frozen=True, kw_only=True)
class Picture:
    """One that was drawn anew and lies among the uploads under `content`, its SHA-256."""

    content: str
    width: int
    height: int


def edit_page(
    page: SpeakerPage,
    wanted: Mapping[str, Any],
    picture: Picture | None,
    *,
    takes_photo_away: bool = False,
    seen: int,
    actor: str,
    now: datetime,
) -> None:
    """wanted: biography, name_said, contact, zone, lang. picture: None leaves the one there is.

    People see it after the next release, of whoever confirmed. Raises NoSuchZone, ChangedMeanwhile.
    """
    hold_draft(db.session.get_one(Forum, page.forum_id))
    values = {name: wanted[name] for name in OF_A_PAGE}
    if values["zone"]:
        zone = zone_named(values["zone"])
        if zone is None:
            like = ", ".join(zones_like(values["zone"]))
            raise NoSuchZone(zone=values["zone"][:60], like=like)
        values["zone"] = zone
    if picture is not None:
        values["photo_id"] = _photo(page, picture, actor, now).id
    elif takes_photo_away:
        values["photo_id"] = None
    facts = change(page, values, seen=seen)
    if facts:  # what somebody says of themself is theirs: the trail names the fields alone
        changed, act = {"changed": sorted(facts["after"])}, "programme.edit_speaker"
        note_act(page.forum_id, act, "person", page.person_id, changed, actor=actor, now=now)


def _photo(page: SpeakerPage, picture: Picture, actor: str, now: datetime) -> Photo:
    photo = Photo(
        forum_id=page.forum_id,
        person_id=page.person_id,
        content=picture.content,
        width=picture.width,
        height=picture.height,
        made_at=now,
        made_by=actor,
    )
    db.session.add(photo)
    db.session.flush()
    return photo


def renew_addresses(page: SpeakerPage, *, actor: str, now: datetime) -> None:
    """The page and its calendar have new secret addresses; the old ones open nothing any more."""
    hold_draft(db.session.get_one(Forum, page.forum_id))
    lock(page)
    link, feed = seal.new_secret(), seal.new_secret()
    page.link_hash, page.link_sealed = seal.fingerprint(link), seal.sealed(link)
    page.feed_hash, page.feed_sealed = seal.fingerprint(feed), seal.sealed(feed)
    db.session.flush()
    _note_person("programme.renew_speaker_link", page.person, actor, now)


def _held(person: Person) -> Sequence[Appearance]:
    """What they appear in, as it is now; under `hold_draft`, so nobody changes it."""
    asked = select(Appearance).where(Appearance.person_id == person.id).order_by(Appearance.id)
    return db.session.scalars(asked.execution_options(populate_existing=True)).all()


def _note_person(act: str, person: Person, actor: str, now: datetime) -> None:
    facts = {"person": person.uuid}
    note_act(person.forum_id, act, "person", person.id, facts, actor=actor, now=now)
