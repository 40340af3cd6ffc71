"""The letter with the secret page of a point. Its address is read as it leaves."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from flask import url_for

from ...clock import now
from ...db import db
from ...forums.models import Forum, Point
from ...i18n import N_, say
from ...post.rules import Act, Block, Item, Letter, Note, Text
from ..queries.readers import may_hold, secret_of
from ..queries.reminders import first_session_at
from ..queries.slots import slots_at
from ..rules.readers import both_times
from ..services.pages import LETTER
from .tests import is_read

_OPENS = N_(
    "This page is the desk of your point: it says in your language, at your hours and those of "
    "the venue, in which sessions the point takes part, when its people are called, by which lines "
    "and what is still missing. You need no account and no password."
)
_IS_KEY = N_(
    "Whoever has this address can work on the desk of your point: please do not pass it on, and "
    "tell the organisers if it comes into other hands. When they make a new one, this one opens "
    "nothing any more: go by their latest letter then, or ask them."
)


def _page(facts: dict[str, Any], lang: str) -> Letter | None:
    """None where the point takes part no more, its page was closed, or the contact is another."""
    forum = db.session.get_one(Forum, facts["forum_id"])
    point = db.session.get_one(Point, facts["point_id"])
    if not is_read(facts, point) or not may_hold(facts["to"], point):
        return None
    secret = secret_of(point)
    if secret is None:
        return None
    path = url_for("broadcast.show_key_desk", lang=lang, forum_slug=forum.slug, key=secret)
    name = forum.short_name.said_in(lang)
    told = {"forum": name, "code": point.code, "point": point.name.said_in(lang)}
    title = say(lang, N_("Your page for %(point)s at %(forum)s"), **told)
    what = N_("You look after the point %(code)s, %(point)s, of %(forum)s.")
    return Letter(
        sender=name,
        subject=title,
        heading=title,
        blocks=[
            Text(say(lang, what, **told)),
            Text(say(lang, _OPENS)),
            Act(say(lang, N_("Open the point’s desk")), path),
            *_times(forum, point, lang),
            Note(say(lang, _IS_KEY)),
        ],
        contact=forum.contact_email,
    )


def _times(forum: Forum, point: Point, lang: str) -> list[Block]:
    """The next test, and when the forum begins: each at the point and at the venue."""
    tests = [x.starts_at for x in slots_at(point) if x.done_at is None]
    named = [
        (N_("The next test of your point"), _next(tests)),
        (N_("The first session begins"), _next([first_session_at(forum)])),
    ]
    return [
        Item("point", say(lang, words), both_times(at, point.zone, forum, lang))
        for words, at in named
        if at
    ]


def _next(instants: Iterable[datetime | None]) -> datetime | None:
    return min((at for at in instants if at and at > now()), default=None)


WRITERS: dict[str, Callable[[dict[str, Any], str], Letter | None]] = {LETTER: _page}
