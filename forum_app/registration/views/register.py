"""The registration page, and the page that sends a link again."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

from flask import make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from ... import access, clock
from ...db import writes, written
from ...forms import checks_token
from ...forums.models import Forum
from ...forums.views import forum_or_404
from ...keys.services import KeyInUse
from ...refusal import Refusal
from ...throttle.services import (
    LETTERS_PER_ADDRESS,
    LINKS_PER_ADDRESS,
    LINKS_PER_IP,
    REGISTRATIONS_PER_IP,
    TooMany,
    count,
    neighbours,
)
from .. import queries, rules
from ..forms import LinkRequestForm, RegistrationForm, codes_chosen, registration_form
from ..services import submissions
from ..services.letters import Posting
from ..services.registrations import Application
from .blueprint import bp


@bp.get("/register")
@access.anyone
def show_form(lang: str, forum_slug: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    return _form_page(forum, registration_form(queries.offer_of(forum), lang))


@bp.post("/register")
@access.anyone
@checks_token
@writes
def create_registration(lang: str, forum_slug: str) -> ResponseReturnValue:
    forum, now = forum_or_404(forum_slug), clock.now()
    form, is_valid = _form_sent(forum, lang)
    if not is_valid:
        return _form_page(forum, form), 422
    application, posting = form.application(), Posting(press=form.key.data or "")
    try:
        count(f"register:ip:{neighbours(request.remote_addr)}", REGISTRATIONS_PER_IP, now=now)
        _submit(forum_slug, application, posting, now)
    except Refusal as refusal:
        return _refused(lang, forum_or_404(forum_slug), refusal)
    session["sent_to"] = application.link_goes_to
    return redirect(url_for(".show_sent", lang=lang, forum_slug=forum_slug), 303)


def _form_sent(forum: Forum, lang: str) -> tuple[RegistrationForm, bool]:
    """What was sent, and whether it can be taken. Of the sessions chosen alone; where something is
    wrong of all of them, as the page shows them then."""
    sent = codes_chosen(request.form.items(multi=True))
    form = registration_form(queries.offer_of(forum, codes=sent), lang)
    if form.validate():
        return form, True
    form = registration_form(queries.offer_of(forum), lang)
    return form, form.validate()


def _submit(forum_slug: str, application: Application, posting: Posting, now: datetime) -> None:
    """Register, or write to whoever is registered already: the same answer for both."""
    posting = replace(posting, put_off=_put_off(application, now))
    try:
        written(lambda: submissions.submit(forum_or_404(forum_slug), application, posting, now=now))
    except rules.AlreadyRegistered:
        linked = _may_have_links(application.link_goes_to, now)
        written(
            lambda: submissions.tell_known(
                forum_or_404(forum_slug), application, posting, linked=linked, now=now
            )
        )
    except KeyInUse:
        pass  # the same press of the same button: the other request does it


def _put_off(application: Application, now: datetime) -> dict[str, datetime]:
    """The mailboxes that had enough for this hour, and when the next one begins."""
    later = {}
    for address in application.addresses:
        try:
            count(f"letters:address:{address}", LETTERS_PER_ADDRESS, now=now)
        except TooMany as enough:
            later[address] = now + timedelta(seconds=enough.seconds)
    return later


def _may_have_links(address: str, now: datetime) -> bool:
    """Whether the mailbox has not had enough; said to nobody."""
    try:
        count(f"links:address:{address}", LINKS_PER_ADDRESS, now=now)
    except TooMany:
        return False
    return True


@bp.get("/register/sent")
@access.anyone
def show_sent(lang: str, forum_slug: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    return render_template(
        "registration/sent.html",
        forum=forum,
        sent_to=session.get("sent_to"),
        terms=queries.terms_of(forum),
    )


@bp.get("/register/seats")
@access.anyone
def show_seats(lang: str, forum_slug: str) -> ResponseReturnValue:
    """What is left of each way of each session, as a fragment; 304 while nothing changed."""
    forum = forum_or_404(forum_slug)
    sessions = queries.sessions_offered(forum)
    shown = render_template("registration/seats.html", forum=forum, sessions=sessions)
    answer = make_response(shown)
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.add_etag()
    return answer.make_conditional(request)


@bp.get("/registration")
@access.anyone
def show_link_request(lang: str, forum_slug: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    return render_template("registration/link.html", forum=forum, form=LinkRequestForm(), sent=None)


@bp.post("/registration")
@access.anyone
@checks_token
@writes
def create_link_request(lang: str, forum_slug: str) -> ResponseReturnValue:
    """The same answer for every address, known or not: whoever owns it has a mail."""
    forum, form, now = forum_or_404(forum_slug), LinkRequestForm(), clock.now()
    if not form.validate():
        shown = render_template("registration/link.html", forum=forum, form=form, sent=None)
        return shown, 422
    address = str(form.email.data)
    count(f"links:ip:{neighbours(request.remote_addr)}", LINKS_PER_IP, now=now)
    if _may_have_links(address, now):
        written(lambda: submissions.send_links(forum_or_404(forum_slug), address, lang, now=now))
    return render_template(
        "registration/link.html", forum=forum_or_404(forum_slug), form=form, sent=address
    )


def _refused(lang: str, forum: Forum, refusal: Refusal) -> ResponseReturnValue:
    """The page again with all that was typed, beside what is offered by now."""
    form = registration_form(queries.offer_of(forum), lang)
    form.validate()
    form.refuse_choice(refusal, lang)
    return _form_page(forum, form), refusal.status, refusal.headers


def _form_page(forum: Forum, form: RegistrationForm) -> str:
    form.key.data = form.key.data or str(uuid4())
    return render_template(
        "registration/register.html",
        forum=forum,
        form=form,
        offer=form.offer,
        posted=form.is_submitted(),
        now=clock.now(),
    )
