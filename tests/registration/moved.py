"""A programme that moves, and who was written to about it."""

import json
from datetime import timedelta

from sqlalchemy import select

from forum_app import seal
from forum_app.db import db
from forum_app.models import Job, Message, Session
from forum_app.post.models import MessageState
from forum_app.programme.models import AppearanceRole, Way
from forum_app.programme.services.releases import release_programme
from forum_app.programme.services.sessions import let_appear
from forum_app.registration.rules.moves import move_in
from forum_app.registration.services import moved
from forum_app.registration.tasks.moving import tell_moved

from ..builders import NOW, a_forum, a_person, a_point, a_session

LATER = NOW + timedelta(days=1)


def a_programme():
    """W1 08:30, W2 11:00 and P1 14:00 in Hà Nội, released; W1 at SIN too."""
    forum = a_forum()
    sin = a_point(forum, code="SIN", name="Singapore", zone="Asia/Singapore")
    a_session(forum, code="W1", hall=2, online=9, points=[(sin, 5)])
    a_session(forum, code="W2", starts="11:00", ends="12:00", hall=9, online=9)
    a_session(forum, code="P1", starts="14:00", ends="17:00", hall=9, online=9)
    release_programme(forum, note=None, by=None, now=NOW - timedelta(days=1))
    return forum


def session(forum, code):
    return db.session.query(Session).filter_by(forum_id=forum.id, code=code).one()


def shift(forum, code, **by):
    one = session(forum, code)
    one.starts_wall, one.ends_wall = (
        one.starts_wall + timedelta(**by),
        one.ends_wall + timedelta(**by),
    )
    db.session.flush()


def to_other_hall(forum, code, other):
    session(forum, code).hall_id = session(forum, other).hall_id
    db.session.flush()


def released(forum, *, write=True, now=LATER, **given):
    release = release_programme(forum, note=None, by=None, now=now, write=write, **given)
    work(release)
    return release


def work(release):
    """As the worker does."""
    db.session.commit()
    asked = select(Job).where(Job.kind == moved.TELL, Job.state == "waiting")
    for job in db.session.scalars(asked.order_by(Job.id)).all():
        facts = job.facts
        job.state = "done"
        db.session.commit()
        tell_moved(facts, LATER)


def written_to(release, state=MessageState.WAITING):
    asked = select(Message.address).where(
        Message.template == "registration.moved",
        Message.state == state,
        Message.dedup_key.startswith(f"registration.moved:{release.id}:"),
    )
    return sorted(db.session.scalars(asked))


def facts_for(address):
    asked = select(Message.facts).where(
        Message.address == address, Message.template == "registration.moved"
    )
    return json.loads(seal.opened(db.session.scalars(asked.order_by(Message.id.desc())).first()))


def letters_leave():
    of = db.session.query(Message).filter_by(template="registration.moved", state="waiting")
    of.update({"state": "sent", "sent_at": NOW})


def told(address):
    """session -> kinds of change in the latest letter."""
    facts = facts_for(address)
    found = [move_in(one, facts["person"]) for one in facts["moves"]]
    return {x.change.code: {str(what) for what in x.change.whats} for x in found}


def speaks(forum, code, email, role=AppearanceRole.SPEAKER, **given):
    person = a_person(forum, "Lim", email=email, **given)
    how = {"documented": False, "from_documented": False, "now": NOW}
    return let_appear(person, session(forum, code), role, Way.HALL, **how)
