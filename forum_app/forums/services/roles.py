"""Roles in a forum: given, taken away, and offered to addresses without an account."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select

from ...accounts.models import LinkPurpose
from ...accounts.queries import user_with
from ...accounts.rules.links import InvitationClosed
from ...accounts.services import links
from ...db import db
from ...post.services import lay_in
from ...seal import new_secret
from ...trail.services import Note, note
from ..models import Forum, ForumRole, Invitation, Role
from ..rules import Given, LastOrganiser, NotTheirRole
from .people import appoint


def give_role(
    forum: Forum, email: str, role: Role, *, desk: str, lang: str, actor: str, now: datetime
) -> Given:
    """At once to who has an account, with a letter; else by an invitation.

    desk: the page that an invited person is led to.
    """
    known = user_with(email)
    if known is None:
        _invite(forum, email, role, desk=desk, lang=lang, actor=actor, now=now)
        return Given.INVITED
    if not appoint(forum, known, role, actor=actor, now=now):
        return Given.BEFORE
    facts = {"forum_id": forum.id, "role": role.value, "desk": desk}
    key = f"forums.role:{new_secret()}"
    lay_in("forums.role", key, email, known.locale, facts, forum_id=forum.id, now=now)
    return Given.AT_ONCE


def _invite(
    forum: Forum, email: str, role: Role, *, desk: str, lang: str, actor: str, now: datetime
) -> None:
    """A letter whose link makes the account. Who was invited to that before is so anew."""
    link, secret = links.make_link(LinkPurpose.INVITATION, email, next_path=desk, now=now)
    still_open = (Invitation.accepted_at.is_(None), Invitation.withdrawn_at.is_(None))
    same = (Invitation.forum_id == forum.id, Invitation.email == email, Invitation.role == role)
    invitation = db.session.scalar(select(Invitation).where(*same, *still_open).with_for_update())
    if invitation is None:
        invitation = Invitation(forum_id=forum.id, email=email, role=role, made_at=now)
        db.session.add(invitation)
    else:
        links.withdraw(invitation.link_id, now=now)
    invitation.link_id = link.id
    db.session.flush()
    facts = {
        "forum_id": forum.id,
        "role": role.value,
        "link_id": link.id,
        "secret": secret,
    }
    key = f"forums.invitation:{link.id}"
    lay_in("forums.invitation", key, email, lang, facts, forum_id=forum.id, now=now)
    _note(forum, "forums.invite", invitation.id, {"role": role.value}, {"email": email}, actor, now)


def renew_invitation(
    forum: Forum, invitation: Invitation, *, desk: str, lang: str, actor: str, now: datetime
) -> None:
    """Another letter; the earlier one opens no more. Raises InvitationClosed."""
    _check_open(invitation)
    _invite(forum, invitation.email, invitation.role, desk=desk, lang=lang, actor=actor, now=now)


def withdraw_invitation(forum: Forum, invitation: Invitation, *, actor: str, now: datetime) -> None:
    """None of its letters opens anything any more. Raises InvitationClosed.

    The link first: whoever accepts uses that before the invitation.
    """
    links.withdraw(invitation.link_id, now=now)
    _check_open(invitation)
    invitation.withdrawn_at = now
    db.session.flush()
    facts = {"role": invitation.role.value}
    _note(forum, "forums.withdraw_invitation", invitation.id, facts, {}, actor, now)


def take_role(
    forum: Forum, user_id: int, role: Role, *, by_admin: bool, actor: str, now: datetime
) -> None:
    """With effect at once. Raises NotTheirRole, and LastOrganiser unless an admin does it.

    Every organiser's row is locked: two who take it from each other leave one.
    """
    there = select(ForumRole).where(ForumRole.forum_id == forum.id, ForumRole.role == role)
    locked = there.order_by(ForumRole.user_id).with_for_update()
    ids = [found.user_id for found in db.session.scalars(locked)]
    if user_id not in ids:
        raise NotTheirRole
    if role is Role.ORGANISER and len(ids) == 1 and not by_admin:
        raise LastOrganiser
    its_row = (ForumRole.forum_id == forum.id, ForumRole.user_id == user_id)
    db.session.execute(delete(ForumRole).where(*its_row, ForumRole.role == role))
    facts = {"role": role.value}
    _note(forum, "forums.dismiss", user_id, facts, {}, actor, now, kind="user")


def want_second_step(forum: Forum, wanted: bool, *, actor: str, now: datetime) -> None:
    """Whether whoever organises this forum must have a second step of signing in."""
    forum.second_step = wanted
    db.session.flush()
    _note(
        forum, "forums.want_second_step", forum.id, {"wanted": wanted}, {}, actor, now, kind="forum"
    )


def _check_open(invitation: Invitation) -> None:
    """As it is now; nobody else changes it until the commit."""
    db.session.refresh(invitation, with_for_update=True)
    if invitation.accepted_at or invitation.withdrawn_at:
        raise InvitationClosed


def _note(
    forum: Forum,
    act: str,
    object_id: int,
    facts: Mapping[str, object],
    personal: Mapping[str, object],
    actor: str,
    now: datetime,
    *,
    kind: str = "invitation",
) -> None:
    note(
        Note(
            forum_id=forum.id,
            at=now,
            actor=actor,
            act=act,
            kind=kind,
            object_id=object_id,
            facts=facts,
            personal=personal,
        )
    )
