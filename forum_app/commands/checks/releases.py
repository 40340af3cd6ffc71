"""What was released, and whether those whom it moved are written to."""

from collections.abc import Iterator

from sqlalchemy import exists, func, select

from ...db import db
from ...jobs.models import Job, JobState
from ...programme.models import Release, ReleasedPhoto
from ...programme.rules.frozen import photos_in
from ...registration.models import ReleaseMailing
from ...registration.services.moved import TELL
from .invariant import Invariant, rows


def invariants() -> Iterator[Invariant]:
    yield Invariant("released_photos: those that the release froze", _other_photos)
    yield Invariant("release_mailings: each release has its own since there are any", _missing)
    yield Invariant("release_mailings: told since a release before", _since_later)
    yield Invariant("release_mailings: what was asked for is written, or waits", _forgotten)


def _other_photos() -> Iterator[str]:
    """Release by release: what one froze may be large."""
    for (release_id,) in db.session.execute(select(Release.id).order_by(Release.id)).all():
        frozen = db.session.scalar(select(Release.frozen).where(Release.id == release_id))
        shown = select(ReleasedPhoto.content).where(ReleasedPhoto.release_id == release_id)
        known = set(db.session.scalars(shown))
        other = sorted(photos_in(frozen or {}) ^ known)
        yield from (f"{release_id} {content}" for content in other)


def _missing() -> Iterator[str]:
    """Older releases than the table have none."""
    has = select(ReleaseMailing.release_id)
    first = (
        select(Release.forum_id, func.min(Release.number).label("number"))
        .where(Release.id.in_(has))
        .group_by(Release.forum_id)
        .subquery()
    )
    asked = select(Release.id).join(first, first.c.forum_id == Release.forum_id)
    return rows(asked.where(Release.number > first.c.number, Release.id.not_in(has)))


def _since_later() -> Iterator[str]:
    asked = select(ReleaseMailing.release_id).join(Release, Release.id == ReleaseMailing.release_id)
    return rows(asked.where(ReleaseMailing.since >= Release.number))


def _forgotten() -> Iterator[str]:
    """Asked for, not ended, and no job goes on with it; the desk shows one that was given up."""
    goes_on = exists().where(
        Job.kind == TELL,
        Job.facts["release_id"].as_integer() == ReleaseMailing.release_id,
        Job.state.in_((JobState.WAITING, JobState.DEAD)),
    )
    open_ = (ReleaseMailing.asked_at.is_not(None), ReleaseMailing.ended_at.is_(None))
    return rows(select(ReleaseMailing.release_id).where(*open_, ~goes_on))
