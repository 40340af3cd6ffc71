"""The desk: which part each point has in which session, as a matrix and row by row."""

from collections.abc import Callable
from dataclasses import dataclass, field

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ... import clock
from ...db import ID, writes, written
from ...forums.models import Forum
from ...forums.views import caller_id, desk_page_of, forum_or_404, organiser
from ...i18n import N_, say, say_many
from ...programme.rules import comfort_of
from ...refusal import Refusal
from ..queries import relays as asked
from ..rules.relays import ROLES, CellEdit, cells_in, cells_named, typed_in
from ..services import filling, relays
from ..services.relays import Outcome, Wanted
from .blueprint import bp, point_or_404

DESK = "/desk/relays"
FILLINGS = {
    filling.Filling.LISTEN: N_("Every point without a part listens"),
    filling.Filling.SPEAKERS: N_("The points of a session’s speakers speak"),
    filling.Filling.CALL: N_("Points with a part but no call time get one"),
    filling.Filling.EMPTY: N_("No point has a part"),
}
MOST_MINUTES = 24 * 60


@dataclass(frozen=True)
class Seen:
    """What a page is shown with after something was sent.

    late: cells that others changed; typed: cell -> what was typed there, by field.
    """

    refusal: Refusal | None = None
    late: list[relays.Late] = field(default_factory=list)
    typed: dict[asked.Cell, dict[str, str]] = field(default_factory=dict)

    @property
    def status(self) -> int:
        return self.refusal.status if self.refusal else 409 if self.late else 200


@bp.get(DESK)
@organiser
def show_relays(lang: str, forum_slug: str) -> ResponseReturnValue:
    return _matrix_page(lang, forum_slug, Seen())


@bp.post(DESK)
@organiser
@writes
def set_relays(lang: str, forum_slug: str) -> ResponseReturnValue:
    there = url_for(".show_relays", lang=lang, forum_slug=forum_slug)
    return _set(lang, forum_slug, there, lambda seen: _matrix_page(lang, forum_slug, seen))


@bp.post(f"{DESK}/filling")
@organiser
@writes
def fill_relays(lang: str, forum_slug: str) -> ResponseReturnValue:
    given, now = request.form, clock.now()
    minutes = given.get("minutes", "")
    is_read = minutes.isascii() and minutes.isdigit() and len(minutes) < 5
    before = int(minutes) if is_read else MOST_MINUTES + 1
    chosen = next((x for x in FILLINGS if x.value == given.get("filling")), None)
    if chosen is None or before > MOST_MINUTES:
        abort(422)

    def verb() -> Outcome:
        forum, where = forum_or_404(forum_slug), given.get("where", "")
        return filling.fill(forum, chosen, where, before, by=caller_id(), now=now)

    try:
        outcome = written(verb)
    except Refusal as refusal:
        return _matrix_page(lang, forum_slug, Seen(refusal))
    return _told(lang, url_for(".show_relays", lang=lang, forum_slug=forum_slug), outcome.changed)


@bp.post(f"{DESK}/listening")
@organiser
@writes
def let_points_listen(lang: str, forum_slug: str) -> ResponseReturnValue:
    now, seen = clock.now(), cells_named(request.form.get("cells", ""))

    def verb() -> Outcome:
        return filling.let_listen(forum_or_404(forum_slug), seen, by=caller_id(), now=now)

    changed = written(verb).changed
    return _told(lang, url_for(".show_relays", lang=lang, forum_slug=forum_slug), changed)


@bp.post(f"{DESK}/acts/<{ID}:relay_act_id>/undoing")
@organiser
@writes
def undo_relays(lang: str, forum_slug: str, relay_act_id: int) -> ResponseReturnValue:
    now = clock.now()

    def verb() -> int:
        forum = forum_or_404(forum_slug)
        act = asked.act_in(forum, relay_act_id) or abort(404)
        return relays.undo(forum, act, by=caller_id(), now=now)

    count = written(verb)
    return _told(lang, url_for(".show_relays", lang=lang, forum_slug=forum_slug), count)


@bp.get(f"{DESK}/points/<point>")
@organiser
def show_relays_of_point(lang: str, forum_slug: str, point: str) -> ResponseReturnValue:
    return _row_page(lang, forum_slug, Seen(), point=point)


@bp.post(f"{DESK}/points/<point>")
@organiser
@writes
def set_relays_of_point(lang: str, forum_slug: str, point: str) -> ResponseReturnValue:
    there = url_for(".show_relays_of_point", lang=lang, forum_slug=forum_slug, point=point)
    point_or_404(forum_slug, point)
    page = lambda seen: _row_page(lang, forum_slug, seen, point=point)  # noqa: E731
    return _set(lang, forum_slug, there, page)


@bp.get(f"{DESK}/sessions/<code>")
@organiser
def show_relays_of_session(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    return _row_page(lang, forum_slug, Seen(), code=code)


@bp.post(f"{DESK}/sessions/<code>")
@organiser
@writes
def set_relays_of_session(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    there = url_for(".show_relays_of_session", lang=lang, forum_slug=forum_slug, code=code)
    if code not in {session.code for session in asked.sessions_held(forum_or_404(forum_slug))}:
        abort(404)
    page = lambda seen: _row_page(lang, forum_slug, seen, code=code)  # noqa: E731
    return _set(lang, forum_slug, there, page)


def _set(
    lang: str, forum_slug: str, there: str, page: Callable[[Seen], ResponseReturnValue]
) -> ResponseReturnValue:
    """Set what was sent; or the page again, with what was typed where it could not be saved."""
    sent, now = list(request.form.items()), clock.now()
    typed = typed_in(sent)

    def verb() -> Outcome:
        forum = forum_or_404(forum_slug)
        return relays.set_parts(forum, _wanted(forum, edits), by=caller_id(), now=now)

    try:
        edits = cells_in(sent)
        outcome = written(verb)
    except Refusal as refusal:
        return page(Seen(refusal, typed=typed))
    if outcome.late:
        cells = {(x.wanted.session.id, x.wanted.point.id) for x in outcome.late}
        return page(Seen(late=outcome.late, typed={x: typed[x] for x in cells}))
    return _told(lang, there, outcome.changed)


def _wanted(forum: Forum, edits: list[CellEdit]) -> list[Wanted]:
    """Cells of sessions and points of this forum alone; the others are not there."""
    sessions = {session.id: session for session in asked.sessions_held(forum)}
    points = {point.id: point for point in asked.remote_points(forum)}
    return [
        Wanted(sessions[one.session], points[one.point], one.seen, one.facts)
        for one in edits
        if one.session in sessions and one.point in points
    ]


def _told(lang: str, there: str, count: int) -> ResponseReturnValue:
    flash(_count_said(lang, count) if count else say(lang, N_("Nothing was changed.")))
    return redirect(there, 303)


def _count_said(lang: str, count: int) -> str:
    return say_many(
        lang,
        "%(n)s part is changed. People see it after the next release.",
        "%(n)s parts are changed. People see them after the next release.",
        count,
    )


def _matrix_page(lang: str, forum_slug: str, seen: Seen) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    matrix = asked.matrix_of(forum)
    return desk_page_of(
        lang,
        forum,
        "desk/relays.html",
        status=seen.status,
        matrix=matrix,
        seated=asked.seated_without_part(forum, matrix),
        act=asked.last_act(forum, caller_id()),
        seen=seen,
        roles=ROLES,
        fillings=FILLINGS,
        comfort_of=comfort_of,
        every=filling.EVERY,
        plenaries=filling.PLENARIES,
    )


def _row_page(
    lang: str, forum_slug: str, seen: Seen, *, point: str = "", code: str = ""
) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    matrix = asked.matrix_of(forum)
    sessions = [x for x in matrix.sessions if not code or x.code == code]
    points = [x for x in matrix.points if not point or x.code == point]
    if (code and not sessions) or (point and not points):
        abort(404)
    return desk_page_of(
        lang,
        forum,
        "desk/relays_row.html",
        status=seen.status,
        matrix=matrix,
        cells=[(session, there) for session in sessions for there in points],
        of_point=points[0] if point else None,
        of_session=sessions[0] if code else None,
        seen=seen,
        roles=ROLES,
        comfort_of=comfort_of,
    )
