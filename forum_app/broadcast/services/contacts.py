"""The people at a point: written down, changed, taken over, crossed out."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from ...db import db
from ...forums.models import Point
from ...forums.rules import check_languages
from ...live.services import touch
from ...trail.services import Note, note
from ...versioned import change, lock
from ..models import PeopleChanges, PointContact
from ..queries.people import contact_at
from ..rules.contacts import (
    TESTED,
    ContactGone,
    NotADeputy,
    Part,
    SecondCoordinator,
    check_reachable,
)
from ..rules.topics import readiness_topic

WAYS = ("phone", "email", "second_channel")
PERSONAL = ("name", *WAYS)


def add_contact(
    point: Point, wanted: Mapping[str, Any], *, actor: str, now: datetime
) -> PointContact:
    """wanted: the columns of a contact. Raises NoWayToReach, UnknownLanguage, SecondCoordinator."""
    lock(point)
    _check(point, wanted, but=0)
    contact = PointContact(forum_id=point.forum_id, point_id=point.id, version=1, **wanted)
    db.session.add(contact)
    db.session.flush()
    facts = {"part": str(contact.part)}
    personal = {"after": {name: wanted[name] for name in PERSONAL}}
    _note("broadcast.add_contact", contact, facts, personal, actor=actor, now=now)
    _count_change(point, contact.part)
    return contact


def edit_contact(
    contact: PointContact, wanted: Mapping[str, Any], *, seen: int, actor: str, now: datetime
) -> None:
    """wanted: some columns. Raises NoWayToReach, UnknownLanguage, SecondCoordinator,
    ChangedMeanwhile."""
    point = db.session.get_one(Point, contact.point_id)
    lock(point)
    now_there = {name: getattr(contact, name) for name in ("part", "languages", *WAYS)}
    _check(point, now_there | dict(wanted), but=contact.id)
    differing = change(contact, wanted, seen=seen)
    _note_change("broadcast.edit_contact", contact, differing, actor, now)
    if differing:
        _count_change(point, now_there["part"], contact.part)


def take_over(contact: PointContact, *, actor: str, now: datetime) -> None:
    """The deputy is the coordinator from now on, who was that is the deputy. Raises NotADeputy."""
    point = db.session.get_one(Point, contact.point_id)
    lock(point)
    db.session.refresh(contact)
    if contact.part is not Part.DEPUTY:
        raise NotADeputy
    at = (PointContact.point_id == point.id, PointContact.part == Part.COORDINATOR)
    before = db.session.scalars(select(PointContact).where(*at)).one_or_none()
    for one, part in ((before, Part.DEPUTY), (contact, Part.COORDINATOR)):
        if one is not None:
            facts = change(one, {"part": part}, seen=one.version)
            _note_change("broadcast.take_over", one, facts, actor, now)
    _count_change(point, Part.COORDINATOR)


def remove_contact(point: Point, contact_id: int, *, actor: str, now: datetime) -> None:
    """Nothing names them any more but the trail. Raises ContactGone."""
    lock(point)
    contact = contact_at(point, contact_id)
    if contact is None:
        raise ContactGone
    facts = {"part": str(contact.part)}
    personal = {"before": {name: getattr(contact, name) for name in PERSONAL}}
    _note("broadcast.remove_contact", contact, facts, personal, actor=actor, now=now)
    db.session.delete(contact)
    _count_change(point, contact.part)
    db.session.flush()


def _count_change(point: Point, *parts: Part) -> None:
    """What was tested of its people is to be tested again; the caller holds the point's row."""
    if TESTED.isdisjoint(parts):
        return
    key = (point.forum_id, point.id)
    counted = db.session.get(PeopleChanges, key, populate_existing=True)
    if counted is None:
        counted = PeopleChanges(forum_id=point.forum_id, point_id=point.id, changes=0)
        db.session.add(counted)
    counted.changes += 1
    db.session.flush()
    touch(readiness_topic(point.forum_id))


def _check(point: Point, wanted: Mapping[str, Any], *, but: int) -> None:
    """The index `uq_point_contacts_one_coordinator_per_point` says the last; this names it."""
    check_reachable([wanted[way] for way in WAYS])
    check_languages(wanted["languages"])
    at = (PointContact.point_id == point.id, PointContact.part == Part.COORDINATOR)
    if wanted["part"] == Part.COORDINATOR and db.session.scalar(
        select(PointContact.id).where(*at, PointContact.id != but)
    ):
        raise SecondCoordinator(point=point.code)


def _note_change(
    act: str, contact: PointContact, differing: dict[str, Any], actor: str, now: datetime
) -> None:
    """What names somebody is kept apart from the rest of the trail."""
    if not differing:
        return
    said, kept_apart = (
        {
            side: {name: x for name, x in values.items() if (name in PERSONAL) is is_personal}
            for side, values in differing.items()
        }
        for is_personal in (False, True)
    )
    facts = said if said["after"] else {}
    personal = kept_apart if kept_apart["after"] else {}
    _note(act, contact, facts, personal, actor=actor, now=now)


def _note(
    act: str,
    contact: PointContact,
    facts: dict[str, Any],
    personal: dict[str, Any],
    *,
    actor: str,
    now: datetime,
) -> None:
    note(
        Note(
            forum_id=contact.forum_id,
            at=now,
            actor=actor,
            act=act,
            kind="point",
            object_id=contact.point_id,
            facts=facts,
            personal=personal,
        )
    )
