"""Whether a hall may go, as far as the programme names it."""

from sqlalchemy import select

from ...announce import HallRemoved
from ...db import db
from ..models import Release, ReleasedSession, Session
from ..rules.changes import HallInRelease, HallInUse


def on_hall_removed(said: HallRemoved) -> None:
    """Raises HallInUse where a session of the draft is in it, HallInRelease where one was once."""
    asked = select(Session.code).where(Session.hall_id == said.hall_id).order_by(Session.code)
    if codes := db.session.scalars(asked).all():
        raise HallInUse(hall=said.code, all=", ".join(codes), codes=list(codes))
    shown = select(Release.number).join(ReleasedSession, ReleasedSession.release_id == Release.id)
    shown = shown.where(ReleasedSession.hall_id == said.hall_id).order_by(Release.number).limit(1)
    if number := db.session.scalar(shown):
        raise HallInRelease(hall=said.code, number=number)
