"""Who is written to about a point: who coordinates it, and its contacts with an address."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from ...accounts.models import User
from ...db import db
from ...forums.models import Point
from ..models import PointContact, PointCoordinator
from ..rules.contacts import Part
from ..rules.pages import HOLDERS
from ..rules.readers import language_of
from .pages import secret_in
from .people import is_coordinator, key_of


@dataclass(frozen=True)
class Reader:
    """ref: "user 3" or "contact 5", so that no list of letters keeps a name of its own."""

    ref: str
    address: str
    lang: str
    coordinates: bool


def readers_of(points: Collection[Point]) -> dict[int, list[Reader]]:
    """point id -> who is written to, each address once, who signs in first. Two queries."""
    by_id = {point.id: point for point in points}
    found: dict[int, dict[str, Reader]] = defaultdict(dict)
    asked = select(PointCoordinator.point_id, User).join(User, User.id == PointCoordinator.user_id)
    asked = asked.where(PointCoordinator.point_id.in_(by_id)).order_by(User.id)
    for point_id, user in db.session.execute(asked):
        reader = Reader(f"user {user.id}", user.email, user.locale, True)
        found[point_id].setdefault(user.email, reader)
    there = select(PointContact).where(PointContact.point_id.in_(by_id))
    for contact in db.session.scalars(there.order_by(PointContact.id)):
        if contact.email:
            lang = language_of(contact.languages, by_id[contact.point_id])
            coordinates = contact.part is Part.COORDINATOR
            reader = Reader(f"contact {contact.id}", contact.email, lang, coordinates)
            found[contact.point_id].setdefault(contact.email, reader)
    return {point_id: list(readers.values()) for point_id, readers in found.items()}


def still_reads(ref: str, address: str, point: Point) -> bool:
    """Whether a letter to `ref`, laid for `address`, is still theirs to read."""
    kind, _, number = ref.partition(" ")
    if kind == "user":
        return is_coordinator(int(number), point)
    contact = db.session.get(PointContact, int(number))
    return contact is not None and contact.point_id == point.id and contact.email == address


def may_hold(ref: str, point: Point) -> bool:
    """Whether `ref` is a contact at `point` who may hold its secret page."""
    contact = db.session.get(PointContact, int(ref.removeprefix("contact ")))
    return contact is not None and contact.point_id == point.id and contact.part in HOLDERS


def secret_for(ref: str, point: Point) -> str | None:
    """Of the secret page of `point`, for the one contact who holds it: its coordinator."""
    kind, _, number = ref.partition(" ")
    contact = db.session.get(PointContact, int(number)) if kind == "contact" else None
    return secret_of(point) if contact is not None and contact.part is Part.COORDINATOR else None


def secret_of(point: Point) -> str | None:
    """Of the secret page that `point` has now; None where there is none that can be said."""
    key = key_of(point)
    return secret_in(key) if key else None
