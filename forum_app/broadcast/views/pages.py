"""The organisers' pages from which the secret pages of points are sent to who works there."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from flask import Response, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ... import clock
from ...db import writes, written
from ...forums.models import Forum, Point, PointKind
from ...forums.queries import point_at, points_of
from ...forums.views import caller_id, desk_page_of, forum_or_404, organiser
from ...i18n import N_, say, say_many
from ...refusal import Refusal
from ..queries.pages import page_seen, pages_of
from ..rules.pages import NoPointChosen, Outcome
from ..services.pages import AT_ONCE, Done, Sending, send_pages
from .blueprint import bp

PAGES = "/desk/pages-of-points"
NOT_SENT = {
    Outcome.CHANGED: N_(
        "%(codes)s: something is not as you saw it, or somebody sent it meanwhile. Nothing "
        "was sent. Please look again."
    ),
    Outcome.WITHDRAWN: N_("%(codes)s: takes part no more, so nothing was sent."),
    Outcome.NOBODY: N_("%(codes)s: nobody there can be written to, so nothing was sent."),
    Outcome.SEALED: N_(
        "%(codes)s: its address cannot be read any more, so nothing was sent. Please make its page "
        "anew."
    ),
}


@bp.get(PAGES)
@organiser
def show_pages(lang: str, forum_slug: str) -> ResponseReturnValue:
    return _chooser(lang, forum_or_404(forum_slug))


@bp.post(f"{PAGES}/review")
@organiser
@writes
def review_pages(lang: str, forum_slug: str) -> ResponseReturnValue:
    """Who would get what. Writes nothing."""
    forum, renews = forum_or_404(forum_slug), _renews()
    chosen = _named(forum, request.form.getlist("point"))
    if not chosen:
        return _chooser(lang, forum, NoPointChosen())
    return desk_page_of(lang, forum, "desk/point_pages_review.html", **_review(chosen, renews))


def _review(chosen: list[Point], renews: bool) -> dict[str, Any]:
    pages = pages_of(chosen)
    goes = [x for x in chosen if pages[x.id].hinders(renews=renews) is None]
    return {
        "goes": goes,
        "stays": [point for point in chosen if point not in goes],
        "pages": pages,
        "renews": renews,
        "letters": sum(len(pages[point.id].to_send(renews=renews)) for point in goes),
        "seen": {point.id: page_seen(pages[point.id], renews=renews) for point in goes},
    }


@bp.post(PAGES)
@organiser
@writes
def send_pages_by_mail(lang: str, forum_slug: str) -> ResponseReturnValue:
    """Some points in each transaction; a point is whole or not at all."""
    how = Sending(renews=_renews(), by=caller_id(), actor=g.caller, now=clock.now())
    seen = dict(one.partition(" ")[::2] for one in request.form.getlist("point"))
    codes, done = sorted(seen), []
    for first in range(0, len(codes), AT_ONCE):
        some = codes[first : first + AT_ONCE]
        done += written(partial(_sent, forum_slug, some, seen, how))
    for sentence in _said(lang, done):
        flash(sentence)
    return redirect(_back(lang, forum_slug, codes), 303)


def _sent(forum_slug: str, codes: list[str], seen: dict[str, str], how: Sending) -> list[Done]:
    points = _named(forum_or_404(forum_slug), codes)
    return send_pages(points, {point.id: seen[point.code] for point in points}, how)


def _said(lang: str, done: Iterable[Done]) -> Iterable[str]:
    """How many letters were laid down, and for which points none was, by reason."""
    done = list(done)
    if n := sum(x.letters for x in done):
        yield say_many(lang, "%(n)s letter is on its way.", "%(n)s letters are on their way.", n)
    for outcome, sentence in NOT_SENT.items():
        if codes := ", ".join(x.code for x in done if x.outcome is outcome):
            yield say(lang, sentence, codes=codes)


def _back(lang: str, forum_slug: str, codes: list[str]) -> str:
    """To the one point from whose page it was sent, or to all."""
    if len(codes) == 1 and point_at(forum_or_404(forum_slug), codes[0]):
        return url_for(".show_people", lang=lang, forum_slug=forum_slug, point=codes[0])
    return url_for(".show_all_people", lang=lang, forum_slug=forum_slug)


def _renews() -> bool:
    return request.form.get("renews") == "1"


def _named(forum: Forum, codes: Iterable[str]) -> list[Point]:
    """The points of `forum` with these codes, in its order."""
    wanted = set(codes)
    return [point for point in points_of(forum) if point.code in wanted]


def _chooser(lang: str, forum: Forum, refusal: Refusal | None = None) -> Response:
    points = points_of(forum)
    pages = pages_of(points)
    shown = [x for x in points if x.kind is not PointKind.CENTRAL or pages[x.id].holders]
    return desk_page_of(
        lang,
        forum,
        "desk/point_pages.html",
        status=refusal.status if refusal else 200,
        sentence=refusal.said_in(lang) if refusal else None,
        points=shown,
        nobody=[point for point in shown if pages[point.id].has_nobody],
        pages=pages,
    )
