"""The host of one session sees its delegates and its waiting list, and takes them along."""

from io import BytesIO

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from ...forums.models import Forum
from ...forums.views import forum_or_404
from ...programme.models import Session
from ...programme.views import hosted_session, session_host
from ...tables import TYPES, write
from ..forms.desk import id_asked
from ..queries import hosted
from ..sheets.hosted import table_of
from .blueprint import bp

SHOWN = 100  # delegates on one page, and people of the waiting list


def show_hosted_delegates(*, forum: Forum, session: Session) -> str:
    """For the page of a session's host: seats, delegates, waiting list. Five queries."""
    after = id_asked(request.args.get("after", ""))
    found = hosted.held_after(session, after, at_most=SHOWN + 1)
    waiting = hosted.waiting_for(session, at_most=SHOWN + 1)
    return render_template(
        "registration/hosted.html",
        forum=forum,
        session=session,
        sums=hosted.sums_of(forum, session),
        delegates=found[:SHOWN],
        more_after=found[SHOWN - 1].id if len(found) > SHOWN else None,
        is_first=after == 0,
        waiting=waiting[:SHOWN],
        more_wait=len(waiting) > SHOWN,
        asks_for_contact=hosted.asks_for_contact(forum),
    )


@bp.get("/hosts/<code>/delegates.csv")
@session_host
def save_hosted_delegates(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    session = hosted_session(forum_slug, code)
    file = BytesIO()
    write(table_of(hosted.all_of(session), lang), "csv", file)
    answer = Response(file.getvalue(), mimetype=TYPES["csv"])
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Disposition"] = f"attachment; filename={forum.slug}-{session.code}.csv"
    return answer
