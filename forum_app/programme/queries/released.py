"""What the latest release of a forum shows, and the seats of its sessions."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from ...db import db
from ...forums.models import Forum, Hall
from ...forums.rules import can_be_code
from ..models import Appearance, Release, ReleasedSession, SeatCount, Way


def released_sessions(forum: Forum) -> list[ReleasedSession]:
    """The sessions of the latest release by start, then hall; halls loaded. One query.

    Cancelled ones too, marked so; none where nothing was released.
    """
    asked = _in_latest_release(forum).join(ReleasedSession.hall)
    asked = asked.order_by(ReleasedSession.starts_at, Hall.position, ReleasedSession.code)
    return list(db.session.scalars(asked))


def released_session_at(forum: Forum, code: str) -> ReleasedSession | None:
    """The session of the latest release with `code`, typed by anybody. At most one query."""
    if not can_be_code(code):
        return None
    asked = _in_latest_release(forum).where(ReleasedSession.code == code)
    return db.session.scalars(asked).one_or_none()


def seat_counts_of(forum: Forum, *, session_id: int | None = None) -> list[SeatCount]:
    """The seats of every session of `forum`, or of one, as they are now. One query.

    By session, then hall, points in their order, online. Points are loaded.
    """
    asked = select(SeatCount).where(SeatCount.forum_id == forum.id)
    if session_id is not None:
        asked = asked.where(SeatCount.session_id == session_id)
    counts = db.session.scalars(asked.options(joinedload(SeatCount.point)))
    return sorted(counts, key=_in_order_of_ways)


def appearances_of(forum: Forum, *, session_id: int | None = None) -> list[Appearance]:
    """Who appears in the released sessions, or in one of them; persons loaded. One query.

    Not in those that are cancelled.
    """
    shown = _in_latest_release(forum).where(~ReleasedSession.cancelled)
    asked = select(Appearance).where(
        Appearance.forum_id == forum.id,
        Appearance.session_id.in_(shown.with_only_columns(ReleasedSession.session_id)),
    )
    if session_id is not None:
        asked = asked.where(Appearance.session_id == session_id)
    asked = asked.order_by(Appearance.session_id, Appearance.position, Appearance.id)
    return list(db.session.scalars(asked.options(joinedload(Appearance.person))))


def _in_latest_release(forum: Forum) -> Select[ReleasedSession]:
    latest = select(func.max(Release.number)).where(Release.forum_id == forum.id)
    return (
        select(ReleasedSession)
        .join(Release, Release.id == ReleasedSession.release_id)
        .where(Release.forum_id == forum.id, Release.number == latest.scalar_subquery())
        .options(joinedload(ReleasedSession.hall))
    )


def _in_order_of_ways(count: SeatCount) -> tuple[int, ...]:
    place = (count.point.position, count.point.id) if count.point else ()
    return count.session_id, list(Way).index(count.way), *place
