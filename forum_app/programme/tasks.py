"""What goes on after an organiser's act, and the letters to hosts and speakers.

Written as they leave."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from flask import url_for

from .. import clock, seal
from ..accounts.queries.links import waiting_link
from ..db import db, written
from ..forums.models import Forum
from ..forums.services.openings import opened
from ..i18n import N_, say
from ..post.rules import Act, Block, Item, Letter, Line, Note, Text
from .models import Appearance, Session, SpeakerPage, Way
from .queries.speakers import Asked, asked_of
from .rules.speaking import ROLES
from .services.seats import begin_raising, go_on_raising
from .services.speaking import LETTER


def raise_seats(facts: dict[str, Any], now: datetime) -> None:
    """The next batch of a large rise of seats; it asks for the one after it."""
    written(lambda: go_on_raising(**facts, now=now))


def follow_halls(facts: dict[str, Any], now: datetime) -> None:
    """Begin each rise to the seats of another hall, in a transaction of its own.

    A rise that began does not begin again: its seats are no more those that were seen.
    """
    for count_id, seen, seats in facts["more"]:
        told = {name: facts[name] for name in ("release_id", "forum_id")}
        written(partial(begin_raising, count_id, seats, seen=seen, now=now, **told))


def _host(facts: dict[str, Any], lang: str) -> Letter:
    forum = db.session.get_one(Forum, facts["forum_id"])
    session = db.session.get_one(Session, facts["session_id"])
    at: dict[str, Any] = {"lang": lang, "forum_slug": forum.slug, "code": session.code}
    page = url_for("programme.show_hosted", **at)
    return _letter(facts, lang, Act(say(lang, N_("Open your session")), page))


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


def _speaker(facts: dict[str, Any], lang: str) -> Letter | None:
    """To a speaker; where the facts name a forum, the example that its desk shows."""
    page = db.session.get(SpeakerPage, facts["page_id"]) if "page_id" in facts else None
    if page is None and "forum_id" not in facts:
        return None
    forum = db.session.get_one(Forum, page.forum_id if page else facts["forum_id"])
    wanted = _is_open if facts.get("asks", True) else _comes
    asked = [x for x in asked_of(page.person) if wanted(x)] if page else []
    if page and not asked:
        return None  # answered meanwhile, or taken out
    name = forum.short_name.said_in(lang)
    named = {"name": page.person.name if page else facts["name"], "forum": name}
    subject, heading, *words = _ASKS if wanted is _is_open else _LINK_ALONE
    letter = Letter(
        sender=name,
        subject=say(lang, subject, **named),
        heading=say(lang, heading, **named),
        blocks=_speaker_blocks(forum, page, asked, words, lang),
        contact=forum.contact_email,
    )
    return opened(letter, LETTER, forum, named, facts, lang)


# How the letter says it: subject, heading, what it is about, its button.
_ASKS = (
    N_("Invitation to take part in %(forum)s"),
    N_("%(name)s, we invite you to take part"),
    N_("Please tell us for each session whether you will come. A button on your page does it."),
    N_("Answer on your page"),
)
_LINK_ALONE = (
    N_("Your page at %(forum)s"),
    N_("%(name)s, this is the link to your page"),
    N_("You appear in these sessions. Links of earlier letters may open nothing any more."),
    N_("Open your page"),
)


def _is_open(asked: Asked) -> bool:
    return any(not x.appearance.confirmed_at and not x.appearance.declined_at for x in asked.spoken)


def _comes(asked: Asked) -> bool:
    return any(x.appearance.confirmed_at for x in asked.spoken)


def _speaker_blocks(
    forum: Forum, page: SpeakerPage | None, asked: list[Asked], words: list[str], lang: str
) -> list[Block]:
    """words: what the letter is about, and its button."""
    at: dict[str, Any] = {"lang": lang, "forum_slug": forum.slug}
    there = url_for("programme.show_home", **at)
    if page:
        there = url_for("programme.show_own", key=seal.opened(page.link_sealed), **at)
    more = N_(
        "The same page takes your biography, photo and slides, the hours when you can appear, and "
        "gives you a calendar. Its link is yours alone: please do not pass it on."
    )
    example = [] if page else [Note(say(lang, N_("(the sessions of the person)")))]
    return [
        Text(say(lang, words[0])),
        *(_asked_said(forum, page, one, lang) for one in asked),
        *example,
        Act(say(lang, words[1]), there),
        Note(say(lang, more)),
    ]


def _asked_said(forum: Forum, page: SpeakerPage | None, asked: Asked, lang: str) -> Item:
    session, zone = asked.session, forum.zone
    when = clock.day_and_hours_said(session.starts_at, session.ends_at, zone, lang)
    roles = dict.fromkeys(_role_said(one.appearance, lang) for one in asked.spoken)
    lines = [
        Line(f"{clock.offset_said(session.starts_at, zone)}, {forum.city.said_in(lang)}"),
        Line(", ".join(roles), say(lang, N_("Role"))),
        Line(_where_said(asked, lang), say(lang, N_("From where"))),
    ]
    for talk, starts, ends in asked.talks:
        lines.append(Line(talk.title.said_in(lang), clock.hours_said(starts, ends, zone)))
    theirs = asked.zone_there(page)
    if clock.offset_said(session.starts_at, theirs) != clock.offset_said(session.starts_at, zone):
        local = clock.Moment(session.starts_at, theirs).said_in(lang)
        lines.append(Line(local, say(lang, N_("Local time there"))))
    title = f"{when} · {session.code} {session.title.said_in(lang)}"
    return Item(asked.first.from_way.value, title, lines)


def _role_said(appearance: Appearance, lang: str) -> str:
    role, of = say(lang, ROLES[appearance.role]), appearance.channel
    return f"{role}: {of.channel.said_in(lang)}" if of else role


def _where_said(asked: Asked, lang: str) -> str:
    first = asked.first
    if first.point is not None:
        return f"{first.point.city.said_in(lang)} ({first.point.code})"
    if first.from_way is Way.ONLINE:
        return say(lang, N_("Online"))
    return asked.session.hall.name.said_in(lang)


WRITERS: dict[str, Callable[[dict[str, Any], str], Letter | None]] = {
    "programme.host": _host,
    "programme.host_invitation": _host_invitation,
    LETTER: _speaker,
}
