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
from .draft_versions import hold_draft


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
    """Cancelled sessions count like others: that may be taken back. Raises OrderCircle.

    The draft is held: two orders that are none in themselves may be a circle together.
    """
    forum = db.session.get_one(Forum, session.forum_id)
    hold_draft(forum)
    plan = queries.plan_of(forum)
    sessions = tuple(
        replace(x, cancelled=False, after=after if x.code == session.code else x.after)
        for x in plan.sessions
    )
    circle = circle_with(session.code, replace(plan, sessions=sessions))
    if circle:
        raise OrderCircle(all=", ".join(circle.sessions))
