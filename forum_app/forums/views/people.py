"""Who works at a forum: roles given and taken away, invitations, on the organiser's desk."""

from collections.abc import Callable

from flask import abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ... import clock
from ...accounts.queries import is_admin
from ...accounts.views import user_or_sign_in
from ...db import ID, writes, written
from ...forms import checks_token
from ...i18n import N_, say
from ...throttle.services import INVITATIONS_PER_ADDRESS, count
from ..forms import ROLES, GiveRoleForm
from ..models import Forum, Invitation, Role
from ..queries import invitation_in, invitations_of, roles_of
from ..rules import Given
from ..services import roles
from .blueprint import bp
from .frame import desk_page_of, forum_or_404, organiser

GIVEN = {
    Given.AT_ONCE: N_("%(email)s has this role now, and is written to."),
    Given.INVITED: N_("%(email)s has no account yet, and is invited by mail."),
    Given.BEFORE: N_("%(email)s has this role already."),
}


@bp.get("/desk/people/")
@organiser
def show_people(lang: str, forum_slug: str) -> ResponseReturnValue:
    return _page(lang, forum_or_404(forum_slug), GiveRoleForm())


@bp.post("/desk/people/")
@organiser
@checks_token
@writes
def give_role(lang: str, forum_slug: str) -> ResponseReturnValue:
    form, actor, now = GiveRoleForm(), g.caller, clock.now()
    if not form.validate():
        return _page(lang, forum_or_404(forum_slug), form, 422)
    email, role = str(form.email.data), Role(form.role.data)
    desk = _desk_of(lang, forum_slug, role)
    count(f"invitations:{email}", INVITATIONS_PER_ADDRESS, now=now)

    def work() -> Given:
        forum = forum_or_404(forum_slug)
        return roles.give_role(forum, email, role, desk=desk, lang=lang, actor=actor, now=now)

    return _told(lang, forum_slug, say(lang, GIVEN[written(work)], email=email))


@bp.post(f"/desk/people/<{ID}:user_id>/<any(organiser, caller, door):role>/removal")
@organiser
@writes
def take_role(lang: str, forum_slug: str, user_id: int, role: str) -> ResponseReturnValue:
    now, user = clock.now(), user_or_sign_in(lang)
    given = {"by_admin": is_admin(user.id), "actor": g.caller, "now": now}
    is_own = user.id == user_id and role == Role.ORGANISER and not given["by_admin"]
    written(lambda: roles.take_role(forum_or_404(forum_slug), user_id, Role(role), **given))
    flash(say(lang, N_("The role is taken away, with effect at once.")))
    if is_own:
        return redirect(url_for("accounts.show_account", lang=lang), 303)
    return redirect(url_for(".show_people", lang=lang, forum_slug=forum_slug), 303)


@bp.post(f"/desk/people/invitations/<{ID}:invitation_id>/renewal")
@organiser
@writes
def renew_invitation(lang: str, forum_slug: str, invitation_id: int) -> ResponseReturnValue:
    actor, now = g.caller, clock.now()
    forum = forum_or_404(forum_slug)
    invited = invitation_in(forum, invitation_id) or abort(404)
    count(f"invitations:{invited.email}", INVITATIONS_PER_ADDRESS, now=now)

    def act(forum: Forum, invitation: Invitation) -> None:
        desk = _desk_of(lang, forum_slug, invitation.role)
        given = {"desk": desk, "lang": lang, "actor": actor, "now": now}
        roles.renew_invitation(forum, invitation, **given)

    return _on_invitation(
        lang, forum_slug, invitation_id, act, N_("%(email)s is written to again.")
    )


@bp.post(f"/desk/people/invitations/<{ID}:invitation_id>/withdrawal")
@organiser
@writes
def withdraw_invitation(lang: str, forum_slug: str, invitation_id: int) -> ResponseReturnValue:
    actor, now = g.caller, clock.now()

    def act(forum: Forum, invitation: Invitation) -> None:
        roles.withdraw_invitation(forum, invitation, actor=actor, now=now)

    told = N_("The invitation of %(email)s is withdrawn.")
    return _on_invitation(lang, forum_slug, invitation_id, act, told)


@bp.post("/desk/people/second-step")
@organiser
@writes
def want_second_step(lang: str, forum_slug: str) -> ResponseReturnValue:
    wanted, actor, now = request.form.get("wanted") == "yes", g.caller, clock.now()
    written(lambda: roles.want_second_step(forum_or_404(forum_slug), wanted, actor=actor, now=now))
    asked = N_("From now on whoever organises this forum needs a second step of signing in.")
    not_asked = N_("A second step of signing in is each person’s own choice again.")
    return _told(lang, forum_slug, say(lang, asked if wanted else not_asked))


def _on_invitation(
    lang: str,
    forum_slug: str,
    invitation_id: int,
    act: Callable[[Forum, Invitation], None],
    told: str,
) -> ResponseReturnValue:
    def work() -> str:
        forum = forum_or_404(forum_slug)
        invitation = invitation_in(forum, invitation_id) or abort(404)
        act(forum, invitation)
        return invitation.email

    return _told(lang, forum_slug, say(lang, told, email=written(work)))


def _desk_of(lang: str, forum_slug: str, role: Role) -> str:
    """Where somebody of that role begins."""
    if role is Role.ORGANISER:
        return url_for("desk.show_overview", lang=lang, forum_slug=forum_slug)
    return url_for("accounts.show_account", lang=lang)


def _told(lang: str, forum_slug: str, sentence: str) -> ResponseReturnValue:
    flash(sentence)
    return redirect(url_for(".show_people", lang=lang, forum_slug=forum_slug), 303)


def _page(lang: str, forum: Forum, form: GiveRoleForm, status: int = 200) -> ResponseReturnValue:
    return desk_page_of(
        lang,
        forum,
        "desk/people.html",
        status=status,
        form=form,
        role_names=ROLES,
        people=roles_of(forum),
        invited=invitations_of(forum),
        now=clock.now(),
    )
