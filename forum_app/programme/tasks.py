"""What goes on after an organiser's act, and the letters to hosts. Written as they leave."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from flask import url_for

from .. import clock
from ..accounts.queries.links import waiting_link
from ..db import db, written
from ..forums.models import Forum
from ..i18n import N_, say
from ..post.rules import Act, Letter, Note, Text
from .models import Session
from .services.seats import go_on_raising


def raise_seats(facts: dict[str, Any], now: datetime) -> None:
    """The next batch of a large rise of seats; it asks for the one after it."""
    written(lambda: go_on_raising(**facts, now=now))


def follow_halls(facts: dict[str, Any], now: datetime) -> None:
    """Begin each rise to the seats of another hall, in a transaction of its own.

    A rise that began does not begin again: its seats are no more those that were seen.
    """
    for count_id, seen, seats in facts["more"]:
        told = {"seen": seen, "forum_id": facts["forum_id"], "now": now}
        written(partial(go_on_raising, count_id, seats, **told))


def _host(facts: dict[str, Any], lang: str) -> Letter:
    return _letter(facts, lang, Act(say(lang, N_("Open your session")), facts["page"]))


def _host_invitation(facts: dict[str, Any], lang: str) -> Letter | None:
    if waiting_link(facts["link_id"], now=clock.now()) is None:
        return None
    there = url_for("accounts.show_link", lang=lang, token=facts["secret"])
    once = Note(say(lang, N_("The button makes your account. It works once, within seven days.")))
    return _letter(facts, lang, Act(say(lang, N_("Accept and sign in")), there), once)


def _letter(facts: dict[str, Any], lang: str, act: Act, *notes: Note) -> Letter:
    forum = db.session.get_one(Forum, facts["forum_id"])
    session = db.session.get_one(Session, facts["session_id"])
    name = forum.short_name.said_in(lang)
    told = {"forum": name, "code": session.code, "title": session.title.said_in(lang)}
    subject = say(lang, N_("You host %(code)s of %(forum)s"), **told)
    what = N_("You host the session %(code)s, %(title)s, of %(forum)s.")
    may = N_("Its page shows you its delegates and its waiting list; its texts are yours to write.")
    return Letter(
        sender=name,
        subject=subject,
        heading=subject,
        blocks=[Text(say(lang, what, **told)), Text(say(lang, may)), act, *notes],
        contact=forum.contact_email,
    )


WRITERS: dict[str, Callable[[dict[str, Any], str], Letter | None]] = {
    "programme.host": _host,
    "programme.host_invitation": _host_invitation,
}
