"""Who is to be reminded of what now, and who was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import joinedload

from ...db import db
from ...forums.models import Forum, Point, PointKind
from ...programme.models import Release, ReleasedSession, Session
from ..models import PointContact, Reminder, ReminderPause, TestSlot
from ..rules.reminders import OF_TESTS, Rule, rule_before
from .slots import LIVE


@dataclass(frozen=True)
class Due:
    """Points of one forum that one rule is due at; for_at: when the first session begins."""

    forum: Forum
    rule: Rule
    for_at: datetime
    points: Sequence[Point]


def tests_due(rule: Rule, *, now: datetime, at_most: int) -> list[TestSlot]:
    """Tests of which nobody was reminded by `rule`, in every forum. One query.

    Not those planned after the rule was due, since a letter told that; nor at withdrawn points.
    """
    window = OF_TESTS[rule]
    asked = (
        select(TestSlot)
        .join(Point, Point.id == TestSlot.point_id)
        .where(*LIVE, TestSlot.done_at.is_(None), Point.withdrawn_at.is_(None))
        .where(TestSlot.starts_at > now + window.until, TestSlot.starts_at <= now + window.before)
        .where(~_is_paused(rule, TestSlot.forum_id))
        .where(~_is_kept(rule, TestSlot.point_id, TestSlot.starts_at))
        .options(joinedload(TestSlot.point))
        .order_by(TestSlot.starts_at, TestSlot.id)
    )
    found = db.session.scalars(asked)
    told = (x for x in found if not x.planned_at or x.planned_at <= x.starts_at - window.before)
    return [slot for slot, _ in zip(told, range(at_most), strict=False)]


def missing_due(*, now: datetime, at_most: int) -> list[Due]:
    """What the rules about readiness are due at, in every forum that is not over."""
    not_over = Forum.last_day >= now.date() - timedelta(days=1)  # wherever it is
    asked = select(Forum).where(not_over).order_by(Forum.id)
    found = []
    for forum in db.session.scalars(asked).all():
        first = first_session_at(forum)
        rule = rule_before(first, now=now) if first else None
        if first is None or rule is None:
            continue
        points = _points_without(forum, rule, first, at_most)
        if points:
            found.append(Due(forum, rule, first, points))
    return found


def is_any_due(*, now: datetime) -> bool:
    """Whether there is anybody to remind: asked before anything is locked."""
    of_tests = any(tests_due(rule, now=now, at_most=1) for rule in OF_TESTS)
    return of_tests or bool(missing_due(now=now, at_most=1))


def first_session_at(forum: Forum) -> datetime | None:
    """When the first session begins: as people see it, or as it is planned where they see none."""
    latest = select(func.max(Release.number)).where(Release.forum_id == forum.id).scalar_subquery()
    asked = select(func.min(ReleasedSession.starts_at)).join(
        Release, Release.id == ReleasedSession.release_id
    )
    shown = (Release.forum_id == forum.id, Release.number == latest, ~ReleasedSession.cancelled)
    first: datetime | None = db.session.scalar(asked.where(*shown))
    if first is not None:
        return first
    planned = (Session.forum_id == forum.id, Session.cancelled_at.is_(None))
    return db.session.scalar(select(func.min(Session.starts_at)).where(*planned))


def paused_in(forum: Forum) -> dict[Rule, ReminderPause]:
    """One query."""
    asked = select(ReminderPause).where(ReminderPause.forum_id == forum.id)
    return {pause.rule: pause for pause in db.session.scalars(asked)}


def is_paused(forum_id: int, rule: Rule) -> bool:
    return db.session.get(ReminderPause, (forum_id, rule), populate_existing=True) is not None


def reminders_of(forum: Forum, *, at_most: int) -> list[Reminder]:
    """Those for which letters were laid, the latest first. One query."""
    asked = select(Reminder).where(Reminder.forum_id == forum.id, Reminder.letters > 0)
    asked = asked.options(joinedload(Reminder.point)).order_by(Reminder.id.desc())
    return list(db.session.scalars(asked.limit(at_most)))


def names_of_contacts(ids: Sequence[int]) -> dict[int, str]:
    """Of those who are still there. One query."""
    asked = select(PointContact.id, PointContact.name).where(PointContact.id.in_(ids))
    return dict(db.session.execute(asked).all())


def _points_without(forum: Forum, rule: Rule, first: datetime, at_most: int) -> list[Point]:
    asked = select(Point).where(
        Point.forum_id == forum.id,
        Point.kind != PointKind.CENTRAL,
        Point.withdrawn_at.is_(None),
        ~_is_paused(rule, Point.forum_id),
        ~_is_kept(rule, Point.id, first),
    )
    return list(db.session.scalars(asked.order_by(Point.position, Point.id).limit(at_most)))


def _is_paused(rule: Rule, forum_id: object) -> ColumnElement[bool]:
    return exists().where(ReminderPause.forum_id == forum_id, ReminderPause.rule == rule)


def _is_kept(rule: Rule, point_id: object, for_at: object) -> ColumnElement[bool]:
    return exists().where(
        Reminder.point_id == point_id, Reminder.rule == rule, Reminder.for_at == for_at
    )
