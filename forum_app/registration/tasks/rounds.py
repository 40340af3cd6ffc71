"""What is looked after again and again."""

from datetime import datetime

from ...db import written
from ..services import decisions


def lapse(now: datetime) -> None:
    """End every registration whose address was not confirmed in time; its places go on."""
    while written(lambda: decisions.lapse_unconfirmed(now=now)):
        pass
