"""The pages behind the secret link: places, change, ticket, consents, calendar, withdrawal."""

from collections.abc import Callable
from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ... import clock
from ...db import ID, writes, written
from ...forms import checks_token
from ...forums.models import Forum
from ...refusal import Refusal
from .. import queries, rules
from ..feeds import agenda_calendar, ticket_svg
from ..forms import ChangeForm, PlainForm, change_form
from ..models import Delegate
from ..queries.relocating import moved_of
from ..services import changes, consents, decisions, lines
from .blueprint import bp, held, link_holder

PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


@bp.get("/registration/<secret>")
@link_holder
def show_registration(lang: str, forum_slug: str, secret: str) -> ResponseReturnValue:
    return _page(lang, secret, *held(forum_slug, secret))


@bp.post("/registration/<secret>/confirmation")
@link_holder
@writes
def confirm_address(lang: str, forum_slug: str, secret: str) -> ResponseReturnValue:
    return _do(lang, forum_slug, secret, decisions.confirm_address)


@bp.get("/registration/<secret>/sessions")
@link_holder
def show_sessions(lang: str, forum_slug: str, secret: str) -> ResponseReturnValue:
    forum, delegate = held(forum_slug, secret)
    try:
        changes.check_can_change(forum, delegate, now=clock.now())
    except Refusal as refusal:
        return _page(lang, secret, forum, delegate, refusal=refusal)[0], refusal.status, PRIVATE
    return _sessions_page(secret, forum, _change_form(forum, delegate, lang))


@bp.post("/registration/<secret>/sessions")
@link_holder
@checks_token
@writes
def change_sessions(lang: str, forum_slug: str, secret: str) -> ResponseReturnValue:
    forum, delegate = held(forum_slug, secret)
    form = _change_form(forum, delegate, lang)
    if not form.validate():
        return _sessions_page(secret, forum, form, 422)
    try:
        if not form.is_untouched():
            _change(forum_slug, secret, form)
    except Refusal as refusal:
        return _change_refused(lang, forum_slug, secret, refusal)
    return _back(lang, forum_slug, secret)


@bp.post("/registration/<secret>/withdrawal")
@link_holder
@writes
def withdraw(lang: str, forum_slug: str, secret: str) -> ResponseReturnValue:
    return _do(lang, forum_slug, secret, changes.withdraw)


@bp.post(f"/registration/<secret>/places/<{ID}:waiting_id>/decline")
@link_holder
@writes
def decline_promotion(
    lang: str, forum_slug: str, secret: str, waiting_id: int
) -> ResponseReturnValue:
    def act(delegate: Delegate, **given: Any) -> None:
        lines.decline_promotion(delegate, waiting_id, **given)

    return _do(lang, forum_slug, secret, act)


@bp.post("/registration/<secret>/consents")
@link_holder
@writes
def set_consents(lang: str, forum_slug: str, secret: str) -> ResponseReturnValue:
    purposes, worded = request.form.getlist("consent"), request.form.get("worded")

    def act(delegate: Delegate, **given: Any) -> None:
        forum = held(forum_slug, secret)[0]
        consents.set_consents(forum, delegate, purposes, shown=worded, **given)

    return _do(lang, forum_slug, secret, act)


@bp.post("/registration/<secret>/link")
@link_holder
@writes
def renew_link(lang: str, forum_slug: str, secret: str) -> ResponseReturnValue:
    """The old link opens nothing any more; the answer leads to the new one."""
    now = clock.now()

    def act() -> str:
        delegate = _locked(forum_slug, secret)[1]
        return changes.renew_link(delegate, actor=f"delegate {delegate.id}", now=now)

    return _back(lang, forum_slug, written(act))


@bp.get("/registration/<secret>/ticket")
@link_holder
def show_ticket(lang: str, forum_slug: str, secret: str) -> ResponseReturnValue:
    forum, delegate = held(forum_slug, secret)
    ticket = queries.ticket_of(delegate)
    shown = render_template(
        "registration/ticket.html",
        forum=forum,
        secret=secret,
        delegate=delegate,
        agenda=queries.agenda_of(forum, delegate),
        code=ticket_svg(ticket) if ticket else None,
    )
    return shown, 200, PRIVATE


@bp.get("/registration/<secret>/agenda.ics")
@link_holder
def show_calendar(lang: str, forum_slug: str, secret: str) -> ResponseReturnValue:
    forum, delegate = held(forum_slug, secret)
    calendar = agenda_calendar(forum, delegate, lang, now=clock.now())
    disposition = {"Content-Disposition": 'attachment; filename="agenda.ics"'}
    return Response(calendar, mimetype="text/calendar", headers=PRIVATE | disposition)


def _do(lang: str, forum_slug: str, secret: str, verb: Callable[..., None]) -> ResponseReturnValue:
    """Let the person do `verb` with their registration; show it again, or why it may not be."""
    now = clock.now()

    def act() -> None:
        delegate = _locked(forum_slug, secret)[1]
        verb(delegate, actor=f"delegate {delegate.id}", now=now)

    try:
        written(act)
    except Refusal as refusal:
        shown = _page(lang, secret, *held(forum_slug, secret), refusal=refusal)
        return shown[0], refusal.status, PRIVATE
    return _back(lang, forum_slug, secret)


def _locked(forum_slug: str, secret: str) -> tuple[Forum, Delegate]:
    forum, delegate = held(forum_slug, secret)
    return forum, changes.lock_delegate(delegate.id)


def _back(lang: str, forum_slug: str, secret: str) -> ResponseReturnValue:
    there = url_for(".show_registration", lang=lang, forum_slug=forum_slug, secret=secret)
    return redirect(there, 303)


def _page(
    lang: str, secret: str, forum: Forum, delegate: Delegate, refusal: Refusal | None = None
) -> tuple[str, int, dict[str, str]]:
    wordings = queries.consent_wordings_of(forum)
    shown = render_template(
        "registration/registration.html",
        forum=forum,
        secret=secret,
        delegate=delegate,
        agenda=queries.agenda_of(forum, delegate),
        promotions=queries.promotions_of(delegate),
        moved={one.place_id for one in moved_of(delegate)},
        wordings=wordings,
        worded=rules.wordings_shown(wordings),
        given=queries.consents_of(delegate),
        terms=queries.terms_of(forum),
        now=clock.now(),
        form=PlainForm(),
        refusal=refusal.said_in(lang) if refusal else None,
    )
    return shown, 200, PRIVATE


def _change(forum_slug: str, secret: str, form: ChangeForm) -> None:
    choices, seen, now = form.choices(), form.version_seen(), clock.now()

    def act() -> None:
        forum, delegate = _locked(forum_slug, secret)
        by = f"delegate {delegate.id}"
        changes.change(forum, delegate, choices, actor=by, now=now, seen=seen)

    written(act)


def _change_refused(
    lang: str, forum_slug: str, secret: str, refusal: Refusal
) -> ResponseReturnValue:
    """The page again with all that was chosen, or with what holds now where that was changed."""
    forum, delegate = held(forum_slug, secret)
    form = _change_form(forum, delegate, lang)
    if isinstance(refusal, rules.RegistrationChanged):
        form.show_what_holds()
    form.refuse_choice(refusal, lang)
    return _sessions_page(secret, forum, form, refusal.status)


def _change_form(forum: Forum, delegate: Delegate, lang: str) -> ChangeForm:
    sessions = queries.sessions_offered_to(forum, delegate)
    return change_form(sessions, lang, version=queries.version_of(delegate))


def _sessions_page(
    secret: str, forum: Forum, form: ChangeForm, status: int = 200
) -> tuple[str, int, dict[str, str]]:
    """With the sessions that were chosen and are cancelled by now, which the form has no more."""
    shown = render_template(
        "registration/sessions.html",
        forum=forum,
        secret=secret,
        form=form,
        cancelled=queries.cancelled_of(*held(forum.slug, secret)),
        now=clock.now(),
        posted=form.is_submitted(),
    )
    return shown, status, PRIVATE
