"""The blueprint, who may enter the desk of a point, and what an address names here."""

from flask import Blueprint, abort, g, make_response, render_template, request, url_for

from ... import access, clock
from ...accounts.views import need_second_step, user_or_sign_in
from ...forums.models import Forum, Point
from ...forums.queries import may_organise, point_at
from ...forums.views import forum_or_404
from ...forums.views.frame import FORUM_URL
from ...i18n import N_, say
from ...throttle.services import MISSED_LINKS, count, neighbours
from .. import queries
from ..models import CheckItem, Link, TestRound, TestSlot
from ..queries import people
from ..queries.readiness import item_at
from ..queries.slots import round_at, slot_in

bp = Blueprint("broadcast", __name__, url_prefix=FORUM_URL)


def _check_coordinator(lang: str, forum_slug: str, code: str, **_: object) -> None:
    """Asked of the database at each request. To a coordinator every other point's desk is not
    there, whatever its code; who coordinates nothing hears that it is not theirs."""
    forum, user = forum_or_404(forum_slug), user_or_sign_in(lang)
    point, organises = point_at(forum, code), may_organise(user.id, forum)
    if organises:
        need_second_step(lang, user.id, wanted=forum.second_step)
    elif point is None or not people.is_coordinator(user.id, point):
        abort(404 if people.coordinates_anything(user.id, forum) else 403)
    if point is None:
        abort(404)
    g.caller = f"user {user.id}"


# Leaves `g.caller`, the actor: "user 3".
coordinator = access.guard("a coordinator of this point, or an organiser", _check_coordinator)


def _check_key(lang: str, forum_slug: str, key: str, **_: object) -> None:
    """Whoever guesses is slowed down as with the links of registrations."""
    forum = forum_or_404(forum_slug)
    point = people.point_of_key(forum, key)
    if point is None:
        count(f"link:ip:{neighbours(request.remote_addr)}", MISSED_LINKS, now=clock.now())
        gone = render_template("broadcast/key_gone.html", forum=forum)
        abort(make_response(gone, 404, {"Cache-Control": "no-store"}))
    g.caller = f"point {point.code}"


# Leaves `g.caller`, the actor: "point SIN".
key_holder = access.guard("whoever holds the secret page of this point", _check_key)


def point_or_404(forum_slug: str, code: str) -> Point:
    return point_at(forum_or_404(forum_slug), code) or abort(404)


def point_held(forum_slug: str, key: str) -> Point:
    """The point of the key that the guard let in; read afresh."""
    return people.point_of_key(forum_or_404(forum_slug), key) or abort(404)


def link_or_404(forum: Forum, line_id: int) -> Link:
    return queries.link_at(forum, line_id) or abort(404)


def item_or_404(forum: Forum, code: str) -> CheckItem:
    return item_at(forum, code) or abort(404)


def round_or_404(forum: Forum, code: str) -> TestRound:
    return round_at(forum, code) or abort(404)


def slot_or_404(forum: Forum, slot_id: int) -> TestSlot:
    return slot_in(forum, slot_id) or abort(404)


def lines_crumb(lang: str, forum_slug: str) -> tuple[str, str]:
    there = url_for("broadcast.show_lines", lang=lang, forum_slug=forum_slug)
    return there, say(lang, N_("Lines"))


def tests_crumb(lang: str, forum_slug: str) -> tuple[str, str]:
    there = url_for("broadcast.show_test_rounds", lang=lang, forum_slug=forum_slug)
    return there, say(lang, N_("Tests of points"))
