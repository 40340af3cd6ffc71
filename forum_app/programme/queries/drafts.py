"""The draft, as the organisers plan it."""

from sqlalchemy import select
from sqlalchemy.orm import aliased, joinedload

from ...db import db
from ...forums.models import Forum
from ...forums.rules import can_be_code
from ..models import Draft, Prerequisite, ReleasedSession, Session

SHOWN = (
    *("title", "abstract", "practical", "kind", "hall_id", "starts_at", "ends_at"),
    *("languages", "spoken"),
)


def draft_of(forum: Forum) -> list[Session]:
    """Every session of the draft by start, halls loaded. One query."""
    asked = select(Session).where(Session.forum_id == forum.id).options(joinedload(Session.hall))
    return list(db.session.scalars(asked.order_by(Session.starts_at, Session.code)))


def draft_version(forum: Forum) -> int:
    """How often the draft changed; 0 where nothing was planned yet. One query."""
    return db.session.scalar(select(Draft.version).where(Draft.forum_id == forum.id)) or 0


def session_at(forum: Forum, code: str) -> Session | None:
    """The session of the draft with `code`, typed by anybody. At most one query."""
    if not can_be_code(code):
        return None
    asked = select(Session).where(Session.forum_id == forum.id, Session.code == code)
    return db.session.scalars(asked.options(joinedload(Session.hall))).one_or_none()


def orders_of(forum: Forum) -> set[tuple[str, str]]:
    """(later, earlier) by code: what must be over before what, in the draft. One query."""
    later, earlier = aliased(Session), aliased(Session)
    asked = select(later.code, earlier.code).select_from(Prerequisite)
    asked = asked.join(later, later.id == Prerequisite.session_id)
    asked = asked.join(earlier, earlier.id == Prerequisite.after_id)
    asked = asked.where(Prerequisite.forum_id == forum.id)
    return {(one, other) for one, other in db.session.execute(asked)}


def is_shown_so(session: Session, released: ReleasedSession | None) -> bool:
    """Whether people see `session` as the draft has it; one in the tray is for nobody to see."""
    if session.unscheduled_at or released is None:
        return session.unscheduled_at is not None and released is None
    same = all(getattr(session, name) == getattr(released, name) for name in SHOWN)
    return same and released.cancelled == (session.cancelled_at is not None)
