"""Who came to a point by one act, and waits for the decision of whoever coordinates it or went
back since."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from ...db import db
from ...forums.models import Forum, Seating
from ...post.models import Message, MessageState
from ...programme.models import ReleasedSession
from ...programme.queries import released_sessions
from ..models import Delegate, Place, PlaceState, Relocated, Relocation
from ..models.delegates import LIVE


@dataclass(frozen=True)
class Arrived:
    """people: each once. sessions: by start, each with how many of their seats are meant in it."""

    people: int = 0
    sessions: list[tuple[ReleasedSession, int]] = field(default_factory=list)


def undecided_of(to: Relocation) -> Arrived:
    """Of those whom the act moved to its point, who is there still. At most two queries.

    Nobody where nobody decides who sits there. Sessions that are cancelled count for nothing.
    """
    point = to.to_point
    if point is None or point.seating is not Seating.APPROVAL:
        return Arrived()
    asked = select(Place.session_id, Place.delegate_id)
    asked = asked.join(Relocated, Relocated.place_id == Place.id)
    asked = asked.join(Delegate, Delegate.id == Place.delegate_id)
    asked = asked.where(Relocated.act_id == to.act_id)
    held = (Place.state == PlaceState.CONFIRMED, Place.approved_at.is_(None))
    rows = db.session.execute(
        asked.where(*held, Place.point_id == point.id, Delegate.state.in_(LIVE))
    )
    return _counted(to, rows.all())


def back_from(to: Relocation) -> Arrived:
    """Of those whom the act moved to its point, who was put back as it was undone. Two queries."""
    asked = select(Place.session_id, Place.delegate_id)
    asked = asked.join(Relocated, Relocated.place_id == Place.id)
    asked = asked.where(Relocated.act_id == to.act_id, Relocated.returned)
    there = db.session.execute(asked.where(Place.point_id == to.to_point_id)).all()
    return _counted(to, there)


def _counted(to: Relocation, there: Sequence[Any]) -> Arrived:
    """there: (session id, delegate id) of each seat."""
    forum = db.session.get_one(Forum, to.forum_id)
    sessions = [x for x in released_sessions(forum) if not x.cancelled] if there else []
    many = [(x, sum(id_ == x.session_id for id_, _ in there)) for x in sessions]
    shown = {x.session_id for x in sessions}
    return Arrived(
        people=len({delegate_id for id_, delegate_id in there if id_ in shown}),
        sessions=[(session, n) for session, n in many if n],
    )


def has_left(dedup_key: str) -> bool:
    """One query."""
    asked = select(Message.id).where(Message.dedup_key == dedup_key)
    return db.session.scalar(asked.where(Message.state == MessageState.SENT)) is not None


def left_by(dedup_key: str) -> datetime | None:
    """When that letter left, or by when it shows whether it does; None where it will not. One
    query."""
    asked = select(Message).where(Message.dedup_key == dedup_key)
    letter = db.session.scalars(asked.execution_options(populate_existing=True)).one_or_none()
    if letter is None:
        return None
    is_leaving = letter.state is MessageState.WAITING and letter.attempts > 0
    return letter.next_at if is_leaving else letter.sent_at
