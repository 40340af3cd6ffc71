"""The desk: the talks of a session of the draft and the people in it, on one page."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ... import clock
from ...asks import number_in
from ...db import written
from ...forums.models import Forum
from ...forums.views import (
    FORUM_URL,
    desk_page_of,
    forum_or_404,
    organiser,
)
from ...i18n import N_, say
from .. import queries
from ..models import Session
from ..queries import speakers as asked
from ..queries.channels import channels_in_draft, manned
from ..rules.speaking import minutes_left
from .blueprint import bp

PARTS = f"{FORUM_URL}/desk/programme/<code>/talks"


@bp.get(PARTS)
@organiser
def show_parts(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    """Six queries."""
    forum, session = session_there(forum_slug, code)
    in_order, people = asked.talks_in_draft(session), asked.people_in(session)
    return desk_page_of(
        lang,
        forum,
        "desk/parts_of_session.html",
        session=session,
        crumbs=crumbs_of(lang, forum_slug, session)[:-1],
        talks=asked.with_times(session, in_order),
        left=minutes_left(_minutes(session), [talk.minutes for talk in in_order]),
        people=[one for one in people if one.appearance.channel_id is None],
        channels=manned(channels_in_draft(session), people),
    )


def at_now() -> dict[str, Any]:
    return {"actor": g.caller, "now": clock.now()}


def order_seen() -> dict[str, int]:
    """One place up or down, from the place that the page showed."""
    by = -1 if request.form.get("to") == "up" else 1
    return {"by": by, "seen": number_in(request.form.get("seen", ""))}


def did(
    lang: str, forum_slug: str, code: str, work: Callable[[], None], told: str
) -> ResponseReturnValue:
    written(work)
    flash(say(lang, told))
    return redirect(parts_url(lang, forum_slug, code), 303)


def session_there(forum_slug: str, code: str) -> tuple[Forum, Session]:
    forum = forum_or_404(forum_slug)
    return forum, queries.session_at(forum, code) or abort(404)


def _minutes(session: Session) -> int:
    return (session.ends_at - session.starts_at) // timedelta(minutes=1)


def parts_url(lang: str, forum_slug: str, code: str) -> str:
    return url_for(".show_parts", lang=lang, forum_slug=forum_slug, code=code)


def crumbs_of(lang: str, forum_slug: str, session: Session) -> list[tuple[str, str]]:
    at: dict[str, Any] = {"lang": lang, "forum_slug": forum_slug}
    draft, code = url_for(".show_draft", **at), session.code
    return [
        (draft, say(lang, N_("Programme"))),
        (url_for(".show_session_form", code=code, **at), code),
        (parts_url(lang, forum_slug, code), say(lang, N_("Talks and people"))),
    ]
