"""The blueprint, and who may enter the desk of a point: its coordinators, or its secret page."""

from flask import Blueprint, abort, g, request

from ... import access, clock
from ...accounts.views import need_second_step, user_or_sign_in
from ...forums.models import Point
from ...forums.queries import may_organise, point_at
from ...forums.views import forum_or_404
from ...throttle.services import MISSED_LINKS, count, neighbours
from ..queries import people

bp = Blueprint("broadcast", __name__)


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
    point = people.point_of_key(forum_or_404(forum_slug), key)
    if point is None:
        count(f"link:ip:{neighbours(request.remote_addr)}", MISSED_LINKS, now=clock.now())
        abort(404)
    g.caller = f"point {point.code}"


# Leaves `g.caller`, the actor: "point SIN".
key_holder = access.guard("whoever holds the secret page of this point", _check_key)


def point_or_404(forum_slug: str, code: str) -> Point:
    return point_at(forum_or_404(forum_slug), code) or abort(404)


def point_held(forum_slug: str, key: str) -> Point:
    """The point of the key that the guard let in; read afresh."""
    return people.point_of_key(forum_or_404(forum_slug), key) or abort(404)
