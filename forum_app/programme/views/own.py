"""A speaker's own page, behind the secret link or one's own account: sessions, answers, hours."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any

from flask import (
    Response,
    abort,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from ... import access, clock, seal
from ...accounts.models import User
from ...accounts.views import user_or_sign_in
from ...asks import AskForm, form_of
from ...db import ID, writes, written
from ...forms import checks_token
from ...forums.models import Forum
from ...forums.views import FORUM_URL, forum_or_404
from ...i18n import N_, say
from ...refusal import Refusal
from ...throttle.services import MISSED_LINKS, count, neighbours
from .. import queries
from ..feeds.calendar import speaker_calendar
from ..forms import desk, speaking
from ..models import Session, SpeakerPage
from ..queries import speakers as asked
from ..queries.engaged import engaged_of
from ..rules.placing import day_of
from ..services import hours as hours_services
from ..services.speaking import Answer, answer
from .blueprint import bp
from .sending import PRIVATE

OWN = f"{FORUM_URL}/speaker/<key>"


class LinkClosed(Refusal):
    says = N_(
        "The link of this page cannot be opened here. Please ask the organisers for a new one."
    )


def _check_key(lang: str, forum_slug: str, key: str, **_: object) -> None:
    page = asked.page_of_link(forum_or_404(forum_slug), key) or _missed()
    g.caller = f"speaker {page.id}"


def _check_feed(lang: str, forum_slug: str, feed: str) -> None:
    if asked.page_of_feed(forum_or_404(forum_slug), feed) is None:
        _missed()


def _missed() -> Any:
    """A secret that is none: whoever goes on guessing waits."""
    count(f"link:ip:{neighbours(request.remote_addr)}", MISSED_LINKS, now=clock.now())
    abort(404)


def _check_speaker(lang: str, forum_slug: str) -> None:
    forum, user = forum_or_404(forum_slug), user_or_sign_in(lang)
    if asked.page_of_user(forum, user.id) is None:
        abort(404)


GUARD = "whoever holds the secret link"
speaker_link = access.guard(GUARD, _check_key)  # leaves `g.caller`, the actor: "speaker 5"
speaker_feed = access.guard(GUARD, _check_feed)
speaker = access.guard("whose it is", _check_speaker)


@bp.get(f"{FORUM_URL}/speaker")
@speaker
def open_own_speaker(lang: str, forum_slug: str) -> ResponseReturnValue:
    """From one's account to one's page: the secret of its link stands on no other page."""
    page = asked.page_of_user(forum_or_404(forum_slug), user_or_sign_in(lang).id) or abort(404)
    try:
        key = seal.opened(page.link_sealed)
    except seal.CannotOpen:
        raise LinkClosed from None
    answered = redirect(url_for(".show_own", lang=lang, forum_slug=forum_slug, key=key), 303)
    answered.headers.update(PRIVATE)
    return answered


def show_spoken(*, user: User) -> str:
    """For one's own page: the forums in which `user` speaks; empty for none. One query."""
    forums = asked.forums_spoken_in(user.id)
    return render_template("programme/spoken.html", forums=forums) if forums else ""


@bp.get(OWN)
@speaker_link
def show_own(lang: str, forum_slug: str, key: str) -> ResponseReturnValue:
    return own_page(lang, forum_slug, key)


@bp.post(f"{OWN}/sessions/<code>/answer")
@speaker_link
@checks_token
@writes
def answer_own(lang: str, forum_slug: str, key: str, code: str) -> ResponseReturnValue:
    form, at = form_of((speaking.DECLINE,), {}, 0), {"actor": g.caller, "now": clock.now()}
    comes = request.form.get("comes") == "y"

    def work() -> None:
        page, session = own_of(forum_slug, key)[1], own_session_or_404(forum_slug, key, code)
        because = None if comes else form.values()["because"]
        answer(page, session, Answer(comes=comes, because=because), **at)

    told = N_("Thank you for accepting.") if comes else N_("Thank you for telling us.")
    return did(lang, forum_slug, key, work, told, form=form)


@bp.post(f"{OWN}/hours")
@speaker_link
@checks_token
@writes
def add_own_hours(lang: str, forum_slug: str, key: str) -> ResponseReturnValue:
    form, at = _hours_form(forum_or_404(forum_slug)), {"actor": g.caller, "now": clock.now()}

    def work() -> None:
        forum, page = own_of(forum_slug, key)
        values = form.values()
        walls = (values["starts_wall"], values["ends_wall"])
        hours_services.add_hours(page.person, forum, *walls, **at)

    told = N_("Your hours are written down.")
    return did(lang, forum_slug, key, work, told, form=form, of="hours")


@bp.post(f"{OWN}/hours/<{ID}:hours_id>/removal")
@speaker_link
@writes
def remove_own_hours(lang: str, forum_slug: str, key: str, hours_id: int) -> ResponseReturnValue:
    at = {"actor": g.caller, "now": clock.now()}

    def work() -> None:
        hours_services.remove_hours(own_of(forum_slug, key)[1].person, hours_id, **at)

    return did(lang, forum_slug, key, work, N_("These hours are removed."))


@bp.get(f"{FORUM_URL}/speaker/<feed>.ics")
@speaker_feed
def show_speaker_calendar(lang: str, forum_slug: str, feed: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    page = asked.page_of_feed(forum, feed) or abort(404)
    engaged = engaged_of(forum, page.person) or abort(404)
    calendar = speaker_calendar(forum, engaged, lang, now=clock.now())
    disposition = {"Content-Disposition": 'attachment; filename="speaker.ics"'}
    return Response(calendar, mimetype="text/calendar", headers=PRIVATE | disposition)


def own_of(forum_slug: str, key: str) -> tuple[Forum, SpeakerPage]:
    """The forum and the page of the link that the guard let in; loaded afresh."""
    forum = forum_or_404(forum_slug)
    return forum, asked.page_of_link(forum, key) or abort(404)


def own_session_or_404(forum_slug: str, key: str, code: str) -> Session:
    """One in which they appear; to them every other is not there, whatever its code."""
    forum, page = own_of(forum_slug, key)
    session = queries.session_at(forum, code)
    if session is None or all(x.session.id != session.id for x in asked.spoken_by(page.person)):
        abort(404)
    return session


def did(
    lang: str,
    forum_slug: str,
    key: str,
    work: Callable[[], None],
    told: str,
    *,
    form: AskForm | None = None,
    of: str | None = None,
) -> ResponseReturnValue:
    """Do it in a transaction and go back to the page; or the page again, and why not.

    form: checked first. of: which form of the page it is, that it may hold what was typed.
    """
    again = {of: form} if of and form else {}
    if form is not None and not form.validate():
        return own_page(lang, forum_slug, key, status=422, wrong=form, **again)
    try:
        written(work)
    except Refusal as refusal:
        return own_page(lang, forum_slug, key, status=refusal.status, refusal=refusal, **again)
    flash(say(lang, told))
    return redirect(url_for(".show_own", lang=lang, forum_slug=forum_slug, key=key), 303)


def own_page(
    lang: str,
    forum_slug: str,
    key: str,
    *,
    status: int = 200,
    wrong: AskForm | None = None,
    refusal: Refusal | None = None,
    hours: AskForm | None = None,
) -> Response:
    """Eight queries."""
    forum, page = own_of(forum_slug, key)
    mine = asked.asked_of(page.person)
    released = {session.session_id: session for session in queries.released_sessions(forum)}
    shown = render_template(
        "programme/own.html",
        forum=forum,
        page=page,
        key=key,
        asked=mine,
        as_released={
            x.session.id
            for x in mine
            if x.session.id in released and queries.is_shown_so(x.session, released[x.session.id])
        },
        released={x.session.code for x in mine if x.session.id in released},
        slides=asked.slides_of(page.person),
        hours=queries.hours_of(forum).get(page.person_id, []),
        hours_form=hours or _hours_form(forum, sent=False),
        hours_begin=day_of(forum.first_day, forum.zone).starts,
        hours_end=day_of(forum.last_day, forum.zone).ends,
        because=form_of((speaking.DECLINE,), {}, 0, sent=False),
        slides_form=form_of((speaking.SHOWN,), {}, 0, sent=False),
        feed=_feed_url(lang, forum, page),
        wrong=wrong.sentences() if wrong else [],
        refusal=refusal.said_in(lang) if refusal else None,
    )
    answered = make_response(shown, status)
    answered.headers.update(PRIVATE)
    return answered


def _feed_url(lang: str, forum: Forum, page: SpeakerPage) -> str | None:
    """None where the secret cannot be opened with any key that is here."""
    try:
        feed = seal.opened(page.feed_sealed)
    except seal.CannotOpen:
        return None
    at: dict[str, Any] = {"lang": lang, "forum_slug": forum.slug, "_external": True}
    return url_for(".show_speaker_calendar", feed=feed, **at)


def _hours_form(forum: Forum, *, sent: bool = True) -> AskForm:
    starts, ends = (datetime.combine(forum.first_day, time(hour)) for hour in (8, 18))
    return form_of(desk.HOURS, {"starts_wall": starts, "ends_wall": ends}, 0, sent=sent)
