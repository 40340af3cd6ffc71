"""Letters about the tests of a point: each with the hour there and the hour at the venue."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import url_for

from ...clock import Moment, offset_of
from ...db import db
from ...forums.models import Forum, Point
from ...i18n import N_, say
from ...post.rules import Act, Block, Item, Letter, Line, Text
from ..models import TestSlot
from ..queries.readers import secret_for, still_reads
from ..rules.readers import both_times


def _booked(facts: dict[str, Any], lang: str) -> Letter | None:
    subject = N_("Test of %(point)s: %(when)s")
    said = N_("A crew tests the lines and the room with the people at the point.")
    return _of_test(facts, lang, subject, said)


def _moved(facts: dict[str, Any], lang: str) -> Letter | None:
    subject = N_("Test of %(point)s moved to %(when)s")
    said = N_("The test is at another time. What an earlier letter said does not hold any more.")
    return _of_test(facts, lang, subject, said)


def _cancelled(facts: dict[str, Any], lang: str) -> Letter | None:
    slot = _slot(facts)
    if slot is None or slot.cancelled_at is None:
        return None
    subject = N_("Test of %(point)s at %(when)s is cancelled")
    return letter_of(slot, facts, lang, subject, N_("This test does not take place."))


def _rezoned(facts: dict[str, Any], lang: str) -> Letter | None:
    """None where clocks there show the test at its earlier hour again."""
    slot = _slot(facts)
    if slot is None or offset_of(slot.starts_at, facts["was_zone"]) == offset_of(
        slot.starts_at, slot.point.zone
    ):
        return None
    subject = N_("Test of %(point)s: %(when)s by the clocks there")
    said = N_(
        "The time zone of the point was changed. The test stays where it is at the venue; by the "
        "clocks at the point it is at another hour than an earlier letter said."
    )
    return _of_test(facts, lang, subject, said)


def _of_test(facts: dict[str, Any], lang: str, subject: str, said: str) -> Letter | None:
    """None where the test is not at that time any more: another letter says so."""
    slot = _slot(facts)
    if slot is None or not is_as_told(slot, facts):
        return None
    return letter_of(slot, facts, lang, subject, said)


def _slot(facts: dict[str, Any]) -> TestSlot | None:
    return db.session.get(TestSlot, facts["slot_id"])


def is_as_told(slot: TestSlot, facts: dict[str, Any]) -> bool:
    over = slot.cancelled_at or slot.missed_at or slot.done_at
    return not over and slot.starts_at == datetime.fromisoformat(facts["starts_at"])


def letter_of(
    slot: TestSlot, facts: dict[str, Any], lang: str, subject: str, said: str
) -> Letter | None:
    """None where whoever it was laid for is at the point no more."""
    forum, point = db.session.get_one(Forum, slot.forum_id), slot.point
    if not is_read(facts, point):
        return None
    when = Moment(slot.starts_at, point.zone)
    title = say(lang, subject, point=point.name.said_in(lang), when=when.said_in(lang))
    lines = both_times(slot.starts_at, point.zone, forum, lang)
    if "before" in facts or "was_zone" in facts:
        was_at = datetime.fromisoformat(facts.get("before", facts["starts_at"]))
        was = Moment(was_at, facts.get("was_zone", point.zone)).said_in(lang)
        lines.append(Line(was, label=say(lang, N_("Until now, at the point"))))
    lines.append(Line(slot.crew.name.said_in(lang), label=say(lang, N_("Crew"))))
    item = Item("point", slot.round.title.said_in(lang), lines)
    return letter(forum, point, facts, lang, title, [Text(say(lang, said)), item])


def is_read(facts: dict[str, Any], point: Point) -> bool:
    return point.withdrawn_at is None and still_reads(facts["to"], facts["address"], point)


def letter(
    forum: Forum,
    point: Point,
    facts: dict[str, Any],
    lang: str,
    title: str,
    blocks: list[Block],
) -> Letter:
    """With the way to the point's desk, for whoever has one."""
    path = _way_in(forum, point, facts["to"], lang)
    act: list[Block] = [Act(say(lang, N_("Open the point’s desk")), path)] if path else []
    return Letter(
        sender=forum.short_name.said_in(lang),
        subject=title,
        heading=title,
        blocks=[*blocks, *act],
        contact=forum.contact_email,
    )


def _way_in(forum: Forum, point: Point, ref: str, lang: str) -> str | None:
    """The secret page stands in the letter to the one contact who holds it, and in no other."""
    at: dict[str, Any] = {"lang": lang, "forum_slug": forum.slug}
    if ref.startswith("user "):
        return url_for("broadcast.show_point_desk", code=point.code, **at)
    secret = secret_for(ref, point)
    return url_for("broadcast.show_key_desk", key=secret, **at) if secret else None


WRITERS: dict[str, Callable[[dict[str, Any], str], Letter | None]] = {
    "broadcast.test_booked": _booked,
    "broadcast.test_moved": _moved,
    "broadcast.test_cancelled": _cancelled,
    "broadcast.test_rezoned": _rezoned,
}
