"""What an address at the desk names, or nothing."""

from flask import abort, g

from .. import queries
from ..models import Banner, Forum, Hall, InfoPage, Point


def hall_or_404(forum: Forum, code: str) -> Hall:
    return queries.hall_at(forum, code) or abort(404)


def point_or_404(forum: Forum, code: str) -> Point:
    return queries.point_at(forum, code) or abort(404)


def page_or_404(forum: Forum, slug: str) -> InfoPage:
    return queries.page_at(forum, slug) or abort(404)


def banner_or_404(forum: Forum, banner_id: int) -> Banner:
    return queries.banner_at(forum, banner_id) or abort(404)


def caller_id() -> int:
    """The id of the organiser whom the guard let in."""
    return int(str(g.caller).removeprefix("user "))
