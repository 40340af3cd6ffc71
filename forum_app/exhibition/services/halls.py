"""Whether a hall may go, as far as the exhibition has floor in it."""

from sqlalchemy import select

from ...announce import HallRemoved
from ...db import db
from ..models import Cell, FloorPlan
from ..rules.floor import HallHasFloor


def on_hall_removed(said: HallRemoved) -> None:
    """Raises HallHasFloor: floor outlives its plans, since bookings name it."""
    for table in (FloorPlan, Cell):
        found = db.session.scalar(select(table.id).where(table.hall_id == said.hall_id).limit(1))
        if found is not None:
            raise HallHasFloor(hall=said.code)
