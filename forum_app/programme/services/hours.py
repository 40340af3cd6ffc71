"""When a speaker can appear."""

from datetime import datetime

from ...db import db
from ...forums.models import Forum, Person
from ...forums.rules import instant_checked
from ...forums.services.noting import note_act
from .. import queries
from ..models import Availability
from ..rules.changes import HoursBackwards, HoursGone


def add_hours(
    person: Person, forum: Forum, starts: datetime, ends: datetime, *, actor: str, now: datetime
) -> Availability:
    """`person` can appear from `starts` until `ends`, walls of the forum's zone; and at no other
    hours but those that are there already.

    Raises WallSkipped, HoursBackwards.
    """
    if instant_checked(starts, forum.zone) >= instant_checked(ends, forum.zone):
        raise HoursBackwards
    hours = Availability(
        forum_id=forum.id,
        person_id=person.id,
        zone=forum.zone,
        starts_wall=starts,
        ends_wall=ends,
    )
    db.session.add(hours)
    db.session.flush()
    _note("programme.add_hours", hours, actor, now)
    return hours


def remove_hours(person: Person, hours_id: int, *, actor: str, now: datetime) -> None:
    """Without any left, they can appear at all hours. Raises HoursGone."""
    hours = queries.hours_in(person, hours_id)
    if hours is None:
        raise HoursGone
    db.session.delete(hours)
    db.session.flush()
    _note("programme.remove_hours", hours, actor, now)


def _note(act: str, hours: Availability, actor: str, now: datetime) -> None:
    facts = {"from": hours.starts_wall.isoformat(), "until": hours.ends_wall.isoformat()}
    note_act(hours.forum_id, act, "person", hours.person_id, facts, actor=actor, now=now)
