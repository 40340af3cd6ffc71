"""The letters about a point: it takes part no more and where its people are now; or it changed."""

from collections.abc import Mapping
from typing import Any

from ... import clock
from ...clock import Moment
from ...db import db
from ...forums.models import Forum, Point, PointKind
from ...forums.queries import points_of
from ...i18n import N_, Words
from ...post.rules import Block, Item, Letter, Line, Note, Text, Title
from ...programme.models import ReleasedSession, Way
from ...programme.queries import released_sessions, seats_at
from ..feeds import where_said
from ..models import BulkAct, Outcome
from ..queries import Attendance
from ..queries.point_changes import told_of
from ..queries.relocating import relocated_in, relocation_for
from ..rules.point_changes import TOLD, still_differs
from .opening import Example
from .writing import Writing

REPLACES = N_("The attached calendar replaces the earlier one.")


def write_relocated(w: Writing, facts: dict[str, Any]) -> Letter | None:
    """None where the act was undone, or nothing of it is theirs any more."""
    if not w.delegate.is_live:
        return None
    if "act_id" not in facts:
        return _letter_of_move(w, _example_point(w.forum), [*w.agenda_blocks()])
    act = db.session.get_one(BulkAct, facts["act_id"])
    point = relocation_for(act).point
    moved = {x.session_id: x for x in relocated_in(act.id, w.delegate.id) if not x.returned}
    items: list[Block] = [
        _moved_item(w, attended, point, moved[id_].outcome)
        for attended in w.agenda
        if (id_ := attended.session.session_id) in moved
    ]
    return _letter_of_move(w, point, items) if items else None


def _letter_of_move(w: Writing, point: Point | None, items: list[Block]) -> Letter:
    where = _said(point, w.lang)
    gone = N_(
        "The point %(point)s no longer takes part in %(forum)s. We have looked for other places "
        "for you; your registration holds."
    )
    choose = N_("If you would rather attend another way, please choose it behind this link.")
    subject = w.say(N_("%(point)s takes part no more: your places now"), point=where)
    blocks: list[Block] = [
        Text(w.say(gone, point=where, forum=w.forum.short_name)),
        *items,
        Text(w.say(choose)),
        w.open_link(w.say(N_("See or change your sessions"))),
        Note(w.say(REPLACES)),
    ]
    return w.letter(subject, subject, blocks, calendar=True)


def _moved_item(w: Writing, attended: Attendance, lost: Point, outcome: Outcome) -> Item:
    session, held = attended.session, attended.held
    title = f"{session.code} {session.title.said_in(w.lang)}"
    lines = _times(w, session, [held.point, lost] if held.point else [lost])
    if held.is_stranded:
        stays = {
            True: N_("You have another session at this time, so no seat was taken for you."),
            False: N_("No other seat is found yet. The organisers know, and keep looking."),
        }
        lines.append(Line(w.say(stays[outcome is Outcome.OVERLAPS]), w.say(N_("Your seat"))))
        return Item("wait", title, lines)
    label = {Way.HALL: N_("In the hall"), Way.POINT: N_("At a point")}.get(held.way)
    where = where_said(w.forum, session, held, w.lang)
    lines.append(Line(where, w.say(label or N_("How you attend now"))))
    lines += w.undecided(attended.place) if attended.place else []
    return Item(held.way.value if attended.place else "wait", title, lines)


def _times(w: Writing, session: ReleasedSession, points: list[Point]) -> list[Line]:
    """By the clocks at the venue, and by those at each point where they are others."""
    forum, lang = w.forum, w.lang
    hours = clock.day_and_hours_said(session.starts_at, session.ends_at, forum.zone, lang)
    offset = clock.offset_said(session.starts_at, forum.zone)
    lines = [Line(f"{hours} ({forum.city.said_in(lang)}, {offset})", w.say(N_("When")))]
    known = {offset}
    for point in points:
        if (there := clock.offset_said(session.starts_at, point.zone)) in known:
            continue
        known.add(there)
        local, city = Moment(session.starts_at, point.zone), point.city.said_in(lang)
        label = w.say(N_("Local time in %(city)s"), city=city)
        lines.append(Line(local.said_in(lang), label))
    return lines


def write_point_changed(w: Writing, facts: dict[str, Any]) -> Letter | None:
    """None where it is as it was again, or they sit there no more."""
    if not w.delegate.is_live:
        return None
    if "point_id" not in facts:
        point = _example_point(w.forum)
        changes = [Line("–", w.say(N_("Street address")))]
        return _letter_of_change(w, point, changes, w.agenda_blocks())
    point = db.session.get_one(Point, facts["point_id"])
    changes = _changes(w, facts["was"], point)
    items: list[Block] = [
        Item("point", f"{x.code} {x.title.said_in(w.lang)}", _times(w, x, [point]))
        for x in _sessions_there(w, point)
    ]
    return _letter_of_change(w, point, changes, items) if changes and items else None


def _sessions_there(w: Writing, point: Point) -> list[ReleasedSession]:
    """Those in which the reader has a place there; of an example, all with seats there."""
    if isinstance(w, Example):
        seats = seats_at(point)
        return [x for x in released_sessions(w.forum) if x.session_id in seats and not x.cancelled]
    held = [x for x in w.agenda if x.place is not None and x.place.point_id == point.id]
    return [x.session for x in held if not x.session.cancelled]


def _changes(w: Writing, was: Mapping[str, Any], point: Point) -> list[Line]:
    now = told_of(point)
    return [
        Line(_other(old, now[name], w.lang), w.say(TOLD[name]))
        for name, old in still_differs(was, now).items()
    ]


def _other(old: Any, new: Any, lang: str) -> str:
    """ "A → B"; where nothing was said before, what is said now alone."""
    was, now = _value(old, lang), _value(new, lang)
    return now if was == "–" else f"{was} → {now}"


def _value(told: Any, lang: str) -> str:
    if isinstance(told, Mapping):
        return Words(told).said_in(lang) or "–"
    return str(told or "–")


def _letter_of_change(
    w: Writing, point: Point | None, changes: list[Line], items: list[Block]
) -> Letter:
    where = _said(point, w.lang)
    subject = w.say(N_("Your point has changed: %(point)s"), point=where)
    changed = N_("Something has changed about the point where you attend %(forum)s.")
    blocks: list[Block] = [
        Text(w.say(changed, forum=w.forum.short_name)),
        Item("point", where, changes),
        Title(w.say(N_("Your sessions there"))),
        *items,
        w.open_link(w.say(N_("See or change your sessions"))),
        Note(w.say(REPLACES)),
    ]
    return w.letter(subject, subject, blocks, calendar=True)


def _said(point: Point | None, lang: str) -> str:
    return f"{point.name.said_in(lang)} ({point.code})" if point else "SIN"


def _example_point(forum: Forum) -> Point | None:
    return next((point for point in points_of(forum) if point.kind is not PointKind.CENTRAL), None)
