"""The letter with the links that somebody asked for again: all that an address opens, in one."""

from collections.abc import Sequence
from typing import Any

from ...db import db
from ...forums.models import Forum
from ...forums.services.openings import opened
from ...i18n import N_, say, say_many
from ...post.rules import Block, Letter, Note, Text, Title
from ..models import Delegate, DelegateState
from ..services.registrations import live_of_address
from .opening import Example
from .writing import Writing

TEMPLATE = "registration.link"


def write_links(facts: dict[str, Any], lang: str) -> Letter | None:
    """None where the address opens nothing. facts: forum_id, address; an example has a name."""
    forum = db.session.get(Forum, facts["forum_id"])
    if forum is None:
        return None
    w: Writing = Example(forum, lang)
    if "name" in facts:
        return opened(_one(w), TEMPLATE, forum, w.named(facts), facts, lang)
    found = live_of_address(forum, facts["address"])
    if not found:
        return None
    if len(found) > 1:
        letter, named = _many(forum, found, lang), {"forum": forum.short_name.said_in(lang)}
        named |= {"name": found[0].person.name, "reference": _references(found)}
    else:
        w = Writing(found[0], lang)
        letter, named = _one(w), w.named(facts)
    return opened(letter, TEMPLATE, forum, named, facts, lang)


def _one(w: Writing) -> Letter:
    name = w.delegate.person.name
    blocks = [
        Text(w.say(N_("The link to the registration of %(name)s, as you asked:"), name=name)),
        *(w.confirm_blocks() or [w.open_link(w.say(N_("Open the registration")))]),
        *w.ticket_blocks(),
        *w.agenda_blocks(),
        *w.closing_blocks(),
    ]
    subject = w.say(N_("Your registration link: %(reference)s"), reference=w.delegate.reference)
    return w.letter(subject, subject, blocks, calendar=False)


def _many(forum: Forum, found: Sequence[Delegate], lang: str) -> Letter:
    """Each registration by its name, with a link of its own; tickets stand behind the links."""
    subject = say_many(
        lang, "Your link to %(n)s registration", "Your links to %(n)s registrations", len(found)
    )
    each = N_("One link for each registration, as you asked. The tickets are behind them.")
    blocks: list[Block] = [Text(say(lang, each))]
    for delegate in found:
        w = Writing(delegate, lang)
        label = N_("Open the registration")
        if delegate.state is DelegateState.SUBMITTED:
            label = N_("Confirm the address")
        title = f"{delegate.person.name} · {delegate.reference}"
        blocks += [Title(title), w.open_link(w.say(label))]
    own = N_("The links are for you alone: whoever has one can change that registration.")
    blocks.append(Note(say(lang, own)))
    return Letter(
        sender=forum.short_name.said_in(lang),
        subject=subject,
        heading=subject,
        blocks=blocks,
        contact=forum.contact_email,
    )


def _references(found: Sequence[Delegate]) -> str:
    return ", ".join(delegate.reference for delegate in found)
