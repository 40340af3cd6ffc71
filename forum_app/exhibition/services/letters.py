"""Which letter is laid into the outbox when. What it says is written when it is sent (`tasks`)."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from ...accounts.models import User
from ...db import db
from ...forums.models import Person
from ...post.services import lay_in
from ..models import Booking, Exhibitor, ExhibitorStaff, Zone


def lay_outcome(booking: Booking, *, now: datetime) -> None:
    """Submitted, confirmed, declined, expired or cancelled: the letter is named after the state."""
    _lay_of(booking, booking.state.value, now=now)


def lay_offered(booking: Booking, *, now: datetime) -> None:
    """The line brought a booth: a hold, with its own end."""
    _lay_of(booking, "offered", now=now)


def lay_moved(booking: Booking, from_booth_id: int, *, now: datetime) -> None:
    _lay_of(booking, "moved", now=now, from_booth_id=from_booth_id, booth_id=booking.booth_id)


def lay_invited(exhibitor: Exhibitor, zone: Zone, *, now: datetime) -> None:
    facts = {"exhibitor_id": exhibitor.id, "zone_id": zone.id}
    _lay("invited", exhibitor, f"{zone.id}:{exhibitor.id}", facts, now=now)


def addresses_of(exhibitor: Exhibitor) -> list[str]:
    """Who is written to: the contact, then the users who act for it."""
    contact = db.session.get_one(Person, exhibitor.contact_id).email
    asked = (
        select(User.email)
        .join(ExhibitorStaff, ExhibitorStaff.user_id == User.id)
        .where(ExhibitorStaff.exhibitor_id == exhibitor.id)
        .order_by(User.id)
    )
    return list(dict.fromkeys(x for x in [contact, *db.session.scalars(asked)] if x))


def _lay_of(booking: Booking, letter: str, *, now: datetime, **facts: object) -> None:
    exhibitor = db.session.get_one(Exhibitor, booking.exhibitor_id)
    told = {"booking_id": booking.id, **facts}
    _lay(letter, exhibitor, f"{booking.uuid}:{booking.version}", told, now=now)


def _lay(
    letter: str, exhibitor: Exhibitor, key: str, facts: Mapping[str, object], *, now: datetime
) -> None:
    for address in addresses_of(exhibitor):
        lay_in(
            f"exhibition.{letter}",
            f"exhibition.{letter}:{key}:{address}",
            address,
            exhibitor.lang,
            facts,
            forum_id=exhibitor.forum_id,
            now=now,
        )
