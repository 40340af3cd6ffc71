"""A point chooses another time for its test, on its own desk."""

from datetime import date
from itertools import groupby
from typing import Any

from flask import Response, abort, flash, g, redirect
from flask.typing import ResponseReturnValue

from ... import clock
from ...db import ID, writes, written
from ...forums.views import forum_or_404
from ...i18n import N_, say
from ...refusal import Refusal
from ..forms.readiness import time_sent
from ..models import TestSlot
from ..queries.slots import FreeTime, slot_in, times_for
from ..rules.slots import may_rebook
from ..services.rebooking import rebook
from .blueprint import bp, coordinator, key_holder
from .point_desk import DESK, KEY, At, page_at

SLOT = f"tests/<{ID}:slot_id>"


@bp.get(f"{DESK}/{SLOT}/times")
@coordinator
def show_times_there(lang: str, forum_slug: str, code: str, slot_id: int) -> ResponseReturnValue:
    return _page(At(lang, forum_slug, code=code), slot_id)


@bp.get(f"{KEY}/{SLOT}/times")
@key_holder
def show_times_by_key(lang: str, forum_slug: str, key: str, slot_id: int) -> ResponseReturnValue:
    return _page(At(lang, forum_slug, key=key), slot_id)


@bp.post(f"{DESK}/{SLOT}/time")
@coordinator
@writes
def rebook_there(lang: str, forum_slug: str, code: str, slot_id: int) -> ResponseReturnValue:
    return _rebook(At(lang, forum_slug, code=code), slot_id)


@bp.post(f"{KEY}/{SLOT}/time")
@key_holder
@writes
def rebook_by_key(lang: str, forum_slug: str, key: str, slot_id: int) -> ResponseReturnValue:
    return _rebook(At(lang, forum_slug, key=key), slot_id)


def _rebook(at: At, slot_id: int) -> ResponseReturnValue:
    crew, starts_at, seen = time_sent()
    by = {"seen": seen, "actor": g.caller, "now": clock.now()}

    def verb() -> None:
        forum = forum_or_404(at.forum_slug)
        rebook(forum, _slot_or_404(at, slot_id), crew, starts_at, **by)

    try:
        written(verb)
    except Refusal as refusal:
        return _page(at, slot_id, refusal)
    flash(say(at.lang, N_("Your test is at another time now. A letter says so to your contacts.")))
    return redirect(at.to("desk"), 303)


def _page(at: At, slot_id: int, refusal: Refusal | None = None) -> Response:
    forum, slot, now = forum_or_404(at.forum_slug), _slot_or_404(at, slot_id), clock.now()
    is_open = not _is_over(slot) and may_rebook(slot.starts_at, slot.round.rebook_hours, now=now)
    given: dict[str, Any] = {"test": slot, "point": slot.point, "is_open": is_open}
    given["is_over"] = _is_over(slot)
    given["days"] = _by_day(times_for(forum, slot, now=now), slot.point.zone) if is_open else []
    given["sentence"] = refusal.said_in(at.lang) if refusal else None
    status = refusal.status if refusal else 200
    return page_at(at, "broadcast/times.html", status, seen=slot.version, **given)


def _by_day(times: list[FreeTime], zone: str) -> list[tuple[date, list[FreeTime]]]:
    """By the days that people there have."""
    by_day = groupby(times, key=lambda x: clock.day_on_wall(x.span.starts, zone))
    return [(day, list(group)) for day, group in by_day]


def _is_over(slot: TestSlot) -> bool:
    left = slot.point.withdrawn_at
    return any((slot.done_at, slot.missed_at, slot.cancelled_at, left))


def _slot_or_404(at: At, slot_id: int) -> TestSlot:
    """To one point the tests of every other are not there."""
    slot = slot_in(forum_or_404(at.forum_slug), slot_id)
    return slot if slot is not None and slot.point_id == at.point.id else abort(404)
