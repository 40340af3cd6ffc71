"""How far each point is: computed from what was tested, on the lines as they are."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from ...db import db
from ...forums.models import Forum, Point, PointType
from ...forums.queries import points_of
from ..models import CheckItem, Link, PeopleChanges, Purpose, TechCheck, TestSlot
from ..rules.carrying import Carries, applies, carried_by
from ..rules.readiness import Finding, Item, Line, PointFacts, Preparation, Readiness, readiness_of
from .slots import next_slots

# Lines that carry a point's part: what people only watch is tested with its session.
TESTED = (Purpose.MEET, Purpose.CONTRIBUTE, Purpose.RETURN, Purpose.BACKUP, Purpose.PHONE)
_ORDER = list(Preparation)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One point on the board."""

    point: Point
    readiness: Readiness
    next_slot: TestSlot | None


def items_of(forum: Forum, *, retired: bool = False) -> list[CheckItem]:
    """The check list in its order. One query."""
    asked = select(CheckItem).where(CheckItem.forum_id == forum.id)
    if not retired:
        asked = asked.where(CheckItem.retired_at.is_(None))
    return list(db.session.scalars(asked.order_by(CheckItem.position, CheckItem.id)))


def item_at(forum: Forum, code: str) -> CheckItem | None:
    asked = select(CheckItem).where(CheckItem.forum_id == forum.id, CheckItem.code == code)
    return db.session.scalars(asked).one_or_none()


def self_test_for(forum: Forum, point: Point) -> CheckItem | None:
    """The item that the self-test of `point` fills. One query."""
    asked = select(CheckItem).where(CheckItem.forum_id == forum.id, CheckItem.is_self_test)
    item = db.session.scalars(asked.where(CheckItem.retired_at.is_(None))).one_or_none()
    return item if item is not None and as_item(item).is_for(point.kind) else None


def lines_of(forum: Forum, point: Point | None = None) -> dict[int, list[Link]]:
    """point id -> its lines that are tested, not revoked; in order of purpose. One query."""
    asked = select(Link).where(
        Link.forum_id == forum.id,
        Link.point_id.is_not(None) if point is None else Link.point_id == point.id,
        Link.revoked_at.is_(None),
        Link.purpose.in_(TESTED),
    )
    found: dict[int, list[Link]] = defaultdict(list)
    for link in db.session.scalars(asked.order_by(Link.priority, Link.id)):
        found[link.point_id or 0].append(link)
    for lines in found.values():
        lines.sort(key=lambda x: TESTED.index(x.purpose))
    return found


def latest_checks(forum: Forum, point: Point | None = None) -> dict[int, list[TechCheck]]:
    """point id -> of each item and line the result that counts, as they were made. Two queries."""
    asked = (
        select(TechCheck)
        .where(TechCheck.id.in_(_latest(forum, point)))
        .options(selectinload(TechCheck.item))
    )
    found: dict[int, list[TechCheck]] = defaultdict(list)
    for check in db.session.scalars(asked.order_by(TechCheck.id)):
        found[check.point_id].append(check)
    return found


def findings_of(forum: Forum, point: Point | None = None) -> dict[int, list[Finding]]:
    """The same as the rules see it, without a row for each: a board has thousands. One query."""
    said = (TechCheck.link_id, TechCheck.revision, TechCheck.result, TechCheck.at, TechCheck.actor)
    asked = select(TechCheck.point_id, CheckItem.code, *said, TechCheck.note)
    asked = asked.join(CheckItem, CheckItem.id == TechCheck.item_id)
    found: dict[int, list[Finding]] = defaultdict(list)
    asked = asked.where(TechCheck.id.in_(_latest(forum, point))).order_by(TechCheck.id)
    for point_id, item, link_id, revision, result, at, by, note in db.session.execute(asked):
        finding = Finding(item, link_id, revision, result, at, by, note or "")
        found[point_id].append(finding)
    return found


def _latest(forum: Forum, point: Point | None) -> Select[int]:
    of_forum: list[ColumnElement[bool]] = [TechCheck.forum_id == forum.id]
    if point is not None:
        of_forum.append(TechCheck.point_id == point.id)
    each = (TechCheck.point_id, TechCheck.item_id, TechCheck.link_id)
    return select(func.max(TechCheck.id)).where(*of_forum).group_by(*each)


def changes_of_people(forum_id: int, point: Point | None = None) -> dict[int, int]:
    """point id -> how often who is there became another; none for never. One query."""
    asked = select(PeopleChanges.point_id, PeopleChanges.changes)
    asked = asked.where(PeopleChanges.forum_id == forum_id)
    if point is not None:
        asked = asked.where(PeopleChanges.point_id == point.id)
    return dict(db.session.execute(asked).all())


def board_of(forum: Forum, *, now: datetime) -> list[Standing]:
    """Every point but the venue itself; the worst first, then in the order of the forum.

    Six queries.
    """
    points = [point for point in points_of(forum) if point.kind != "central"]
    standings, slots = standings_of(forum, points, now=now), next_slots(forum, now=now)
    found = [
        Standing(point=point, readiness=standings[point.id], next_slot=slots.get(point.id))
        for point in points
    ]
    return sorted(found, key=lambda x: _ORDER.index(x.readiness.state))


def standings_of(forum: Forum, points: Iterable[Point], *, now: datetime) -> dict[int, Readiness]:
    """point id -> how far it is. Four queries."""
    items = [as_item(item) for item in items_of(forum)]
    lines, checks, changes = lines_of(forum), findings_of(forum), changes_of_people(forum.id)
    return {
        point.id: readiness_of(
            facts_of(
                point,
                lines.get(point.id, ()),
                checks.get(point.id, ()),
                changes.get(point.id, 0),
            ),
            items,
            now=now,
        )
        for point in points
    }


def narrowed(board: Iterable[Standing], *, state: str, lacks: str) -> list[Standing]:
    """Those in this state that lack this item of the check list; "" for any."""
    return [
        one
        for one in board
        if state in ("", one.readiness.state)
        and (not lacks or any(x.item == lacks for x in one.readiness.missing))
    ]


def readiness_at(forum: Forum, point: Point, *, now: datetime) -> Readiness:
    """Four queries."""
    items = [as_item(item) for item in items_of(forum)]
    lines, checks = lines_of(forum, point), findings_of(forum, point)
    changes = changes_of_people(forum.id, point).get(point.id, 0)
    facts = facts_of(point, lines.get(point.id, ()), checks.get(point.id, ()), changes)
    return readiness_of(facts, items, now=now)


def history_of(point: Point, *, at_most: int) -> list[TechCheck]:
    """The last results at `point`, the newest first. One query."""
    asked = select(TechCheck).where(
        TechCheck.forum_id == point.forum_id, TechCheck.point_id == point.id
    )
    asked = asked.options(joinedload(TechCheck.item)).order_by(TechCheck.id.desc())
    return list(db.session.scalars(asked.limit(at_most)))


def carried_at(point: Point, link: Link) -> Carries:
    """What `link` carries, used by `point` as it takes part."""
    only_watches = point.type is PointType.VIEW_ONLY
    return carried_by(link.purpose, link.transport, only_watches=only_watches)


def lines_for(item: CheckItem, point: Point, lines: Iterable[Link]) -> list[Link]:
    """Those of the lines of `point` on which `item` makes sense."""
    return [x for x in lines if applies(item.applies_to, carried_at(point, x))]


def facts_of(
    point: Point, lines: Iterable[Link], tested: Sequence[Finding], changes_of_people: int
) -> PointFacts:
    return PointFacts(
        kind=point.kind,
        revision=point.version,
        lines=tuple(Line(x.id, x.revision, x.purpose, carried_at(point, x)) for x in lines),
        tested=tuple(tested),
        is_withdrawn=point.withdrawn_at is not None,
        changes_of_people=changes_of_people,
        only_watches=point.type is PointType.VIEW_ONLY,
    )


def as_item(item: CheckItem) -> Item:
    kinds, applies_to = frozenset(item.kinds), frozenset(item.applies_to)
    whose = (item.is_needed, kinds, item.of_people)
    return Item(item.code, item.about, item.hours, *whose, applies_to)
