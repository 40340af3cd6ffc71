"""Who is at which point, who coordinates it, and which secret page opens its desk."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ... import seal
from ...accounts.models import MailedLink, User
from ...db import db
from ...forums.models import Forum, Point
from ..models import CoordinatorInvitation, PointContact, PointCoordinator, PointKey
from ..rules.contacts import Part

_ORDER = list(Part)


def contacts_of(point: Point) -> list[PointContact]:
    """The coordinator first, then technicians and deputies by name. One query."""
    asked = select(PointContact).where(PointContact.point_id == point.id)
    return sorted(db.session.scalars(asked), key=_in_order)


def contacts_by_point(forum: Forum) -> dict[int, list[PointContact]]:
    """point id -> its contacts, in the same order. One query."""
    found = defaultdict(list)
    asked = select(PointContact).where(PointContact.forum_id == forum.id)
    for contact in sorted(db.session.scalars(asked), key=_in_order):
        found[contact.point_id].append(contact)
    return found


def contact_at(point: Point, contact_id: int) -> PointContact | None:
    found = db.session.get(PointContact, contact_id)
    return found if found is not None and found.point_id == point.id else None


def _in_order(contact: PointContact) -> tuple[int, str, int]:
    return _ORDER.index(contact.part), contact.name, contact.id


def is_coordinator(user_id: int, point: Point) -> bool:
    """Asked of the database each time: whom it is taken from is out at once. One query."""
    key = (point.forum_id, point.id, user_id)
    return db.session.get(PointCoordinator, key, populate_existing=True) is not None


def coordinates_anything(user_id: int, forum: Forum) -> bool:
    """One query."""
    mine = (PointCoordinator.forum_id == forum.id, PointCoordinator.user_id == user_id)
    return db.session.scalar(select(PointCoordinator.point_id).where(*mine).limit(1)) is not None


def coordinated_by(user_id: int) -> list[tuple[Forum, Point]]:
    """The points that this user coordinates, of the latest forum first. One query."""
    asked = (
        select(Forum, Point)
        .join(Point, Point.forum_id == Forum.id)
        .join(PointCoordinator, PointCoordinator.point_id == Point.id)
        .where(PointCoordinator.user_id == user_id)
        .order_by(Forum.first_day.desc(), Forum.slug, Point.position, Point.code)
    )
    return [(forum, point) for forum, point in db.session.execute(asked)]


def coordinators_by_point(forum: Forum) -> dict[int, list[User]]:
    """point id -> the users who coordinate it, by name. One query."""
    asked = (
        select(PointCoordinator.point_id, User)
        .join(User, User.id == PointCoordinator.user_id)
        .where(PointCoordinator.forum_id == forum.id)
        .order_by(User.name, User.id)
    )
    found = defaultdict(list)
    for point_id, user in db.session.execute(asked):
        found[point_id].append(user)
    return found


def open_invitations(
    forum: Forum, point: Point | None = None
) -> Sequence[tuple[CoordinatorInvitation, MailedLink]]:
    """Each with its point and its latest link, the newest first. One query."""
    still_open = (
        CoordinatorInvitation.accepted_at.is_(None),
        CoordinatorInvitation.withdrawn_at.is_(None),
    )
    asked = select(CoordinatorInvitation, MailedLink).join(MailedLink)
    asked = asked.where(CoordinatorInvitation.forum_id == forum.id, *still_open)
    if point is not None:
        asked = asked.where(CoordinatorInvitation.point_id == point.id)
    asked = asked.options(joinedload(CoordinatorInvitation.point))
    found = db.session.execute(asked.order_by(CoordinatorInvitation.id.desc()))
    return [(invitation, link) for invitation, link in found]


def invitation_at(point: Point, invitation_id: int) -> CoordinatorInvitation | None:
    found = db.session.get(CoordinatorInvitation, invitation_id)
    return found if found is not None and found.point_id == point.id else None


def key_of(point: Point) -> PointKey | None:
    """One query."""
    asked = select(PointKey).where(PointKey.point_id == point.id)
    return db.session.scalars(asked).one_or_none()


def point_of_key(forum: Forum, secret: str) -> Point | None:
    """The point whose page this secret opens; None for one that was renewed. One query."""
    asked = select(Point).join(PointKey, PointKey.point_id == Point.id)
    shown = (PointKey.forum_id == forum.id, PointKey.key_hash == seal.fingerprint(secret))
    return db.session.scalars(asked.where(*shown)).one_or_none()
