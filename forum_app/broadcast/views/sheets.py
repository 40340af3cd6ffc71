"""Call sheets: the page of a point's own desk, and files to print, for the organisers too."""

from io import BytesIO
from typing import Any

from flask import Response, abort, g, request, send_file
from flask.typing import ResponseReturnValue

from ... import clock
from ...db import ID, db, writes, written
from ...forums.models import Forum
from ...forums.views import desk_page_of, forum_or_404, organiser
from ...typesetting import typeset
from ..queries.relays import remote_points
from ..queries.sheets import CallSheet, call_sheets_of
from ..rules.kinds import TRANSPORTS
from ..rules.sheets import PURPOSES, address_said, files_of, language_of
from ..services.sheets import note_printed
from ..sheets.calls import TEMPLATE, facts_of
from .blueprint import bp, coordinator, key_holder, point_or_404
from .point_desk import DESK, KEY, PRIVATE, At, page_at

ALL = "/desk/call-sheets"


@bp.get(f"{DESK}/sheet")
@coordinator
def show_sheet_there(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    return _page(At(lang, forum_slug, code=code))


@bp.get(f"{KEY}/sheet")
@key_holder
def show_sheet_by_key(lang: str, forum_slug: str, key: str) -> ResponseReturnValue:
    return _page(At(lang, forum_slug, key=key))


@bp.get(f"{DESK}/sheet.pdf")
@coordinator
def send_sheet_there(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    return _file(At(lang, forum_slug, code=code))


@bp.get(f"{KEY}/sheet.pdf")
@key_holder
def send_sheet_by_key(lang: str, forum_slug: str, key: str) -> ResponseReturnValue:
    return _file(At(lang, forum_slug, key=key))


@bp.get(ALL)
@organiser
def show_sheets(lang: str, forum_slug: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    sheets = call_sheets_of(forum, remote_points(forum))
    given: dict[str, Any] = {"files": files_of(sheets), "language_of": language_of}
    return desk_page_of(lang, forum, "desk/call_sheets.html", **given)


@bp.get(f"{ALL}/<point>.pdf")
@organiser
def send_sheet(lang: str, forum_slug: str, point: str) -> ResponseReturnValue:
    forum, row = forum_or_404(forum_slug), point_or_404(forum_slug, point)
    return _sent(f"{forum.slug}-{row.code}.pdf", _set(forum, call_sheets_of(forum, [row])))


@bp.post(f"{ALL}/files/<{ID}:number>")
@organiser
@writes
def send_sheets(lang: str, forum_slug: str, number: int) -> ResponseReturnValue:
    """The number-th file of points, from 1 on. It is made whole, noted, and then sent."""
    forum, by = forum_or_404(forum_slug), {"actor": g.caller, "now": clock.now()}
    files = files_of(remote_points(forum))
    if not 1 <= number <= len(files):
        abort(404)
    points, slug = files[number - 1], forum.slug
    made = _set(forum, call_sheets_of(forum, points))
    written(lambda: note_printed(forum_or_404(forum_slug), len(points), **by))
    return _sent(f"{slug}-call-sheets-{number}.pdf", made)


def _page(at: At) -> Response:
    """One page to print. No secret stands on it."""
    (sheet,) = call_sheets_of(forum_or_404(at.forum_slug), [at.point])
    given: dict[str, Any] = {"purposes": PURPOSES, "address_said": address_said}
    given |= {"transports": TRANSPORTS, "own": language_of(sheet.point.languages)}
    return page_at(at, "broadcast/sheet.html", sheet=sheet, now=clock.now(), **given)


def _file(at: At) -> Response:
    forum = forum_or_404(at.forum_slug)
    sheets = call_sheets_of(forum, [at.point])
    return _sent(f"{forum.slug}-{sheets[0].point.code}.pdf", _set(forum, sheets))


def _set(forum: Forum, sheets: list[CallSheet]) -> bytes:
    """The file, in the points' own languages or the one of the address. Reading ends before it is
    set, so that nobody's transaction is as long. Raises FacesMissing, SheetsBusy, SheetFailed.
    """
    facts = facts_of(forum, sheets, lang=_wished(), now=clock.now())
    db.session.rollback()
    return typeset(TEMPLATE, facts)


def _wished() -> str:
    wished = request.values.get("lang", "")
    return wished if wished == language_of([], wished) else ""


def _sent(name: str, made: bytes) -> Response:
    answer = send_file(BytesIO(made), "application/pdf", as_attachment=True, download_name=name)
    answer.headers.update(PRIVATE)
    return answer
