"""The organiser's bookings: those to decide, all others, and what can be done with each."""

from collections.abc import Callable
from uuid import UUID

from flask import Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ... import clock
from ...db import writes, written
from ...forms import checks_token
from ...forums.models import Forum
from ...forums.views import desk_page_of, forum_or_404, organiser
from ...i18n import N_, say
from ...refusal import Refusal
from ..forms import ReasonForm
from ..models import Booking, BookingState
from ..queries.exhibitors import booking_at, bookings_by_state, bookings_listed, waiting_exhibitors
from ..queries.floor import booth_at, floor_of
from ..rules.bookings import NoSuchBooth
from ..rules.floor import FloorState
from ..services import bookings, decisions
from .blueprint import bp, by_organiser, seen_shown

SHOWN = 50  # bookings on one page


@bp.get("/desk/bookings")
@organiser
def show_bookings(lang: str, forum_slug: str) -> ResponseReturnValue:
    forum, state = forum_or_404(forum_slug), request.args.get("state", "")
    states = [BookingState(state)] if state in list(BookingState) else list(BookingState)
    typed = request.args.get("before", "")
    before = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None
    found = bookings_listed(forum, states, before=before, at_most=SHOWN + 1)
    return desk_page_of(
        lang,
        forum,
        "desk/bookings.html",
        shown=found[:SHOWN],
        more=found[SHOWN - 1].id if len(found) > SHOWN else None,
        state=state if len(states) == 1 else "",
        counted=bookings_by_state(forum),
        waiting=waiting_exhibitors(forum),
        now=clock.now(),
    )


@bp.get("/desk/bookings/<uuid:booking>")
@organiser
def show_booking(lang: str, forum_slug: str, booking: UUID) -> ResponseReturnValue:
    return _page(lang, forum_or_404(forum_slug), booking)


@bp.post("/desk/bookings/<uuid:booking>/approval")
@organiser
@writes
def approve(lang: str, forum_slug: str, booking: UUID) -> ResponseReturnValue:
    now, seen, by = clock.now(), seen_shown(), by_organiser()

    def verb(found: Booking) -> None:
        decisions.approve(found.id, seen, by=by, now=now)

    approved = N_("Booth %(booth)s is booked by “%(name)s”, who is written to.")
    return _decided(lang, forum_slug, booking, verb, approved)


@bp.post("/desk/bookings/<uuid:booking>/refusal")
@organiser
@checks_token
@writes
def decline(lang: str, forum_slug: str, booking: UUID) -> ResponseReturnValue:
    now, seen, by, form = clock.now(), seen_shown(), by_organiser(), ReasonForm()
    if not form.validate():
        return _page(lang, forum_or_404(forum_slug), booking, "refusal", form.all_said(), 422)

    def verb(found: Booking) -> None:
        decisions.decline(found.id, seen, reason=str(form.reason.data), by=by, now=now)

    declined = N_("“%(name)s” is turned down, and is written to with the reason.")
    return _decided(lang, forum_slug, booking, verb, declined)


@bp.post("/desk/bookings/<uuid:booking>/cancellation")
@organiser
@checks_token
@writes
def cancel_for(lang: str, forum_slug: str, booking: UUID) -> ResponseReturnValue:
    now, seen, by, form = clock.now(), seen_shown(), by_organiser(), ReasonForm()
    if not form.validate():
        return _page(lang, forum_or_404(forum_slug), booking, "cancellation", form.all_said(), 422)

    def verb(found: Booking) -> None:
        reason = str(form.reason.data)
        bookings.cancel_booking(found.id, seen, reason=reason, by=by, now=now)

    cancelled = N_("The booking of “%(name)s” is cancelled, and they are written to.")
    return _decided(lang, forum_slug, booking, verb, cancelled)


@bp.post("/desk/bookings/<uuid:booking>/booth")
@organiser
@writes
def move(lang: str, forum_slug: str, booking: UUID) -> ResponseReturnValue:
    now, seen, by = clock.now(), seen_shown(), by_organiser()
    code = request.form.get("booth", "")

    def verb(found: Booking) -> None:
        target = booth_at(forum_or_404(forum_slug), code)
        if target is None:
            raise NoSuchBooth
        decisions.move(found.id, seen, target.id, by=by, now=now)

    moved = N_("“%(name)s” has booth %(booth)s now, and is written to.")
    return _decided(lang, forum_slug, booking, verb, moved)


def _decided(
    lang: str, forum_slug: str, uuid: UUID, verb: Callable[[Booking], None], told: str
) -> ResponseReturnValue:
    def act() -> dict[str, str]:
        found = booking_at(forum_or_404(forum_slug), str(uuid)) or abort(404)
        verb(found)
        return {"name": found.exhibitor.name, "booth": found.booth.code}

    try:
        facts = written(act)
    except Refusal as refusal:
        forum, sentence = forum_or_404(forum_slug), refusal.said_in(lang)
        return _page(lang, forum, uuid, "", sentence, refusal.status)
    flash(say(lang, told, **facts))
    return redirect(url_for(".show_bookings", lang=lang, forum_slug=forum_slug), 303)


def _page(
    lang: str,
    forum: Forum,
    uuid: UUID,
    refused: str = "",
    sentence: str | None = None,
    status: int = 200,
) -> Response:
    """refused: the act whose reason is to be corrected."""
    booking, now = booking_at(forum, str(uuid)) or abort(404), clock.now()
    stands = floor_of(forum, now=now).stands
    return desk_page_of(
        lang,
        forum,
        "desk/booking.html",
        status=status,
        booking=booking,
        free=[one for one in stands if one.state is FloorState.FREE],
        refused=refused,
        sentence=sentence,
        typed=request.form.get("reason", "")[:1000],
        now=now,
    )
