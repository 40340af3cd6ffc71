"""Shifts of a shared device, its PIN, and tickets made anew at the door."""

from flask import Response, abort, flash, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from ... import clock
from ...accounts.rules import local_path
from ...accounts.services import password_fits
from ...accounts.services.sign_ins import end_quietly
from ...accounts.views import user_or_sign_in
from ...asks import number_in
from ...db import ID, db, writes, written
from ...forums.views import forum_or_404
from ...i18n import N_, say
from ...refusal import Refusal
from ...throttle.services import PINS, count, forget
from .. import queries
from ..feeds import ticket_svg
from ..forms.doors import door_named, pin_typed
from ..models import DoorShift
from ..queries import doors
from ..rules.doors import Keeper, NotYourShift, ShiftEnded, WrongPin
from ..services import changes, shifts
from ..services.tickets import reprint_ticket
from .blueprint import bp
from .doors import door_page
from .keepers import (
    door_device,
    door_keeper,
    door_staff,
    is_open,
    shift_here,
    unlock_here,
)


@bp.post("/door/shifts")
@door_staff
@writes
def open_shift(lang: str, forum_slug: str) -> ResponseReturnValue:
    """Ends what was signed in on this device: from now on it keeps doors and nothing else."""
    user_id, sign_in_id, now = user_or_sign_in(lang).id, g.sign_in_id, clock.now()
    try:
        door = door_named()
    except Refusal as refusal:
        flash(refusal.said_in(lang))
        return redirect(url_for(".show_doors", lang=lang, forum_slug=forum_slug), 303)
    keys = shifts.new_keys()

    def act() -> int:
        forum = forum_or_404(forum_slug)
        end_quietly(sign_in_id, now=now)  # a copy of its cookie opens nothing either
        return shifts.open_shift(forum, door, keys, user_id=user_id, now=now).id

    shift_id = written(act)
    session.clear()
    forum = forum_or_404(forum_slug)
    shift = doors.shift_at(forum, shift_id) or abort(404)
    unlock_here(shift, now, device=keys.device)
    g.pop("_login_user", None)  # signed out, in this very answer
    g.keeper = Keeper(user_id=None, shift_id=shift.id, organises=False, door=door, at=now)
    return door_page(forum, "registration/door/opened.html", pin=keys.pin, door_name=door)


@bp.post(f"/door/shifts/<{ID}:shift_id>/end")
@door_staff
@writes
def end_shift(lang: str, forum_slug: str, shift_id: int) -> ResponseReturnValue:
    now, keeper = clock.now(), g.keeper

    def act() -> str:
        shift = doors.shift_at(forum_or_404(forum_slug), shift_id) or abort(404)
        if not keeper.organises and keeper.user_id != shift.opened_by_id:
            raise NotYourShift
        shifts.end_shift(shift, actor=keeper.actor, now=now)
        return shift.door

    flash(say(lang, N_("The shift at %(door)s has ended."), door=written(act)))
    return redirect(url_for(".show_doors", lang=lang, forum_slug=forum_slug), 303)


@bp.get("/door/pin")
@door_device
def show_pin(lang: str, forum_slug: str) -> ResponseReturnValue:
    return _pin_page(forum_slug)


@bp.post("/door/pin")
@door_device
@writes
def unlock(lang: str, forum_slug: str) -> ResponseReturnValue:
    forum, now = forum_or_404(forum_slug), clock.now()
    shift = shift_here(forum) or abort(404)
    try:
        if not is_open(shift, forum, now):
            raise ShiftEnded
        _check_pin(shift)
    except Refusal as refusal:
        page = _pin_page(forum_slug, sentence=refusal.said_in(lang), status=refusal.status)
        return page, refusal.headers
    unlock_here(shift_here(forum) or abort(404), now)
    back = local_path(request.form.get("next", ""))
    return redirect(back or url_for(".show_doors", lang=lang, forum_slug=forum_slug), 303)


@bp.post("/door/lock")
@door_device
@writes
def lock(lang: str, forum_slug: str) -> ResponseReturnValue:
    """Handed over: whoever has the device next types the PIN."""
    written(lambda: shifts.hand_over(shift_here(forum_or_404(forum_slug)) or abort(404)))
    back = local_path(request.form.get("next", ""))
    return redirect(url_for(".show_pin", lang=lang, forum_slug=forum_slug, next=back), 303)


@bp.get("/door/registrations/<reference>/ticket")
@door_keeper
def show_reprint(lang: str, forum_slug: str, reference: str) -> ResponseReturnValue:
    return _reprint_page(forum_slug, reference)


@bp.post("/door/registrations/<reference>/ticket")
@door_keeper
@writes
def reprint(lang: str, forum_slug: str, reference: str) -> ResponseReturnValue:
    now, actor, seen = clock.now(), g.keeper.actor, number_in(request.form.get("seen", ""))

    def act() -> None:
        found = queries.delegate_with(forum_or_404(forum_slug), reference) or abort(404)
        reprint_ticket(changes.lock_delegate(found.id), seen=seen, actor=actor, now=now)

    try:
        written(act)
    except Refusal as refusal:
        sentence = refusal.said_in(lang)
        return _reprint_page(forum_slug, reference, sentence=sentence, status=refusal.status)
    return _reprint_page(forum_slug, reference, is_new=True)


def _check_pin(shift: DoorShift) -> None:
    """Raises TooMany and WrongPin; only wrong PINs stay counted."""
    bucket, now, pin_hash = f"pin:{shift.id}", clock.now(), shift.pin_hash
    count(bucket, PINS, now=now)
    db.session.rollback()  # no transaction is open while it is hashed
    if not password_fits(pin_typed(), pin_hash):
        raise WrongPin
    forget(bucket, PINS, now=now)


def _pin_page(forum_slug: str, *, sentence: str | None = None, status: int = 200) -> Response:
    forum, now = forum_or_404(forum_slug), clock.now()
    shift = shift_here(forum) or abort(404)
    return door_page(
        forum,
        "registration/door/pin.html",
        status=status,
        is_open=is_open(shift, forum, now),
        sentence=sentence,
        back=local_path(request.values.get("next", "")) or "",
    )


def _reprint_page(
    forum_slug: str,
    reference: str,
    *,
    is_new: bool = False,
    sentence: str | None = None,
    status: int = 200,
) -> Response:
    forum = forum_or_404(forum_slug)
    delegate = queries.delegate_with(forum, reference) or abort(404)
    ticket = queries.ticket_of(delegate)
    return door_page(
        forum,
        "registration/door/ticket.html",
        status=status,
        delegate=delegate,
        code=ticket_svg(ticket) if ticket and is_new else None,
        seen=ticket.id if ticket else 0,
        sentence=sentence,
        back=local_path(request.values.get("next", "")),
    )
