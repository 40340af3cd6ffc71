"""One delegate on the organiser's desk: all that is known, and what may be done for them."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from flask import Response, abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ... import clock
from ...asks import AskForm, form_of
from ...db import writes, written
from ...forms import checks_token
from ...forums.models import Forum
from ...forums.views import (
    EditPage,
    desk_page_of,
    edit_page_of,
    forum_or_404,
    organiser,
    save,
)
from ...i18n import N_, say
from ...post.services import send_again
from ...refusal import Refusal
from .. import queries
from ..forms.corrections import asks_of, corrected_in, saved_of
from ..forms.desk import ReasonForm
from ..models import Delegate
from ..queries.one import letter_of, one_delegate
from ..services import changes, restoring
from ..services.corrections import correct_all
from .blueprint import bp

AT = "/desk/delegates/<reference>"


@bp.get(AT)
@organiser
def show_delegate(lang: str, forum_slug: str, reference: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    return delegate_page(lang, forum, delegate_or_404(forum, reference))


@bp.get(f"{AT}/particulars")
@organiser
def show_correction(lang: str, forum_slug: str, reference: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    form = _form(lang, forum, delegate_or_404(forum, reference))
    return edit_page_of(lang, forum_slug, _page(lang, forum_slug, reference), form)


@bp.post(f"{AT}/particulars")
@organiser
@checks_token
@writes
def correct_delegate(lang: str, forum_slug: str, reference: str) -> ResponseReturnValue:
    forum, told = forum_or_404(forum_slug), {"actor": g.caller, "now": clock.now()}
    form = _form(lang, forum, delegate_or_404(forum, reference))

    def verb() -> None:
        here, mine = _locked(forum_slug, reference)
        correct_all(here, mine, corrected_in(form), seen=form.seen_version(), **told)

    return save(
        lang,
        forum_slug,
        form,
        verb,
        page=partial(_page, lang, forum_slug, reference),
        saved=partial(_saved, forum_slug, reference),
        done=url_of_delegate(lang, forum_slug, reference),
    )


@bp.post(f"{AT}/withdrawal")
@organiser
@checks_token
@writes
def withdraw_delegate(lang: str, forum_slug: str, reference: str) -> ResponseReturnValue:
    form, now, actor = ReasonForm(), clock.now(), g.caller
    if not form.validate():
        forum = forum_or_404(forum_slug)
        delegate = delegate_or_404(forum, reference)
        return delegate_page(lang, forum, delegate, sentence=form.all_said(), status=422)

    def verb(delegate: Delegate) -> str:
        changes.withdraw(delegate, actor=actor, now=now, reason=str(form.reason.data))
        return say(lang, N_("The registration is withdrawn, and the person is written to."))

    return _done(lang, forum_slug, reference, verb)


@bp.post(f"{AT}/restoration")
@organiser
@writes
def restore_delegate(lang: str, forum_slug: str, reference: str) -> ResponseReturnValue:
    now, actor = clock.now(), g.caller

    def verb(delegate: Delegate) -> str:
        lost = restoring.restore(delegate, actor=actor, now=now)
        if not lost:
            return say(lang, N_("The registration stands again, with all that it held."))
        gone = N_("The registration stands again. These seats are gone: %(codes)s.")
        return say(lang, gone, codes=", ".join(lost))

    return _done(lang, forum_slug, reference, verb)


@bp.post(f"{AT}/letter")
@organiser
@writes
def send_link(lang: str, forum_slug: str, reference: str) -> ResponseReturnValue:
    now, actor = clock.now(), g.caller

    def verb(delegate: Delegate) -> str:
        address = changes.send_link(delegate, actor=actor, now=now)
        return say(lang, N_("The link is sent to %(address)s."), address=address)

    return _done(lang, forum_slug, reference, verb)


@bp.post(f"{AT}/letters/<uuid:uuid>")
@organiser
@writes
def send_letter_anew(lang: str, forum_slug: str, reference: str, uuid: UUID) -> ResponseReturnValue:
    """One of the letters on the page, to an address that still holds the registration."""
    now, actor = clock.now(), g.caller

    def verb(delegate: Delegate) -> str:
        letter = letter_of(delegate, str(uuid)) or abort(404)
        send_again(letter.id, forum_id=delegate.forum_id, actor=actor, now=now)
        told = N_("The letter to %(address)s is sent again at once.")
        return say(lang, told, address=letter.address)

    return _done(lang, forum_slug, reference, verb)


@bp.post(f"{AT}/link")
@organiser
@writes
def replace_link(lang: str, forum_slug: str, reference: str) -> ResponseReturnValue:
    now, actor = clock.now(), g.caller

    def verb(delegate: Delegate) -> str:
        address = changes.replace_link(delegate, actor=actor, now=now)
        told = N_("A new link is sent to %(address)s. The old one opens nothing any more.")
        return say(lang, told, address=address)

    return _done(lang, forum_slug, reference, verb)


def delegate_or_404(forum: Forum, reference: str) -> Delegate:
    return queries.delegate_with(forum, reference) or abort(404)


def url_of_delegate(lang: str, forum_slug: str, reference: str) -> str:
    at = "registration.show_delegate"
    return url_for(at, lang=lang, forum_slug=forum_slug, reference=reference)


def _locked(forum_slug: str, reference: str) -> tuple[Forum, Delegate]:
    forum = forum_or_404(forum_slug)
    return forum, changes.lock_delegate(delegate_or_404(forum, reference).id)


def _done(
    lang: str, forum_slug: str, reference: str, verb: Callable[[Delegate], str]
) -> ResponseReturnValue:
    """Do `verb` with the delegate and go back to their page; or the page, with why not."""
    try:
        told = written(lambda: verb(_locked(forum_slug, reference)[1]))
    except Refusal as refusal:
        forum = forum_or_404(forum_slug)
        delegate = delegate_or_404(forum, reference)
        sentence, status = refusal.said_in(lang), refusal.status
        return delegate_page(lang, forum, delegate, sentence=sentence, status=status)
    flash(told)
    return redirect(url_of_delegate(lang, forum_slug, reference), 303)


def delegate_page(
    lang: str,
    forum: Forum,
    delegate: Delegate,
    *,
    sentence: str | None = None,
    status: int = 200,
) -> Response:
    """sentence: why something was not done."""
    return desk_page_of(
        lang,
        forum,
        "desk/delegate.html",
        status=status,
        one=one_delegate(delegate),
        delegate=delegate,
        sentence=sentence,
        typed=request.form.get("reason", "")[:300],
    )


def _form(lang: str, forum: Forum, delegate: Delegate) -> AskForm:
    asks = asks_of(queries.categories_of(forum, public_only=False), lang)
    return form_of(asks, saved_of(delegate), queries.version_of(delegate))


def _saved(forum_slug: str, reference: str) -> tuple[dict[str, object], int]:
    delegate = delegate_or_404(forum_or_404(forum_slug), reference)
    return saved_of(delegate), queries.version_of(delegate)


def _page(lang: str, forum_slug: str, reference: str) -> EditPage:
    delegate = delegate_or_404(forum_or_404(forum_slug), reference)
    there = url_for(".show_delegates", lang=lang, forum_slug=forum_slug)
    mine = url_of_delegate(lang, forum_slug, reference)
    return EditPage(
        heading=say(lang, N_("Correct the particulars")),
        crumbs=[(there, say(lang, N_("Delegates"))), (mine, delegate.person.name)],
    )
