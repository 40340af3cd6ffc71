"""The desk: an invitation that somebody pastes becomes lines."""

from flask import flash, g, redirect
from flask.typing import ResponseReturnValue

from ... import clock
from ...asks import AskForm, form_of
from ...db import writes, written
from ...forms import checks_token
from ...forums.models import Forum
from ...forums.queries import points_of
from ...forums.views import EditPage, edit_page_of, forum_or_404, organiser
from ...i18n import N_, say
from ...refusal import Refusal
from .. import queries
from ..forms.pasting import asks_of, owner_in, pasted_in
from ..services.pasting import Laid, lay
from .blueprint import bp, lines_crumb

READ = {
    "meet": N_("%(service)s invitation read: the meeting room with its address."),
    "secret": N_("Its secret is sealed."),
    "no_secret": N_("No passcode was found: please add it if there is one."),
    "phone": N_("A telephone line with the first number of the text."),
    "sip": N_("A backup by SIP."),
}


@bp.get("/desk/lines/invitation")
@organiser
def show_invitation(lang: str, forum_slug: str) -> ResponseReturnValue:
    form = _form(lang, forum_or_404(forum_slug))
    return edit_page_of(lang, forum_slug, _page(lang, forum_slug), form)


@bp.post("/desk/lines/invitation")
@organiser
@checks_token
@writes
def paste_invitation(lang: str, forum_slug: str) -> ResponseReturnValue:
    form, told = _form(lang, forum_or_404(forum_slug)), {"actor": g.caller, "now": clock.now()}

    def act() -> Laid:
        forum = forum_or_404(forum_slug)
        sessions = {x.code: x.id for x in queries.sessions_to_serve(forum)}
        owner = owner_in(form, sessions, {x.code: x.id for x in points_of(forum)})
        return lay(forum, pasted_in(form), owner, **told)

    page = _page(lang, forum_slug)
    if not form.validate():
        return edit_page_of(lang, forum_slug, page, form, status=422)
    try:
        laid = written(act)
    except Refusal as refusal:
        form.refuse("text", refusal.said_in(lang))
        return edit_page_of(lang, forum_slug, page, form, status=refusal.status)
    flash(" ".join(say(lang, READ[one], service=laid.service) for one in laid.told))
    return redirect(lines_crumb(lang, forum_slug)[0], 303)


def _form(lang: str, forum: Forum) -> AskForm:
    asks = asks_of(queries.sessions_to_serve(forum), points_of(forum), lang)
    return form_of(asks, {"audience": "delegates"}, 0)


def _page(lang: str, forum_slug: str) -> EditPage:
    return EditPage(
        heading=say(lang, N_("Paste an invitation")),
        crumbs=[lines_crumb(lang, forum_slug)],
        template="desk/line_pasted.html",
    )
