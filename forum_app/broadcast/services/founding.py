"""People and parts of points as they are first laid out, by whoever makes a forum."""

from datetime import timedelta

from ...db import db
from ...forums.models import Point
from ...programme.models import Session
from ..models import Relay
from ..rules.relays import RelayRole


def add_relay(
    session: Session, point: Point, role: RelayRole, *, expected: int | None, minutes: int
) -> Relay:
    """A part in the draft; its people are called so many minutes before the start."""
    relay = Relay(
        forum_id=session.forum_id,
        session_id=session.id,
        point_id=point.id,
        role=role,
        expected=expected,
        zone=session.zone,
        call_wall=session.starts_wall - timedelta(minutes=minutes),
    )
    db.session.add(relay)
    db.session.flush()
    return relay
