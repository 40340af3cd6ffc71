"""The role of an admin for an address: at once where it has an account, else by invitation."""

from datetime import datetime

from ..models import LinkPurpose, SiteRoleName, User
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
