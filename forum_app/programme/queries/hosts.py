"""Who hosts which session."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ...accounts.models import MailedLink, User
from ...db import db
from ...forums.models import Forum
from ..models import HostInvitation, ReleasedSession, Session, SessionHost


def is_host(user_id: int, session: Session) -> bool:
    """Asked of the database each time: whom it is taken from is out at once. One query."""
    key = (session.forum_id, session.id, user_id)
    return db.session.get(SessionHost, key, populate_existing=True) is not None


def hosts_anything(user_id: int, forum: Forum) -> bool:
    """One query."""
    mine = (SessionHost.forum_id == forum.id, SessionHost.user_id == user_id)
    return db.session.scalar(select(SessionHost.session_id).where(*mine).limit(1)) is not None


def hosted_by(user_id: int) -> list[tuple[Forum, Session]]:
    """The sessions that this user hosts, of the latest forum first, then by start. One query."""
    asked = (
        select(Forum, Session)
        .join(Session, Session.forum_id == Forum.id)
        .join(SessionHost, SessionHost.session_id == Session.id)
        .where(SessionHost.user_id == user_id)
        .order_by(Forum.first_day.desc(), Forum.slug, Session.starts_at, Session.code)
    )
    return [(forum, session) for forum, session in db.session.execute(asked)]


def hosts_of(forum: Forum) -> Sequence[tuple[Session, User]]:
    """Who hosts which session of `forum`, by start and name. One query."""
    asked = (
        select(Session, User)
        .join(SessionHost, SessionHost.session_id == Session.id)
        .join(User, User.id == SessionHost.user_id)
        .where(SessionHost.forum_id == forum.id)
        .order_by(Session.starts_at, Session.code, User.name, User.id)
    )
    return [(session, user) for session, user in db.session.execute(asked)]


def open_host_invitations(forum: Forum) -> Sequence[tuple[HostInvitation, MailedLink]]:
    """Each with its session and its latest link, the newest first. One query."""
    still_open = (HostInvitation.accepted_at.is_(None), HostInvitation.withdrawn_at.is_(None))
    asked = select(HostInvitation, MailedLink).join(MailedLink)
    asked = asked.where(HostInvitation.forum_id == forum.id, *still_open)
    asked = asked.options(joinedload(HostInvitation.session))
    found = db.session.execute(asked.order_by(HostInvitation.id.desc()))
    return [(invitation, link) for invitation, link in found]


def host_invitation_in(forum: Forum, invitation_id: int) -> HostInvitation | None:
    found = db.session.get(HostInvitation, invitation_id)
    return found if found is not None and found.forum_id == forum.id else None


def released_texts_of(session: Session) -> ReleasedSession | None:
    """`session` as people see it; None where no release shows it yet. One query."""
    asked = select(ReleasedSession).where(ReleasedSession.session_id == session.id)
    latest = asked.order_by(ReleasedSession.release_id.desc()).limit(1)
    return db.session.scalars(latest).one_or_none()
