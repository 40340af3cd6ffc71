"""Who signs in, what they are, where they are signed in."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ... import seal
from ...db import db
from ..models import LinkPurpose, MailedLink, SignIn, SiteRole, SiteRoleName, User
from ..rules import HALF, is_over


def sign_in_of(secret: str, *, now: datetime) -> SignIn | None:
    """The signed-in browser whose cookie says `secret`, with its user. One query.

    None where it is not known, was ended, is of an older epoch, idle for too long or too old.
    """
    found = _sign_in_with(secret, half=False)
    if found is None or is_over(made_at=found.made_at, seen_at=found.seen_at, now=now):
        return None
    return found


def half_sign_in_of(secret: str, *, now: datetime) -> SignIn | None:
    """The browser that is at the second step, or None where it is none or took too long."""
    found = _sign_in_with(secret, half=True)
    return found if found is not None and now - found.made_at < HALF else None


def _sign_in_with(secret: str, *, half: bool) -> SignIn | None:
    asked = select(SignIn).join(SignIn.user).options(joinedload(SignIn.user))
    live = (SignIn.ended_at.is_(None), SignIn.epoch == User.epoch, SignIn.half == half)
    return db.session.scalar(asked.where(SignIn.fingerprint == seal.fingerprint(secret), *live))


def sign_ins_of(user: User, *, now: datetime) -> list[SignIn]:
    """Where `user` is signed in, the latest seen first. One query."""
    live = (SignIn.ended_at.is_(None), SignIn.epoch == user.epoch, SignIn.half.is_(False))
    asked = select(SignIn).where(SignIn.user_id == user.id, *live)
    found = db.session.scalars(asked.order_by(SignIn.seen_at.desc(), SignIn.id.desc()))
    return [x for x in found if not is_over(made_at=x.made_at, seen_at=x.seen_at, now=now)]


def user_with(email: str) -> User | None:
    """The user with this address, in whatever case it is typed."""
    return db.session.scalar(select(User).where(User.email == email.strip().lower()))


def is_admin(user_id: int) -> bool:
    return db.session.get(SiteRole, (user_id, SiteRoleName.ADMIN)) is not None


def admins() -> list[tuple[User, SiteRole]]:
    """Who administers the site, by name. One query."""
    asked = select(User, SiteRole).join(SiteRole, SiteRole.user_id == User.id)
    return [(user, role) for user, role in db.session.execute(asked.order_by(User.name, User.id))]


def invited_admins() -> list[MailedLink]:
    """The open invitations to administer the site: the latest of each address. One query."""
    invited = (
        MailedLink.purpose == LinkPurpose.INVITATION,
        MailedLink.site_role == SiteRoleName.ADMIN,
        MailedLink.used_at.is_(None),
        MailedLink.withdrawn_at.is_(None),
    )
    found = db.session.scalars(select(MailedLink).where(*invited).order_by(MailedLink.id))
    return list({link.email: link for link in found}.values())
