"""The organisers' pages of the people at the points: contacts, coordinators, secret pages."""

from collections.abc import Callable
from typing import Any

from flask import abort, current_app, flash, g, redirect, url_for
from flask.typing import ResponseReturnValue

from ... import clock
from ...db import ID, writes, written
from ...forms import checks_token
from ...forums.models import Point
from ...forums.queries import points_of
from ...forums.services.bound import Giving
from ...forums.views import (
    caller_id,
    desk_page_of,
    forum_or_404,
    organiser,
)
from ...i18n import N_, say
from ...refusal import Refusal
from ...throttle.services import INVITATIONS_PER_ADDRESS, count
from ..forms import people as forms
from ..models import CoordinatorInvitation
from ..queries import people as asked
from ..queries.pages import pages_of
from ..services import coordinators, keys
from .blueprint import bp, point_or_404

DESK = "/desk/people-at-points"
POINT = f"{DESK}/<point>"


@bp.get(DESK)
@organiser
def show_all_people(lang: str, forum_slug: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    points = points_of(forum)
    return desk_page_of(
        lang,
        forum,
        "desk/people_at_points.html",
        points=points,
        pages=pages_of(points),
        contacts=asked.contacts_by_point(forum),
        coordinators=asked.coordinators_by_point(forum),
    )


@bp.get(POINT)
@organiser
def show_people(lang: str, forum_slug: str, point: str) -> ResponseReturnValue:
    return _page(lang, forum_slug, point, forms.GivePointForm())


@bp.post(f"{POINT}/coordinators")
@organiser
@checks_token
@writes
def give_point(lang: str, forum_slug: str, point: str) -> ResponseReturnValue:
    row, form, now = point_or_404(forum_slug, point), forms.GivePointForm(), clock.now()
    if not form.validate():
        return _page(lang, forum_slug, row.code, form, 422)
    email, giving = str(form.email.data), _giving(lang, forum_slug, row.code)
    try:
        count(f"invitations:{email}", INVITATIONS_PER_ADDRESS, now=now)
        at_once = written(
            lambda: coordinators.ROLE.give(point_or_404(forum_slug, point), email, giving)
        )
    except Refusal as refusal:
        form.refuse("email", refusal.said_in(lang))
        return _page(lang, forum_slug, point, form, refusal.status)
    given = N_("%(email)s coordinates %(code)s now, and is written to.")
    invited = N_("%(email)s has no account yet, and is invited by mail.")
    return _told(lang, forum_slug, point, given if at_once else invited, email=email, code=point)


@bp.post(f"{POINT}/coordinators/<{ID}:user_id>/removal")
@organiser
@writes
def take_point(lang: str, forum_slug: str, point: str, user_id: int) -> ResponseReturnValue:
    def act(row: Point, **by: Any) -> None:
        coordinators.ROLE.take(row, user_id, **by)

    told = N_("%(code)s is no longer theirs, with effect at once.")
    return _do(lang, forum_slug, point, act, told)


@bp.post(f"{POINT}/invitations/<{ID}:coordinator_invitation_id>/renewal")
@organiser
@writes
def renew_coordinator_invitation(
    lang: str, forum_slug: str, point: str, coordinator_invitation_id: int
) -> ResponseReturnValue:
    there = _invitation_or_404(point_or_404(forum_slug, point), coordinator_invitation_id)
    count(f"invitations:{there.email}", INVITATIONS_PER_ADDRESS, now=clock.now())
    giving = _giving(lang, forum_slug, point)

    def act(row: Point, **_: Any) -> None:
        coordinators.ROLE.renew(_invitation_or_404(row, coordinator_invitation_id), giving)

    return _do(lang, forum_slug, point, act, N_("The invitation is sent again."))


@bp.post(f"{POINT}/invitations/<{ID}:coordinator_invitation_id>/withdrawal")
@organiser
@writes
def withdraw_coordinator_invitation(
    lang: str, forum_slug: str, point: str, coordinator_invitation_id: int
) -> ResponseReturnValue:
    def act(row: Point, **by: Any) -> None:
        coordinators.ROLE.withdraw(_invitation_or_404(row, coordinator_invitation_id), **by)

    return _do(lang, forum_slug, point, act, N_("The invitation is withdrawn."))


@bp.post(f"{POINT}/key")
@organiser
@writes
def renew_key(lang: str, forum_slug: str, point: str) -> ResponseReturnValue:
    def act(row: Point, **by: Any) -> None:
        keys.renew_key(row, by=caller_id(), **by)

    told = N_("%(code)s has a new secret page. No earlier one opens anything any more.")
    return _do(lang, forum_slug, point, act, told)


@bp.post(f"{POINT}/key/address")
@organiser
@writes
def show_key(lang: str, forum_slug: str, point: str) -> ResponseReturnValue:
    """The address of the secret page, once on the page that answers; who asked is in the trail."""
    by = {"actor": g.caller, "now": clock.now()}
    secret = written(lambda: keys.shown_key(point_or_404(forum_slug, point), **by))
    there = url_for(".show_key_desk", lang=lang, forum_slug=forum_slug, key=secret)
    address = f"{current_app.config['BASE_URL']}{there}"
    return _page(lang, forum_slug, point, forms.GivePointForm(), address=address)


@bp.post(f"{POINT}/key/removal")
@organiser
@writes
def close_key(lang: str, forum_slug: str, point: str) -> ResponseReturnValue:
    told = N_("The secret page of %(code)s is closed: nothing opens it any more.")
    return _do(lang, forum_slug, point, keys.close_key, told)


def _do(
    lang: str, forum_slug: str, point: str, act: Callable[..., object], told: str
) -> ResponseReturnValue:
    by = {"actor": g.caller, "now": clock.now()}
    written(lambda: act(point_or_404(forum_slug, point), **by))
    return _told(lang, forum_slug, point, told, code=point)


def _told(
    lang: str, forum_slug: str, point: str, told: str, **facts: object
) -> ResponseReturnValue:
    flash(say(lang, told, **facts))
    return redirect(_there(lang, forum_slug, point), 303)


def _there(lang: str, forum_slug: str, point: str) -> str:
    return url_for(".show_people", lang=lang, forum_slug=forum_slug, point=point)


def _giving(lang: str, forum_slug: str, point: str) -> Giving:
    page = url_for(".show_point_desk", lang=lang, forum_slug=forum_slug, code=point)
    return Giving(by=caller_id(), page=page, lang=lang, now=clock.now())


def _invitation_or_404(point: Point, invitation_id: int) -> CoordinatorInvitation:
    return asked.invitation_at(point, invitation_id) or abort(404)


def _page(
    lang: str,
    forum_slug: str,
    point: str,
    form: forms.GivePointForm,
    status: int = 200,
    address: str | None = None,
) -> ResponseReturnValue:
    forum, row = forum_or_404(forum_slug), point_or_404(forum_slug, point)
    return desk_page_of(
        lang,
        forum,
        "desk/people_at_point.html",
        status=status,
        form=form,
        point=row,
        contacts=asked.contacts_of(row),
        coordinators=asked.coordinators_by_point(forum).get(row.id, []),
        invited=asked.open_invitations(forum, row),
        key=asked.key_of(row),
        page=pages_of([row])[row.id],
        address=address,
        now=clock.now(),
    )
