"""The desk: points and contacts from a file, tried out first, then done."""

import json

from flask import Response, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ... import clock
from ...db import writes, written
from ...forms import Form, checks_token, country_codes
from ...forums.views import desk_page_of, forum_or_404, organiser
from ...i18n import N_, say
from ...programme.rules.files import MIB, FileTooLarge
from ...refusal import Refusal
from ..rules.importing import (
    CONTACT_COLUMNS,
    POINT_COLUMNS,
    Expired,
    RowsUnreadable,
    check_columns,
    check_size,
    rows_kept,
)
from ..services import importing
from ..sheets.importing import rows_in
from .blueprint import bp

DESK = "/desk/points-from-file"
WHATS = {
    "points": (N_("Points"), POINT_COLUMNS, importing.import_points),
    "contacts": (N_("Contacts"), CONTACT_COLUMNS, importing.import_contacts),
}
Rows = list[dict[str, str]]
MOST_SENT = 8 * MIB


@bp.get(DESK)
@organiser
def show_import(lang: str, forum_slug: str) -> ResponseReturnValue:
    return _page(lang, forum_slug)


@bp.post(DESK)
@organiser
@checks_token
@writes
def import_file(lang: str, forum_slug: str) -> ResponseReturnValue:
    """A file is tried out; the rows of a trial are done, if the button below it was pressed."""
    what = "points"
    try:
        _check_sent()
        what = request.form["what"] if request.form.get("what") in WHATS else what
        rows = _rows()
        check_columns(list(rows[0]) if rows else [], WHATS[what][1])
    except Refusal as refusal:
        return _page(lang, forum_slug, what=what, refusal=refusal)
    keep = "rows" in request.form
    try:
        done = _imported(forum_slug, what, rows, keep=keep)
    except importing.TriedOut as tried:
        return _page(lang, forum_slug, what=what, tried=tried.rows, rows=rows)
    changed = sum(bool(row.is_new or row.changes) for row in done)
    flash(say(lang, N_("Done: %(changed)s of %(all)s rows."), changed=changed, all=len(done)))
    return redirect(url_for(".show_import", lang=lang, forum_slug=forum_slug), 303)


def _check_sent() -> None:
    """Of many rows the page of a trial is larger than other forms. Raises FileTooLarge, Expired."""
    request.max_content_length = request.max_form_memory_size = MOST_SENT
    if (request.content_length or 0) > MOST_SENT:
        raise FileTooLarge(most=MOST_SENT // MIB)
    if not Form().validate():
        raise Expired


def _imported(forum_slug: str, what: str, rows: Rows, *, keep: bool) -> list[importing.RowDone]:
    known, by = frozenset(country_codes()), {"actor": g.caller, "now": clock.now()}

    def verb() -> list[importing.RowDone]:
        forum = forum_or_404(forum_slug)
        given = importing.Incoming(forum=forum, countries=known, keep=keep, **by)
        return WHATS[what][2](rows, given)

    return written(verb)


def _rows() -> Rows:
    """Of the file, or of the trial before. Raises what `rows_in` does, and RowsUnreadable."""
    kept = request.form.get("rows")
    if kept is None:
        file = request.files.get("file")
        return rows_in(file.read() if file else b"")
    try:
        rows = rows_kept(json.loads(kept))
    except (ValueError, RecursionError) as broken:
        raise RowsUnreadable from broken
    check_size(rows)
    return rows


def _page(
    lang: str,
    forum_slug: str,
    *,
    what: str = "points",
    refusal: Refusal | None = None,
    tried: list[importing.RowDone] | None = None,
    rows: Rows | None = None,
) -> Response:
    wrong = [row for row in tried or () if row.wrong]
    return desk_page_of(
        lang,
        forum_or_404(forum_slug),
        "desk/points_import.html",
        status=refusal.status if refusal else 422 if wrong else 200,
        whats=WHATS,
        what=what,
        refusal=refusal,
        tried=tried,
        wrong=wrong,
        rows=json.dumps(rows, ensure_ascii=False) if rows else "",
    )
