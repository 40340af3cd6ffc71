"""Sessions and ways of a delegate, changed by an organiser: by the verb of the delegate's own."""

from flask import Response, flash, g, redirect
from flask.typing import ResponseReturnValue

from ... import clock
from ...db import writes, written
from ...forms import checks_token
from ...forums.models import Forum
from ...forums.views import desk_page_of, forum_or_404, organiser
from ...i18n import N_, say
from ...refusal import Refusal
from .. import queries, rules
from ..forms import ChangeForm, change_form
from ..models import Delegate
from ..services import changes
from .blueprint import bp
from .delegate import AT, delegate_or_404, delegate_page, url_of_delegate


@bp.get(f"{AT}/sessions")
@organiser
def show_delegate_sessions(lang: str, forum_slug: str, reference: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    delegate = delegate_or_404(forum, reference)
    if not delegate.is_live:
        ended = rules.RegistrationEnded()
        told = {"sentence": ended.said_in(lang), "status": ended.status}
        return delegate_page(lang, forum, delegate, **told)  # type: ignore[arg-type]
    return _page(lang, forum, delegate, _form(lang, forum, delegate))


@bp.post(f"{AT}/sessions")
@organiser
@checks_token
@writes
def change_delegate_sessions(lang: str, forum_slug: str, reference: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    delegate = delegate_or_404(forum, reference)
    form = _form(lang, forum, delegate)
    if not form.validate():
        return _page(lang, forum, delegate, form, status=422)
    try:
        changed = not form.is_untouched() and _change(forum_slug, reference, form)
    except Refusal as refusal:
        return _refused(lang, forum_slug, reference, refusal)
    told = N_("The change is saved, and the person is written to.")
    flash(say(lang, told if changed else N_("Nothing was changed.")))
    return redirect(url_of_delegate(lang, forum_slug, reference), 303)


def _change(forum_slug: str, reference: str, form: ChangeForm) -> bool:
    choices, told = form.choices(), {"actor": g.caller, "now": clock.now()}

    def act() -> bool:
        forum = forum_or_404(forum_slug)
        delegate = changes.lock_delegate(delegate_or_404(forum, reference).id)
        seen = form.version_seen()
        return changes.change(forum, delegate, choices, seen=seen, at_any_time=True, **told)

    return written(act)


def _refused(lang: str, forum_slug: str, reference: str, refusal: Refusal) -> Response:
    """The page again with all that was chosen; where the registration was changed meanwhile, with
    what holds now, and what was chosen beside it."""
    forum = forum_or_404(forum_slug)
    delegate = delegate_or_404(forum, reference)
    form, typed = _form(lang, forum, delegate), []
    if isinstance(refusal, rules.RegistrationChanged):
        typed = form.chosen()
        form.show_what_holds()
    form.refuse_choice(refusal, lang)
    return _page(lang, forum, delegate, form, status=refusal.status, typed=typed)


def _form(lang: str, forum: Forum, delegate: Delegate) -> ChangeForm:
    sessions = queries.sessions_offered_to(forum, delegate)
    return change_form(sessions, lang, version=queries.version_of(delegate))


def _page(
    lang: str, forum: Forum, delegate: Delegate, form: ChangeForm, **given: object
) -> Response:
    """typed: what was chosen on a page that is out of date."""
    status = int(str(given.pop("status", 200)))
    shown = {"typed": [], **given, "delegate": delegate, "form": form, "now": clock.now()}
    posted = form.is_submitted()
    template = "desk/delegate_sessions.html"
    return desk_page_of(lang, forum, template, status=status, posted=posted, **shown)
