"""The organiser decides: registrations that wait for approval, and any of them found again."""

from collections.abc import Callable

from flask import Response, abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ... import clock
from ...db import writes, written
from ...forms import checks_token
from ...forums.models import Forum
from ...forums.views import desk_page_of, forum_or_404, organiser
from ...i18n import N_, say
from ...refusal import Refusal
from .. import queries
from ..forms.desk import ReasonForm, id_asked, words_asked
from ..models import Delegate
from ..queries.desk import chosen_by, found_after, pending_after, registrations_by_state
from ..services import changes, decisions
from .blueprint import bp
from .delegate import delegate_page, url_of_delegate

SHOWN = 50  # registrations on one page


@bp.get("/desk/registrations")
@organiser
def show_registrations(lang: str, forum_slug: str) -> ResponseReturnValue:
    return _page(lang, forum_or_404(forum_slug))


@bp.post("/desk/registrations/<reference>/approval")
@organiser
@writes
def approve(lang: str, forum_slug: str, reference: str) -> ResponseReturnValue:
    now, actor = clock.now(), g.caller

    def verb(delegate: Delegate) -> None:
        decisions.approve(delegate, actor=actor, now=now)

    approved = N_("%(name)s is registered now, and is written to.")
    return _decided(lang, forum_slug, reference, verb, approved)


@bp.post("/desk/registrations/<reference>/refusal")
@organiser
@checks_token
@writes
def decline(lang: str, forum_slug: str, reference: str) -> ResponseReturnValue:
    form, now, actor = ReasonForm(), clock.now(), g.caller
    forum = forum_or_404(forum_slug)
    if not form.validate():
        delegate = queries.delegate_with(forum, reference) or abort(404)
        if _is_from_their_page():
            return delegate_page(lang, forum, delegate, sentence=form.all_said(), status=422)
        return _page(lang, forum, refused=delegate.id, sentence=form.all_said(), status=422)

    def verb(delegate: Delegate) -> None:
        decisions.decline(delegate, reason=str(form.reason.data), actor=actor, now=now)

    declined = N_("%(name)s is declined, and is written to with the reason.")
    return _decided(lang, forum_slug, reference, verb, declined)


def _decided(
    lang: str, forum_slug: str, reference: str, verb: Callable[[Delegate], None], told: str
) -> ResponseReturnValue:
    def act() -> str:
        found = queries.delegate_with(forum_or_404(forum_slug), reference) or abort(404)
        delegate = changes.lock_delegate(found.id)
        verb(delegate)
        return delegate.person.name

    try:
        name = written(act)
    except Refusal as refusal:
        sentence, status, forum = refusal.said_in(lang), refusal.status, forum_or_404(forum_slug)
        if _is_from_their_page():
            delegate = queries.delegate_with(forum, reference) or abort(404)
            return delegate_page(lang, forum, delegate, sentence=sentence, status=status)
        return _page(lang, forum, sentence=sentence, status=status)
    flash(say(lang, told, name=name))
    if _is_from_their_page():
        return redirect(url_of_delegate(lang, forum_slug, reference), 303)
    return redirect(url_for(".show_registrations", lang=lang, forum_slug=forum_slug), 303)


def _is_from_their_page() -> bool:
    return request.form.get("from") == "delegate"


def _page(
    lang: str,
    forum: Forum,
    *,
    refused: int | None = None,
    sentence: str | None = None,
    status: int = 200,
) -> Response:
    """Those looked for, else those that wait. refused: whose reason is to be corrected."""
    words, after = words_asked(request.args.get("q", "")), id_asked(request.args.get("after", ""))
    if words:
        found = found_after(forum, words, after, at_most=SHOWN + 1)
    else:
        found = pending_after(forum, after, at_most=SHOWN + 1)
    shown = found[:SHOWN]
    return desk_page_of(
        lang,
        forum,
        "desk/registrations.html",
        status=status,
        words=words,
        shown=shown,
        more_after=shown[-1].id if len(found) > SHOWN else None,
        is_first=after == 0,
        chosen=chosen_by(shown),
        counted=registrations_by_state(forum),
        refused=refused,
        sentence=sentence,
        typed=request.form.get("reason", "")[:1000],
    )
