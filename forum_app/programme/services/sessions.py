"""The draft: sessions, who appears in them, and the seats they offer."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import func, select

from ...db import db
from ...forums.models import Forum, Hall, Person, Point
from ...forums.rules import folded_words, sort_keys
from ...i18n import Words
from ..models import Appearance, AppearanceRole, SeatCount, Session, SessionKind, Way


@dataclass(frozen=True, kw_only=True)
class SessionPlan:
    """What a session is and when. starts, ends: naive, on walls of the forum's zone.

    title_documented: the languages in which the title is on public record.
    """

    code: str
    kind: SessionKind
    title: Words
    starts: datetime
    ends: datetime
    documented: bool = False
    times_documented: bool = False
    title_documented: tuple[str, ...] = ()


def plan_session(forum: Forum, hall: Hall, plan: SessionPlan) -> Session:
    """Add a session to the draft. Raises clock.Skipped for a time that the clocks skip."""
    session = Session(
        forum_id=forum.id,
        uuid=str(uuid4()),
        code=plan.code,
        kind=plan.kind,
        title=plan.title,
        hall_id=hall.id,
        zone=forum.zone,
        starts_wall=plan.starts,
        ends_wall=plan.ends,
        title_folded=folded_words(plan.title),
        title_sort=sort_keys(plan.title),
        documented=plan.documented,
        times_documented=plan.times_documented,
        title_documented=list(plan.title_documented),
    )
    db.session.add(session)
    db.session.flush()
    return session


def offer_seats(session: Session, way: Way, seats: int, point: Point | None = None) -> SeatCount:
    """Let people attend `session` this way; at `point`, where the way is one."""
    count = SeatCount(
        forum_id=session.forum_id,
        session_id=session.id,
        way=way,
        point_id=point and point.id,
        seats=seats,
    )
    db.session.add(count)
    db.session.flush()
    return count


def let_appear(
    person: Person,
    session: Session,
    role: AppearanceRole,
    from_way: Way,
    *,
    documented: bool,
    from_documented: bool,
    now: datetime,
) -> Appearance:
    """Put `person` into `session` after those already there, confirmed; not from a point."""
    last = select(func.max(Appearance.position)).where(Appearance.session_id == session.id)
    appearance = Appearance(
        forum_id=session.forum_id,
        session_id=session.id,
        person_id=person.id,
        role=role,
        from_way=from_way,
        position=(db.session.scalar(last) or 0) + 1,
        confirmed_at=now,
        documented=documented,
        from_documented=from_documented,
    )
    db.session.add(appearance)
    db.session.flush()
    return appearance
