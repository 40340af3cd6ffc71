"""What each release changed, for everybody; on the desk, one may become the draft again."""

from flask import Response, abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ... import access, clock
from ...asks import number_in
from ...db import ID, writes, written
from ...forums.models import Forum
from ...forums.views import FORUM_URL, desk_page_of, forum_or_404, organiser, page_of
from ...i18n import N_, say
from ...refusal import Refusal
from ...released import held
from .. import queries
from ..models import Release
from ..rules.changelog_words import Sentence
from ..services.restoring import Restoring, prepare_restoring, restore
from .blueprint import bp

RELEASES = f"{FORUM_URL}/desk/programme/releases"


@bp.get(f"{FORUM_URL}/changes")
@access.anyone
@held
def show_changelogs(lang: str, forum_slug: str) -> Response:
    """All releases, the latest first, and what the latest changed."""
    forum = forum_or_404(forum_slug)
    releases = queries.releases_of(forum)
    return _changelog_page(forum, releases, releases[0].number if releases else 0)


@bp.get(f"{FORUM_URL}/changes/<{ID}:number>")
@access.anyone
@held
def show_changelog(lang: str, forum_slug: str, number: int) -> Response:
    forum = forum_or_404(forum_slug)
    releases = queries.releases_of(forum)
    if number not in {release.number for release in releases}:
        abort(404)
    return _changelog_page(forum, releases, number)


def _changelog_page(forum: Forum, releases: list[Release], number: int) -> Response:
    told = queries.changelog_of(forum, number)
    return page_of(
        forum, "programme/changelog.html", releases=releases, told=told, sentence=Sentence
    )


@bp.get(RELEASES)
@organiser
def show_releases(lang: str, forum_slug: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    releases = queries.releases_of(forum)
    names = queries.releasers_of(releases)
    return desk_page_of(lang, forum, "desk/releases.html", releases=releases, names=names)


@bp.get(f"{RELEASES}/<{ID}:number>/draft")
@organiser
def show_restoring(lang: str, forum_slug: str, number: int) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    return _restoring_page(lang, forum, _ready_or_404(forum, number))


@bp.post(f"{RELEASES}/<{ID}:number>/restoration")
@organiser
@writes
def make_draft(lang: str, forum_slug: str, number: int) -> ResponseReturnValue:
    ready = _ready_or_404(forum_or_404(forum_slug), number)
    seen, at = number_in(request.form.get("seen", "")), {"actor": g.caller, "now": clock.now()}
    try:
        written(lambda: restore(forum_or_404(forum_slug), ready, seen=seen, **at))
    except Refusal as refusal:
        forum = forum_or_404(forum_slug)
        again, status = _ready_or_404(forum, number), refusal.status
        return _restoring_page(lang, forum, again, refusal.said_in(lang), status)
    told = N_("Release %(number)s is the draft again. People see it after the next release.")
    flash(say(lang, told, number=number))
    return redirect(url_for(".show_draft", lang=lang, forum_slug=forum_slug), 303)


def _ready_or_404(forum: Forum, number: int) -> Restoring:
    release = queries.release_at(forum, number) or abort(404)
    return prepare_restoring(forum, release)


def _restoring_page(
    lang: str, forum: Forum, ready: Restoring, sentence: str | None = None, status: int = 200
) -> Response:
    given = {"ready": ready, "sentence": sentence, "told": Sentence}
    return desk_page_of(lang, forum, "desk/restoring.html", status=status, **given)
