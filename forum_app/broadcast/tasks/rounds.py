"""What is looked after again and again."""

from datetime import datetime

from ...db import written
from ..queries.reminders import is_any_due
from ..services import reminders


def remind(now: datetime) -> None:
    """Remind whoever is to be reminded by now, a few points at a time."""
    while is_any_due(now=now) and written(lambda: reminders.remind(now=now)):
        pass
