"""Which lines there are."""

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from ...db import db
from ...forums.models import Forum
from ...programme.models import SeatCount, Session, Way
from ...programme.queries import released_sessions
from ..models import Link


def links_of(forum: Forum) -> list[Link]:
    """All that are not revoked: of the forum, then by session and point, the line to use first.

    Sessions and points are loaded. One query.
    """
    asked = select(Link).where(Link.forum_id == forum.id, Link.revoked_at.is_(None))
    found = db.session.scalars(asked.options(joinedload(Link.session), joinedload(Link.point)))
    return sorted(found, key=_in_order)


def links_of_session(forum: Forum, session_id: int) -> list[Link]:
    """Those that may serve a session: its own, of points, of the whole forum. One query."""
    asked = (
        select(Link)
        .where(
            Link.forum_id == forum.id,
            Link.revoked_at.is_(None),
            or_(Link.session_id.is_(None), Link.session_id == session_id),
        )
        .order_by(Link.priority, Link.id)
        .options(joinedload(Link.point))
    )
    return list(db.session.scalars(asked))


def link_at(forum: Forum, link_id: int) -> Link | None:
    """Revoked or not."""
    asked = select(Link).where(Link.forum_id == forum.id, Link.id == link_id)
    asked = asked.options(joinedload(Link.session), joinedload(Link.point))
    return db.session.scalars(asked).one_or_none()


def _in_order(link: Link) -> tuple[object, ...]:
    session = (link.session.starts_at, link.session.code) if link.session else ()
    point = (link.point.position, link.point.id) if link.point else ()
    return (
        (link.session is not None, *map(str, session)),
        (link.point is not None, *point),
        link.purpose.value,
        link.priority,
        link.id,
    )


def sessions_to_serve(forum: Forum) -> list[Session]:
    """Those that are planned and not cancelled, by start. One query."""
    asked = select(Session).where(Session.forum_id == forum.id, Session.cancelled_at.is_(None))
    return list(db.session.scalars(asked.order_by(Session.starts_at, Session.code)))


def sessions_online(forum: Forum) -> list[int]:
    """Ids of the released sessions that have places online. Two queries."""
    asked = select(SeatCount.session_id).where(
        SeatCount.forum_id == forum.id, SeatCount.way == Way.ONLINE
    )
    online = set(db.session.scalars(asked))
    return [x.session_id for x in released_sessions(forum) if x.session_id in online]
