"""The letters about people moved to a point whose coordinator decides, and about their going back.
Written as they leave."""

from typing import Any

from flask import url_for

from ...broadcast.queries.readers import secret_for, still_reads
from ...broadcast.rules.readers import both_times
from ...db import db
from ...forums.models import Forum, Point
from ...i18n import N_, say, say_many
from ...post.rules import Act, Block, Item, Letter, Line, Text
from ..models import BulkAct, Relocation
from ..queries.arrivals import Arrived, back_from, has_left, undecided_of
from ..queries.relocating import relocation_for


def write_arrived(facts: dict[str, Any], lang: str) -> Letter | None:
    """None where nobody of them waits any more, or the reader is at the point no more."""
    to, point = _move_told(facts)
    if point is None or point.withdrawn_at is not None:
        return None
    undecided = undecided_of(to)
    if not undecided.people:
        return None
    forum = db.session.get_one(Forum, to.forum_id)
    title = say_many(
        lang,
        "%(n)s person was moved to %(point)s: please decide",
        "%(n)s people were moved to %(point)s: please decide",
        undecided.people,
        point=point.name.said_in(lang),
    )
    label = say(lang, N_("Waiting for your decision"))
    blocks = [Text(_why(to, lang)), *_items(undecided, label, forum, point, lang)]
    return _letter(forum, point, title, blocks, facts["to"], lang)


def write_went_back(facts: dict[str, Any], lang: str) -> Letter | None:
    """None where the letter about the move never left, or the reader is at the point no more."""
    to, point = _move_told(facts)
    if point is None or not has_left(facts["first"]):
        return None
    back = back_from(to)
    if not back.people:
        return None
    forum = db.session.get_one(Forum, to.forum_id)
    title = say_many(
        lang,
        "The move to %(point)s was undone: %(n)s person went back",
        "The move to %(point)s was undone: %(n)s people went back",
        back.people,
        point=point.name.said_in(lang),
    )
    label = say(lang, N_("Went back"))
    blocks = [*_undone(to, lang), *_items(back, label, forum, point, lang)]
    return _letter(forum, point, title, blocks, facts["to"], lang)


def _move_told(facts: dict[str, Any]) -> tuple[Relocation, Point | None]:
    """(the move, the point that people came to where the reader still reads of it)."""
    to = relocation_for(db.session.get_one(BulkAct, facts["act_id"]))
    point = to.to_point
    reads = point is not None and still_reads(facts["to"], facts["address"], point)
    return to, point if reads else None


def _items(arrived: Arrived, label: str, forum: Forum, point: Point, lang: str) -> list[Block]:
    """Each session by both clocks, with how many of them."""
    return [
        Item(
            "point",
            f"{session.code} {session.title.said_in(lang)}",
            [*both_times(session.starts_at, point.zone, forum, lang), _many(many, label, lang)],
        )
        for session, many in arrived.sessions
    ]


def _letter(
    forum: Forum, point: Point, title: str, blocks: list[Block], ref: str, lang: str
) -> Letter:
    return Letter(
        sender=forum.short_name.said_in(lang),
        subject=title,
        heading=title,
        blocks=[*blocks, *_way_in(forum, point, ref, lang)],
        contact=forum.contact_email,
    )


def _why(to: Relocation, lang: str) -> str:
    why = N_(
        "%(lost)s takes part no more, so the organisers moved its people. You decide who sits at "
        "your point: their seats are held until you do."
    )
    return say(lang, why, lost=to.point.name.said_in(lang))


def _undone(to: Relocation, lang: str) -> list[Block]:
    """That it was undone, and who is there all the same."""
    undone = N_(
        "The organisers undid the move of people from %(lost)s of which we wrote to you. They have "
        "their earlier seats again: there is nothing to decide about them any more."
    )
    told: list[Block] = [Text(say(lang, undone, lost=to.point.name.said_in(lang)))]
    if stays := undecided_of(to).people:
        still = say_many(
            lang,
            "%(n)s person could not go back, is still at your point and waits for your decision.",
            "%(n)s people could not go back, are still at your point and wait for your decision.",
            stays,
        )
        told.append(Text(still))
    return told


def _many(many: int, label: str, lang: str) -> Line:
    return Line(say_many(lang, "%(n)s person", "%(n)s people", many), label=label)


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
