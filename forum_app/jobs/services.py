"""Lay in, claim, finish. The worker itself is `forum_app/worker.py`."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, select, update

from ..db import db
from .models import Job, JobState

LEASE = timedelta(minutes=2)
BACK_OFF = (5, 30, 120, 600, 1800, 3600)  # seconds before the next attempt; then dead


def lay_in(
    kind: str, dedup_key: str, facts: dict[str, Any], *, forum_id: int | None, at: datetime
) -> None:
    """Ask for `kind` at `at` (aware), once per `dedup_key`, in the caller's transaction."""
    if not db.session.scalar(select(exists().where(Job.dedup_key == dedup_key))):
        job = Job(kind=kind, dedup_key=dedup_key, facts=facts, forum_id=forum_id, next_at=at)
        db.session.add(job)


def claim_due(*, now: datetime) -> Job | None:
    """The job that waits longest, leased to the caller, or None. In the caller's transaction."""
    due = (
        select(Job.id)
        .where(Job.state == JobState.WAITING, Job.next_at <= now)
        .order_by(Job.next_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return db.session.scalar(
        update(Job)
        .where(Job.id.in_(due.scalar_subquery()), Job.next_at <= now)
        .values(next_at=now + LEASE, attempts=Job.attempts + 1)
        .returning(Job)
    )


def finish(job_id: int) -> None:
    db.session.execute(update(Job).where(Job.id == job_id).values(state=JobState.DONE))


def fail(job_id: int, why: str, *, now: datetime) -> None:
    """Try again later, or end as dead, which `/readyz` and the desk show."""
    job = db.session.get_one(Job, job_id)
    job.last_error = why[:500]
    if job.attempts > len(BACK_OFF):
        job.state = JobState.DEAD
    else:
        job.next_at = now + timedelta(seconds=BACK_OFF[job.attempts - 1])
