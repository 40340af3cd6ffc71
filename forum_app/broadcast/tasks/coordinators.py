"""The letters to coordinators. Written as they leave."""

from collections.abc import Callable
from typing import Any

from flask import url_for

from ... import clock
from ...accounts.queries.links import waiting_link
from ...db import db
from ...forums.models import Forum, Point
from ...i18n import N_, say
from ...post.rules import Act, Letter, Note, Text


def _coordinator(facts: dict[str, Any], lang: str) -> Letter:
    forum = db.session.get_one(Forum, facts["forum_id"])
    point = db.session.get_one(Point, facts["point_id"])
    at: dict[str, Any] = {"lang": lang, "forum_slug": forum.slug, "code": point.code}
    page = url_for("broadcast.show_point_desk", **at)
    return _letter(facts, lang, Act(say(lang, N_("Open the point’s desk")), page))


def _invitation(facts: dict[str, Any], lang: str) -> Letter | None:
    if waiting_link(facts["link_id"], now=clock.now()) is None:
        return None
    there = url_for("accounts.show_link", lang=lang, token=facts["secret"])
    once = Note(say(lang, N_("The button makes your account. It works once, within seven days.")))
    return _letter(facts, lang, Act(say(lang, N_("Accept and sign in")), there), once)


def _letter(facts: dict[str, Any], lang: str, act: Act, *notes: Note) -> Letter:
    forum = db.session.get_one(Forum, facts["forum_id"])
    point = db.session.get_one(Point, facts["point_id"])
    name = forum.short_name.said_in(lang)
    told = {"forum": name, "code": point.code, "point": point.name.said_in(lang)}
    subject = say(lang, N_("You coordinate %(point)s of %(forum)s"), **told)
    what = N_("You coordinate the point %(code)s, %(point)s, of %(forum)s.")
    may = N_(
        "Its desk says in your language, at your hours and those of the venue, in which sessions "
        "the point takes part, when its people are called, and what is still missing."
    )
    return Letter(
        sender=name,
        subject=subject,
        heading=subject,
        blocks=[Text(say(lang, what, **told)), Text(say(lang, may)), act, *notes],
        contact=forum.contact_email,
    )


WRITERS: dict[str, Callable[[dict[str, Any], str], Letter | None]] = {
    "broadcast.coordinator": _coordinator,
    "broadcast.invitation": _invitation,
}
