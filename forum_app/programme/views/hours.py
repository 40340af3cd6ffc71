"""The desk: when each speaker can appear."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from flask import abort, flash, g, redirect, url_for
from flask.typing import ResponseReturnValue

from ... import clock
from ...asks import AskForm, form_of
from ...db import ID, writes, writing
from ...forms import checks_token
from ...forums.models import Forum, Person
from ...forums.views import (
    FORUM_URL,
    EditPage,
    edit_page_of,
    forum_or_404,
    organiser,
    save,
)
from ...i18n import N_, say
from .. import queries
from ..forms import desk as forms
from ..services import hours as services
from .blueprint import bp
from .twice import OF_HOURS, told_twice

HOURS = f"{FORUM_URL}/desk/speakers/<uuid:speaker>/hours"


@bp.get(HOURS)
@organiser
def show_hours(lang: str, forum_slug: str, speaker: UUID) -> ResponseReturnValue:
    page = _page(lang, forum_slug, speaker)
    return edit_page_of(lang, forum_slug, page, _form(forum_or_404(forum_slug)))


@bp.post(HOURS)
@organiser
@checks_token
@writes
def add_hours(lang: str, forum_slug: str, speaker: UUID) -> ResponseReturnValue:
    form, at = _form(forum_or_404(forum_slug)), {"actor": g.caller, "now": clock.now()}

    def verb() -> None:
        forum, values = forum_or_404(forum_slug), form.values()
        person = _speaker_or_404(forum, speaker)
        services.add_hours(person, forum, values["starts_wall"], values["ends_wall"], **at)

    page = lambda: _page(lang, forum_slug, speaker)  # noqa: E731
    done = url_for(".show_hours", lang=lang, forum_slug=forum_slug, speaker=speaker)
    answer = save(lang, forum_slug, form, verb, page=page, done=done)
    return told_twice(lang, forum_slug, form, answer, before={}, told=OF_HOURS)


@bp.post(f"{HOURS}/<{ID}:hours_id>/removal")
@organiser
@writes
def remove_hours(lang: str, forum_slug: str, speaker: UUID, hours_id: int) -> ResponseReturnValue:
    with writing():
        person = _speaker_or_404(forum_or_404(forum_slug), speaker)
        services.remove_hours(person, hours_id, actor=g.caller, now=clock.now())
    flash(say(lang, N_("These hours are removed.")))
    return redirect(url_for(".show_hours", lang=lang, forum_slug=forum_slug, speaker=speaker), 303)


def _speaker_or_404(forum: Forum, speaker: UUID) -> Person:
    return queries.speaker_in(forum, speaker) or abort(404)


def _form(forum: Forum) -> AskForm:
    starts, ends = (datetime.combine(forum.first_day, time(hour)) for hour in (8, 18))
    return form_of(forms.HOURS, {"starts_wall": starts, "ends_wall": ends}, 0)


def _page(lang: str, forum_slug: str, speaker: UUID) -> EditPage:
    forum = forum_or_404(forum_slug)
    person = _speaker_or_404(forum, speaker)
    at: dict[str, Any] = {"lang": lang, "forum_slug": forum_slug}
    speakers = url_for(".show_desk_speakers", **at), say(lang, N_("Speakers"))
    there = url_for(".show_desk_speaker", speaker=person.uuid, **at)
    return EditPage(
        heading=say(lang, N_("Hours of %(name)s"), name=person.name),
        crumbs=[speakers, (there, person.name)],
        template="desk/hours.html",
        more={"person": person, "hours": queries.hours_of(forum).get(person.id, [])},
    )
