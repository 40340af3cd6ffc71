"""The secret pages of points, who may hold them, and which letters took them there."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from ... import seal
from ...accounts.models import User
from ...db import db
from ...forums.models import Point
from ...post.models import Message
from ...post.services import attempt_began
from ..models import PageLetter, PointContact, PointCoordinator, PointKey
from ..rules.contacts import Part
from ..rules.pages import HOLDERS, Holder, Page, Stands, stands_of
from ..rules.readers import language_of

_ORDER = list(Part)


@dataclass(frozen=True)
class Carried:
    """The last letter to a contact, laid for `address`."""

    address: str
    stands: Stands | None
    at: datetime


def pages_of(points: Collection[Point]) -> dict[int, Page]:
    """point id -> its page, made or not. Five queries, however many points they are."""
    ids = [point.id for point in points]
    asked = select(PointKey).where(PointKey.point_id.in_(ids))
    keys = {key.point_id: key for key in db.session.scalars(asked)}
    made = {point_id: key.made_at for point_id, key in keys.items()}
    letters, carried = _counted(ids), _carried(ids, made)
    users, there = _addresses_of_users(ids), defaultdict(list)
    held = (PointContact.point_id.in_(ids), PointContact.part.in_(HOLDERS))
    for contact in db.session.scalars(select(PointContact).where(*held)):
        there[contact.point_id].append(contact)
    return {
        point.id: Page(
            is_withdrawn=point.withdrawn_at is not None,
            made_at=made.get(point.id),
            opens=secret_in(keys[point.id]) is not None if point.id in keys else True,
            letters=letters.get(point.id, 0),
            holders=tuple(
                _holder(contact, point, users[point.id], carried.get(contact.id))
                for contact in sorted(there[point.id], key=_in_order)
            ),
        )
        for point in points
    }


def page_seen(page: Page, *, renews: bool) -> str:
    """What a review showed, in few letters: another where anything of it is otherwise."""
    to = [(x.contact_id, x.address, x.lang) for x in page.to_send(renews=renews)]
    seen = [page.letters, str(page.made_at), page.becomes(renews=renews), to]
    return seal.fingerprint(json.dumps(seen))[:20]


def secret_in(key: PointKey) -> str | None:
    """None where it was sealed with a key that is not here."""
    try:
        return seal.opened(key.key_sealed)
    except seal.CannotOpen:
        return None


def _counted(ids: Collection[int]) -> dict[int, int]:
    asked = select(PageLetter.point_id, func.count()).where(PageLetter.point_id.in_(ids))
    return dict(db.session.execute(asked.group_by(PageLetter.point_id)).all())


def _carried(ids: Collection[int], made: Mapping[int, datetime]) -> dict[int, Carried]:
    """contact id -> the last letter to them. One query."""
    said = (Message.address, Message.state, Message.next_at, Message.sent_at)
    asked = select(PageLetter, *said).join(Message, Message.dedup_key == PageLetter.dedup_key)
    asked = asked.where(PageLetter.point_id.in_(ids)).order_by(PageLetter.id)
    found = {}
    for letter, address, state, next_at, sent_at in db.session.execute(asked):
        began = attempt_began(next_at, sent_at)
        stands = stands_of(state, began, made.get(letter.point_id))
        found[letter.contact_id] = Carried(address, stands, sent_at or letter.laid_at)
    return found


def _addresses_of_users(ids: Collection[int]) -> dict[int, set[str]]:
    asked = select(PointCoordinator.point_id, User.email)
    asked = asked.join(User, User.id == PointCoordinator.user_id)
    found = defaultdict(set)
    for point_id, email in db.session.execute(asked.where(PointCoordinator.point_id.in_(ids))):
        found[point_id].add(email)
    return found


def _in_order(contact: PointContact) -> tuple[int, str, int]:
    return _ORDER.index(contact.part), contact.name, contact.id


def _holder(
    contact: PointContact, point: Point, users: Collection[str], carried: Carried | None
) -> Holder:
    """What went to an address that is no more theirs is not theirs."""
    counts = carried if carried and carried.address == contact.email and carried.stands else None
    return Holder(
        contact_id=contact.id,
        name=contact.name,
        part=contact.part,
        address=contact.email,
        lang=language_of(contact.languages, point),
        signs_in=contact.email in users,
        stands=counts.stands if counts else None,
        at=counts.at if counts else None,
    )
