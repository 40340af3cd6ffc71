"""Reminders. What a point lacks is worked out as its letter leaves, so that it is true then."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from ...clock import Moment, now
from ...db import db
from ...forums.models import Forum, Point
from ...i18n import N_, say
from ...post.rules import Block, Item, Letter, Line, Text
from ..models import TestSlot
from ..queries.readiness import items_of, readiness_at
from ..queries.reminders import is_paused
from ..rules.kinds import PURPOSES, Purpose
from ..rules.readers import both_times
from ..rules.readiness import Missing, Why, lacks_of
from ..rules.reminders import Rule
from .tests import is_as_told, is_read, letter, letter_of

MOST = 12  # items named for one reason
WHYS = {
    Why.NO_LINE: N_("no line yet"),
    Why.NEVER_TESTED: N_("not tested"),
    Why.FAILED: N_("fails"),
    Why.CHANGED: N_("changed since its test"),
    Why.TOO_OLD: N_("tested too long ago"),
}


def _of_test(facts: dict[str, Any], lang: str) -> Letter | None:
    slot = db.session.get(TestSlot, facts["slot_id"])
    if slot is None or not is_as_told(slot, facts) or _is_paused(facts) or slot.starts_at <= now():
        return None
    subject = N_("Reminder: test of %(point)s, %(when)s")
    said = N_("Please be there a few minutes earlier, with whoever looks after the devices.")
    return letter_of(slot, facts, lang, subject, said)


def _of_missing(facts: dict[str, Any], lang: str) -> Letter | None:
    forum = db.session.get_one(Forum, facts["forum_id"])
    point = db.session.get_one(Point, facts["point_id"])
    if _is_paused(facts) or not is_read(facts, point):
        return None
    missing = readiness_at(forum, point, now=now()).missing
    if not missing:
        return None
    first = datetime.fromisoformat(facts["for_at"])
    told = {"point": point.name.said_in(lang), "when": Moment(first, point.zone).said_in(lang)}
    title = say(lang, N_("%(point)s is not ready yet"), **told)
    begins = Item(
        "", say(lang, N_("The first session begins")), both_times(first, point.zone, forum, lang)
    )
    lacks = Item("", say(lang, N_("What is missing")), _lines(forum, missing, lang))
    intro = Text(say(lang, N_("Before the forum begins, this is still to be done at your point.")))
    blocks: list[Block] = [intro, lacks, begins]
    return letter(forum, point, facts, lang, title, blocks)


def _is_paused(facts: dict[str, Any]) -> bool:
    return is_paused(facts["forum_id"], Rule(facts["rule"]))


def _lines(forum: Forum, missing: Sequence[Missing], lang: str) -> list[Line]:
    titles = {item.code: item.title.said_in(lang) for item in items_of(forum)}
    lines = []
    for lack in lacks_of(missing, at_most=MOST):
        by_item: dict[str, list[Missing]] = {}
        for one in lack.first:
            by_item.setdefault(one.item, []).append(one)
        named = [_named(titles.get(item, item), some, lang) for item, some in by_item.items()]
        if lack.more:
            named.append(say(lang, N_("%(n)s more"), n=lack.more))
        lines += [Line(words, label=say(lang, WHYS[lack.why])) for words in named]
    return lines


def _named(title: str, missing: Sequence[Missing], lang: str) -> str:
    """An item once, with all the lines on which it lacks."""
    purposes = [say(lang, PURPOSES[Purpose(one.line.named)]) for one in missing if one.line]
    return f"{title} ({', '.join(purposes)})" if purposes else title


WRITERS: dict[str, Callable[[dict[str, Any], str], Letter | None]] = {
    "broadcast.remind_of_test": _of_test,
    "broadcast.remind_of_missing": _of_missing,
}
