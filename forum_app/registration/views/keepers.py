"""Who may keep a door: by their role, or as a shared device in its shift."""

from datetime import datetime, timedelta
from typing import Any

from flask import abort, g, redirect, request, session, url_for
from flask_login import current_user

from ... import access, clock, seal
from ...accounts.models import User
from ...accounts.queries import is_admin
from ...accounts.views import need_second_step, user_or_sign_in
from ...forums.models import Forum, Role
from ...forums.queries import has_door_role, may_organise, roles_in
from ...forums.views import forum_or_404
from ..models import DoorShift
from ..queries import doors
from ..rules.doors import IDLE, Keeper

DEVICE = "door"  # in the browser's session: {"device": secret, "locks": seen, "at": seconds}
LOOKS_ONLY = ("registration.show_counts",)  # asked by the page itself: no sign of a person


def _check_staff(lang: str, forum_slug: str, **_: object) -> None:
    forum, user = forum_or_404(forum_slug), user_or_sign_in(lang)
    roles = roles_in(user.id, forum)
    organises = Role.ORGANISER in roles or (Role.DOOR not in roles and is_admin(user.id))
    if not organises and Role.DOOR not in roles:
        abort(403)
    if organises:
        need_second_step(lang, user.id, wanted=forum.second_step)
    g.keeper = Keeper(
        user_id=user.id, shift_id=None, organises=organises, door=None, at=clock.now()
    )


def _check_keeper(lang: str, forum_slug: str, **_: object) -> None:
    forum = forum_or_404(forum_slug)
    shift = shift_here(forum)
    if shift is None:
        _check_staff(lang, forum_slug)
        return
    now = clock.now()
    if not is_open(shift, forum, now) or not is_unlocked(shift, now):
        abort(redirect(url_for(".show_pin", lang=lang, forum_slug=forum_slug, next=_back()), 303))
    if request.endpoint not in LOOKS_ONLY:
        unlock_here(shift, now)
    g.keeper = Keeper(user_id=None, shift_id=shift.id, organises=False, door=shift.door, at=now)


def _check_device(lang: str, forum_slug: str, **_: object) -> None:
    if shift_here(forum_or_404(forum_slug)) is None:
        abort(404)


# All leave `g.keeper` but the last: the device is not known to be in the right hands yet.
door_staff = access.guard("door staff of this forum, signed in", _check_staff)
door_keeper = access.guard("door staff of this forum, or a device in its shift", _check_keeper)
door_device = access.guard("a device with a shift", _check_device)


def shift_here(forum: Forum) -> DoorShift | None:
    """The shift of this device in `forum`, ended or not. At most one query."""
    held: dict[str, Any] = session.get(DEVICE, {})
    return doors.shift_with(forum, seal.fingerprint(held["device"])) if held else None


def user_here() -> User | None:
    """Who is signed in, for the frame of a page."""
    return current_user._get_current_object() if current_user.is_authenticated else None


def is_open(shift: DoorShift, forum: Forum, now: datetime) -> bool:
    """It has not ended, and whoever opened it may still keep doors."""
    is_over = shift.ended_at is not None or shift.ends_at <= now
    return not is_over and (
        has_door_role(shift.opened_by_id, forum) or may_organise(shift.opened_by_id, forum)
    )


def is_unlocked(shift: DoorShift, now: datetime) -> bool:
    held = session[DEVICE]
    idle = now - datetime.fromtimestamp(held["at"], now.tzinfo)
    return held["locks"] == shift.locks and timedelta(0) <= idle < IDLE


def unlock_here(shift: DoorShift, now: datetime, *, device: str | None = None) -> None:
    """Somebody who may is at the device now. device: the secret of a shift that has just begun."""
    secret = device or session[DEVICE]["device"]
    session.permanent = True
    session[DEVICE] = {"device": secret, "locks": shift.locks, "at": int(now.timestamp())}


def _back() -> str | None:
    is_page = request.method == "GET" or request.endpoint == "registration.scan"
    return request.path if is_page and request.endpoint not in LOOKS_ONLY else None
