"""On a point's own desk: who sits there, and the decisions where its coordinator makes them."""

from collections.abc import Callable

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ... import clock
from ...broadcast.views import coordinator, key_holder, point_held, point_or_404
from ...db import ID, writes, written
from ...forums.models import Forum, Point
from ...i18n import N_, say
from ..queries.at_point import place_at, sittings_at
from ..services import at_point
from .blueprint import bp

DESK = "/points/<code>/desk/places"
KEY = "/at-point/<key>/places"
APPROVED = N_("Approved. They are written to.")
DECLINED = N_("The seat is given back. They are written to.")


def show_sittings(*, forum: Forum, point: Point, code: str, key: str) -> str:
    """For the desk of a point. code, key: how it was entered, one of them empty. Two queries."""
    return render_template(
        "registration/at_point.html",
        forum=forum,
        point=point,
        sittings=sittings_at(point),
        by_key=bool(key),
        entered={"key": key} if key else {"code": code},
    )


@bp.post(f"{DESK}/<{ID}:place_id>/approval")
@coordinator
@writes
def approve_seat(lang: str, forum_slug: str, code: str, place_id: int) -> ResponseReturnValue:
    _decide(lambda: point_or_404(forum_slug, code), place_id, at_point.approve)
    return _told(lang, APPROVED, "broadcast.show_point_desk", forum_slug, code=code)


@bp.post(f"{DESK}/<{ID}:place_id>/decline")
@coordinator
@writes
def decline_seat(lang: str, forum_slug: str, code: str, place_id: int) -> ResponseReturnValue:
    _decide(lambda: point_or_404(forum_slug, code), place_id, at_point.decline)
    return _told(lang, DECLINED, "broadcast.show_point_desk", forum_slug, code=code)


@bp.post(f"{KEY}/<{ID}:place_id>/approval")
@key_holder
@writes
def approve_seat_by_key(lang: str, forum_slug: str, key: str, place_id: int) -> ResponseReturnValue:
    _decide(lambda: point_held(forum_slug, key), place_id, at_point.approve)
    return _told(lang, APPROVED, "broadcast.show_key_desk", forum_slug, key=key)


@bp.post(f"{KEY}/<{ID}:place_id>/decline")
@key_holder
@writes
def decline_seat_by_key(lang: str, forum_slug: str, key: str, place_id: int) -> ResponseReturnValue:
    _decide(lambda: point_held(forum_slug, key), place_id, at_point.decline)
    return _told(lang, DECLINED, "broadcast.show_key_desk", forum_slug, key=key)


def _decide(again: Callable[[], Point], place_id: int, verb: Callable[..., None]) -> None:
    by = {"actor": g.caller, "now": clock.now()}

    def act() -> None:
        point = again()
        verb(place_at(point, place_id) or abort(404), point, **by)

    written(act)


def _told(
    lang: str, told: str, endpoint: str, forum_slug: str, **entered: str
) -> ResponseReturnValue:
    flash(say(lang, told))
    there = url_for(endpoint, lang=lang, forum_slug=forum_slug, **entered)  # type: ignore[arg-type]
    return redirect(f"{there}#sitting", 303)
