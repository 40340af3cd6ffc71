"""The board of all points, and the tests of one."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from typing import Any

from flask import Response, flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ... import clock
from ...db import writes, written
from ...forums.models import Forum, Point
from ...forums.queries import names_of_users
from ...forums.views import caller_id, desk_page_of, forum_or_404, organiser
from ...forums.views.things import point_or_404
from ...i18n import N_, say
from ...refusal import Refusal
from ..forms.readiness import result_sent, subject_sent
from ..queries import readiness as queries
from ..queries.readiness import Standing
from ..queries.slots import slots_at
from ..rules.left_out import left_out_at
from ..rules.readiness import About, Found, Preparation, lacks_of
from ..rules.refusals import NoSuchItem
from ..rules.topics import readiness_topic
from ..services.checks import record
from .blueprint import bp, item_or_404

HISTORY = 30  # results shown
PAGE = 70  # points on one page of the board
ALL = "all"  # on one page, to be printed
_AS_OF = re.compile(r"<span data-as-of.*?</span>")


@bp.get("/desk/readiness")
@organiser
def show_board(lang: str, forum_slug: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    return desk_page_of(lang, forum, "desk/readiness/board.html", **_board(forum))


@bp.get("/desk/readiness/rows")
@organiser
def show_board_rows(lang: str, forum_slug: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    rows = render_template("desk/readiness/rows.html", forum=forum, **_board(forum))
    answer = make_response(rows)
    answer.headers["Cache-Control"] = "no-store"
    answer.set_etag(_tag_of(rows))
    return answer.make_conditional(request)


def _tag_of(rows: str) -> str:
    """Of what the rows say, not of the minute in which they were asked for."""
    return hashlib.sha256(_AS_OF.sub("", rows).encode()).hexdigest()


def _board(forum: Forum) -> dict[str, Any]:
    board = queries.board_of(forum, now=clock.now())
    items = queries.items_of(forum)
    state, lacks, page = (request.args.get(name, "") for name in ("state", "lacks", "page"))
    found = queries.narrowed(board, state=state, lacks=lacks)
    shown, pages = paged(found, page)
    return {
        "shown": shown,
        "found": len(found),
        "pages": pages,
        "page": page,
        "names": _names(x.by for one in shown for x in one.readiness.missing),
        "lacks_of": lacks_of,
        "now": clock.now(),
        "topic": readiness_topic(forum.id),
        "counts": {x: sum(one.readiness.state is x for one in board) for x in Preparation},
        "titles": {item.code: item.title for item in items},
        "state": state,
        "lacks": lacks,
        "args": {k: v for k, v in (("state", state), ("lacks", lacks)) if v},
    }


def paged(found: Sequence[Standing], page: str) -> tuple[Sequence[Standing], int]:
    """(those on this page, how many pages there are). page: its number, ALL, or what was typed."""
    pages = max(1, -(-len(found) // PAGE))
    if page == ALL:
        return found, pages
    number = min(int(page), pages) if page.isascii() and page.isdigit() and len(page) < 5 else 1
    first = (max(1, number) - 1) * PAGE
    return found[first : first + PAGE], pages


def _names(actors: Iterable[str]) -> dict[str, str]:
    """actor -> the name of that user; those without an account are left out. One query."""
    ids = [int(x.removeprefix("user ")) for x in set(actors) if re.fullmatch(r"user \d+", x)]
    return {f"user {id_}": name for id_, name in names_of_users(ids).items()}


@bp.get("/desk/readiness/<point>")
@organiser
def show_tests_of(lang: str, forum_slug: str, point: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    return _point_page(lang, forum, point_or_404(forum, point))


@bp.post("/desk/readiness/<point>/results")
@organiser
@writes
def add_result(lang: str, forum_slug: str, point: str) -> ResponseReturnValue:
    found, now, by = result_sent(), clock.now(), caller_id()
    try:
        if found is None:
            raise NoSuchItem
        at = {"by": by, "actor": g.caller, "now": now}
        written(lambda: _record(forum_slug, point, found, **at))
    except Refusal as refusal:
        forum = forum_or_404(forum_slug)
        return _point_page(lang, forum, point_or_404(forum, point), refusal)
    flash(say(lang, N_("The result is written down.")))
    return redirect(url_for(".show_tests_of", lang=lang, forum_slug=forum_slug, point=point), 303)


def _record(forum_slug: str, code: str, found: Found, **given: Any) -> None:
    forum = forum_or_404(forum_slug)
    record_sent(forum, point_or_404(forum, code), found, **given)


def record_sent(forum: Forum, point: Point, found: Found, **given: Any) -> None:
    """Write down what was sent for one item of `point`. Raises what `record` does."""
    item_code, line_id = subject_sent()
    item = item_or_404(forum, item_code)
    lines = queries.lines_of(forum, point).get(point.id, [])
    link = next((x for x in lines if x.id == line_id), None)
    if line_id and link is None:
        raise NoSuchItem
    record(point, item, link, found, **given)


def _point_page(lang: str, forum: Forum, point: Point, refusal: Refusal | None = None) -> Response:
    there = url_for(".add_result", lang=lang, forum_slug=forum.slug, point=point.code)
    return desk_page_of(
        lang,
        forum,
        "desk/readiness/point.html",
        status=refusal.status if refusal else 200,
        send_to=there,
        sentence=refusal.said_in(lang) if refusal else None,
        typed=request.form if refusal else {},
        **tests_of(forum, point),
    )


def tests_of(forum: Forum, point: Point) -> dict[str, Any]:
    """What a page about the tests of `point` shows."""
    checks = queries.latest_checks(forum, point).get(point.id, [])
    history = queries.history_of(point, at_most=HISTORY)
    items, lines = queries.items_of(forum), queries.lines_of(forum, point).get(point.id, [])
    facts = queries.facts_of(point, lines, (), 0)
    return {
        "point": point,
        "readiness": queries.readiness_at(forum, point, now=clock.now()),
        "items": [x for x in items if queries.as_item(x).is_for(point.kind)],
        "lines": lines,
        "lines_for": {x.id: queries.lines_for(x, point, lines) for x in items},
        "left_out": list(left_out_at(facts, map(queries.as_item, items))),
        "latest": {(check.item_id, check.link_id or 0): check for check in checks},
        "history": history,
        "names": _names(check.actor for check in (*checks, *history)),
        "slots": slots_at(point),
        "changes_of_people": queries.changes_of_people(forum.id, point).get(point.id, 0),
        "titles": {item.code: item.title for item in items},
        "about_line": About.LINE,
    }
