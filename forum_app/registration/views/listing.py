"""The organiser's list of delegates: its filters stand in the address."""

from dataclasses import dataclass

from flask import Response, request
from flask.typing import ResponseReturnValue

from ...forms import countries
from ...forums.models import Forum
from ...forums.views import desk_page_of, forum_or_404, organiser
from ...refusal import Refusal
from ..forms.desk import id_asked
from ..forms.listing import wanted_asked
from ..queries.desk import chosen_by
from ..queries.listing import (
    Facets,
    Found,
    ListPage,
    check_wanted,
    facets_of,
    find,
    list_page,
)
from ..rules.listing import PageGone, Wanted
from .blueprint import bp

SHOWN = 50  # rows on one page
COUNTED = 1000  # rows; whether there are more is all that the page says beyond


@bp.get("/desk/delegates")
@organiser
def show_delegates(lang: str, forum_slug: str) -> ResponseReturnValue:
    return delegates_page(lang, forum_or_404(forum_slug))


@dataclass(frozen=True)
class _Seen:
    wanted: Wanted
    page: ListPage
    found: Found
    refusal: Refusal | None = None


NOBODY = ListPage(rows=[], has_before=False, has_after=False)


def delegates_page(lang: str, forum: Forum, refusal: Refusal | None = None) -> Response:
    """The rows that the address asks for. refusal: of an act that was tried from here."""
    facets = facets_of(forum)
    seen = _seen(forum, facets)
    refusal = refusal or seen.refusal
    return desk_page_of(
        lang,
        forum,
        "desk/delegates.html",
        status=refusal.status if refusal else 200,
        wanted=seen.wanted,
        args=seen.wanted.as_args(),
        facets=facets,
        page=seen.page,
        found=seen.found,
        chosen=chosen_by(seen.page.rows),
        live=sum(category.taken for category in facets.categories),
        countries=countries(lang),
        sentence=refusal.said_in(lang) if refusal else None,
    )


def _seen(forum: Forum, facets: Facets) -> _Seen:
    """Nobody where the filters mean nothing; the first page where this one is not there."""
    try:
        wanted = wanted_asked(request.args)
        check_wanted(facets, wanted)
    except Refusal as refusal:
        return _Seen(Wanted(), NOBODY, Found(number=0, ids=[]), refusal)
    found = find(forum, wanted, at_most=COUNTED)
    after, before = (id_asked(request.args.get(name, "")) for name in ("after", "before"))
    try:
        if any(request.args.get(name) for name in ("after", "before")) and not (after or before):
            raise PageGone
        page = list_page(forum, wanted, found, after=after, before=before, at_most=SHOWN)
        return _Seen(wanted, page, found)
    except PageGone as refusal:
        page = list_page(forum, wanted, found, at_most=SHOWN)
        return _Seen(wanted, page, found, refusal)
