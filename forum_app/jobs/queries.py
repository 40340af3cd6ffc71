from datetime import datetime

from sqlalchemy import exists, select

from ..db import db
from .models import Job, JobState


def is_any_due(*, now: datetime) -> bool:
    """Whether a job may be claimed. Takes no lock: the worker asks this first."""
    due = (Job.state == JobState.WAITING, Job.next_at <= now)
    return bool(db.session.scalar(select(exists().where(*due))))


def is_waiting(key_prefix: str) -> bool:
    """Whether a job whose dedup key begins so is still wanted, also while somebody does it."""
    begins = Job.dedup_key.startswith(key_prefix, autoescape=True)
    return bool(db.session.scalar(select(exists().where(begins, Job.state == JobState.WAITING))))


def dead_jobs_of(forum_id: int) -> list[Job]:
    """The work of this forum that was given up, the first first. One query."""
    dead = (Job.forum_id == forum_id, Job.state == JobState.DEAD)
    return list(db.session.scalars(select(Job).where(*dead).order_by(Job.id)))
