"""Exhibitors: made by themselves or for them, their profile, who acts for them, invitations."""

from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import Select, select, update
from sqlalchemy.exc import IntegrityError

from ...accounts.models import User
from ...db import db, inserting
from ...forums.models import Forum, Person
from ...i18n import Words
from ...registration.services.persons import Contact, contact_of
from ...trail.services import Note, note
from ..models import Exhibitor, ExhibitorKind, ExhibitorStaff, Zone, ZoneInvitation, ZoneMode
from ..rules import exhibitors as rules
from . import letters


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What an exhibitor says of itself. profile: a short description, in some language."""

    name: str
    kind: ExhibitorKind
    country: str | None
    profile: Words | None
    website: str | None
    lang: str


def exhibitor_for(forum: Forum, name: str, email: str, *, actor: str, now: datetime) -> Exhibitor:
    """The exhibitor whose contact has this address, made where there is none.

    One who is known keeps the name that is known.
    """
    contact = contact_of(forum, Contact(name=name, email=email), actor=actor, now=now)
    return _of_contact(contact) or add_exhibitor(contact, name, actor=actor, now=now)


def add_exhibitor(
    contact: Person, name: str, *, actor: str, now: datetime, **given: Any
) -> Exhibitor:
    """A new exhibitor for whom `contact` books. given: further columns of its row."""
    made = _add(contact, name, given)
    _noted(made, "exhibition.add_exhibitor", actor=actor, now=now)
    return made


def save_profile(
    forum: Forum,
    user: User,
    known: Exhibitor | None,
    profile: Profile,
    *,
    version: int,
    now: datetime,
) -> Exhibitor:
    """Make the exhibitor that `user` acts for, or change what it says of itself.

    known: the one `user` acts for already; version: of it, as the page showed it, 0 for none.
    Raises BadWebsite, ExhibitorStale.
    """
    website, actor = rules.website_checked(profile.website), f"user {user.id}"
    if known is None:
        known = exhibitor_for(forum, profile.name, user.email, actor=actor, now=now)
        version = known.version
    let_act(known, user, actor=actor, now=now)
    row = {
        "name": profile.name,
        "kind": profile.kind,
        "country": profile.country,
        "profile": profile.profile,
        "website": website,
        "lang": profile.lang,
    }
    changed = db.session.scalar(
        update(Exhibitor)
        .where(Exhibitor.id == known.id, Exhibitor.version == version)
        .values(version=Exhibitor.version + 1, **row)
        .returning(Exhibitor.id)
        .execution_options(synchronize_session=False)
    )
    if changed is None:
        raise rules.ExhibitorStale
    db.session.refresh(known)
    _noted(known, "exhibition.save_profile", actor=actor, now=now)
    return known


def let_act(exhibitor: Exhibitor, user: User, *, actor: str, now: datetime) -> None:
    """Let `user` act for `exhibitor`; whoever does so already, or for another, goes on.

    Two requests may do so at once: the slower waits, and finds it done.
    """
    row = {"exhibitor_id": exhibitor.id, "user_id": user.id, "forum_id": exhibitor.forum_id}
    once = inserting(ExhibitorStaff).values(**row, added_at=now).on_conflict_do_nothing()
    if db.session.scalar(once.returning(ExhibitorStaff.user_id)) is not None:
        _noted(exhibitor, "exhibition.let_act", actor=actor, now=now, user_id=user.id)


def invite(zone: Zone, name: str, email: str, *, actor: str, now: datetime) -> Exhibitor:
    """Let an exhibitor, found or made by its address, book in a zone of the invited.

    Raises NotByInvitation, InvitedAlready.
    """
    if zone.mode is not ZoneMode.INVITED:
        raise rules.NotByInvitation(zone=zone.code)
    forum = db.session.get_one(Forum, zone.forum_id)
    exhibitor = exhibitor_for(forum, name, email, actor=actor, now=now)
    row = {"zone_id": zone.id, "exhibitor_id": exhibitor.id, "forum_id": forum.id}
    try:
        with db.session.begin_nested():
            db.session.add(ZoneInvitation(**row, invited_at=now))
    except IntegrityError:
        raise rules.InvitedAlready(name=exhibitor.name, zone=zone.code) from None
    _noted(exhibitor, "exhibition.invite", actor=actor, now=now, zone_id=zone.id)
    letters.lay_invited(exhibitor, zone, now=now)
    return exhibitor


def _of_contact(contact: Person) -> Exhibitor | None:
    asked = select(Exhibitor).where(
        Exhibitor.forum_id == contact.forum_id, Exhibitor.contact_id == contact.id
    )
    return db.session.scalar(asked)


def _add(contact: Person, name: str, given: dict[str, Any]) -> Exhibitor:
    """A new exhibitor; the one of another request that was faster."""
    stem = rules.slug_of(name)
    for number in count(1):
        slug = stem if number == 1 else f"{stem}-{number}"
        if db.session.scalar(_slugs(contact.forum_id, slug)):
            continue
        row = {"forum_id": contact.forum_id, "contact_id": contact.id, "slug": slug, "name": name}
        made = Exhibitor(**row | given)
        try:
            with db.session.begin_nested():
                db.session.add(made)
        except IntegrityError:
            if known := _of_contact(contact):
                return known
            continue
        return made
    raise AssertionError("some number is free")


def _slugs(forum_id: int, slug: str) -> Select[int]:
    return select(Exhibitor.id).where(Exhibitor.forum_id == forum_id, Exhibitor.slug == slug)


def _noted(exhibitor: Exhibitor, act: str, *, actor: str, now: datetime, **facts: object) -> None:
    note(
        Note(
            forum_id=exhibitor.forum_id,
            at=now,
            actor=actor,
            act=act,
            kind="exhibitor",
            object_id=exhibitor.id,
            facts={"version": exhibitor.version or 1, **facts},
        )
    )
