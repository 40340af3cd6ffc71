"""The blueprint, who may act for an exhibitor, and what was shown to whoever acts."""

import re

from flask import Blueprint, abort, g, request

from ... import access
from ...accounts.views import user_or_sign_in
from ...forums.models import Forum
from ...forums.views import FORUM_URL, forum_or_404
from ..models import Booking, BookingState, Booth, Exhibitor, Zone
from ..queries.exhibitors import exhibitor_of, own_booking, zone_at
from ..queries.floor import booth_at
from ..services.ledger import By, Seen

bp = Blueprint("exhibition", __name__, url_prefix=FORUM_URL)
_SEEN = re.compile(rf"({'|'.join(BookingState)})-([0-9]{{1,9}})")


def _check_exhibitor(lang: str, forum_slug: str, **_: object) -> None:
    """Asked of the database at each request."""
    forum = forum_or_404(forum_slug)
    user = user_or_sign_in(lang)
    if exhibitor_of(user, forum) is None:
        abort(403)
    g.caller, g.user_id = f"user {user.id}", user.id


# Leaves `g.caller`, the actor, and `g.user_id`.
exhibitor_staff = access.guard("who acts for an exhibitor of this forum", _check_exhibitor)


def mine_or_403(lang: str, forum: Forum) -> Exhibitor:
    return exhibitor_of(user_or_sign_in(lang), forum) or abort(403)


def booth_or_404(forum: Forum, code: str) -> Booth:
    return booth_at(forum, code) or abort(404)


def zone_or_404(forum: Forum, code: str) -> Zone:
    return zone_at(forum, code) or abort(404)


def own_booking_or_404(exhibitor: Exhibitor, uuid: object) -> Booking:
    return own_booking(exhibitor, str(uuid)) or abort(404)


def seen_shown() -> Seen:
    """The booking as the page showed it: "held-1"; of a version that none has, without one."""
    found = _SEEN.fullmatch(request.form.get("seen", ""))
    return Seen(BookingState(found[1]), int(found[2])) if found else Seen(BookingState.HELD, 0)


def by_exhibitor() -> By:
    return By(g.caller, user_id=g.user_id)


def by_organiser() -> By:
    return By(g.caller, organises=True)
