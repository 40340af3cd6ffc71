"""Who has an account, by which address, and who administers the site."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from ...db import db
from ..models import SiteRole, SiteRoleName, User
from ..queries import user_with
from ..rules import LastAdmin
from ..rules.links import AddressTaken
from .letters import lay_to
from .notes import note_user
from .sign_ins import stay_alone


def user_for(email: str, *, name: str, now: datetime) -> User:
    """The user with this address, made without a password where there is none.

    email: as `text.address` gives it. One who is known keeps the name that is known.
    """
    known = user_with(email)
    if known:
        return known
    user = User(email=email, name=name, created_at=now)
    try:
        with db.session.begin_nested():
            db.session.add(user)
    except IntegrityError:  # another request was faster
        return user_with(email) or user
    return user


def confirm(user: User, *, lang: str, now: datetime) -> None:
    """Somebody reads the mails to their address, so it is theirs."""
    if user.confirmed_at is None:
        user.confirmed_at, user.locale = now, lang
        note_user(user.id, "confirm", actor=f"user {user.id}", now=now)


def rename(user: User, name: str, locale: str, *, now: datetime) -> None:
    """What their owner calls the account, and the language that letters come in from now on.

    Persons of forums keep the name they are registered under.
    """
    if (user.name, user.locale) == (name, locale):
        return
    personal = {"before": user.name, "after": name}
    user.name, user.locale = name, locale
    db.session.flush()
    facts = {"locale": locale}
    note_user(user.id, "rename", actor=f"user {user.id}", now=now, facts=facts, personal=personal)


def move(user: User, email: str, *, keep: int | None, now: datetime) -> None:
    """Another address from now on; both are written to, every browser but `keep` is signed out.

    Raises AddressTaken.
    """
    old, user.email = user.email, email
    user.confirmed_at = now
    try:
        with db.session.begin_nested():
            db.session.flush()
    except IntegrityError:
        raise AddressTaken from None
    stay_alone(user, keep)
    before_after = {"before": old, "after": email}
    note_user(user.id, "move", actor=f"user {user.id}", now=now, personal=before_after)
    for address in (old, email):
        lay_to(user, "moved", address=address, old=old, new=email, now=now)


def make_admin(user: User, *, actor: str, now: datetime) -> bool:
    """Let `user` administer the site; whether they did not already."""
    if db.session.get(SiteRole, (user.id, SiteRoleName.ADMIN)):
        return False
    db.session.add(SiteRole(user_id=user.id, role=SiteRoleName.ADMIN, given_at=now))
    db.session.flush()
    note_user(user.id, "make_admin", actor=actor, now=now)
    return True


def dismiss_admin(user_id: int, *, actor: str, now: datetime) -> bool:
    """Let this user administer the site no more; whether they did. Raises LastAdmin."""
    there = select(SiteRole).where(SiteRole.role == SiteRoleName.ADMIN).order_by(SiteRole.user_id)
    ids = [role.user_id for role in db.session.scalars(there.with_for_update())]
    if user_id not in ids:
        return False
    if len(ids) == 1:
        raise LastAdmin
    role = (SiteRole.user_id == user_id, SiteRole.role == SiteRoleName.ADMIN)
    db.session.execute(delete(SiteRole).where(*role))
    note_user(user_id, "dismiss_admin", actor=actor, now=now)
    return True
