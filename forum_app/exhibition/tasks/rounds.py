"""What is looked after again and again."""

from datetime import datetime

from ...db import written
from ..queries.lines import booths_owed
from ..services import lines


def lapse(now: datetime) -> None:
    """End every hold whose time is over, and give what is free to whoever waits for it."""
    while written(lambda: lines.lapse_one(now=now)):
        pass
    for booth_id in booths_owed(now=now):
        written(lambda booth_id=booth_id: lines.serve(booth_id, now=now))  # type: ignore[misc]
