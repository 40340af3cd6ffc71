"""What stands on the call sheets of points: on their pages and in the files to print alike."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from ...db import db
from ...forums.models import Forum, Point
from ...programme.models import Session
from ..models import About, Audience, CheckItem, Link, PointContact, Purpose, Relay
from .people import contacts_by_point
from .readiness import TESTED, as_item, items_of, lines_for
from .relays import relays_of, sessions_held


@dataclass(frozen=True)
class CallSheet:
    """parts: as planned, by start. lines: in the order of use. No secret is in any of it."""

    point: Point
    parts: list[tuple[Session, Relay]]
    lines: list[Link]
    contacts: list[PointContact]
    items: list[CheckItem]  # what is tested at a point of its kind, on lines as it has

    @property
    def phone(self) -> Link | None:
        """The line to call where every other one fails."""
        return next((x for x in self.lines if x.purpose is Purpose.PHONE), None)


def call_sheets_of(forum: Forum, points: Sequence[Point]) -> list[CallSheet]:
    """One for each of `points`, in their order. Five queries, however many they are."""
    relays, sessions = relays_of(forum), sessions_held(forum)
    parts = {
        point.id: [(x, relays[x.id, point.id]) for x in sessions if (x.id, point.id) in relays]
        for point in points
    }
    taking = {of: {session.id for session, _ in there} for of, there in parts.items()}
    lines, people, items = lines_of_points(forum, taking), contacts_by_point(forum), items_of(forum)
    return [
        CallSheet(
            point,
            parts[point.id],
            lines[point.id],
            people.get(point.id, []),
            _tested_at(point, items, lines[point.id]),
        )
        for point in points
    ]


def _tested_at(point: Point, items: list[CheckItem], lines: list[Link]) -> list[CheckItem]:
    own = [x for x in lines if x.point_id == point.id and x.purpose in TESTED]
    return [
        item
        for item in items
        if as_item(item).is_for(point.kind)
        and (item.about is not About.LINE or not own or lines_for(item, point, own))
    ]


def lines_of_points(forum: Forum, sessions: Mapping[int, set[int]]) -> dict[int, list[Link]]:
    """point id -> its own live lines, and those of its sessions that all points use. One query.

    sessions: point id -> ids of those that it takes part in.
    """
    any_of = set().union(*sessions.values())
    for_all = (Link.point_id.is_(None), Link.audience == Audience.POINT)
    shared = and_(Link.session_id.in_(any_of), *for_all)
    asked = select(Link).where(Link.forum_id == forum.id, Link.revoked_at.is_(None))
    asked = asked.where(or_(Link.point_id.in_(sessions), shared))
    asked = asked.options(joinedload(Link.session))
    found: dict[int, list[Link]] = defaultdict(list)
    for link in db.session.scalars(asked.order_by(Link.priority, Link.id)):
        for point, its in sessions.items():
            if link.point_id == point or (link.point_id is None and link.session_id in its):
                found[point].append(link)
    return found
