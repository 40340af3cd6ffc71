"""What happens in the programme when two persons are found to be one."""

from sqlalchemy import delete, exists, update
from sqlalchemy.orm import aliased

from ...announce import PersonsMerged
from ...db import db
from ..models import Appearance, Availability


def on_persons_merged(said: PersonsMerged) -> None:
    """Who appeared as either appears as the one, once in each session and role, and can then too.

    The draft alone: releases stay as they were.
    """
    other = aliased(Appearance)
    twice = exists().where(
        other.person_id == said.kept_id,
        other.session_id == Appearance.session_id,
        other.role == Appearance.role,
    )
    gone = Appearance.person_id == said.gone_id
    hours = Availability.person_id == said.gone_id
    for act in (
        delete(Appearance).where(gone, twice),
        update(Appearance).where(gone).values(person_id=said.kept_id),
        update(Availability).where(hours).values(person_id=said.kept_id),
    ):
        db.session.execute(act.execution_options(synchronize_session=False))
