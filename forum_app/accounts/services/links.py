"""Links that are mailed, and what each does once."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from ... import seal
from ...db import db
from ..models import LinkPurpose, MailedLink, SiteRoleName, User
from ..queries import user_with
from ..rules import FORGOTTEN_AT_ONCE, KEPT
from ..rules.links import LinkUsed, LinkWithdrawn
from .letters import lay

# Those that anybody may ask for last as long as SIGN_IN_LETTERS are counted: whoever asks for all
# of somebody's letters leaves in their mailbox one that opens until there may be another.
LASTS: Mapping[LinkPurpose, timedelta] = {
    LinkPurpose.SIGN_IN: timedelta(minutes=60),
    LinkPurpose.CONFIRM: timedelta(minutes=60),
    LinkPurpose.RESET: timedelta(minutes=60),
    LinkPurpose.MOVE: timedelta(minutes=60),
    LinkPurpose.INVITATION: timedelta(days=7),
}


def make_link(
    purpose: LinkPurpose,
    email: str,
    *,
    user: User | None = None,
    name: str | None = None,
    next_path: str | None = None,
    site_role: SiteRoleName | None = None,
    now: datetime,
) -> tuple[MailedLink, str]:
    """(link, its secret, which only a letter may hold). Earlier ones of this kind open no more."""
    secret = seal.new_secret()
    link = MailedLink(
        purpose=purpose,
        email=email,
        name=name,
        user_id=user.id if user else None,
        epoch=user.epoch if user else None,
        site_role=site_role,
        fingerprint=seal.fingerprint(secret),
        next=next_path,
        made_at=now,
        ends_at=now + LASTS[purpose],
    )
    db.session.add(link)
    db.session.flush()
    return link, secret


def mail_link(
    wanted: LinkPurpose,
    email: str,
    *,
    lang: str,
    name: str | None = None,
    next_path: str | None = None,
    now: datetime,
) -> None:
    """What `email` asked for, to the address that is kept; one letter, whether it is known or not.

    wanted: SIGN_IN, RESET, or CONFIRM for a new account. To an unknown address a link that makes
    an account, to a known one that wants a new account a link that signs in.
    """
    user = user_with(email)
    purpose = LinkPurpose.CONFIRM if user is None else wanted
    letter = purpose.value
    if user is not None and wanted is LinkPurpose.CONFIRM:
        purpose, letter = LinkPurpose.SIGN_IN, "known"
    given = {"user": user, "name": None if user else name, "next_path": next_path}
    address = user.email if user else email
    link, secret = make_link(purpose, address, **given, now=now)  # type: ignore[arg-type]
    facts = {"name": user.name if user else name, "asked": wanted.value}
    lay(letter, address, lang, forum_id=None, now=now, link_id=link.id, secret=secret, **facts)


def use(link: MailedLink, *, now: datetime) -> None:
    """It opens no more. Raises LinkUsed or LinkWithdrawn where another press was faster."""
    still_open = (MailedLink.used_at.is_(None), MailedLink.withdrawn_at.is_(None))
    used = update(MailedLink).where(MailedLink.id == link.id, *still_open).values(used_at=now)
    if db.session.scalar(used.returning(MailedLink.id)) is None:
        db.session.refresh(link)
        raise LinkUsed if link.used_at else LinkWithdrawn


def forget_ended(*, now: datetime) -> int:
    """Links that ended long ago, some at a time, but those an upper room's row names; how many."""
    long_ago = (MailedLink.ends_at < now - KEPT, MailedLink.purpose != LinkPurpose.INVITATION)
    some = select(MailedLink.id).where(*long_ago).order_by(MailedLink.id).limit(FORGOTTEN_AT_ONCE)
    gone = delete(MailedLink).where(MailedLink.id.in_(some)).returning(MailedLink.id)
    return len(db.session.execute(gone).all())


def withdraw(link_id: int, *, now: datetime) -> None:
    """An invitation opens no more."""
    unused = (MailedLink.id == link_id, MailedLink.used_at.is_(None))
    db.session.execute(update(MailedLink).where(*unused).values(withdrawn_at=now))
