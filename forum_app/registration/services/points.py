"""What follows for its people when a point changes: a letter, where an organiser wants one; and
when it takes part again, its lines are served."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update

from ...announce import PointChanged
from ...broadcast.rules.topics import readiness_topic
from ...db import db
from ...forums.models import Point
from ...jobs import services as jobs
from ...live.services import touch
from ...post.services import Laid, lay_in_all, sealed_row
from ...programme.rules.seats import seats_topic
from ...trail.services import Note, note
from ..models import Delegate, PointMailing
from ..queries import point_changes as found
from ..rules.point_changes import TOLD, ToldAlready, still_differs
from . import letters, lines, seating

TELL = "registration.tell_point"  # the jobs
SERVE = "registration.serve_point"
TEMPLATE = "registration.point_changed"
AT_ONCE = 200  # who wait; more are served by a job


def on_point_changed(said: PointChanged) -> None:
    touch(seats_topic(said.forum_id))
    touch(readiness_topic(said.forum_id))
    touch(f"lines.{said.forum_id}")  # whoever stands at a gate sees it at once
    if said.before.get("withdrawn_at") and "withdrawn_at" in said.after:
        _serve(said)
    was = {name: value for name, value in said.before.items() if name in TOLD}
    if was:
        _keep(db.session.get_one(Point, said.point_id), was, said.at)


def _serve(said: PointChanged) -> None:
    """Whoever waits gets the seats that came free while nobody was given one."""
    counts, sessions, many = found.lines_at(said.point_id)
    if many > AT_ONCE:
        facts = {"counts": counts}
        key = f"{SERVE}:{said.point_id}:{said.at.isoformat()}"
        jobs.lay_in(SERVE, key, facts, forum_id=said.forum_id, at=said.at)
    elif counts:
        seating.lock_seats(sessions)
        lines.fill(counts, now=said.at)


def _keep(point: Point, was: dict[str, object], at: datetime) -> None:
    """What people were told last, until they are told anew; what is as it was counts no more."""
    mailing = found.open_mailing(point)
    if mailing is None and not found.is_there_somebody(point):
        return
    differs = still_differs(was | (mailing.was if mailing else {}), found.told_of(point))
    if mailing is None and differs:
        row = {"forum_id": point.forum_id, "point_id": point.id, "was": differs, "since": at}
        db.session.add(PointMailing(**row))
    elif mailing is not None and differs:
        mailing.was, mailing.since = differs, at
    elif mailing is not None:
        db.session.delete(mailing)
    db.session.flush()


def write_to_people(point: Point, *, actor: str, now: datetime) -> None:
    """Write to everybody who sits there and knew it otherwise, in a job. Raises ToldAlready."""
    mailing = _asked(point, {"asked_at": now, "asked_by": actor})
    _note(mailing, "registration.write_of_point", actor=actor, now=now)
    go_on(mailing, after=0, at=now)


def let_be(point: Point, *, actor: str, now: datetime) -> None:
    """Nobody is written to about what changed so far. Raises ToldAlready."""
    mailing = _asked(point, {"let_be_at": now})
    _note(mailing, "registration.let_point_be", actor=actor, now=now)


def _asked(point: Point, values: dict[str, object]) -> PointMailing:
    mailing = found.open_mailing(point)
    if mailing is None:
        raise ToldAlready
    is_open = (PointMailing.asked_at.is_(None), PointMailing.let_be_at.is_(None))
    row = update(PointMailing).where(PointMailing.id == mailing.id, *is_open).values(**values)
    row = row.returning(PointMailing.id).execution_options(synchronize_session=False)
    if db.session.scalar(row) is None:
        raise ToldAlready
    return mailing


def go_on(mailing: PointMailing, *, after: int, at: datetime) -> None:
    """Let the worker write to the people whose registrations come after that id."""
    facts = {"mailing_id": mailing.id, "after": after}
    jobs.lay_in(TELL, f"{TELL}:{mailing.id}:{after}", facts, forum_id=mailing.forum_id, at=at)


def lay(mailing: PointMailing, people: Sequence[Delegate], *, now: datetime) -> None:
    """One letter to each, once for each mailing, whatever happens to the job.

    Their calendars tell where it is: they are newer from now on.
    """
    rows = []
    for delegate in people:
        if address := letters.address_of(delegate):
            facts = {"delegate_id": delegate.id, "point_id": mailing.point_id, "was": mailing.was}
            key = f"{TEMPLATE}:{mailing.id}:{delegate.uuid}"
            letter = Laid(TEMPLATE, key, address, delegate.lang, facts)
            rows.append(sealed_row(letter, forum_id=mailing.forum_id, now=now))
    lay_in_all(rows)
    newer = update(Delegate).where(Delegate.id.in_([x.id for x in people]))
    newer = newer.values(sequence=Delegate.sequence + 1)
    db.session.execute(newer.execution_options(synchronize_session=False))
    count = PointMailing.people + len(rows)
    row = update(PointMailing).where(PointMailing.id == mailing.id).values(people=count)
    db.session.execute(row.execution_options(synchronize_session=False))


def end(mailing: PointMailing, *, now: datetime) -> None:
    """All letters are in the outbox."""
    row = update(PointMailing).where(PointMailing.id == mailing.id).values(ended_at=now)
    db.session.execute(row.execution_options(synchronize_session=False))


def _note(mailing: PointMailing, act: str, *, actor: str, now: datetime) -> None:
    note(
        Note(
            forum_id=mailing.forum_id,
            at=now,
            actor=actor,
            act=act,
            kind="point",
            object_id=mailing.point_id,
            facts={"was": mailing.was},
        )
    )
