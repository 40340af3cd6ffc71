"""The letter about people moved to a point whose coordinator decides. Written as it leaves."""

from typing import Any

from flask import url_for

from ...broadcast.queries.readers import secret_for, still_reads
from ...broadcast.rules.readers import both_times
from ...db import db
from ...forums.models import Forum, Point
from ...i18n import N_, say, say_many
from ...post.rules import Act, Block, Item, Letter, Line, Text
from ..models import BulkAct, Relocation
from ..queries.arrivals import undecided_of
from ..queries.relocating import relocation_for


def write_arrived(facts: dict[str, Any], lang: str) -> Letter | None:
    """None where nobody of them waits any more, or the reader is at the point no more."""
    to = relocation_for(db.session.get_one(BulkAct, facts["act_id"]))
    point, undecided = to.to_point, undecided_of(to)
    if point is None or point.withdrawn_at is not None or not undecided.people:
        return None
    if not still_reads(facts["to"], facts["address"], point):
        return None
    forum = db.session.get_one(Forum, to.forum_id)
    title = say_many(
        lang,
        "%(n)s person was moved to %(point)s: please decide",
        "%(n)s people were moved to %(point)s: please decide",
        undecided.people,
        point=point.name.said_in(lang),
    )
    items = [
        Item(
            "point",
            f"{session.code} {session.title.said_in(lang)}",
            [*both_times(session.starts_at, point.zone, forum, lang), _held(many, lang)],
        )
        for session, many in undecided.sessions
    ]
    return Letter(
        sender=forum.short_name.said_in(lang),
        subject=title,
        heading=title,
        blocks=[Text(_why(to, lang)), *items, *_way_in(forum, point, facts["to"], lang)],
        contact=forum.contact_email,
    )


def _why(to: Relocation, lang: str) -> str:
    why = N_(
        "%(lost)s takes part no more, so the organisers moved its people. You decide who sits at "
        "your point: their seats are held until you do."
    )
    return say(lang, why, lost=to.point.name.said_in(lang))


def _held(many: int, lang: str) -> Line:
    told = say_many(lang, "%(n)s person", "%(n)s people", many)
    return Line(told, label=say(lang, N_("Waiting for your decision")))


def _way_in(forum: Forum, point: Point, ref: str, lang: str) -> list[Block]:
    """To the list on the point's desk, for whoever has one: signed in, or by its secret page."""
    at: dict[str, Any] = {"lang": lang, "forum_slug": forum.slug, "_anchor": "sitting"}
    if ref.startswith("user "):
        path = url_for("broadcast.show_point_desk", code=point.code, **at)
    elif secret := secret_for(ref, point):
        path = url_for("broadcast.show_key_desk", key=secret, **at)
    else:
        return []
    return [Act(say(lang, N_("Open the point’s desk")), path)]
