"""What is owed to the waiting lines."""

from datetime import datetime

from sqlalchemy import select

from ...db import db
from ...forums.models import Forum
from ..models import BoothWaiting, BoothWaitingState
from .floor import floor_of


def booths_owed(*, now: datetime) -> list[int]:
    """Ids of the booths that are nobody's while somebody waits for them. One query where none do.

    That comes about where a zone opens, or somebody joins the line just as the booth comes free.
    """
    waiting = select(BoothWaiting.forum_id).where(BoothWaiting.state == BoothWaitingState.WAITING)
    forums = db.session.scalars(select(Forum).where(Forum.id.in_(waiting))).all()
    return [
        one.booth.id for forum in forums for one in floor_of(forum, now=now).stands if one.promised
    ]
