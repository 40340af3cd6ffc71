"""Coordinators are reminded by rule; organisers pause a rule, and let it go on."""

from datetime import datetime

from sqlalchemy import delete

from ...db import db
from ...forums.models import Forum, Point
from ...forums.services.noting import note_act
from ...post.services import Laid, Row, lay_in_all, sealed_row
from ..models import Reminder, ReminderPause
from ..queries.readers import Reader, readers_of
from ..queries.readiness import standings_of
from ..queries.reminders import Due, is_paused, missing_due, tests_due
from ..rules.reminders import OF_TESTS, Rule

AT_ONCE = 40  # points in one transaction


def remind(*, now: datetime) -> int:
    """Lay the next letters that are due, in the caller's transaction; how many points were seen to.

    Each point once for each rule, test and first session, whoever asks again.
    """
    return _remind_of_tests(now) or _remind_of_what_is_missing(now)


def _remind_of_tests(now: datetime) -> int:
    for rule in OF_TESTS:
        slots = tests_due(rule, now=now, at_most=AT_ONCE)
        readers = readers_of([slot.point for slot in slots])
        for slot in slots:
            facts = {"slot_id": slot.id, "starts_at": slot.starts_at.isoformat()}
            told = _coordinators(readers.get(slot.point_id, []))
            _keep(rule, slot.point, slot.starts_at, "broadcast.remind_of_test", told, facts, now)
        if slots:
            return len(slots)
    return 0


def _remind_of_what_is_missing(now: datetime) -> int:
    for due in missing_due(now=now, at_most=AT_ONCE):
        _remind_forum(due, now)
        return len(due.points)
    return 0


def _remind_forum(due: Due, now: datetime) -> None:
    readers = readers_of(due.points)
    standings = standings_of(due.forum, due.points, now=now)
    for point in due.points:
        told = _coordinators(readers.get(point.id, [])) if standings[point.id].missing else []
        _keep(due.rule, point, due.for_at, "broadcast.remind_of_missing", told, {}, now)


def _coordinators(readers: list[Reader]) -> list[Reader]:
    return [reader for reader in readers if reader.coordinates]


def _keep(
    rule: Rule,
    point: Point,
    for_at: datetime,
    template: str,
    told: list[Reader],
    facts: dict[str, object],
    now: datetime,
) -> None:
    """Write down that `rule` was kept, and lay a letter for each of `told`."""
    refs = [reader.ref for reader in told]
    row = {"point_id": point.id, "rule": rule, "for_at": for_at, "at": now}
    db.session.add(Reminder(forum_id=point.forum_id, told=refs, letters=len(refs), **row))
    db.session.flush()
    known = {"forum_id": point.forum_id, "point_id": point.id, "rule": str(rule)}
    known |= {"for_at": for_at.isoformat()}
    lay_in_all([_letter(template, reader, known | facts, now) for reader in told])


def _letter(template: str, reader: Reader, facts: dict[str, object], now: datetime) -> Row:
    """Of one rule a person has one letter for each point and beginning."""
    key = f"{template}:{facts['rule']}:{facts['point_id']}:{facts['for_at']}:{reader.ref}"
    to = {"to": reader.ref, "address": reader.address}
    laid = Laid(template, key, reader.address, reader.lang, facts | to)
    return sealed_row(laid, forum_id=int(str(facts["forum_id"])), now=now)


def pause(forum: Forum, rule: Rule, *, by: int | None, actor: str, now: datetime) -> None:
    """From this commit on the rule sends nothing; where it did not, nothing happens."""
    if is_paused(forum.id, rule):
        return
    row = {"forum_id": forum.id, "rule": rule, "paused_at": now, "paused_by_id": by}
    db.session.add(ReminderPause(**row))
    db.session.flush()
    _note(forum, "broadcast.pause_reminder", rule, actor, now)


def resume(forum: Forum, rule: Rule, *, actor: str, now: datetime) -> None:
    """Whatever it is due at by then is told."""
    paused = (ReminderPause.forum_id == forum.id, ReminderPause.rule == rule)
    if db.session.scalar(delete(ReminderPause).where(*paused).returning(ReminderPause.rule)):
        _note(forum, "broadcast.resume_reminder", rule, actor, now)


def _note(forum: Forum, act: str, rule: Rule, actor: str, now: datetime) -> None:
    note_act(forum.id, act, "forum", forum.id, {"rule": str(rule)}, actor=actor, now=now)
