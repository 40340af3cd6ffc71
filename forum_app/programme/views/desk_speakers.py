"""The desk: the speakers, how it stands with each, and one speaker's page."""

from typing import Any
from uuid import UUID

from flask import abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ... import clock
from ...asks import LANGUAGE_NAMES, AskForm
from ...db import ID, writes, written
from ...forms import checks_token
from ...forums.models import Forum, Person
from ...forums.views import (
    FORUM_URL,
    EditPage,
    desk_page_of,
    edit_page_of,
    forum_or_404,
    organiser,
    save,
)
from ...i18n import LANGUAGES, N_, say
from ...refusal import Refusal
from ...text import cleaned
from ...throttle.services import INVITATIONS_PER_ADDRESS, count
from .. import queries
from ..forms import speaking as forms
from ..models import Slides, SpeakerPage
from ..queries import speakers as asked
from ..rules.speaking import usual_lang
from ..services import slides as slides_services
from ..services import speaking
from .blueprint import bp
from .sending import (
    about_form,
    about_unsent,
    photo_answer,
    picture_sent,
    slides_answer,
    too_large_about,
)

SPEAKERS = f"{FORUM_URL}/desk/speakers"
SPEAKER = f"{SPEAKERS}/<uuid:speaker>"
THEIRS = f"{SPEAKER}/sessions/<code>/slides/<{ID}:number>"


@bp.get(SPEAKERS)
@organiser
def show_desk_speakers(lang: str, forum_slug: str) -> ResponseReturnValue:
    forum, typed = forum_or_404(forum_slug), request.args.get("q", "")
    try:
        typed = cleaned(typed)
    except ValueError:
        typed = ""
    found = asked.speakers_listed(forum, typed)
    hours = queries.hours_of(forum)
    return desk_page_of(lang, forum, "desk/speakers.html", speakers=found, hours=hours, typed=typed)


@bp.get(SPEAKER)
@organiser
def show_desk_speaker(lang: str, forum_slug: str, speaker: UUID) -> ResponseReturnValue:
    return _page(lang, forum_slug, speaker)


@bp.post(f"{SPEAKER}/invitation")
@organiser
@writes
def invite_speaker(lang: str, forum_slug: str, speaker: UUID) -> ResponseReturnValue:
    chosen, at = request.form.get("lang"), {"actor": g.caller, "now": clock.now()}
    letter_lang = chosen if chosen in LANGUAGES else None
    typed = request.form.get("email", "").strip()

    def work() -> str | None:
        person = _speaker_or_404(forum_slug, speaker)
        if typed and not person.email:
            speaking.write_address(person, typed, **at)
        speaking.invite(person, letter_lang, **at)
        return person.email

    try:
        known = _speaker_or_404(forum_slug, speaker).email
        count(f"invitations:{known or typed[:80]}", INVITATIONS_PER_ADDRESS, now=clock.now())
        email = written(work)
    except Refusal as refusal:
        return _page(lang, forum_slug, speaker, refusal)
    return _told(lang, forum_slug, speaker, N_("%(email)s is written to."), email=email)


@bp.post(f"{SPEAKER}/link")
@organiser
@writes
def renew_speaker_link(lang: str, forum_slug: str, speaker: UUID) -> ResponseReturnValue:
    at = {"actor": g.caller, "now": clock.now()}

    def work() -> None:
        speaking.renew_addresses(_own_page(forum_slug, speaker, at["now"]), **at)

    written(work)
    told = N_("The old link and calendar open nothing any more. Invite again to send the new link.")
    return _told(lang, forum_slug, speaker, told)


@bp.get(f"{SPEAKER}/about")
@organiser
def show_speaker_about(lang: str, forum_slug: str, speaker: UUID) -> ResponseReturnValue:
    page = asked.page_of_person(_speaker_or_404(forum_slug, speaker)) or abort(404)
    return edit_page_of(lang, forum_slug, _about(lang, forum_slug, speaker), about_unsent(page))


@bp.post(f"{SPEAKER}/about")
@organiser
@checks_token
@writes
def save_speaker_about(lang: str, forum_slug: str, speaker: UUID) -> ResponseReturnValue:
    page = asked.page_of_person(_speaker_or_404(forum_slug, speaker)) or abort(404)
    form = about_form(page)
    if form is None or not form.validate():
        shown, status = (form, 422) if form else (too_large_about(page, lang), 413)
        return edit_page_of(
            lang, forum_slug, _about(lang, forum_slug, speaker), shown, status=status
        )
    return _save_about(lang, forum_slug, speaker, form)


def _save_about(lang: str, forum_slug: str, speaker: UUID, form: AskForm) -> ResponseReturnValue:
    """A picture that cannot be read is told like any other refusal."""
    at: dict[str, Any] = {"actor": g.caller, "now": clock.now(), "seen": form.seen_version()}
    at["takes_photo_away"] = "no_photo" in request.form
    try:
        picture = picture_sent()
    except Refusal as refusal:
        form.refuse(None, refusal.said_in(lang))
        return edit_page_of(
            lang, forum_slug, _about(lang, forum_slug, speaker), form, status=refusal.status
        )

    def verb() -> None:
        page = _own_page(forum_slug, speaker, at["now"])
        speaking.edit_page(page, form.values(), picture, **at)

    def saved() -> tuple[dict[str, Any], int]:
        page = asked.page_of_person(_speaker_or_404(forum_slug, speaker)) or abort(404)
        return forms.saved_in_page(page), page.version

    return save(
        lang,
        forum_slug,
        form,
        verb,
        page=lambda: _about(lang, forum_slug, speaker),
        saved=saved,
        done=url_for(".show_desk_speaker", lang=lang, forum_slug=forum_slug, speaker=speaker),
    )


@bp.get(f"{SPEAKER}/photo")
@organiser
def show_speaker_photo(lang: str, forum_slug: str, speaker: UUID) -> ResponseReturnValue:
    page = asked.page_of_person(_speaker_or_404(forum_slug, speaker))
    return photo_answer((page and page.photo) or abort(404), is_public=False)


@bp.get(f"{THEIRS}/file")
@organiser
def show_speaker_slides(
    lang: str, forum_slug: str, speaker: UUID, code: str, number: int
) -> ResponseReturnValue:
    return slides_answer(_slides_or_404(forum_slug, speaker, code, number), is_public=False)


@bp.post(f"{THEIRS}/showing")
@organiser
@writes
def set_slides_shown(
    lang: str, forum_slug: str, speaker: UUID, code: str, number: int
) -> ResponseReturnValue:
    shown, at = request.form.get("shown") == "y", {"actor": g.caller, "now": clock.now()}

    def work() -> None:
        found = _slides_or_404(forum_slug, speaker, code, number)
        slides_services.show_slides(found, shown=shown, **at)

    written(work)
    given = N_("Everybody may download this version once the session is released.")
    told = given if shown else N_("It is not public any more.")
    return _told(lang, forum_slug, speaker, told)


def _speaker_or_404(forum_slug: str, speaker: UUID) -> Person:
    return queries.speaker_in(forum_or_404(forum_slug), speaker) or abort(404)


def _own_page(forum_slug: str, speaker: UUID, now: Any) -> SpeakerPage:
    return speaking.page_for(_speaker_or_404(forum_slug, speaker), now=now)


def _slides_or_404(forum_slug: str, speaker: UUID, code: str, number: int) -> Slides:
    person = _speaker_or_404(forum_slug, speaker)
    session = queries.session_at(forum_or_404(forum_slug), code) or abort(404)
    return asked.slides_numbered(person, session, number) or abort(404)


def _told(
    lang: str, forum_slug: str, speaker: UUID, told: str, **facts: object
) -> ResponseReturnValue:
    flash(say(lang, told, **facts))
    there = url_for(".show_desk_speaker", lang=lang, forum_slug=forum_slug, speaker=speaker)
    return redirect(there, 303)


def _page(
    lang: str, forum_slug: str, speaker: UUID, refusal: Refusal | None = None
) -> ResponseReturnValue:
    """Nine queries."""
    forum, person = forum_or_404(forum_slug), _speaker_or_404(forum_slug, speaker)
    own = asked.page_of_person(person)
    return desk_page_of(
        lang,
        forum,
        "desk/speaker.html",
        status=refusal.status if refusal else 200,
        person=person,
        page=own,
        letter_lang=own.lang if own else usual_lang(person.country),
        langs=LANGUAGE_NAMES,
        asked=asked.asked_of(person),
        slides=asked.slides_of(person),
        hours=queries.hours_of(forum).get(person.id, []),
        crumbs=_crumbs(lang, forum),
        refusal=refusal.said_in(lang) if refusal else None,
        typed=request.form.get("email", "") if refusal else "",
    )


def _crumbs(lang: str, forum: Forum) -> list[tuple[str, str]]:
    there = url_for(".show_desk_speakers", lang=lang, forum_slug=forum.slug)
    return [(there, say(lang, N_("Speakers")))]


def _about(lang: str, forum_slug: str, speaker: UUID) -> EditPage:
    forum, person = forum_or_404(forum_slug), _speaker_or_404(forum_slug, speaker)
    there = url_for(".show_desk_speaker", lang=lang, forum_slug=forum_slug, speaker=speaker)
    return EditPage(
        heading=say(lang, N_("About %(name)s"), name=person.name),
        crumbs=[*_crumbs(lang, forum), (there, person.name)],
        template="desk/speaker_about.html",
        more={"person": person, "page_of": asked.page_of_person(person)},
    )
