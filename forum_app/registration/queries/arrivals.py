"""Who came to a point by one act and waits for the decision of whoever coordinates it."""

from dataclasses import dataclass, field

from sqlalchemy import select

from ...db import db
from ...forums.models import Forum, Seating
from ...programme.models import ReleasedSession
from ...programme.queries import released_sessions
from ..models import Delegate, Place, PlaceState, Relocated, Relocation
from ..models.delegates import LIVE


@dataclass(frozen=True)
class Undecided:
    """people: each once. sessions: by start, each with how many seats of theirs are held in it."""

    people: int = 0
    sessions: list[tuple[ReleasedSession, int]] = field(default_factory=list)


def undecided_of(to: Relocation) -> Undecided:
    """Of those whom the act moved to its point, who is there still. At most two queries.

    Nobody where nobody decides who sits there. Sessions that are cancelled count for nothing.
    """
    point = to.to_point
    if point is None or point.seating is not Seating.APPROVAL:
        return Undecided()
    asked = select(Place.session_id, Place.delegate_id)
    asked = asked.join(Relocated, Relocated.place_id == Place.id)
    asked = asked.join(Delegate, Delegate.id == Place.delegate_id)
    asked = asked.where(Relocated.act_id == to.act_id)
    held = (Place.state == PlaceState.CONFIRMED, Place.approved_at.is_(None))
    rows = db.session.execute(
        asked.where(*held, Place.point_id == point.id, Delegate.state.in_(LIVE))
    )
    there = rows.all()
    forum = db.session.get_one(Forum, to.forum_id)
    sessions = [x for x in released_sessions(forum) if not x.cancelled] if there else []
    many = [(x, sum(id_ == x.session_id for id_, _ in there)) for x in sessions]
    shown = {x.session_id for x in sessions}
    return Undecided(
        people=len({delegate_id for id_, delegate_id in there if id_ in shown}),
        sessions=[(session, n) for session, n in many if n],
    )
