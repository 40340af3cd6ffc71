"""The copy of how a hall is laid out and given away: plans and zones, nobody and no booking."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Table, insert, select

from ...clock import instant_of, wall_of
from ...db import Base, db
from ...forums.models import Forum, Hall
from ...forums.rules import wall_moved
from ...forums.services.copies import copy_of
from ..models import Booth, Cell, FloorPlan, PlanState, Zone, booth_cells, plan_cells

Row = TypeVar("Row", bound=Base)


def copy_exhibition(source: Forum, target: Forum, *, now: datetime) -> None:
    """Give `target` the zones, cells, booths and published plans of `source`.

    `target` has its halls, by their codes. Zones open and close so many days later at the same
    hours of the wall; blocked booths stay blocked; each plan begins as version 1.
    Raises ClocksSkip, which names the zone.
    """
    days = (target.first_day - source.first_day).days
    zones = {zone.id: _moved(zone, target, days) for zone in _rows(Zone, source)}
    halls = _halls(source, target)
    cells = {
        cell.id: copy_of(cell, forum_id=target.id, hall_id=halls[cell.hall_id])
        for cell in _rows(Cell, source)
    }
    db.session.add_all([*zones.values(), *cells.values()])
    db.session.flush()
    booths = {
        booth.id: copy_of(booth, forum_id=target.id, zone_id=zones[booth.zone_id].id, version=1)
        for booth in _rows(Booth, source)
    }
    published = (plan for plan in _rows(FloorPlan, source) if plan.state is PlanState.PUBLISHED)
    plans = {
        plan.id: copy_of(
            plan, forum_id=target.id, hall_id=halls[plan.hall_id], version=1, published_at=now
        )
        for plan in published
    }
    db.session.add_all([*booths.values(), *plans.values()])
    db.session.flush()
    _copy_pairs(booth_cells, "booth_id", booths, cells, target)
    _copy_pairs(plan_cells, "plan_id", plans, cells, target)


def _rows(table: type[Row], forum: Forum) -> list[Row]:
    of_forum, number = table.__table__.c.forum_id, table.__table__.c.id
    return list(db.session.scalars(select(table).where(of_forum == forum.id).order_by(number)))


def _halls(source: Forum, target: Forum) -> dict[int, int]:
    there = {hall.code: hall.id for hall in _rows(Hall, target)}
    return {hall.id: there[hall.code] for hall in _rows(Hall, source)}


def _moved(zone: Zone, target: Forum, days: int) -> Zone:
    opens, closes = (
        _later(at, zone.code, target.zone, days) for at in (zone.opens_at, zone.closes_at)
    )
    return copy_of(zone, forum_id=target.id, opens_at=opens, closes_at=closes)


def _later(at: datetime | None, code: str, zone: str, days: int) -> datetime | None:
    if at is None:
        return None
    wall, fold = wall_of(at, zone)
    wall, fold = wall_moved(code, wall, fold, zone, days)
    return instant_of(wall, zone, fold)


def _copy_pairs(
    table: Table,
    column: str,
    parents: Mapping[int, Booth] | Mapping[int, FloorPlan],
    cells: Mapping[int, Cell],
    target: Forum,
) -> None:
    asked = select(table.c[column], table.c.cell_id).where(table.c[column].in_(parents))
    rows = [
        {column: parents[parent].id, "cell_id": cells[cell].id, "forum_id": target.id}
        for parent, cell in db.session.execute(asked)
    ]
    if rows:
        db.session.execute(insert(table), rows)
