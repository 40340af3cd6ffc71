"""What everybody may see: the plan and the same as a list, a booth, a confirmed exhibitor."""

from flask import abort, make_response, render_template, request
from flask.typing import ResponseReturnValue

from ... import access, clock
from ...forums.views import forum_or_404, page_of
from ..models import BookingState
from ..queries.exhibitors import bookings_of, shown_exhibitor
from ..queries.floor import floor_of
from .blueprint import bp


@bp.get("/exhibition")
@access.anyone
def show_exhibition(lang: str, forum_slug: str) -> ResponseReturnValue:
    forum, now = forum_or_404(forum_slug), clock.now()
    floor = floor_of(forum, now=now)
    return page_of(forum, "exhibition/exhibition.html", floor=floor, now=now)


@bp.get("/exhibition/plan")
@access.anyone
def show_plan(lang: str, forum_slug: str) -> ResponseReturnValue:
    """The plan and the table of free booths as they are now, as a fragment."""
    forum, now = forum_or_404(forum_slug), clock.now()
    floor = floor_of(forum, now=now)
    shown = render_template("exhibition/fragment.html", forum=forum, floor=floor, now=now)
    answer = make_response(shown)
    answer.add_etag()
    return answer.make_conditional(request)


@bp.get("/exhibition/booths/<code>")
@access.anyone
def show_booth(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    forum, now = forum_or_404(forum_slug), clock.now()
    stand = floor_of(forum, now=now).stand(code) or abort(404)
    return page_of(forum, "exhibition/booth.html", stand=stand, now=now)


@bp.get("/exhibition/exhibitors/<slug>")
@access.anyone
def show_exhibitor(lang: str, forum_slug: str, slug: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    exhibitor = shown_exhibitor(forum, slug) or abort(404)
    booked = bookings_of(exhibitor, BookingState.CONFIRMED)
    return page_of(forum, "exhibition/exhibitor.html", exhibitor=exhibitor, bookings=booked)
