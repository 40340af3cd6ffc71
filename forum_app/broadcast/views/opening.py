"""The lines of a point on its own desk: opened in their time, by role or behind its secret page.

Looking shows no secret; the press asks everything anew, notes it, and leads on.
"""

from flask import g, redirect, render_template
from flask.typing import ResponseReturnValue

from ... import clock, pages
from ...db import ID, writes, written
from ...forums.views import forum_or_404
from ...refusal import Refusal
from ..queries.opening import lines_at, next_turn
from ..rules.addresses import dialled, host_of, opens_in_browser, played_from
from ..rules.kinds import PURPOSES, TRANSPORTS
from ..rules.links import service_of
from ..rules.secrets import as_given
from ..services.opening import Opened, open_at_point
from .blueprint import bp, coordinator, key_holder, link_or_404
from .point_desk import DESK, KEY, PRIVATE, At, page_at


@bp.get(f"{DESK}/lines")
@coordinator
def show_lines_there(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    return _page(At(lang, forum_slug, code=code))


@bp.get(f"{KEY}/lines")
@key_holder
def show_lines_by_key(lang: str, forum_slug: str, key: str) -> ResponseReturnValue:
    return _page(At(lang, forum_slug, key=key))


@bp.get(f"{DESK}/lines/rows")
@coordinator
def show_line_rows_there(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    return _rows(At(lang, forum_slug, code=code))


@bp.get(f"{KEY}/lines/rows")
@key_holder
def show_line_rows_by_key(lang: str, forum_slug: str, key: str) -> ResponseReturnValue:
    return _rows(At(lang, forum_slug, key=key))


@bp.post(f"{DESK}/lines/<{ID}:line_id>")
@coordinator
@writes
def open_line_there(lang: str, forum_slug: str, code: str, line_id: int) -> ResponseReturnValue:
    return _open(At(lang, forum_slug, code=code), line_id)


@bp.post(f"{KEY}/lines/<{ID}:line_id>")
@key_holder
@writes
def open_line_by_key(lang: str, forum_slug: str, key: str, line_id: int) -> ResponseReturnValue:
    return _open(At(lang, forum_slug, key=key), line_id)


def _page(at: At, refusal: Refusal | None = None) -> ResponseReturnValue:
    pages.check_lines()
    why = refusal.said_in(at.lang) if refusal else None
    status = refusal.status if refusal else 200
    return page_at(at, "broadcast/lines.html", status, why=why, **_given(at))


def _rows(at: At) -> ResponseReturnValue:
    forum = forum_or_404(at.forum_slug)
    shown = render_template("broadcast/line_rows.html", forum=forum, at=at, **_given(at))
    return shown, 200, PRIVATE


def _given(at: At) -> dict[str, object]:
    forum, point, now = forum_or_404(at.forum_slug), at.point, clock.forum_now()
    lines = lines_at(forum, point, now=now)
    told = {"purposes": PURPOSES, "transports": TRANSPORTS, "service_of": service_of}
    in_browser = {"opens_in_browser": opens_in_browser, "host_of": host_of}
    turn = {"now": now, "changes_at": next_turn(lines)}
    return {"point": point, "lines": lines, **turn, **told, **in_browser}


def _open(at: At, line_id: int) -> ResponseReturnValue:
    times = {"now": clock.forum_now(), "at": clock.now()}

    def work() -> Opened:
        forum = forum_or_404(at.forum_slug)
        line = link_or_404(forum, line_id)
        return open_at_point(forum, at.point, line, actor=g.caller, **times)

    try:
        return _led_to(at, written(work))
    except Refusal as refusal:
        return _page(at, refusal)


def _led_to(at: At, opened: Opened) -> ResponseReturnValue:
    """Straight to it where a browser takes the secret along, else the page that says or plays."""
    link = opened.link
    address, typed = as_given(link.address, opened.secret, link.secret_name)
    source = played_from(address, link.transport)
    if opens_in_browser(address) and typed is None and source is None:
        answer = redirect(address, 303)
        answer.headers.update(PRIVATE)
        return answer
    pages.play_from(source)
    return page_at(
        at,
        "broadcast/opened.html",
        point=at.point,
        link=link,
        address=address,
        secret=typed,
        purposes=PURPOSES,
        to_dial=dialled(address, link.room, typed),
        opens_in_browser=opens_in_browser(address),
        plays=source is not None,
    )
