"""Booths for machines: the list, which is open, and booking one with a token of the organisers."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import marshmallow as ma
from flask import Response, abort, g, url_for

from .. import access, clock
from ..api import Blueprint, PageSchema, base_url, done_once, page_of
from ..db import writes, written
from ..forums.api import token_with
from ..forums.models import Forum
from ..forums.views import forum_or_404
from ..keys.services import Answer
from ..schemas import Email, Inside, Instant, Line, Schema
from .models import Booking, BookingState, Booth
from .queries.exhibitors import live_booking_of
from .queries.floor import Stand, booth_at, floor_of
from .rules.bookings import NoSuchBooking
from .rules.floor import FloorState
from .services.bookings import book_booth, cancel_booking
from .services.exhibitors import exhibitor_for
from .services.ledger import By, Seen

SCOPE = "booths"
NAME = 120  # characters
CANCELLED = "–"  # the reason where a machine cancels: it gives none

Asked = dict[str, Any]
P = ParamSpec("P")
R = TypeVar("R")
bp = Blueprint("exhibition_api", __name__, subject="Booths")


class BoothSchema(Schema):
    code = ma.fields.String(required=True, attribute="booth.code")
    zone = ma.fields.String(
        required=True, attribute="zone.code", metadata={"description": "The code."}
    )
    width_m = ma.fields.Float(required=True)
    depth_m = ma.fields.Float(required=True)
    state = ma.fields.Enum(
        FloorState,
        by_value=True,
        required=True,
        metadata={"description": "`free`: booking it would succeed. Booths may share floor."},
    )


class ExhibitorSchema(Schema):
    name = Line(NAME, required=True)
    email = Email(required=True)


class BookingSchema(Schema):
    exhibitor = Inside(
        ExhibitorSchema,
        required=True,
        metadata={"description": "Found by its address; who is known keeps the name."},
    )


class BookedSchema(Schema):
    booking = ma.fields.String(required=True, attribute="uuid")
    state = ma.fields.Enum(
        BookingState,
        by_value=True,
        required=True,
        metadata={"description": "`submitted` where the organisers decide or a price is due."},
    )
    held_until = Instant(required=True, allow_none=True)


def _of_a_booth(view: Callable[P, R]) -> Callable[P, R]:
    """404 where there is no such booth, whatever was sent."""

    @wraps(view)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        _booth_or_404(forum_or_404(str(kwargs["forum_slug"])), str(kwargs["code"]))
        return view(*args, **kwargs)

    return wrapper


@bp.get("/forums/<forum_slug>/booths")
@access.anyone
@bp.arguments(PageSchema, location="query")
@bp.response(200, BoothSchema(many=True))
def list_booths(asked: Asked, forum_slug: str) -> tuple[list[Stand], dict[str, str]]:
    """Every booth of the published plans, by zone and code"""
    stands = floor_of(forum_or_404(forum_slug), now=clock.now()).stands
    return page_of(stands, asked, lambda stand: stand.booth.code)


@bp.post("/forums/<forum_slug>/booths/<code>/booking")
@token_with(SCOPE)
@writes
@_of_a_booth
@bp.arguments(BookingSchema)
@bp.response(201, BookedSchema)
def create_booking(asked: Asked, forum_slug: str, code: str) -> Response:
    """Book a booth for somebody, in the name of the organisers

    The exhibitor is written to. Refused with 409 `booth_taken` where somebody else has the booth
    or any of its floor, or waits for it; `booth_blocked`; `zone_not_open`; `zone_closed`.
    """
    by, now = By(g.caller, organises=True), clock.now()
    exhibitor = asked["exhibitor"]

    def act() -> Answer:
        forum = forum_or_404(forum_slug)
        booth = _booth_or_404(forum, code)
        made = exhibitor_for(forum, exhibitor["name"], exhibitor["email"], actor=g.caller, now=now)
        booking = book_booth(booth.id, made.id, by=by, now=now)
        return Answer(201, json.dumps(BookedSchema().dump(booking)), _here(forum_slug, code))

    return done_once(g.caller, asked, act)


@bp.delete("/forums/<forum_slug>/booths/<code>/booking")
@token_with(SCOPE)
@writes
@bp.response(204)
def cancel(forum_slug: str, code: str) -> Response:
    """Cancel the booking of just this booth: its floor goes to the next in line

    404 where the booth has none, also where another booth has its floor.
    """
    by, now = By(g.caller, organises=True), clock.now()

    def act() -> None:
        booking = _booking_or_404(_booth_or_404(forum_or_404(forum_slug), code))
        seen = Seen(booking.state, booking.version)
        cancel_booking(booking.id, seen, reason=CANCELLED, by=by, now=now)

    written(act)
    return Response(status=204)


def _here(forum_slug: str, code: str) -> str:
    return base_url() + url_for(".create_booking", forum_slug=forum_slug, code=code)


def _booth_or_404(forum: Forum, code: str) -> Booth:
    return booth_at(forum, code) or abort(404)


def _booking_or_404(booth: Booth) -> Booking:
    booking = live_booking_of(booth, now=clock.now())
    if booking is None:
        raise NoSuchBooking
    return booking
