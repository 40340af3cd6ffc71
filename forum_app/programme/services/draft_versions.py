"""The version of a draft: whoever builds on it, or releases it, is told that it changed meanwhile.

Every flush that plans something else counts it up, so no verb can forget to. What people
registered (seats taken, names) is no change of the draft.
"""

from sqlalchemy import event, select
from sqlalchemy.orm import Session as OrmSession
from sqlalchemy.orm import UOWTransaction

from ...db import db, inserting
from ...forums.models import Forum, Hall, Point
from ...live.services import touch
from ..models import (
    Appearance,
    Availability,
    Draft,
    InterpretationChannel,
    Prerequisite,
    Session,
    SpeakerPage,
    Talk,
)
from ..rules.drafts import draft_topic

PLANNED = (
    *(Session, Talk, Appearance, InterpretationChannel, Prerequisite, Availability, SpeakerPage),
    *(Hall, Point, Forum),
)


def hold_draft(forum: Forum) -> int:
    """Keep all others from planning until the commit; the version of the draft now.

    Whoever changes several rows of the draft asks for it first: two who lock the same rows in
    another order would wait for each other.
    """
    _raise_version(db.session(), {forum.id}, by=0)
    asked = select(Draft.version).where(Draft.forum_id == forum.id)
    return db.session.scalars(asked).one()


def planned_elsewhere(forum_id: int) -> None:
    """An upper room changed what it plans for the programme: count the draft up."""
    _raise_version(db.session(), {forum_id}, by=1)
    touch(draft_topic(forum_id))


@event.listens_for(OrmSession, "after_flush")
def _count_up(session: OrmSession, _context: UOWTransaction) -> None:
    changed = {row for row in session.dirty if session.is_modified(row)}
    planned = [x for x in (*session.new, *changed, *session.deleted) if isinstance(x, PLANNED)]
    forums = {x.id if isinstance(x, Forum) else x.forum_id for x in planned}
    if forums:
        _raise_version(session, forums, by=1)
        for forum_id in forums:
            touch(draft_topic(forum_id))


def _raise_version(session: OrmSession, forums: set[int], *, by: int) -> None:
    """In the order of their ids, so that two never wait for each other."""
    connection = session.connection()
    for forum_id in sorted(forums):
        put = inserting(Draft).values(forum_id=forum_id, version=by)
        raised = {"version": Draft.version + by}
        connection.execute(put.on_conflict_do_update(index_elements=["forum_id"], set_=raised))


def count_up(forum: Forum) -> None:
    """For whoever plans by statements of their own, past the flush."""
    _raise_version(db.session(), {forum.id}, by=1)
    touch(draft_topic(forum.id))
