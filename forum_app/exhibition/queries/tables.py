"""Bookings of booths as a table that leaves the house."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from ...db import db
from ...forums.models import Forum, Person
from ...i18n import N_, country_said, say
from ...tables import Cell, Table, wall
from ..models import Booking, Booth, Exhibitor, Zone
from ..rules.bookings import StateWord

HEADINGS = (
    *(N_("Booth"), N_("Zone"), N_("Exhibitor"), N_("Country"), N_("Contact")),
    *(N_("E-mail address"), N_("State"), N_("Price, in the smallest unit"), N_("Currency")),
    *(N_("Booked (%(zone)s)"), N_("Held until (%(zone)s)"), N_("Confirmed (%(zone)s)")),
    N_("Reason"),
)
AT_ONCE = 1000  # rows read before they are written


def bookings_table(forum: Forum, lang: str) -> Table:
    """Every booking ever made, the first first."""
    return Table(
        headings=[say(lang, heading, zone=forum.zone) for heading in HEADINGS],
        rows=_rows(forum, lang),
    )


def _rows(forum: Forum, lang: str) -> Iterator[list[Cell]]:
    asked = (
        select(Booth.code, Zone.code, Exhibitor.name, Exhibitor.country, Person.name, Person.email)
        .add_columns(Booking.state, Booking.price_minor, Booking.currency, Booking.booked_at)
        .add_columns(Booking.held_until, Booking.confirmed_at, Booking.reason)
        .select_from(Booking)
        .join(Booth, Booth.id == Booking.booth_id)
        .join(Zone, Zone.id == Booth.zone_id)
        .join(Exhibitor, Exhibitor.id == Booking.exhibitor_id)
        .join(Person, Person.id == Exhibitor.contact_id)
        .where(Booking.forum_id == forum.id)
        .order_by(Booking.id)
        .execution_options(yield_per=AT_ONCE)
    )
    for row in db.session.execute(asked):
        yield _row(forum, row, lang)


def _row(forum: Forum, row: Any, lang: str) -> list[Cell]:
    booth, zone, exhibitor, country, contact, email, state, price, currency, *times, reason = row
    who = [booth, zone, exhibitor, country and country_said(country, lang), contact, email]
    said = StateWord(state.value).said_in(lang)
    return [*who, said, price, currency, *(wall(at, forum.zone) for at in times), reason]
