"""The registration page, and the page that sends a link again."""

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
    LINKS_PER_ADDRESS,
    LINKS_PER_IP,
    REGISTRATIONS_PER_ADDRESS,
    REGISTRATIONS_PER_IP,
    TooMany,
    count,
    neighbours,
)
from .. import queries, rules
from ..forms import LinkRequestForm, RegistrationForm, registration_form
from ..services import submissions
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
    form = registration_form(queries.offer_of(forum), lang)
    if not form.validate():
        return _form_page(forum, form), 422
    application, key = form.application(), form.key.data or ""
    try:
        _count(application)
        written(lambda: submissions.submit(forum_or_404(forum_slug), application, key, now=now))
    except rules.AlreadyRegistered:
        written(lambda: submissions.tell_known(forum_or_404(forum_slug), application, now=now))
    except KeyInUse:
        pass  # the same press of the same button: the other request does it
    except Refusal as refusal:
        return _refused(lang, forum_or_404(forum_slug), refusal)
    session["sent_to"] = _writes_to(application)
    return redirect(url_for(".show_sent", lang=lang, forum_slug=forum_slug), 303)


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
    try:
        count(f"links:address:{address}", LINKS_PER_ADDRESS, now=now)
    except TooMany:
        pass  # said to nobody: that mailbox has had enough
    else:
        written(lambda: submissions.send_links(forum_or_404(forum_slug), address, now=now))
    return render_template(
        "registration/link.html", forum=forum_or_404(forum_slug), form=form, sent=address
    )


def _refused(lang: str, forum: Forum, refusal: Refusal) -> ResponseReturnValue:
    """The page again with all that was typed, beside what is offered by now."""
    form = registration_form(queries.offer_of(forum), lang)
    form.validate()
    form.refuse_choice(refusal, lang)
    return _form_page(forum, form), refusal.status


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


def _count(application: Application) -> None:
    """Raises TooMany. The limits are per address and, far wider, per line of a whole hall."""
    now = clock.now()
    count(f"register:ip:{neighbours(request.remote_addr)}", REGISTRATIONS_PER_IP, now=now)
    for address in _addresses(application):
        count(f"register:address:{address}", REGISTRATIONS_PER_ADDRESS, now=now)


def _addresses(application: Application) -> list[str]:
    by = application.registered_by
    return [address for address in (by.email if by else None, application.email) if address]


def _writes_to(application: Application) -> str:
    return _addresses(application)[0]
