"""Laying out a hall: zones, cells, booths, and the plan that is published."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import func, insert, select, update

from ...db import Base, db
from ...forums.models import Forum, Hall
from ...i18n import Words
from ...live.services import touch
from ...trail.services import Note, note
from ..models import (
    Booking,
    Booth,
    Cell,
    CellClaim,
    FloorPlan,
    PlanState,
    Zone,
    ZoneMode,
    booth_cells,
    plan_cells,
)
from ..queries.floor import is_live
from ..rules.bookings import PlanNotDraft, SoldCellsMissing
from ..rules.floor import Rect

Row = TypeVar("Row", bound=Base)


@dataclass(frozen=True, kw_only=True)
class ZonePlan:
    code: str
    name: Words
    mode: ZoneMode
    price_minor: int = 0
    currency: str = "VND"
    hold_minutes: int = 20
    offer_minutes: int = 1440
    most_booths: int | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class PlanDrawing:
    """One version of a hall: its size in centimetres, the cells, and what is drawn besides."""

    width_cm: int
    depth_cm: int
    cells: Sequence[Cell]
    marks: Sequence[dict[str, Any]] = field(default_factory=list)


def add_zone(forum: Forum, plan: ZonePlan) -> Zone:
    return _added(Zone(forum_id=forum.id, **vars(plan)))


def add_cell(hall: Hall, code: str, rect: Rect) -> Cell:
    size = {"x_cm": rect.x, "y_cm": rect.y, "width_cm": rect.width, "depth_cm": rect.depth}
    return _added(Cell(forum_id=hall.forum_id, hall_id=hall.id, code=code, **size))


def add_booth(zone: Zone, code: str, cells: Iterable[Cell]) -> Booth:
    booth = _added(Booth(forum_id=zone.forum_id, zone_id=zone.id, code=code))
    for cell in cells:
        row = {"forum_id": zone.forum_id, "booth_id": booth.id, "cell_id": cell.id}
        db.session.execute(insert(booth_cells).values(**row))
    return booth


def draw_plan(hall: Hall, drawing: PlanDrawing) -> FloorPlan:
    """The next version of how `hall` is laid out: a draft."""
    latest = select(func.max(FloorPlan.version)).where(FloorPlan.hall_id == hall.id)
    plan = _added(
        FloorPlan(
            forum_id=hall.forum_id,
            hall_id=hall.id,
            version=(db.session.scalar(latest) or 0) + 1,
            state=PlanState.DRAFT,
            width_cm=drawing.width_cm,
            depth_cm=drawing.depth_cm,
            marks=list(drawing.marks),
        )
    )
    rows = [
        {"forum_id": plan.forum_id, "plan_id": plan.id, "cell_id": cell.id}
        for cell in drawing.cells
    ]
    if rows:
        db.session.execute(insert(plan_cells), rows)
    return plan


def publish_plan(plan: FloorPlan, *, actor: str, now: datetime) -> None:
    """Show this draft of the hall from now on, in place of the version before.

    Raises PlanNotDraft; SoldCellsMissing, which names the booths, where it leaves out floor that
    is held or booked. The cells of the hall are locked: nobody books one of them meanwhile.
    """
    hall_cells = select(Cell).where(Cell.hall_id == plan.hall_id).order_by(Cell.id)
    db.session.scalars(hall_cells.with_for_update(key_share=True)).all()
    db.session.refresh(plan)
    if plan.state is not PlanState.DRAFT:
        raise PlanNotDraft
    if missing := _sold_without(plan, now):
        raise SoldCellsMissing(booths=", ".join(missing))
    others = (FloorPlan.hall_id == plan.hall_id, FloorPlan.state == PlanState.PUBLISHED)
    db.session.execute(update(FloorPlan).where(*others).values(state=PlanState.SUPERSEDED))
    plan.state, plan.published_at = PlanState.PUBLISHED, now
    db.session.flush()
    touch(f"booths.{plan.forum_id}")
    note(
        Note(
            forum_id=plan.forum_id,
            at=now,
            actor=actor,
            act="exhibition.publish_plan",
            kind="plan",
            object_id=plan.id,
            facts={"hall_id": plan.hall_id, "version": plan.version},
        )
    )


def _sold_without(plan: FloorPlan, now: datetime) -> list[str]:
    """Codes of the booths whose claimed cells this plan does not have."""
    shown = select(plan_cells.c.cell_id).where(plan_cells.c.plan_id == plan.id)
    claimed = (
        select(Booth.code)
        .join(Booking, Booking.booth_id == Booth.id)
        .join(CellClaim, CellClaim.booking_id == Booking.id)
        .join(Cell, Cell.id == CellClaim.cell_id)
        .where(Cell.hall_id == plan.hall_id, is_live(now), Cell.id.not_in(shown))
    )
    return list(db.session.scalars(claimed.distinct().order_by(Booth.code)))


def _added(row: Row) -> Row:
    db.session.add(row)
    db.session.flush()
    return row
