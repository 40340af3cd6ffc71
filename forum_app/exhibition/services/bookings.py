"""Hold a booth, make the hold firm, give it back: one verb for the web, the desk and machines."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from ...db import db
from ...forums.models import Forum
from ..models import LIVE, Booking, BookingState, Booth, Exhibitor, Zone, ZoneInvitation, ZoneMode
from ..queries.floor import window_of
from ..rules import bookings as rules
from . import claims, letters, lines
from .ledger import By, Seen, add_hold, change, check_seen, locked, noted


def hold_booth(booth_id: int, exhibitor_id: int, *, by: By, now: datetime) -> Booking:
    """Keep the booth for the exhibitor for the hold_minutes of its zone.

    Holds on this floor that have ended are let go first, and the line goes before the public.
    Raises ZoneClosed, ZoneNotOpen, InvitationNeeded, EnoughBooths, BoothBlocked, BoothYours,
    BoothTaken, BoothPromised.
    """
    exhibitor = lock_exhibitor(exhibitor_id)
    cells = claims.lock_floor([booth_id])
    booth = db.session.get_one(Booth, booth_id, populate_existing=True)
    check_may_book(booth.zone, exhibitor, by=by, now=now)
    ended = lines.let_go_ended(cells, now=now)
    check_free(booth, exhibitor, now=now)
    until = now + timedelta(minutes=booth.zone.hold_minutes)
    booking = add_hold(booth, exhibitor.id, until=until, user_id=by.user_id, now=now)
    noted(booking, "exhibition.hold", actor=by.actor, now=now)
    lines.served_by_itself(booth, booking, now=now)
    lines.fill(cells if ended else (), now=now)
    return booking


def book_booth(booth_id: int, exhibitor_id: int, *, by: By, now: datetime) -> Booking:
    """Hold the booth and make the hold firm in one act: an organiser books for somebody.

    Confirmed, or submitted where the organisers decide or a price is due.
    Raises what `hold_booth` raises.
    """
    booking = hold_booth(booth_id, exhibitor_id, by=by, now=now)
    return settle(booking.id, Seen(booking.state, booking.version), by=by, now=now)


def settle(booking_id: int, seen: Seen, *, by: By, now: datetime) -> Booking:
    """Confirm a hold, or submit it where the organisers decide or a price is due.

    A waiting list may have brought one more than the zone gives to one: then another is given
    back first. Raises HoldEnded from the instant the hold ends, Stale, EnoughBooths.
    """
    booking = locked(booking_id)
    booth, zone = booking.booth, booking.booth.zone
    if booking.state is BookingState.EXPIRED or rules.has_ended(booking.held_until, now):
        raise rules.HoldEnded(booth=booth.code)
    check_seen(booking, seen)
    if booking.state is not BookingState.HELD:
        raise rules.NothingHeld
    if not by.organises:
        others = live_in_zone(booking.exhibitor_id, zone, now=now) - 1
        rules.check_limit(zone.code, zone.most_booths, others)
    if rules.is_firm_at_once(zone.mode, booking.price_minor):
        change(booking, seen, BookingState.CONFIRMED, confirmed_at=now)
    else:
        change(booking, seen, BookingState.SUBMITTED, submitted_at=now)
    if not claims.make_firm(booking):
        raise rules.HoldEnded(booth=booth.code)
    lines.offer_accepted(booking, now=now)
    noted(booking, f"exhibition.{_verb(booking.state)}", actor=by.actor, now=now)
    letters.lay_outcome(booking, now=now)
    return booking


def _verb(state: BookingState) -> str:
    return "confirm" if state is BookingState.CONFIRMED else "submit"


def cancel_booking(
    booking_id: int, seen: Seen, *, reason: str | None, by: By, now: datetime
) -> Booking:
    """Give up a live booking; its floor goes to the line, then to everybody.

    reason: of an organiser, which the exhibitor is told; None where the exhibitor cancels.
    Raises ReasonNeeded, HoldEnded, NothingHeld, Stale.
    """
    reason = rules.reason_given(reason or "") if by.organises else reason
    booking = locked(booking_id)
    if booking.state is BookingState.EXPIRED or rules.has_ended(booking.held_until, now):
        raise rules.HoldEnded(booth=booking.booth.code)
    check_seen(booking, seen)
    if booking.state not in LIVE:
        raise rules.NothingHeld
    change(booking, seen, BookingState.CANCELLED, cancelled_at=now, reason=reason)
    noted(booking, "exhibition.cancel", actor=by.actor, now=now, reason=reason)
    lines.offer_declined(booking, now=now)
    if by.organises or seen.state is not BookingState.HELD:
        letters.lay_outcome(booking, now=now)
    claims.free([booking.id])
    lines.fill(claims.cells_of(booking.booth_id), now=now, first=booking.booth_id)
    return booking


def lock_exhibitor(exhibitor_id: int) -> Exhibitor:
    """So that one exhibitor books one booth after the other; taken before any floor."""
    asked = select(Exhibitor).where(Exhibitor.id == exhibitor_id)
    locking = asked.with_for_update(key_share=True).execution_options(populate_existing=True)
    return db.session.scalars(locking).one()


def check_may_book(zone: Zone, exhibitor: Exhibitor, *, by: By, now: datetime) -> None:
    """Raises ZoneClosed, ZoneNotOpen, InvitationNeeded, EnoughBooths."""
    forum = db.session.get_one(Forum, zone.forum_id)
    rules.check_open(window_of(zone), zone.code, forum.zone, now)
    if by.organises:
        return
    check_invited(zone, exhibitor)
    rules.check_limit(zone.code, zone.most_booths, live_in_zone(exhibitor.id, zone, now=now))


def check_invited(zone: Zone, exhibitor: Exhibitor) -> None:
    if zone.mode is ZoneMode.INVITED and not db.session.get(
        ZoneInvitation, (zone.id, exhibitor.id)
    ):
        raise rules.InvitationNeeded(zone=zone.code)


def live_in_zone(exhibitor_id: int, zone: Zone, *, now: datetime) -> int:
    """A hold that is over counts no more, whoever has noticed it."""
    over = (Booking.state == BookingState.HELD) & (Booking.held_until <= now)
    asked = (
        select(func.count())
        .select_from(Booking)
        .join(Booth, Booth.id == Booking.booth_id)
        .where(
            Booking.forum_id == zone.forum_id,
            Booking.exhibitor_id == exhibitor_id,
            Booking.state.in_(LIVE),
            ~over,
            Booth.zone_id == zone.id,
        )
    )
    return db.session.scalar(asked) or 0


def check_free(booth: Booth, exhibitor: Exhibitor, *, now: datetime) -> None:
    """Raises BoothBlocked, BoothYours, BoothTaken, BoothPromised."""
    if claims.is_blocked(booth):
        raise rules.BoothBlocked(booth=booth.code)
    owner = claims.owner_of(claims.cells_of(booth.id), now=now)
    if owner is not None:
        is_mine = owner.exhibitor_id == exhibitor.id and owner.booth_id == booth.id
        raise (rules.BoothYours if is_mine else rules.BoothTaken)(booth=booth.code)
    following = lines.next_in_line(booth)
    if following is not None and following.exhibitor_id != exhibitor.id:
        raise rules.BoothPromised(booth=booth.code)
