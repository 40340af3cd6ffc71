"""What the latest release of a forum shows, and the seats of its sessions."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Select, Subquery, func, select
from sqlalchemy.orm import joinedload

from ...db import db
from ...forums.models import Forum, Hall
from ...forums.rules import can_be_code
from ..models import Release, ReleasedSession, SeatCount, Way
from ..rules import ReleasedAppearance, ReleasedTalk, appearances_in, talks_in


def released_sessions(
    forum: Forum, *, among: Iterable[int] | None = None, codes: Iterable[str] | None = None
) -> list[ReleasedSession]:
    """The sessions of the latest release by start, then hall; halls loaded. One query.

    Cancelled ones too, marked so; none where nothing was released. among: ids of the only ones
    asked for; whoever asks for one person names theirs, so that it takes no longer in a large
    programme. codes: the same by codes, typed by anybody.
    """
    asked = _in_latest_release(forum).join(ReleasedSession.hall)
    if among is not None:
        asked = asked.where(ReleasedSession.session_id.in_(set(among)))
    if codes is not None:
        asked = asked.where(ReleasedSession.code.in_({x for x in codes if can_be_code(x)}))
    asked = asked.order_by(ReleasedSession.starts_at, Hall.position, ReleasedSession.code)
    return list(db.session.scalars(asked))


def shown_ids(forum: Forum) -> set[int]:
    """Ids of the sessions that the latest release shows as held. One query."""
    latest = _number_of_latest(forum).scalar_subquery()
    asked = select(ReleasedSession.session_id).join(Release)
    asked = asked.where(Release.forum_id == forum.id, Release.number == latest)
    return set(db.session.scalars(asked.where(~ReleasedSession.cancelled)))


def released_session_at(forum: Forum, code: str) -> ReleasedSession | None:
    """The session of the latest release with `code`, typed by anybody. At most one query."""
    if not can_be_code(code):
        return None
    asked = _in_latest_release(forum).where(ReleasedSession.code == code)
    return db.session.scalars(asked).one_or_none()


def released_with_release(forum: Forum, code: str) -> tuple[ReleasedSession, Release] | None:
    """The same with the release that shows it. At most one query."""
    if not can_be_code(code):
        return None
    asked = _in_latest_release(forum).where(ReleasedSession.code == code).add_columns(Release)
    row = db.session.execute(asked).one_or_none()
    return (row[0], row[1]) if row else None


def not_over(forum_id: int, *, now: datetime) -> Subquery:
    """(session_id, hall_id) of the latest release: what takes place, and has not ended by `now`."""
    latest = select(func.max(Release.number)).where(Release.forum_id == forum_id).scalar_subquery()
    return (
        select(ReleasedSession.session_id, ReleasedSession.hall_id)
        .join(Release, Release.id == ReleasedSession.release_id)
        .where(Release.forum_id == forum_id, Release.number == latest)
        .where(~ReleasedSession.cancelled, ReleasedSession.ends_at > now)
        .subquery()
    )


def latest_release(forum: Forum) -> Release | None:
    """What people see now; None while nothing was released. One query."""
    asked = select(Release).where(Release.forum_id == forum.id)
    return db.session.scalars(asked.order_by(Release.number.desc()).limit(1)).one_or_none()


def latest_number(forum: Forum) -> int:
    """The number of the latest release; 0 while nothing was released. One query."""
    return db.session.scalar(_number_of_latest(forum)) or 0


def two_latest(forum: Forum) -> list[Release]:
    """The latest release and the one before it, whole; fewer where there are fewer. One query."""
    asked = select(Release).where(Release.forum_id == forum.id)
    return list(db.session.scalars(asked.order_by(Release.number.desc()).limit(2)))


def last_two_releases(forum: Forum) -> tuple[list[ReleasedSession], list[ReleasedSession]]:
    """The sessions of the release before the latest and of the latest, halls loaded. One query.

    Both empty where there is no release before the latest.
    """
    latest = _number_of_latest(forum).scalar_subquery()
    asked = (
        select(Release.number, ReleasedSession)
        .join(ReleasedSession, ReleasedSession.release_id == Release.id)
        .where(Release.forum_id == forum.id, latest > 1, Release.number >= latest - 1)
        .order_by(ReleasedSession.starts_at, ReleasedSession.code)
        .options(joinedload(ReleasedSession.hall))
    )
    rows = db.session.execute(asked).all()
    last = max((number for number, _ in rows), default=0)
    before = [session for number, session in rows if number < last]
    return before, [session for number, session in rows if number == last] if before else []


def appearances_of(forum: Forum) -> list[ReleasedAppearance]:
    """Who appears in the latest release, in the order of the programme. One query.

    Not in sessions that it shows as cancelled.
    """
    release = latest_release(forum)
    return appearances_in(release.frozen) if release else []


def talks_of(forum: Forum) -> list[ReleasedTalk]:
    """The parts of every session of the latest release, in their order. One query."""
    release = latest_release(forum)
    return talks_in(release.frozen) if release else []


def seats_offered(forum: Forum, *, session_id: int | None = None) -> list[SeatCount]:
    """The same without points that take part no more: what is shown to who would attend."""
    counts = seat_counts_of(forum, session_id=session_id)
    return [count for count in counts if count.point is None or count.point.withdrawn_at is None]


def seat_counts_of(
    forum: Forum, *, session_id: int | None = None, among: Iterable[int] | None = None
) -> list[SeatCount]:
    """The seats of every session of `forum`, or of one, as they are now. One query.

    By session, then hall, points in their order, online. Points are loaded. among: ids of the only
    sessions asked for.
    """
    asked = select(SeatCount).where(SeatCount.forum_id == forum.id)
    if session_id is not None:
        asked = asked.where(SeatCount.session_id == session_id)
    if among is not None:
        asked = asked.where(SeatCount.session_id.in_(set(among)))
    counts = db.session.scalars(asked.options(joinedload(SeatCount.point)))
    return sorted(counts, key=_in_order_of_ways)


def _in_latest_release(forum: Forum) -> Select[ReleasedSession]:
    latest = _number_of_latest(forum)
    return (
        select(ReleasedSession)
        .join(Release, Release.id == ReleasedSession.release_id)
        .where(Release.forum_id == forum.id, Release.number == latest.scalar_subquery())
        .options(joinedload(ReleasedSession.hall))
    )


def _number_of_latest(forum: Forum) -> Select[int]:
    return select(func.max(Release.number)).where(Release.forum_id == forum.id)


def _in_order_of_ways(count: SeatCount) -> tuple[int, ...]:
    place = (count.point.position, count.point.id) if count.point else ()
    return count.session_id, list(Way).index(count.way), *place


def is_hall_of(session_id: int, release_id: int) -> bool:
    """Whether people are shown this session in the hall where that release had it. One query."""
    asked = select(ReleasedSession.hall_id).where(ReleasedSession.session_id == session_id)
    then = asked.where(ReleasedSession.release_id == release_id).scalar_subquery()
    latest = select(func.max(Release.id)).where(Release.forum_id == ReleasedSession.forum_id)
    now = select(ReleasedSession.id).where(
        ReleasedSession.session_id == session_id,
        ReleasedSession.release_id == latest.scalar_subquery(),
        ReleasedSession.hall_id == then,
    )
    return db.session.scalar(now) is not None
