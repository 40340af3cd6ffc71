"""What is looked after again and again."""

from datetime import datetime

from ...db import written
from ..services import decisions

BATCH = 10  # registrations ended in one transaction, which stays far under 200 ms


def lapse(now: datetime) -> None:
    """End every registration whose address was not confirmed in time; its places go on."""
    while written(lambda: decisions.lapse_unconfirmed(now=now, at_most=BATCH)) == BATCH:
        pass
