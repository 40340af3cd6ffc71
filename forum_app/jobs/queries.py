from datetime import datetime

from sqlalchemy import exists, select

from ..db import db
from .models import Job, JobState


def is_any_due(*, now: datetime) -> bool:
    """Whether a job may be claimed. Takes no lock: the worker asks this first."""
    due = (Job.state == JobState.WAITING, Job.next_at <= now)
    return bool(db.session.scalar(select(exists().where(*due))))
