"""Lay in, claim, finish. Who does the jobs: `tasks`; the worker itself is `forum_app/worker.py`."""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from ..db import db, insert_once
from .models import Job, JobState

LEASE = timedelta(minutes=2)
BACK_OFF = (5, 30, 120, 600, 1800, 3600)  # seconds before the next attempt; then dead
GONE = "the worker ended during each attempt"


@dataclass(frozen=True)
class Claimed:
    """A job that its holder alone may do until the lease ends."""

    id: int
    kind: str
    facts: dict[str, Any]
    attempts: int  # this one included


_CARRIED = [one.name for one in fields(Claimed)]


def lay_in(
    kind: str, dedup_key: str, facts: dict[str, Any], *, forum_id: int | None, at: datetime
) -> None:
    """Ask for `kind` at `at` (aware), once per `dedup_key`, in the caller's transaction."""
    job = {"kind": kind, "facts": facts, "forum_id": forum_id, "next_at": at}
    insert_once(Job, "dedup_key", dedup_key=dedup_key, **job)


def forgo(key_prefix: str) -> None:
    """Jobs whose dedup key begins so are wanted no more. In the caller's transaction."""
    unwanted = (
        Job.state == JobState.WAITING,
        Job.dedup_key.startswith(key_prefix, autoescape=True),
    )
    db.session.execute(update(Job).where(*unwanted).values(state=JobState.DONE))


def claim(*, now: datetime) -> Claimed | None:
    """The job that is due longest, leased to the caller, or None. In the caller's transaction.

    A job whose attempts all ended with the worker itself ends as dead.
    """
    lost = _due(now).where(Job.attempts > len(BACK_OFF)).cte("lost")
    dead = {"state": JobState.DEAD, "last_error": GONE}
    db.session.execute(update(Job).where(Job.id.in_(select(lost.c.id))).values(**dead))
    due = _due(now).where(Job.attempts <= len(BACK_OFF)).limit(1).cte("due")
    row = db.session.execute(
        update(Job)
        .where(Job.id.in_(select(due.c.id)))
        .values(next_at=now + LEASE, attempts=Job.attempts + 1)
        .returning(*(getattr(Job, name) for name in _CARRIED))
    ).one_or_none()
    return Claimed(*row) if row else None


def _due(now: datetime):  # type: ignore[no-untyped-def]
    return (
        select(Job.id)
        .where(Job.state == JobState.WAITING, Job.next_at <= now)
        .order_by(Job.next_at, Job.id)
        .with_for_update(skip_locked=True)
    )


def finish(job: Claimed) -> None:
    _settle(job, state=JobState.DONE, last_error=None)


def fail(job: Claimed, why: str, *, now: datetime) -> None:
    """Try again later, or end as dead, which `/readyz` and the desk show."""
    if job.attempts > len(BACK_OFF):
        _settle(job, state=JobState.DEAD, last_error=why[:200])
    else:
        wait = timedelta(seconds=BACK_OFF[job.attempts - 1])
        _settle(job, next_at=now + wait, last_error=why[:200])


def _settle(job: Claimed, **row: object) -> None:
    """Only for the holder: after the lease, another attempt may have begun."""
    held = (Job.id == job.id, Job.attempts == job.attempts, Job.state == JobState.WAITING)
    db.session.execute(update(Job).where(*held).values(**row))
