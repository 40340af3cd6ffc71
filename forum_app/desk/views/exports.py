"""Tables to take along: made and noted in the trail first, then sent."""

from tempfile import TemporaryFile
from typing import BinaryIO

from flask import Response, abort, g, request, send_file
from flask.typing import ResponseReturnValue

from ... import clock
from ...db import writes, written
from ...forums.models import Forum
from ...forums.views import desk_page_of, forum_or_404, organiser
from ...i18n import N_
from ...refusal import Refusal
from ...registration.queries.listing import check_wanted, facets_of
from ...registration.rules.listing import SearchUnreadable, Wanted, wanted_in
from ...tables import TYPES, write
from ...text import cleaned
from ..services import note_export
from ..sheets import SHEETS, table_of
from .blueprint import bp


class UnknownFormat(Refusal):
    says = N_("Please choose CSV or XLSX.")
    status = 422


@bp.get("/exports")
@organiser
def show_exports(lang: str, forum_slug: str) -> ResponseReturnValue:
    """The arguments of the address narrow the table of delegates, as they do its list."""
    try:
        wanted = _wanted(forum_or_404(forum_slug))
    except Refusal as refusal:
        return _page(lang, forum_slug, Wanted(), refusal)
    return _page(lang, forum_slug, wanted)


@bp.post("/exports/<what>")
@organiser
@writes
def export(lang: str, forum_slug: str, what: str) -> ResponseReturnValue:
    forum, by = forum_or_404(forum_slug), {"actor": g.caller, "now": clock.now()}
    kind = request.form.get("format", "")
    try:
        wanted = _may_be_sent(forum, what, kind)
    except Refusal as refusal:
        return _page(lang, forum_slug, Wanted(), refusal)
    file: BinaryIO = TemporaryFile()  # noqa: SIM115  (the answer closes it)
    rows = write(table_of(forum, what, wanted, lang), kind, file)
    asked = wanted.as_args() if what == "delegates" else {}
    written(lambda: note_export(forum_or_404(forum_slug), what, kind, rows, asked, **by))
    return _sent(forum_or_404(forum_slug), what, kind, file)


def _may_be_sent(forum: Forum, what: str, kind: str) -> Wanted:
    """By what the table is narrowed. 404 for no such table; raises UnknownFormat and of filters."""
    if what not in SHEETS:
        abort(404)
    if kind not in TYPES:
        raise UnknownFormat
    return _wanted(forum)


def _wanted(forum: Forum) -> Wanted:
    """Raises UnknownFilter, SearchTooLong, SearchUnreadable."""
    given = {key: request.values.get(key, "") for key in request.values}
    try:
        given["q"] = cleaned(given.get("q", ""))
    except ValueError:
        raise SearchUnreadable from None
    wanted = wanted_in(given)
    check_wanted(facets_of(forum), wanted)
    return wanted


def _sent(forum: Forum, what: str, kind: str, file: BinaryIO) -> Response:
    file.seek(0)
    name = f"{forum.slug}-{what}-{clock.day_on_wall(clock.now(), forum.zone)}.{kind}"
    answer = send_file(file, TYPES[kind], as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _page(lang: str, slug: str, wanted: Wanted, refusal: Refusal | None = None) -> Response:
    return desk_page_of(
        lang,
        forum_or_404(slug),
        "desk/exports.html",
        status=refusal.status if refusal else 200,
        sheets=SHEETS,
        asked=wanted.as_args(),
        sentence=refusal.said_in(lang) if refusal else None,
    )
