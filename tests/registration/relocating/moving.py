"""Moving the people of a point, for tests."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import select

from forum_app.db import db
from forum_app.forums.services import edits
from forum_app.models import BulkAct, BulkItem, Message, Point, SeatCount, User
from forum_app.registration.queries.relocating import Targets
from forum_app.registration.services import bulk
from forum_app.registration.services.relocating import Asked

from ...builders import NOW, a_user

MOVED = NOW + timedelta(hours=2)
BACK = MOVED + timedelta(minutes=5)


def a_mover():
    user = db.session.scalars(select(User).limit(1)).one_or_none() or a_user()
    return user.id


def begin(forum, point, *, to=None, online=True, at_once=False, press=None, now=MOVED):
    asked = Asked(press=press or str(uuid4()), targets=Targets(to, online), at_once=at_once)
    return bulk.begin_move(forum, point, asked, by_id=a_mover(), now=now)


def moves(forum, point, **asked):
    """The act, settled."""
    act = begin(forum, point, **asked)
    return settled(act, now=MOVED)


def settled(act, now):
    while bulk.settle_next(act.id, now=now):
        pass
    return db.session.get_one(BulkAct, act.id)


def undone(act, now=BACK):
    bulk.begin_undo(act.id, by_id=a_mover(), now=now)
    return settled(act, now=now)


def withdraws(point):
    edits.withdraw_point(point, actor="tests", now=MOVED)


def again(point):
    edits.return_point(point, actor="tests", now=BACK)


def items(act):
    """What became of each, in order: (state, why, lost)."""
    asked = select(BulkItem).filter_by(act_id=act.id).order_by(BulkItem.id)
    return [(x.state.value, x.why, x.lost) for x in db.session.scalars(asked)]


def seats(point=None, code=None):
    """{session code: taken} at a point, or online."""
    asked = select(SeatCount).where(
        SeatCount.point_id == point.id if point else SeatCount.way == "online"
    )
    from forum_app.models import Session

    rows = db.session.scalars(asked)
    return {db.session.get(Session, x.session_id).code: x.taken for x in rows}


def letters(delegate):
    asked = select(Message).where(Message.address == delegate.person.email).order_by(Message.id)
    known = ("registration.received", "registration.decided")
    return [
        (x.template.removeprefix("registration."), x.state.value)
        for x in db.session.scalars(asked)
        if x.template not in known
    ]


def point_at(code):
    return db.session.scalars(select(Point).filter_by(code=code)).one()
