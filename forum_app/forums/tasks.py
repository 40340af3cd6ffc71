"""What the letters about roles in a forum say. Written as they leave."""

from collections.abc import Callable
from typing import Any

from flask import url_for

from .. import clock
from ..accounts.queries.links import waiting_link
from ..db import db
from ..i18n import N_, say
from ..post.rules import Act, Block, Letter, Note, Text
from .models import Forum, Role

AS_WHAT = {
    Role.ORGANISER: N_("You organise %(forum)s from now on."),
    Role.CALLER: N_("You call the cues of %(forum)s from now on."),
    Role.DOOR: N_("You let people in at the doors of %(forum)s from now on."),
}


def _role(facts: dict[str, Any], lang: str) -> Letter:
    return _letter(facts, lang, Act(say(lang, N_("Begin")), facts["desk"]), [])


def _invitation(facts: dict[str, Any], lang: str) -> Letter | None:
    if waiting_link(facts["link_id"], now=clock.now()) is None:
        return None
    there = url_for("accounts.show_link", lang=lang, token=facts["secret"])
    act = Act(say(lang, N_("Accept and sign in")), there)
    once = Note(say(lang, N_("The button makes your account. It works once, within seven days.")))
    return _letter(facts, lang, act, [once])


def _letter(facts: dict[str, Any], lang: str, act: Act, notes: list[Note]) -> Letter:
    forum = db.session.get_one(Forum, facts["forum_id"])
    name = forum.short_name.said_in(lang)
    as_what = say(lang, AS_WHAT[Role(facts["role"])], forum=name)
    subject = say(lang, N_("Your part in %(forum)s"), forum=name)
    blocks: list[Block] = [Text(as_what), act, *notes]
    contact = forum.contact_email
    return Letter(sender=name, subject=subject, heading=subject, blocks=blocks, contact=contact)


WRITERS: dict[str, Callable[[dict[str, Any], str], Letter | None]] = {
    "forums.role": _role,
    "forums.invitation": _invitation,
}
