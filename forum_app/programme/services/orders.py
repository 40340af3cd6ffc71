"""Which sessions must be over before another begins."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import delete, insert, select

from ...db import db
from ...forums.models import Forum
from .. import queries
from ..models import Prerequisite, Session
from ..rules.changes import OrderCircle, UnknownSession
from ..rules.clash_index import circle_with


def put_in_order(session: Session, codes: Sequence[str]) -> list[str]:
    """From now on `session` comes after these, and no others; the codes it came after before.

    Raises UnknownSession, OrderCircle.
    """
    before = queries.after_of(session)
    if sorted(codes) == before:
        return before
    asked = select(Session.code, Session.id).where(Session.forum_id == session.forum_id)
    there = dict(db.session.execute(asked).all())
    for code in codes:
        if code not in there:
            raise UnknownSession(code=code[:20])
    _check_circle(session, tuple(codes))
    row = {"forum_id": session.forum_id, "session_id": session.id}
    db.session.execute(delete(Prerequisite).where(Prerequisite.session_id == session.id))
    if codes:
        rows = [row | {"after_id": there[code]} for code in codes]
        db.session.execute(insert(Prerequisite), rows)
    return before


def _check_circle(session: Session, after: tuple[str, ...]) -> None:
    """Cancelled sessions count like others: that may be taken back. Raises OrderCircle."""
    _lock_orders(session.forum_id)
    plan = queries.plan_of(db.session.get_one(Forum, session.forum_id))
    sessions = tuple(
        replace(x, cancelled=False, after=after if x.code == session.code else x.after)
        for x in plan.sessions
    )
    circle = circle_with(session.code, replace(plan, sessions=sessions))
    if circle:
        raise OrderCircle(all=", ".join(circle.sessions))


def _lock_orders(forum_id: int) -> None:
    """Until the commit: two orders that are none in themselves may be a circle together."""
    db.session.execute(select(Forum.id).where(Forum.id == forum_id).with_for_update(key_share=True))
