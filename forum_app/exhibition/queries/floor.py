"""The floor as it is now: every booth with its shape and its state, from the claims alone.

No colour is stored anywhere: whoever shows a plan or a list asks here.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from ...db import db
from ...forums.models import Forum, Hall
from ...forums.rules import can_be_code
from ..models import (
    Booking,
    BookingState,
    Booth,
    BoothWaiting,
    BoothWaitingState,
    Cell,
    CellClaim,
    FloorPlan,
    PlanState,
    Zone,
    booth_cells,
    plan_cells,
)
from ..rules.bookings import Window
from ..rules.floor import FloorState, Rect, Shape, blocked_by, code_key, drawn


@dataclass(frozen=True)
class Stand:
    """A booth on the floor. owner: the live booking on any of its cells, perhaps of another booth.

    promised: it is nobody's, and goes to the next in line first.
    """

    booth: Booth
    zone: Zone
    plan: FloorPlan
    shape: Shape
    state: FloorState
    owner: Booking | None
    promised: bool
    waiting: int  # how many wait for it, or for any of its zone

    @property
    def has_own_booking(self) -> bool:
        return self.owner is not None and self.owner.booth_id == self.booth.id

    @property
    def width_m(self) -> float:
        return self.shape.bounds.width / 100

    @property
    def depth_m(self) -> float:
        return self.shape.bounds.depth / 100


@dataclass(frozen=True)
class HallFloor:
    plan: FloorPlan
    drawn: list[Stand]


@dataclass(frozen=True)
class Floor:
    stands: list[Stand]  # in the order of zones and codes
    zones: list[Zone]
    halls: list[HallFloor]

    def stand(self, code: str) -> Stand | None:
        return next((one for one in self.stands if one.booth.code == code), None)

    def counted(self) -> dict[FloorState, int]:
        """How many booths that a plan draws are in each state."""
        shown = [one for hall in self.halls for one in hall.drawn]
        return {state: sum(one.state is state for one in shown) for state in FloorState}


def window_of(zone: Zone) -> Window:
    return Window(zone.opens_at, zone.closes_at)


def floor_of(forum: Forum, *, now: datetime) -> Floor:
    """Every booth whose whole floor is in the published plan of its hall. Six queries."""
    plans = published_plans(forum)
    cells = _cells_on(plans)
    booths = {booth.id: booth for booth in _booths_of(forum)}
    shapes = _shapes(forum, cells)
    owners, waited = owners_of(forum, now=now), _lines_of(forum)
    blocked = [shapes[x.id][0].cells for x in booths.values() if x.blocked_at and x.id in shapes]
    stands = []
    for booth_id, (shape, plan_id) in shapes.items():
        booth = booths[booth_id]
        owner = next((owners[cell] for cell in sorted(shape.cells) if cell in owners), None)
        line = waited[("booth", booth.id)] + waited[("zone", booth.zone_id)]
        promised = owner is None and line > 0 and _is_open(booth, now)
        state = _state_of(booth, blocked_by(shape.cells, blocked), owner, promised, now)
        plan = plans[plan_id]
        stands.append(Stand(booth, booth.zone, plan, shape, state, owner, promised, line))
    stands.sort(key=lambda one: (code_key(one.zone.code), code_key(one.booth.code)))
    zones = {one.zone.id: one.zone for one in stands}
    return Floor(stands, list(zones.values()), _halls(plans, stands))


def _state_of(
    booth: Booth, is_blocked: bool, owner: Booking | None, promised: bool, now: datetime
) -> FloorState:
    if owner is not None:
        is_firm = owner.state is BookingState.CONFIRMED
        return FloorState.TAKEN if is_firm else FloorState.HELD
    if is_blocked or not _is_open(booth, now):
        return FloorState.BLOCKED
    return FloorState.HELD if promised else FloorState.FREE


def _is_open(booth: Booth, now: datetime) -> bool:
    return window_of(booth.zone).is_open(now)


def _halls(plans: dict[int, FloorPlan], stands: list[Stand]) -> list[HallFloor]:
    found = []
    for plan in sorted(plans.values(), key=lambda plan: plan.hall.position):
        here = [one for one in stands if one.plan.id == plan.id]
        chosen = drawn([(one.shape, one.has_own_booking) for one in here])
        found.append(HallFloor(plan, [here[place] for place in chosen]))
    return found


def published_plans(forum: Forum) -> dict[int, FloorPlan]:
    asked = select(FloorPlan).where(
        FloorPlan.forum_id == forum.id, FloorPlan.state == PlanState.PUBLISHED
    )
    found = db.session.scalars(asked.options(joinedload(FloorPlan.hall)))
    return {plan.id: plan for plan in found}


def _cells_on(plans: dict[int, FloorPlan]) -> dict[int, tuple[Cell, int]]:
    """Id of a cell -> the cell, and the id of the published plan it is in."""
    asked = select(Cell, plan_cells.c.plan_id).join(plan_cells, plan_cells.c.cell_id == Cell.id)
    found = db.session.execute(asked.where(plan_cells.c.plan_id.in_(plans)))
    return {cell.id: (cell, plan_id) for cell, plan_id in found}


def _booths_of(forum: Forum) -> list[Booth]:
    asked = select(Booth).where(Booth.forum_id == forum.id).options(joinedload(Booth.zone))
    return list(db.session.scalars(asked.order_by(Booth.id)))


def _shapes(forum: Forum, cells: dict[int, tuple[Cell, int]]) -> dict[int, tuple[Shape, int]]:
    """Id of a booth -> its shape and the id of its plan, where all of it is in one plan."""
    of_booth: dict[int, list[int]] = defaultdict(list)
    asked = select(booth_cells.c.booth_id, booth_cells.c.cell_id)
    for booth_id, cell_id in db.session.execute(asked.where(booth_cells.c.forum_id == forum.id)):
        of_booth[booth_id].append(cell_id)
    shapes = {}
    for booth_id, ids in of_booth.items():
        plans = {cells[cell][1] if cell in cells else None for cell in ids}
        plan_id = plans.pop()
        if plan_id is not None and not plans:
            shapes[booth_id] = (
                Shape(frozenset(ids), tuple(_rect(cells[x][0]) for x in ids)),
                plan_id,
            )
    return shapes


def _rect(cell: Cell) -> Rect:
    return Rect(cell.x_cm, cell.y_cm, cell.width_cm, cell.depth_cm)


def owners_of(forum: Forum, *, now: datetime) -> dict[int, Booking]:
    """Id of a cell -> the booking that owns it at `now`, with its exhibitor. One query."""
    asked = (
        select(CellClaim.cell_id, Booking)
        .join(Booking, Booking.id == CellClaim.booking_id)
        .where(CellClaim.forum_id == forum.id, is_live(now))
        .options(joinedload(Booking.exhibitor))
    )
    return dict(db.session.execute(asked).unique().all())


def is_live(now: datetime) -> ColumnElement[bool]:
    """The condition that a claim still holds at `now`: its last instant is over."""
    return CellClaim.expires_at.is_(None) | (CellClaim.expires_at > now)


def _lines_of(forum: Forum) -> Counter[tuple[str, int]]:
    """How many wait for what: ("booth", id) or ("zone", id)."""
    asked = select(BoothWaiting.booth_id, BoothWaiting.zone_id).where(
        BoothWaiting.forum_id == forum.id, BoothWaiting.state == BoothWaitingState.WAITING
    )
    return Counter(
        ("booth", booth_id) if booth_id else ("zone", zone_id)
        for booth_id, zone_id in db.session.execute(asked)
    )


def booth_at(forum: Forum, code: str) -> Booth | None:
    """The booth of `forum` with `code`, typed by anybody, if all its floor is in a published plan.

    At most one query.
    """
    if not can_be_code(code):
        return None
    return db.session.scalar(
        _on_plan(select(Booth).where(Booth.forum_id == forum.id, Booth.code == code))
    )


def _on_plan(asked: Select[Booth]) -> Select[Booth]:
    """Only booths that have floor, all of it in published plans."""
    cells = select(booth_cells.c.cell_id).where(booth_cells.c.booth_id == Booth.id)
    published = (
        select(plan_cells.c.cell_id)
        .join(FloorPlan, FloorPlan.id == plan_cells.c.plan_id)
        .where(
            plan_cells.c.cell_id == booth_cells.c.cell_id, FloorPlan.state == PlanState.PUBLISHED
        )
    )
    return asked.where(
        cells.correlate(Booth).exists(),
        ~cells.where(~published.correlate(booth_cells).exists()).correlate(Booth).exists(),
    )


def plans_of(forum: Forum) -> list[tuple[FloorPlan, int]]:
    """Every version of every hall's plan and how many cells it has, the latest first. One query."""
    cells = select(func.count()).where(plan_cells.c.plan_id == FloorPlan.id).scalar_subquery()
    asked = select(FloorPlan, cells).join(Hall, Hall.id == FloorPlan.hall_id)
    asked = asked.where(FloorPlan.forum_id == forum.id).options(contains_eager(FloorPlan.hall))
    found = db.session.execute(asked.order_by(Hall.position, Hall.id, FloorPlan.version.desc()))
    return [(plan, many) for plan, many in found]


def plan_in(forum: Forum, plan_id: int) -> FloorPlan | None:
    asked = select(FloorPlan).where(FloorPlan.forum_id == forum.id, FloorPlan.id == plan_id)
    return db.session.scalars(asked).one_or_none()
