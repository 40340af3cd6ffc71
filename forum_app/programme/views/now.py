"""What is on and what comes next, and which sessions the latest release moved."""

from flask import Response, render_template

from ... import access, clock
from ...forums.models import Forum
from ...forums.views import FORUM_URL, forum_or_404, page_of
from ...released import held
from .. import queries
from ..models import ReleasedSession
from ..rules import NowNext, changes_between, now_and_next
from .blueprint import bp

TOLD = 6  # changes told one by one


@bp.get(f"{FORUM_URL}/now")
@access.anyone
@held
def show_now(lang: str, forum_slug: str) -> Response:
    """The fragment that the first page and the schedule renew."""
    forum = forum_or_404(forum_slug)
    answer = page_of(forum, "programme/now.html", now=now_in(queries.released_sessions(forum)))
    answer.cache_control.private = answer.cache_control.no_cache = True
    return answer


def now_in(sessions: list[ReleasedSession]) -> NowNext[ReleasedSession]:
    return now_and_next(sessions, clock.forum_now())


def show_changes(*, forum: Forum) -> str:
    """For the banner: what the latest release cancelled or moved. One query."""
    before, after = queries.last_two_releases(forum)
    changes = changes_between(before, after, at=clock.forum_now())
    if not changes:
        return ""
    more = len(changes) - TOLD
    return render_template(
        "programme/changes.html", forum=forum, changes=changes[:TOLD], more=max(0, more)
    )
