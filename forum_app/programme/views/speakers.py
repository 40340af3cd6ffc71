"""Who speaks: everybody of the latest release, and each by themselves."""

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ... import access
from ...forums.views import FORUM_URL, forum_or_404, page_of
from ...released import held
from .. import queries
from ..forms import zone_asked
from ..queries.speakers import is_photo_released
from .blueprint import bp, first_instant, zone_choices
from .sending import photo_answer


@bp.get(f"{FORUM_URL}/speakers")
@access.anyone
@held
def show_speakers(lang: str, forum_slug: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    page = queries.speakers_of(forum)
    by_code = {point.code: point for point in page.points}
    return page_of(forum, "programme/speakers.html", page=page, by_code=by_code)


@bp.get(f"{FORUM_URL}/speakers/<slug>")
@access.anyone
@held
def show_speaker(lang: str, forum_slug: str, slug: str) -> ResponseReturnValue:
    """One speaker; an address with an old name leads on to the one of today."""
    forum = forum_or_404(forum_slug)
    page = queries.speakers_of(forum)
    speaker = page.at(slug) or abort(404)
    person = speaker.person
    if person.slug != slug:
        return redirect(
            url_for(".show_speaker", lang=lang, forum_slug=forum.slug, slug=person.slug)
        )
    instant = first_instant(forum, (session.starts_at for _, session in speaker.appearances))
    until = max((session.ends_at for _, session in speaker.appearances), default=None)
    return page_of(
        forum,
        "programme/speaker.html",
        speaker=speaker,
        by_code={point.code: point for point in page.points},
        zone=zone_asked(request.args.get("zone", ""), forum, page.points),
        zones=zone_choices(forum, page.points, instant, lang, until=until),
    )


@bp.get(f"{FORUM_URL}/photos/<content>.jpg")
@access.anyone
def show_photo(lang: str, forum_slug: str, content: str) -> ResponseReturnValue:
    """A picture that the latest release shows, by its SHA-256; no draft, whoever asks."""
    if not is_photo_released(forum_or_404(forum_slug), content):
        abort(404)
    return photo_answer(content, is_public=True)
