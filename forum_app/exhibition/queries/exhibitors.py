"""Who shows, what they have, who acts for them; and what waits for the organisers."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from ...accounts.models import User
from ...db import db
from ...forums.models import Forum, Person
from ...forums.rules import can_be_code
from ..models import (
    LIVE,
    Booking,
    BookingState,
    Booth,
    BoothWaiting,
    BoothWaitingState,
    Exhibitor,
    ExhibitorStaff,
    Zone,
    ZoneInvitation,
)

WHOLE = joinedload(Booking.booth).joinedload(Booth.zone)


def exhibitor_of(user: User, forum: Forum) -> Exhibitor | None:
    """The exhibitor that `user` acts for at `forum`: as its staff, or as its contact. One query.

    Who is made its contact by an organiser, by address, acts for it as soon as they sign in.
    """
    staffed = select(ExhibitorStaff.exhibitor_id).where(
        ExhibitorStaff.forum_id == forum.id, ExhibitorStaff.user_id == user.id
    )
    contact = (Person.email == user.email) | (Person.user_id == user.id)
    asked = (
        select(Exhibitor)
        .join(Person, Person.id == Exhibitor.contact_id)
        .where(Exhibitor.forum_id == forum.id, or_(Exhibitor.id.in_(staffed), contact))
        .order_by(Exhibitor.id.in_(staffed).desc(), Exhibitor.id)
        .limit(1)
    )
    return db.session.scalar(asked)


def exhibitor_with_contact(person: Person) -> Exhibitor | None:
    """Whose contact `person` is, or None. One query."""
    return db.session.scalar(select(Exhibitor).where(Exhibitor.contact_id == person.id))


def forums_shown_at_by(user: User) -> list[Forum]:
    """The forums at which `user` acts for an exhibitor, the latest first. One query."""
    staffed = select(ExhibitorStaff.exhibitor_id).where(ExhibitorStaff.user_id == user.id)
    contact = (Person.email == user.email) | (Person.user_id == user.id)
    here = (
        select(Exhibitor.forum_id)
        .join(Person, Person.id == Exhibitor.contact_id)
        .where(or_(Exhibitor.id.in_(staffed), contact))
    )
    asked = select(Forum).where(Forum.id.in_(here))
    return list(db.session.scalars(asked.order_by(Forum.first_day.desc(), Forum.slug)))


def shown_exhibitor(forum: Forum, slug: str) -> Exhibitor | None:
    """The exhibitor of this name whom the public may know: one with a confirmed booking."""
    if not can_be_code(slug):
        return None
    confirmed = select(Booking.exhibitor_id).where(
        Booking.forum_id == forum.id, Booking.state == BookingState.CONFIRMED
    )
    asked = select(Exhibitor).where(
        Exhibitor.forum_id == forum.id, Exhibitor.slug == slug, Exhibitor.id.in_(confirmed)
    )
    return db.session.scalar(asked)


def bookings_of(exhibitor: Exhibitor, *states: BookingState) -> list[Booking]:
    """Its bookings in these states (all without any), the newest first. One query."""
    asked = select(Booking).where(Booking.exhibitor_id == exhibitor.id).options(WHOLE)
    if states:
        asked = asked.where(Booking.state.in_(states))
    return list(db.session.scalars(asked.order_by(Booking.id.desc()).limit(100)))


def own_booking(exhibitor: Exhibitor, uuid: str) -> Booking | None:
    asked = select(Booking).where(Booking.uuid == uuid, Booking.exhibitor_id == exhibitor.id)
    return db.session.scalar(asked.options(WHOLE))


def booking_at(forum: Forum, uuid: str) -> Booking | None:
    asked = select(Booking).where(Booking.uuid == uuid, Booking.forum_id == forum.id)
    return db.session.scalar(asked.options(WHOLE, joinedload(Booking.exhibitor)))


def live_booking_of(booth: Booth, *, now: datetime) -> Booking | None:
    """The live booking of just this booth, or None; a hold that has ended is none."""
    over = (Booking.state == BookingState.HELD) & (Booking.held_until <= now)
    asked = select(Booking).where(Booking.booth_id == booth.id, Booking.state.in_(LIVE), ~over)
    return db.session.scalar(asked.order_by(Booking.id).limit(1))


def lines_of(exhibitor: Exhibitor) -> list[tuple[BoothWaiting, int]]:
    """The lines it waits in, each with how many are before it. One query."""
    before = BoothWaiting.__table__.alias("before")
    ahead = (
        select(func.count())
        .select_from(before)
        .where(
            before.c.zone_id == BoothWaiting.zone_id,
            or_(
                before.c.booth_id.is_(None),
                BoothWaiting.booth_id.is_(None),
                before.c.booth_id == BoothWaiting.booth_id,
            ),
            before.c.state == BoothWaitingState.WAITING,
            before.c.id < BoothWaiting.id,
        )
        .correlate(BoothWaiting)
        .scalar_subquery()
    )
    asked = (
        select(BoothWaiting, ahead)
        .where(
            BoothWaiting.exhibitor_id == exhibitor.id,
            BoothWaiting.state == BoothWaitingState.WAITING,
        )
        .options(joinedload(BoothWaiting.booth), joinedload(BoothWaiting.zone))
        .order_by(BoothWaiting.id)
    )
    return [(waiting, n) for waiting, n in db.session.execute(asked)]


def offered_bookings(bookings: Sequence[Booking]) -> set[int]:
    """Ids of those of `bookings` that a waiting list offers. One query."""
    asked = select(BoothWaiting.booking_id).where(
        BoothWaiting.booking_id.in_([one.id for one in bookings]),
        BoothWaiting.state == BoothWaitingState.OFFERED,
    )
    return {number for number in db.session.scalars(asked) if number is not None}


def invited_zones(exhibitor: Exhibitor) -> set[int]:
    asked = select(ZoneInvitation.zone_id).where(ZoneInvitation.exhibitor_id == exhibitor.id)
    return set(db.session.scalars(asked))


def zone_at(forum: Forum, code: str) -> Zone | None:
    if not can_be_code(code):
        return None
    return db.session.scalar(select(Zone).where(Zone.forum_id == forum.id, Zone.code == code))


def bookings_listed(
    forum: Forum, states: Sequence[BookingState], *, before: int | None, at_most: int
) -> list[Booking]:
    """Bookings of `forum` in these states, the newest first. One query."""
    asked = select(Booking).where(Booking.forum_id == forum.id, Booking.state.in_(states))
    if before is not None:
        asked = asked.where(Booking.id < before)
    asked = asked.options(WHOLE, joinedload(Booking.exhibitor).joinedload(Exhibitor.contact))
    return list(db.session.scalars(asked.order_by(Booking.id.desc()).limit(at_most)))


def bookings_by_state(forum: Forum) -> dict[BookingState, int]:
    asked = select(Booking.state, func.count()).where(Booking.forum_id == forum.id)
    return dict(db.session.execute(asked.group_by(Booking.state)).all())


def waiting_exhibitors(forum: Forum) -> list[tuple[BoothWaiting, str]]:
    """Everybody in line, in its order, with the exhibitor's name. One query."""
    asked = (
        select(BoothWaiting, Exhibitor.name)
        .join(Exhibitor, Exhibitor.id == BoothWaiting.exhibitor_id)
        .where(BoothWaiting.forum_id == forum.id, BoothWaiting.state == BoothWaitingState.WAITING)
        .options(joinedload(BoothWaiting.booth), joinedload(BoothWaiting.zone))
        .order_by(BoothWaiting.id)
        .limit(200)
    )
    return [(waiting, name) for waiting, name in db.session.execute(asked)]
