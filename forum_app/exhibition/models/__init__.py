"""Tables of the exhibition room, and the facts the database itself refuses to break."""

from .bookings import LIVE, Booking, BookingState, BoothWaiting, BoothWaitingState, CellClaim
from .exhibitors import Exhibitor, ExhibitorKind, ExhibitorStaff, ZoneInvitation
from .floor import (
    Booth,
    Cell,
    FloorPlan,
    PlanState,
    Zone,
    ZoneMode,
    booth_cells,
    plan_cells,
)

__all__ = [
    "LIVE",
    "Booking",
    "BookingState",
    "Booth",
    "BoothWaiting",
    "BoothWaitingState",
    "Cell",
    "CellClaim",
    "Exhibitor",
    "ExhibitorKind",
    "ExhibitorStaff",
    "FloorPlan",
    "PlanState",
    "Zone",
    "ZoneInvitation",
    "ZoneMode",
    "booth_cells",
    "plan_cells",
]
