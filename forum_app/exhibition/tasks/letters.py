"""What the letters to exhibitors say. Written as they leave, so they tell what is true."""

from collections.abc import Callable
from typing import Any

from flask import url_for

from ... import clock
from ...clock import Moment
from ...db import db
from ...forums.models import Forum
from ...i18n import N_, say
from ...post.rules import Act, Block, Letter, Note, Text
from ..models import Booking, BookingState, Booth, Exhibitor, Zone
from ..rules.bookings import has_ended

Said = tuple[str, list[Block]]  # subject, which is the heading too, and what follows


class Writing:
    """One letter to an exhibitor: in which language, of which forum."""

    def __init__(self, exhibitor: Exhibitor, lang: str) -> None:
        self.exhibitor, self.lang = exhibitor, lang
        self.forum = db.session.get_one(Forum, exhibitor.forum_id)

    def say(self, msgid: str, **facts: object) -> str:
        return say(self.lang, msgid, **facts)

    def mine(self, label: str) -> Act:
        """The one link: to the exhibitor's own page, behind signing in."""
        at: dict[str, Any] = {"lang": self.lang, "forum_slug": self.forum.slug}
        return Act(label, url_for("exhibition.show_mine", **at))

    def letter(self, subject: str, blocks: list[Block]) -> Letter:
        return Letter(
            sender=self.forum.short_name.said_in(self.lang),
            subject=subject,
            heading=subject,
            blocks=blocks,
            contact=self.forum.contact_email,
        )


def _submitted(w: Writing, booking: Booking) -> Said:
    subject = w.say(N_("Booth %(booth)s: sent to the organisers"), booth=booking.booth.code)
    kept = w.say(N_("The booth is kept for you until the organisers decide. We will write to you."))
    return subject, [Text(kept), w.mine(w.say(N_("See my booths")))]


def _confirmed(w: Writing, booking: Booking) -> Said:
    subject = w.say(N_("Booth %(booth)s is yours"), booth=booking.booth.code)
    named = w.say(N_("“%(name)s” is named on the plan from now on."), name=w.exhibitor.name)
    return subject, [Text(named), w.mine(w.say(N_("See my booths")))]


def _declined(w: Writing, booking: Booking) -> Said:
    subject = w.say(N_("Booth %(booth)s: turned down"), booth=booking.booth.code)
    why = w.say(N_("The organisers’ reason: %(reason)s"), reason=booking.reason or "–")
    return subject, [Text(why), w.mine(w.say(N_("Look for another booth")))]


def _cancelled(w: Writing, booking: Booking) -> Said:
    subject = w.say(N_("Booth %(booth)s: the booking is cancelled"), booth=booking.booth.code)
    blocks: list[Block] = []
    if booking.reason and booking.reason != "–":
        why = N_("The organisers’ reason: %(reason)s")
        blocks.append(Text(w.say(why, reason=booking.reason)))
    else:
        blocks.append(Text(w.say(N_("The booth is free for others again."))))
    return subject, [*blocks, w.mine(w.say(N_("Look for another booth")))]


def _expired(w: Writing, booking: Booking) -> Said:
    subject = w.say(N_("Booth %(booth)s: the hold has ended"), booth=booking.booth.code)
    again = w.say(N_("It was not confirmed in time. If it is still free, you may hold it again."))
    return subject, [Text(again), w.mine(w.say(N_("See my booths")))]


def _offered(w: Writing, booking: Booking) -> Said | None:
    if booking.state is not BookingState.HELD or has_ended(booking.held_until, clock.now()):
        return None  # answered, or over, before the letter left
    assert booking.held_until is not None
    until = Moment(booking.held_until, w.forum.zone)
    subject = w.say(N_("Booth %(booth)s is free for you"), booth=booking.booth.code)
    held = N_("You were next on the waiting list: the booth is held for you until %(until)s.")
    after = N_("Without an answer it goes to the next, and you leave the waiting list.")
    link = w.mine(w.say(N_("Take it or give it back")))
    return subject, [Text(w.say(held, until=until)), link, Note(w.say(after))]


def _moved(w: Writing, booking: Booking, facts: dict[str, Any]) -> Said | None:
    if booking.booth_id != facts["booth_id"]:
        return None  # moved once more: that letter follows
    before = db.session.get_one(Booth, facts["from_booth_id"]).code
    told = {"before": before, "booth": booking.booth.code}
    subject = w.say(N_("Your booth is %(booth)s now, no longer %(before)s"), **told)
    moved = w.say(N_("The organisers moved your booking. Its state is as it was."))
    return subject, [Text(moved), w.mine(w.say(N_("See my booths")))]


def _of_state(
    state: BookingState, write: Callable[[Writing, Booking], Said]
) -> Callable[[dict[str, Any], str], Letter | None]:
    """The letter of one outcome, while that is still what came of the booking."""

    def writer(facts: dict[str, Any], lang: str) -> Letter | None:
        booking = db.session.get(Booking, facts["booking_id"])
        if booking is None or booking.state is not state:
            return None
        w = Writing(booking.exhibitor, lang)
        return w.letter(*write(w, booking))

    return writer


def _write_offered(facts: dict[str, Any], lang: str) -> Letter | None:
    booking = db.session.get_one(Booking, facts["booking_id"])
    w = Writing(booking.exhibitor, lang)
    said = _offered(w, booking)
    return w.letter(*said) if said else None


def _write_moved(facts: dict[str, Any], lang: str) -> Letter | None:
    booking = db.session.get_one(Booking, facts["booking_id"])
    w = Writing(booking.exhibitor, lang)
    said = _moved(w, booking, facts)
    return w.letter(*said) if said else None


def _write_invited(facts: dict[str, Any], lang: str) -> Letter | None:
    exhibitor = db.session.get_one(Exhibitor, facts["exhibitor_id"])
    zone, w = db.session.get_one(Zone, facts["zone_id"]), Writing(exhibitor, lang)
    subject = w.say(N_("You are invited to exhibit at %(forum)s"), forum=w.forum.short_name)
    named = {"name": exhibitor.name, "zone": zone.name}
    where = w.say(N_("“%(name)s” may choose a booth in the zone “%(zone)s”."), **named)
    sign_in = w.say(N_("Please sign in with the address to which this letter came."))
    choose = w.mine(w.say(N_("Choose a booth")))
    return w.letter(subject, [Text(where), choose, Note(sign_in)])


WRITERS = {
    "exhibition.submitted": _of_state(BookingState.SUBMITTED, _submitted),
    "exhibition.confirmed": _of_state(BookingState.CONFIRMED, _confirmed),
    "exhibition.declined": _of_state(BookingState.DECLINED, _declined),
    "exhibition.cancelled": _of_state(BookingState.CANCELLED, _cancelled),
    "exhibition.expired": _of_state(BookingState.EXPIRED, _expired),
    "exhibition.offered": _write_offered,
    "exhibition.moved": _write_moved,
    "exhibition.invited": _write_invited,
}
