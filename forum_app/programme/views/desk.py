"""The organiser's draft: sessions one by one."""

from datetime import datetime, time
from typing import Any

from flask import abort, g, render_template, url_for
from flask.typing import ResponseReturnValue

from ... import clock
from ...asks import AskForm, form_of
from ...db import writes
from ...forms import checks_token
from ...forums.models import Forum, Hall
from ...forums.queries import hall_at, halls_of, points_of
from ...forums.views import (
    FORUM_URL,
    EditPage,
    desk_page_of,
    edit_page_of,
    forum_or_404,
    happened_page,
    organiser,
    save,
    setup_crumb,
)
from ...i18n import N_, say
from .. import queries
from ..forms import desk as forms
from ..models import Session
from ..services import drafts
from .blueprint import bp
from .twice import told_twice

DESK = f"{FORUM_URL}/desk/programme"


def show_setup(*, forum: Forum) -> str:
    """For the desk's page of all that can be set up: the sessions of the draft. Three queries."""
    return render_template("desk/setup_programme.html", forum=forum, **_draft(forum))


def _draft(forum: Forum) -> dict[str, Any]:
    released = {session.session_id: session for session in queries.released_sessions(forum)}
    sessions = queries.draft_of(forum)
    unreleased = {x.id for x in sessions if not queries.is_shown_so(x, released.get(x.id))}
    return {
        "sessions": sessions,
        "unreleased": unreleased,
        "number": queries.latest_number(forum),
    }


@bp.get(DESK)
@organiser
def show_draft(lang: str, forum_slug: str) -> ResponseReturnValue:
    page = _draft_page(lang, forum_slug)
    given = {**page.more, "page": page}
    return desk_page_of(lang, forum_or_404(forum_slug), page.template, **given)


def _draft_page(lang: str, forum_slug: str) -> EditPage:
    forum = forum_or_404(forum_slug)
    return EditPage(
        heading=say(lang, N_("Programme: the draft")),
        crumbs=[setup_crumb(lang, forum_slug)],
        template="desk/draft.html",
        more=_draft(forum) | _clashes(forum),
    )


def _clashes(forum: Forum) -> dict[str, Any]:
    found = queries.clashes_of(forum)
    return {"clashes": found, "hard": [clash for clash in found.all() if clash.is_hard]}


@bp.get(f"{DESK}/new")
@organiser
def show_new_session(lang: str, forum_slug: str) -> ResponseReturnValue:
    form = _new_form(lang, forum_or_404(forum_slug))
    return edit_page_of(lang, forum_slug, _page(lang, forum_slug), form)


@bp.post(f"{DESK}/new")
@organiser
@checks_token
@writes
def make_session(lang: str, forum_slug: str) -> ResponseReturnValue:
    form, at = _new_form(lang, forum_or_404(forum_slug)), {"actor": g.caller, "now": clock.now()}

    def verb() -> None:
        forum, values = forum_or_404(forum_slug), form.values()
        seats = drafts.NewSeats(
            hall=values.pop("hall_seats"),
            online=values.pop("online_seats"),
            at_points=values.pop("at_points"),
        )
        code, hall = values.pop("code"), _hall(forum, values.pop("hall"))
        more: dict[str, Any] = {"after": forms.codes_in(values.pop("after"))}
        more |= {"hall": hall, "is_unscheduled": values.pop("unscheduled")} | at
        drafts.make_session(forum, code, forms.columns(values), seats, **more)

    done = url_for(".show_draft", lang=lang, forum_slug=forum_slug)
    page = lambda: _page(lang, forum_slug)  # noqa: E731
    answer = save(lang, forum_slug, form, verb, page=page, done=done)
    return told_twice(lang, forum_slug, form, answer, before={})


@bp.get(f"{DESK}/<code>")
@organiser
def show_session_form(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    form = _form(lang, forum_or_404(forum_slug), code)
    return edit_page_of(lang, forum_slug, _page(lang, forum_slug, code), form)


@bp.post(f"{DESK}/<code>")
@organiser
@checks_token
@writes
def save_session(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    form, at = _form(lang, forum_or_404(forum_slug), code), {"actor": g.caller, "now": clock.now()}
    before, _ = _there(forum_or_404(forum_slug), code)

    def verb() -> None:
        forum, values = forum_or_404(forum_slug), form.values()
        hall, after = _hall(forum, values.pop("hall")), forms.codes_in(values.pop("after"))
        more = {"is_cancelled": values.pop("cancelled"), "after": after} | at
        more["is_unscheduled"] = values.pop("unscheduled")
        wanted = forms.columns(values) | {"hall_id": hall.id}
        session, seen = _session_or_404(forum, code), form.seen_version()
        drafts.edit_session(session, wanted, seen=seen, **more)

    answer = save(
        lang,
        forum_slug,
        form,
        verb,
        page=lambda: _page(lang, forum_slug, code),
        saved=lambda: _there(forum_or_404(forum_slug), code),
        done=url_for(".show_draft", lang=lang, forum_slug=forum_slug),
        told=N_("Saved in the draft. People see it after the next release."),
    )
    return told_twice(lang, forum_slug, form, answer, before=before)


@bp.get(f"{DESK}/<code>/happened")
@organiser
def show_session_happened(lang: str, forum_slug: str, code: str) -> ResponseReturnValue:
    session = _session_or_404(forum_or_404(forum_slug), code)
    what = f"{session.code} {session.title.said_in(lang)}"
    return happened_page(lang, forum_slug, "session", session.id, what, _crumbs(lang, forum_slug))


def _session_or_404(forum: Forum, code: str) -> Session:
    return queries.session_at(forum, code) or abort(404)


def _hall(forum: Forum, code: str) -> Hall:
    return hall_at(forum, code) or abort(404)


def _there(forum: Forum, code: str) -> tuple[dict[str, Any], int]:
    session = _session_or_404(forum, code)
    return forms.saved_in(session, queries.after_of(session)), session.version


def _form(lang: str, forum: Forum, code: str) -> AskForm:
    saved, version = _there(forum, code)
    asks = (*forms.session_asks(halls_of(forum), lang), forms.AFTER, *forms.STATES)
    return form_of(asks, saved, version)


def _new_form(lang: str, forum: Forum) -> AskForm:
    first, halls = datetime.combine(forum.first_day, time(8, 30)), halls_of(forum)
    return form_of(forms.new_asks(halls, points_of(forum), lang), forms.usual(first, halls), 0)


def _page(lang: str, forum_slug: str, code: str = "") -> EditPage:
    crumbs = _crumbs(lang, forum_slug)
    if not code:
        return EditPage(heading=say(lang, N_("A new session")), crumbs=crumbs)
    forum = forum_or_404(forum_slug)
    session = _session_or_404(forum, code)
    at: dict[str, Any] = {"lang": lang, "forum_slug": forum_slug}
    return EditPage(
        heading=f"{session.code} {session.title.said_in(lang)}",
        crumbs=crumbs,
        template="desk/session.html",
        happened=url_for(".show_session_happened", code=code, **at),
        more={"clashes": queries.clashes_of(forum).of(code), "session": session, "code": code},
    )


def _crumbs(lang: str, forum_slug: str) -> list[tuple[str, str]]:
    there = url_for(".show_draft", lang=lang, forum_slug=forum_slug)
    return [setup_crumb(lang, forum_slug), (there, say(lang, N_("Programme")))]
