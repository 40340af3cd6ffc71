"""The check list, and what is found. A result is added, never changed: nobody's is overwritten."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from ...db import db
from ...forums.models import Forum, Point, PointKind
from ...forums.rules import CodeTaken, check_code
from ...forums.services.noting import note_act, one_maker_at_a_time
from ...i18n import Words
from ...live.services import touch
from ...versioned import change, lock
from ..models import About, CheckItem, Link, TechCheck
from ..queries.readiness import changes_of_people, item_at, lines_for
from ..rules.checklist import USUAL
from ..rules.readiness import Found, revision_of
from ..rules.refusals import (
    LineChanged,
    NoSuchItem,
    OnlyOfLines,
    SelfTestOfLine,
    TestedMeanwhile,
    TestedOtherwise,
    UnknownKind,
)
from ..rules.topics import readiness_topic


def start_list(forum: Forum, *, actor: str, now: datetime) -> None:
    """Give `forum` the usual check list, where it has none."""
    one_maker_at_a_time(forum)
    if db.session.scalar(select(CheckItem.id).where(CheckItem.forum_id == forum.id).limit(1)):
        return
    for position, usual in enumerate(USUAL, start=1):
        row = {"code": usual.code, "title": Words(usual.title), "about": usual.about}
        row |= {"hours": usual.hours, "is_self_test": usual.is_self_test}
        row |= {"of_people": usual.of_people}
        row |= {"applies_to": [str(carried) for carried in usual.applies_to]}
        row |= {"is_needed": usual.is_needed, "position": position}
        db.session.add(CheckItem(forum_id=forum.id, kinds=[], **row))
    db.session.flush()
    facts = {"items": len(USUAL)}
    note_act(forum.id, "broadcast.start_list", "forum", forum.id, facts, actor=actor, now=now)
    touch(readiness_topic(forum.id))


def make_item(
    forum: Forum, code: str, wanted: Mapping[str, Any], *, actor: str, now: datetime
) -> CheckItem:
    """wanted: title, about, applies_to, of_people, kinds, is_needed, is_self_test, hours, position.

    Raises BadCode, CodeTaken, UnknownKind, SelfTestOfLine, OnlyOfLines.
    """
    check_code(code)
    _check_wanted(wanted)
    one_maker_at_a_time(forum)
    if item_at(forum, code):
        raise CodeTaken(code=code)
    if wanted.get("is_self_test"):
        _mark_no_other(forum.id, but=0)
    item = CheckItem(forum_id=forum.id, code=code, **wanted)
    db.session.add(item)
    db.session.flush()
    _note(item, "broadcast.make_item", {"code": code}, actor=actor, now=now)
    return item


def edit_item(
    item: CheckItem, wanted: Mapping[str, Any], *, seen: int, actor: str, now: datetime
) -> None:
    """wanted: some columns; whatever was the self-test before is no more, where this one is.

    Raises UnknownKind, SelfTestOfLine, OnlyOfLines, ChangedMeanwhile, TestedOtherwise.
    """
    names = ("kinds", "about", "applies_to", "of_people", "is_self_test")
    now_there = {name: getattr(item, name) for name in names}
    whole = now_there | dict(wanted)
    _check_wanted(whole)
    lock(item)
    tested = select(TechCheck.id).where(TechCheck.item_id == item.id).limit(1)
    is_otherwise = any(whole[name] != getattr(item, name) for name in ("about", "of_people"))
    if is_otherwise and db.session.scalar(tested) is not None:
        raise TestedOtherwise
    if whole["is_self_test"]:
        _mark_no_other(item.forum_id, but=item.id)
    _note(item, "broadcast.edit_item", change(item, wanted, seen=seen), actor=actor, now=now)


def _mark_no_other(forum_id: int, *, but: int) -> None:
    marked = (CheckItem.forum_id == forum_id, CheckItem.is_self_test, CheckItem.id != but)
    taken = {"is_self_test": False, "version": CheckItem.version + 1}
    db.session.execute(update(CheckItem).where(*marked).values(**taken))


def _check_wanted(wanted: Mapping[str, Any]) -> None:
    """Raises UnknownKind, SelfTestOfLine, OnlyOfLines."""
    if wanted.get("is_self_test") and wanted["about"] == About.LINE:
        raise SelfTestOfLine
    if wanted.get("applies_to") and wanted["about"] != About.LINE:
        raise OnlyOfLines
    for kind in wanted["kinds"]:
        if kind not in list(PointKind):
            raise UnknownKind(kind=kind[:20], known=", ".join(PointKind))


def _note(item: CheckItem, act: str, facts: dict[str, Any], *, actor: str, now: datetime) -> None:
    note_act(item.forum_id, act, "check item", item.id, facts, actor=actor, now=now)
    touch(readiness_topic(item.forum_id))


def record(
    point: Point,
    item: CheckItem,
    link: Link | None,
    found: Found,
    *,
    actor: str,
    by: int | None,
    now: datetime,
) -> TechCheck:
    """Add a result; link: the line it is of, where the item is about lines.

    What was sent again because its answer was lost is there already, and stays the only one.

    Raises NoSuchItem where item and line do not go together at this point, as a picture and a
    telephone do not, LineChanged where the
    line, or the point, is another than was tested, TestedMeanwhile where another result came since
    the page was made.
    """
    _check_subject(point, item, link)
    subject: Link | Point = link or point
    lock(subject)
    there = _of_press(point, found.press)
    if there is not None:
        return there
    if found.revision != _revision_of(point, item, link):
        raise LineChanged
    _check_latest(point, item, link, found)
    ids = {"point_id": point.id, "item_id": item.id, "link_id": link.id if link else None}
    said = {name: getattr(found, name) for name in ("revision", "result", "note", "press")}
    said |= {"facts": dict(found.facts), "at": now, "actor": actor, "by_id": by}
    check = TechCheck(forum_id=point.forum_id, **ids, **said)
    db.session.add(check)
    db.session.flush()
    facts = {"item": item.code, "result": str(found.result), "revision": found.revision}
    note_act(point.forum_id, "broadcast.check", "point", point.id, facts, actor=actor, now=now)
    touch(readiness_topic(point.forum_id))
    return check


def _check_subject(point: Point, item: CheckItem, link: Link | None) -> None:
    of_line = item.about is About.LINE
    strange = link is not None and (link.point_id != point.id or link.revoked_at is not None)
    if item.retired_at is not None or of_line != (link is not None) or strange:
        raise NoSuchItem
    if link is not None and not lines_for(item, point, [link]):
        raise NoSuchItem


def _revision_of(point: Point, item: CheckItem, link: Link | None) -> int:
    if link:
        return link.revision
    changes = changes_of_people(point.forum_id, point) if item.of_people else {}
    return revision_of(item.of_people, point.version, changes.get(point.id, 0))


def _of_press(point: Point, press: str | None) -> TechCheck | None:
    asked = select(TechCheck).where(TechCheck.point_id == point.id, TechCheck.press == press)
    return db.session.scalars(asked).one_or_none() if press else None


def _check_latest(point: Point, item: CheckItem, link: Link | None, found: Found) -> None:
    asked = select(TechCheck).where(
        TechCheck.point_id == point.id,
        TechCheck.item_id == item.id,
        TechCheck.link_id.is_not_distinct_from(link.id if link else None),
    )
    last = db.session.scalars(asked.order_by(TechCheck.id.desc()).limit(1)).one_or_none()
    if last is not None and last.id != found.latest:
        raise TestedMeanwhile
