"""What an exhibitor does: look at the plan, hold, confirm, give back, wait."""

from collections.abc import Callable
from uuid import UUID

from flask import Response, abort, flash, g, redirect, url_for
from flask.typing import ResponseReturnValue

from ... import clock
from ...accounts.views import signed_in, user_or_sign_in
from ...db import writes, written
from ...forums.models import Forum
from ...forums.views import desk_page_of, forum_or_404
from ...i18n import N_, say
from ...refusal import Refusal
from ..models import Booking, BookingState, Exhibitor
from ..queries.exhibitors import (
    bookings_of,
    exhibitor_of,
    invited_zones,
    lines_of,
    offered_bookings,
)
from ..queries.floor import floor_of
from ..services import bookings, waiting
from .blueprint import (
    booth_or_404,
    bp,
    by_exhibitor,
    exhibitor_staff,
    mine_or_403,
    own_booking_or_404,
    seen_shown,
    zone_or_404,
)

ID = "int(max=2147483647)"  # the largest id that a database knows


@bp.get("/exhibitor")
@signed_in
def show_mine(lang: str, forum_slug: str) -> ResponseReturnValue:
    return _mine(lang, forum_or_404(forum_slug))


@bp.get("/exhibitor/booths")
@signed_in
def show_my_plan(lang: str, forum_slug: str) -> ResponseReturnValue:
    return _plan(lang, forum_or_404(forum_slug))


@bp.get("/exhibitor/booths/<code>")
@signed_in
def show_my_booth(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    return _booth(lang, forum_or_404(forum_slug), code)


@bp.post("/exhibitor/booths/<code>/hold")
@exhibitor_staff
@writes
def hold(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    now = clock.now()

    def act(forum: Forum, mine: Exhibitor) -> None:
        booth = booth_or_404(forum, code)
        bookings.hold_booth(booth.id, mine.id, by=by_exhibitor(), now=now)

    held = N_("Booth %(booth)s is held for you. Please confirm it before the time is over.")
    return _done(lang, forum_slug, act, say(lang, held, booth=code), at=code)


@bp.post("/exhibitor/bookings/<uuid:booking>/confirmation")
@exhibitor_staff
@writes
def settle(lang: str, forum_slug: str, booking: UUID) -> ResponseReturnValue:
    now, seen = clock.now(), seen_shown()

    def act(forum: Forum, mine: Exhibitor) -> str:
        found = own_booking_or_404(mine, booking)
        done = bookings.settle(found.id, seen, by=by_exhibitor(), now=now)
        if done.state is BookingState.CONFIRMED:
            return say(lang, N_("Booth %(booth)s is yours."), booth=done.booth.code)
        sent = N_("Booth %(booth)s is kept for you until the organisers decide.")
        return say(lang, sent, booth=done.booth.code)

    return _done(lang, forum_slug, act)


@bp.post("/exhibitor/bookings/<uuid:booking>/cancellation")
@exhibitor_staff
@writes
def cancel(lang: str, forum_slug: str, booking: UUID) -> ResponseReturnValue:
    now, seen = clock.now(), seen_shown()

    def act(forum: Forum, mine: Exhibitor) -> str:
        found = own_booking_or_404(mine, booking)
        done = bookings.cancel_booking(found.id, seen, reason=None, by=by_exhibitor(), now=now)
        return say(lang, N_("You have given booth %(booth)s back."), booth=done.booth.code)

    return _done(lang, forum_slug, act)


@bp.post("/exhibitor/booths/<code>/line")
@exhibitor_staff
@writes
def join_booth_line(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    now, actor = clock.now(), g.caller

    def act(forum: Forum, mine: Exhibitor) -> None:
        waiting.wait_for_booth(booth_or_404(forum, code), mine, actor=actor, now=now)

    joined = N_("You are on the waiting list of booth %(booth)s. We will write to you.")
    return _done(lang, forum_slug, act, say(lang, joined, booth=code), at=code)


@bp.post("/exhibitor/zones/<code>/line")
@exhibitor_staff
@writes
def join_zone_line(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    now, actor = clock.now(), g.caller

    def act(forum: Forum, mine: Exhibitor) -> None:
        waiting.wait_for_zone(zone_or_404(forum, code), mine, actor=actor, now=now)

    joined = N_("You are on the waiting list of zone %(zone)s. We will write to you.")
    return _done(lang, forum_slug, act, say(lang, joined, zone=code))


@bp.post(f"/exhibitor/lines/<{ID}:entry>/leaving")
@exhibitor_staff
@writes
def leave_line(lang: str, forum_slug: str, entry: int) -> ResponseReturnValue:
    now, actor = clock.now(), g.caller

    def act(forum: Forum, mine: Exhibitor) -> None:
        waiting.leave_line(entry, mine, actor=actor, now=now)

    return _done(lang, forum_slug, act, say(lang, N_("You have left the waiting list.")))


def _done(
    lang: str,
    forum_slug: str,
    act: Callable[[Forum, Exhibitor], str | None],
    told: str = "",
    *,
    at: str | None = None,
) -> ResponseReturnValue:
    """Do it in one transaction and lead to one's own page, or tell why not on the page it was
    asked on. at: the code of the booth whose page that is."""

    def work() -> str | None:
        forum = forum_or_404(forum_slug)
        return act(forum, mine_or_403(lang, forum))

    try:
        said = written(work)
    except Refusal as refusal:
        forum, sentence = forum_or_404(forum_slug), refusal.said_in(lang)
        page = _booth(lang, forum, at, sentence) if at else _mine(lang, forum, sentence)
        page.status_code = refusal.status
        return page
    flash(said or told)
    return redirect(url_for(".show_mine", lang=lang, forum_slug=forum_slug), 303)


def _mine(lang: str, forum: Forum, sentence: str | None = None) -> Response:
    mine = exhibitor_of(user_or_sign_in(lang), forum)
    found: list[Booking] = bookings_of(mine) if mine else []
    return desk_page_of(
        lang,
        forum,
        "exhibition/mine.html",
        exhibitor=mine,
        bookings=found,
        offered=offered_bookings(found),
        lines=lines_of(mine) if mine else [],
        sentence=sentence,
        now=clock.now(),
    )


def _plan(lang: str, forum: Forum) -> Response:
    mine, now = exhibitor_of(user_or_sign_in(lang), forum), clock.now()
    return desk_page_of(
        lang,
        forum,
        "exhibition/my_plan.html",
        exhibitor=mine,
        floor=floor_of(forum, now=now),
        invited=invited_zones(mine) if mine else set(),
        waits={(x.zone_id, x.booth_id) for x, _ in lines_of(mine)} if mine else set(),
        now=now,
    )


def _booth(lang: str, forum: Forum, code: str, sentence: str | None = None) -> Response:
    mine, now = exhibitor_of(user_or_sign_in(lang), forum), clock.now()
    stand = floor_of(forum, now=now).stand(code) or abort(404)
    return desk_page_of(
        lang,
        forum,
        "exhibition/my_booth.html",
        exhibitor=mine,
        stand=stand,
        invited=invited_zones(mine) if mine else set(),
        lines=lines_of(mine) if mine else [],
        sentence=sentence,
        now=now,
    )
