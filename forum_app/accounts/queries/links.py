"""What a mailed link opens."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from ... import seal
from ...db import db
from ..models import LinkPurpose, MailedLink, User
from ..rules.links import LinkRefused, check_link


def link_of(secret: str, purposes: Collection[LinkPurpose], *, now: datetime) -> MailedLink:
    """The link, where it opens one of `purposes` at `now`. At most three queries.

    Raises the LinkRefused that says why it does not; a link of another purpose is not known.
    """
    known = (MailedLink.fingerprint == seal.fingerprint(secret), MailedLink.purpose.in_(purposes))
    link = db.session.scalar(select(MailedLink).where(*known))
    if link is None:
        raise LinkRefused
    user = db.session.get(User, link.user_id) if link.user_id else None
    check_link(
        used_at=link.used_at,
        withdrawn_at=link.withdrawn_at,
        ends_at=link.ends_at,
        is_newest=not db.session.scalar(select(_newer_than(link))),
        is_of_epoch=user is None or user.epoch == link.epoch,
        now=now,
    )
    return link


def waiting_link(link_id: int, *, now: datetime) -> MailedLink | None:
    """The link of a letter that is about to leave; None where it would open nothing any more."""
    link = db.session.get(MailedLink, link_id)
    if link is None or link.used_at or link.withdrawn_at or link.ends_at <= now:
        return None
    return link


def _newer_than(link: MailedLink):  # type: ignore[no-untyped-def]
    newer = aliased(MailedLink)
    same = (
        newer.email == link.email,
        newer.purpose == link.purpose,
        newer.site_role.is_not_distinct_from(link.site_role),
    )
    return exists().where(*same, newer.id > link.id, newer.withdrawn_at.is_(None))
