"""The organiser registers somebody."""

from uuid import uuid4

from flask import Response, flash, g, redirect, url_for
from flask.typing import ResponseReturnValue

from ... import clock
from ...db import writes, written
from ...forms import checks_token
from ...forums.models import Forum
from ...forums.views import desk_page_of, forum_or_404, organiser
from ...i18n import N_, say
from ...refusal import Refusal
from .. import queries, rules
from ..forms import DeskRegistrationForm, desk_registration_form
from ..models import Delegate
from ..services import desk
from .blueprint import bp


@bp.get("/desk/delegates/new")
@organiser
def show_new_delegate(lang: str, forum_slug: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    return _page(lang, forum, _form(forum, lang))


@bp.post("/desk/delegates/new")
@organiser
@checks_token
@writes
def register_delegate(lang: str, forum_slug: str) -> ResponseReturnValue:
    form, by = _form(forum_or_404(forum_slug), lang), {"actor": g.caller, "now": clock.now()}
    if not form.validate():
        return _page(lang, forum_or_404(forum_slug), form, status=422)
    application, how = form.application(), {"writes": form.writes.data, "press": form.key.data}
    try:
        reference = written(
            lambda: desk.register_for(forum_or_404(forum_slug), application, **how, **by)
        )
    except Refusal as refusal:
        return _refused(lang, forum_slug, refusal, application.email)
    flash(say(lang, N_("%(reference)s is registered."), reference=reference))
    return redirect(
        url_for(".show_delegate", lang=lang, forum_slug=forum_slug, reference=reference), 303
    )


def _refused(lang: str, slug: str, refusal: Refusal, email: str | None) -> Response:
    """The page with all that was typed; beside it who has the address already."""
    forum = forum_or_404(slug)
    form = _form(forum, lang)
    form.validate()
    known = isinstance(refusal, rules.AlreadyRegistered)
    if not known:
        form.refuse_choice(refusal, lang)
    there = desk.registered_with(forum, email) if known else None
    sentence = refusal.said_in(lang) if known else None
    return _page(lang, forum, form, known=there, sentence=sentence, status=refusal.status)


def _form(forum: Forum, lang: str) -> DeskRegistrationForm:
    return desk_registration_form(queries.offer_of(forum, public_only=False), lang)


def _page(
    lang: str,
    forum: Forum,
    form: DeskRegistrationForm,
    *,
    known: Delegate | None = None,
    sentence: str | None = None,
    status: int = 200,
) -> Response:
    form.key.data = form.key.data or str(uuid4())
    return desk_page_of(
        lang,
        forum,
        "desk/registering.html",
        status=status,
        form=form,
        offer=form.offer,
        known=known,
        sentence=sentence,
        now=clock.now(),
    )
