"""What goes on after an organiser's act."""

from datetime import datetime
from typing import Any

from ..db import written
from .services.seats import go_on_raising


def raise_seats(facts: dict[str, Any], now: datetime) -> None:
    """The next batch of a large rise of seats; it asks for the one after it."""
    written(lambda: go_on_raising(**facts, now=now))
