"""The desk: who hosts which session, given and taken away, invited where there is no account."""

from collections.abc import Callable

from flask import abort, flash, g, redirect, url_for
from flask.typing import ResponseReturnValue

from ... import clock
from ...db import ID, writes, written
from ...forms import checks_token
from ...forums.models import Forum
from ...forums.services.bound import Giving
from ...forums.views import FORUM_URL, caller_id, desk_page_of, forum_or_404, organiser
from ...i18n import N_, say
from ...refusal import Refusal
from ...throttle.services import INVITATIONS_PER_ADDRESS, count
from .. import queries
from ..forms.hosts import GiveHostForm, give_form
from ..models import HostInvitation, Session
from ..queries import hosts as asked
from ..services import hosts
from .blueprint import bp

DESK = f"{FORUM_URL}/desk/hosts"


@bp.get(DESK)
@organiser
def show_hosts(lang: str, forum_slug: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    return _page(lang, forum, give_form(queries.draft_of(forum), lang))


@bp.post(DESK)
@organiser
@checks_token
@writes
def give_host(lang: str, forum_slug: str) -> ResponseReturnValue:
    forum = forum_or_404(forum_slug)
    form = give_form(queries.draft_of(forum), lang)
    if not form.validate():
        return _page(lang, forum, form, 422)
    email, code, now = str(form.email.data), str(form.session.data), clock.now()
    giving = _giving(lang, forum_slug, code)
    try:
        count(f"invitations:{email}", INVITATIONS_PER_ADDRESS, now=now)
        at_once = written(lambda: hosts.ROLE.give(_session_or_404(forum_slug, code), email, giving))
    except Refusal as refusal:
        form.refuse("email", refusal.said_in(lang))
        return _page(lang, forum_or_404(forum_slug), form, refusal.status)
    given = N_("%(email)s hosts %(code)s now, and is written to.")
    invited = N_("%(email)s has no account yet, and is invited by mail.")
    return _told(lang, forum_slug, given if at_once else invited, email=email, code=code)


@bp.post(f"{DESK}/<code>/<{ID}:user_id>/removal")
@organiser
@writes
def take_host(lang: str, forum_slug: str, code: str, user_id: int) -> ResponseReturnValue:
    at = {"actor": g.caller, "now": clock.now()}
    written(lambda: hosts.ROLE.take(_session_or_404(forum_slug, code), user_id, **at))
    told = N_("%(code)s is no longer theirs, with effect at once.")
    return _told(lang, forum_slug, told, code=code)


@bp.post(f"{DESK}/invitations/<{ID}:host_invitation_id>/renewal")
@organiser
@writes
def renew_host_invitation(
    lang: str, forum_slug: str, host_invitation_id: int
) -> ResponseReturnValue:
    invited = _invitation_or_404(forum_slug, host_invitation_id)
    count(f"invitations:{invited.email}", INVITATIONS_PER_ADDRESS, now=clock.now())
    giving = _giving(lang, forum_slug, invited.session.code)
    told = N_("%(email)s is written to again.")
    return _on_invitation(
        lang, forum_slug, host_invitation_id, lambda x: hosts.ROLE.renew(x, giving), told
    )


@bp.post(f"{DESK}/invitations/<{ID}:host_invitation_id>/withdrawal")
@organiser
@writes
def withdraw_host_invitation(
    lang: str, forum_slug: str, host_invitation_id: int
) -> ResponseReturnValue:
    at = {"actor": g.caller, "now": clock.now()}
    told = N_("The invitation of %(email)s is withdrawn.")
    return _on_invitation(
        lang, forum_slug, host_invitation_id, lambda x: hosts.ROLE.withdraw(x, **at), told
    )


def _on_invitation(
    lang: str,
    forum_slug: str,
    invitation_id: int,
    act: Callable[[HostInvitation], None],
    told: str,
) -> ResponseReturnValue:
    def work() -> str:
        invitation = _invitation_or_404(forum_slug, invitation_id)
        act(invitation)
        return invitation.email

    return _told(lang, forum_slug, told, email=written(work))


def _giving(lang: str, forum_slug: str, code: str) -> Giving:
    page = url_for(".show_hosted", lang=lang, forum_slug=forum_slug, code=code)
    return Giving(by=caller_id(), page=page, lang=lang, now=clock.now())


def _session_or_404(forum_slug: str, code: str) -> Session:
    return queries.session_at(forum_or_404(forum_slug), code) or abort(404)


def _invitation_or_404(forum_slug: str, invitation_id: int) -> HostInvitation:
    return asked.host_invitation_in(forum_or_404(forum_slug), invitation_id) or abort(404)


def _told(lang: str, forum_slug: str, told: str, **facts: object) -> ResponseReturnValue:
    flash(say(lang, told, **facts))
    return redirect(url_for(".show_hosts", lang=lang, forum_slug=forum_slug), 303)


def _page(lang: str, forum: Forum, form: GiveHostForm, status: int = 200) -> ResponseReturnValue:
    return desk_page_of(
        lang,
        forum,
        "desk/hosts.html",
        status=status,
        form=form,
        hosts=asked.hosts_of(forum),
        invited=asked.open_host_invitations(forum),
        now=clock.now(),
    )
