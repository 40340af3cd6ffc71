"""Rises of seats that are under way."""

from sqlalchemy import select

from ...db import db
from ...forums.models import Forum
from ...jobs.models import Job, JobState
from ..models import SeatCount
from ..rules.changes import RISE


def rises_of(forum: Forum) -> dict[int, int]:
    """seat count id -> how many seats there will be, where jobs still raise them. One query."""
    asked = select(Job.facts, SeatCount.id, SeatCount.seats).join(
        SeatCount, SeatCount.id == Job.facts["seat_count_id"].as_integer()
    )
    waiting = (Job.kind == RISE, Job.state == JobState.WAITING, Job.forum_id == forum.id)
    rows = db.session.execute(asked.where(*waiting))
    return {count_id: facts["seats"] for facts, count_id, seats in rows if facts["seen"] == seats}
