"""With each release the parts of the points are frozen: people see what was released; and they
come back with a release that is made the draft again.
"""

from sqlalchemy import insert, select

from ...announce import ProgrammeReleased, ReleaseRestored
from ...db import db
from ...forums.models import Forum, Point
from ...forums.services.noting import note_act
from ...live.services import touch
from ...programme.models import ReleasedSession
from ...programme.services.draft_versions import planned_elsewhere
from ..models import Relay, ReleasedRelay
from ..queries.relays import relays_of, remote_points, sessions_of, twice_in
from ..queries.restored import PartRestored, parts_restored
from ..rules.relays import AllTwice, OnAirTwice, RelayRole


def on_released(said: ProgrammeReleased) -> None:
    """Parts in sessions that are held, of points that are not withdrawn; in one statement. Pages
    that wait at a gate or on a point's desk look again.

    Raises OnAirTwice, which ends the release.
    """
    forum = db.session.get_one(Forum, said.forum_id)
    relays = [relay for relay in relays_of(forum).values() if relay.is_on_air]
    if twice := twice_in(sessions_of(relays), remote_points(forum), relays):
        raise OnAirTwice(all=AllTwice(tuple(twice)))
    released = (ReleasedSession.release_id == said.release_id, ~ReleasedSession.cancelled)
    columns = ("forum_id", "release_id", "session_id", "point_id", "role")
    asked = (
        select(
            Relay.forum_id,
            ReleasedSession.release_id,
            Relay.session_id,
            Relay.point_id,
            Relay.role,
        )
        .join(ReleasedSession, ReleasedSession.session_id == Relay.session_id)
        .join(Point, Point.id == Relay.point_id)
        .where(Relay.forum_id == said.forum_id, Point.withdrawn_at.is_(None), *released)
    )
    db.session.execute(insert(ReleasedRelay).from_select(columns, asked))
    touch(f"lines.{forum.id}")  # whoever waits for a session sees when it is by now


def on_restored(said: ReleaseRestored) -> None:
    """The parts of the points are as that release shows them, as far as they can be."""
    parts = parts_restored(said.release_id).changed
    for one in parts:
        if one.role is None:
            db.session.delete(one.was)
        elif one.was is None:
            _begin(one, one.role)
        else:
            one.was.role, one.was.version = one.role, one.was.version + 1
    if parts:
        db.session.flush()
        planned_elsewhere(said.forum_id)
        act, facts = "broadcast.restore_parts", {"cells": len(parts)}
        note_act(said.forum_id, act, "forum", said.forum_id, facts, actor=said.by, now=said.at)


def _begin(one: PartRestored, role: RelayRole) -> None:
    ids = {"session_id": one.session.id, "point_id": one.point.id}
    db.session.add(Relay(forum_id=one.session.forum_id, role=role, zone=one.session.zone, **ids))
