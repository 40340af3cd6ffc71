"""What every public page of a forum begins and ends with."""

from flask import Response, abort, make_response, render_template, request

from ..i18n import LANGUAGES
from .models import Forum
from .queries import forum_at

FORUM_URL = f"/<any({','.join(LANGUAGES)}):lang>/<forum_slug>"  # below it stands every page


def forum_or_404(slug: str) -> Forum:
    """The forum that the address names; ends the request with 404 where there is none."""
    forum = forum_at(slug)
    if forum is None:
        abort(404)
    return forum


def page_of(forum: Forum, template: str, **given: object) -> Response:
    """`template` rendered for `forum`; 304 without a body where the browser has just that page.

    The tag is that of the content: seats and queues that change it are never shown stale.
    """
    answer = make_response(render_template(template, forum=forum, **given))
    answer.add_etag()
    answer.make_conditional(request)
    return answer
