"""The draft: sessions, who appears in them, and the seats they offer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import func, insert, select

from ...db import db
from ...forums.models import Forum, Hall, Person, Point
from ...forums.rules import folded_words, sort_keys
from ...i18n import Words
from ..models import Appearance, AppearanceRole, SeatCount, Session, SessionKind, Way
from .speaking import page_for


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


@dataclass(frozen=True, kw_only=True)
class Offer:
    """So many seats for one way of attending; at `point`, where the way is one."""

    way: Way
    seats: int
    point: Point | None = None


def offer_seats(session: Session, offers: Iterable[Offer]) -> None:
    """Let people attend `session` in these ways, each of which is new to it."""
    rows = [
        {
            "forum_id": session.forum_id,
            "session_id": session.id,
            "way": offer.way,
            "point_id": offer.point and offer.point.id,
            "seats": offer.seats,
        }
        for offer in offers
    ]
    if rows:
        db.session.execute(insert(SeatCount), rows)


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
    """Put `person` into `session` after those already there, confirmed; not from a point.

    Their own page is there from now on.
    """
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
    page_for(person, now=now)
    return appearance
