"""With each release the parts of the points are frozen: people see what was released."""

from sqlalchemy import insert, select

from ...announce import ProgrammeReleased
from ...db import db
from ...forums.models import Forum, Point
from ...programme.models import ReleasedSession
from ..models import Relay, ReleasedRelay
from ..queries.relays import relays_of, remote_points, sessions_held, twice_in
from ..rules.relays import AllTwice, OnAirTwice


def on_released(said: ProgrammeReleased) -> None:
    """Parts in sessions that are held, of points that are not withdrawn; in one statement.

    Raises OnAirTwice, which ends the release.
    """
    forum = db.session.get_one(Forum, said.forum_id)
    twice = twice_in(sessions_held(forum), remote_points(forum), relays_of(forum).values())
    if twice:
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
