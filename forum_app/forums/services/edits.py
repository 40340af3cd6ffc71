"""The organiser's changes of the forum itself, its halls and its points."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from ...announce import HallRemoved, PointChanged, say
from ...db import db
from ...versioned import change, lock
from .. import queries, rules
from ..models import Forum, Hall, Point, PointKind
from .founding import PointPlan, add_hall, add_point
from .noting import note_act, one_maker_at_a_time

ON_RECORD = ("name", "venue", "city", "hosts", "first_day", "last_day")


def edit_forum(
    forum: Forum, wanted: Mapping[str, Any], *, seen: int, actor: str, now: datetime
) -> None:
    """Set columns of `forum`; sessions keep their walls, and the zone that they were planned in.

    Whatever says what, when or where it is: changed, it is no longer what a public source says.
    Raises NoSuchZone, EndsBeforeItBegins or UnlikelyDays, ChangedMeanwhile.
    """
    rules.check_days(wanted["first_day"], wanted["last_day"])
    kept = all(getattr(forum, name) == wanted[name] for name in ON_RECORD)
    derived = {
        "zone": rules.zone_checked(wanted["zone"]),
        "documented": forum.documented and kept,
    }
    facts = change(forum, {**wanted, **derived}, seen=seen)
    note_act(forum.id, "forums.edit_forum", "forum", forum.id, facts, actor=actor, now=now)


def edit_hall(
    hall: Hall, wanted: Mapping[str, Any], *, seen: int, actor: str, now: datetime
) -> None:
    """Set columns of `hall`; its code stays. Raises ChangedMeanwhile."""
    facts = change(hall, wanted, seen=seen)
    note_act(hall.forum_id, "forums.edit_hall", "hall", hall.id, facts, actor=actor, now=now)


def make_hall(forum: Forum, wanted: Mapping[str, Any], *, actor: str, now: datetime) -> Hall:
    """A new hall, after the others. Raises BadCode, CodeTaken."""
    rules.check_code(wanted["code"])
    one_maker_at_a_time(forum)
    if queries.hall_at(forum, wanted["code"]):
        raise rules.CodeTaken(code=wanted["code"])
    hall = add_hall(forum, **wanted)
    note_act(forum.id, "forums.make_hall", "hall", hall.id, actor=actor, now=now)
    return hall


def remove_hall(hall: Hall, *, actor: str, now: datetime) -> None:
    """As long as nothing names it. Raises what the rooms that do name it raise."""
    facts = {"code": hall.code, "name": dict(hall.name.by_lang), "seats": hall.seats}
    say(HallRemoved(at=now, forum_id=hall.forum_id, hall_id=hall.id, code=hall.code))
    note_act(hall.forum_id, "forums.remove_hall", "hall", hall.id, facts, actor=actor, now=now)
    db.session.delete(hall)
    db.session.flush()


def edit_point(
    point: Point, wanted: Mapping[str, Any], *, seen: int, actor: str, now: datetime
) -> None:
    """Set columns of `point`; its code stays.

    wanted: also `withdrawn`, whether it takes part no more. Raises UnknownLanguage, NoSuchZone,
    SecondCentral, CentralWithdrawn, ChangedMeanwhile.
    """
    wanted = dict(wanted)
    is_withdrawn = wanted.pop("withdrawn", point.withdrawn_at is not None)
    rules.check_languages(wanted["languages"])
    _check_central(point.forum_id, wanted, but=point.id)
    if is_withdrawn and wanted["kind"] == PointKind.CENTRAL:
        raise rules.CentralWithdrawn
    derived = {
        "withdrawn_at": (point.withdrawn_at or now) if is_withdrawn else None,
        "zone": rules.zone_checked(wanted["zone"]),
        "name_folded": rules.folded_words(wanted["name"]),
        "name_sort": rules.sort_keys(wanted["name"]),
    }
    facts = change(point, {**wanted, **derived}, seen=seen)
    for side in facts.values():
        for name in ("name_folded", "name_sort"):
            side.pop(name, None)
    say_changed(point, "forums.edit_point", facts, actor=actor, now=now)


def withdraw_point(point: Point, *, actor: str, now: datetime) -> bool:
    """`point` takes part no more: no seat there is taken from this commit on; whether it did.

    Whoever takes a seat there at this moment is waited for. Raises CentralWithdrawn.
    """
    lock(point)
    if point.kind is PointKind.CENTRAL:
        raise rules.CentralWithdrawn
    if point.withdrawn_at is not None:
        return False
    facts = change(point, {"withdrawn_at": now}, seen=point.version)
    say_changed(point, "forums.withdraw_point", facts, actor=actor, now=now)
    return True


def return_point(point: Point, *, actor: str, now: datetime) -> None:
    """`point` takes part again, and its lines are served."""
    lock(point)
    facts = change(point, {"withdrawn_at": None}, seen=point.version)
    say_changed(point, "forums.return_point", facts, actor=actor, now=now)


def say_changed(
    point: Point, act: str, facts: Mapping[str, Any], *, actor: str, now: datetime
) -> None:
    """Into the trail, and to whoever seats people there, where the act changed something."""
    note_act(point.forum_id, act, "point", point.id, facts, actor=actor, now=now)
    if facts:
        of = {"forum_id": point.forum_id, "point_id": point.id}
        say(PointChanged(at=now, before=facts["before"], after=facts["after"], **of))


def make_point(forum: Forum, wanted: Mapping[str, Any], *, actor: str, now: datetime) -> Point:
    """A new point, after the others.

    Raises BadCode, UnknownLanguage, CodeTaken, NoSuchZone, SecondCentral.
    """
    rules.check_code(wanted["code"])
    rules.check_languages(wanted["languages"])
    one_maker_at_a_time(forum)
    known = {point.code.casefold(): point.code for point in queries.points_of(forum)}
    if wanted["code"].casefold() in known:
        raise rules.CodeTaken(code=known[wanted["code"].casefold()])
    _check_central(forum.id, wanted, but=0)
    point = add_point(forum, PointPlan(**wanted))
    note_act(forum.id, "forums.make_point", "point", point.id, actor=actor, now=now)
    return point


def _check_central(forum_id: int, wanted: Mapping[str, Any], *, but: int) -> None:
    """The index `uq_points_one_central_per_forum` says the same; this names the reason."""
    if wanted["kind"] == PointKind.CENTRAL and db.session.scalar(
        select(Point.id).where(
            Point.forum_id == forum_id, Point.kind == PointKind.CENTRAL, Point.id != but
        )
    ):
        raise rules.SecondCentral
