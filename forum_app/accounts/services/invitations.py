"""The role of an admin for an address: at once where it has an account, else by invitation."""

from datetime import datetime

from sqlalchemy import update

from ...db import db
from ..models import LinkPurpose, MailedLink, SiteRoleName, User
from ..rules.links import InvitationClosed
from ..services import links, people
from .letters import lay, lay_to
from .notes import note_user


def give_admin(user: User, *, actor: str, now: datetime) -> None:
    if people.make_admin(user, actor=actor, now=now):
        lay_to(user, "admin", now=now)


def invite_admin(email: str, *, lang: str, actor: str, now: datetime) -> None:
    """A letter whose link makes the account; an earlier one opens no more."""
    role, purpose = SiteRoleName.ADMIN, LinkPurpose.INVITATION
    link, secret = links.make_link(purpose, email, site_role=role, now=now)
    facts = {"link_id": link.id, "secret": secret}
    lay("invitation", email, lang, forum_id=None, now=now, **facts)
    personal = {"email": email}
    note_user(link.id, "invite_admin", actor=actor, now=now, personal=personal)


def renew_admin(link: MailedLink, *, lang: str, actor: str, now: datetime) -> None:
    """Another letter to the same address. Raises InvitationClosed."""
    if link.used_at or link.withdrawn_at:
        raise InvitationClosed
    invite_admin(link.email, lang=lang, actor=actor, now=now)


def withdraw_admin(link: MailedLink, *, actor: str, now: datetime) -> None:
    """No letter to this address makes an admin any more, an earlier one neither.

    Raises InvitationClosed.
    """
    to_whom = (MailedLink.email == link.email, MailedLink.site_role == link.site_role)
    still_open = (MailedLink.used_at.is_(None), MailedLink.withdrawn_at.is_(None))
    withdrawn = update(MailedLink).where(*to_whom, *still_open).values(withdrawn_at=now)
    if link.id not in db.session.scalars(withdrawn.returning(MailedLink.id)).all():
        raise InvitationClosed
    personal = {"email": link.email}
    note_user(link.id, "withdraw_admin_invitation", actor=actor, now=now, personal=personal)
