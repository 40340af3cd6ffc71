"""Going on with an act for many registrations, one after the other."""

from datetime import datetime
from time import monotonic
from typing import Any

from ... import clock
from ...db import written
from ..queries.bulk import locked_act
from ..services.bulk import go_on, settle_next

LASTS = 20.0  # seconds of one job; the next one goes on, well within its lease


def settle(facts: dict[str, Any], now: datetime) -> None:
    """Settle what is left of the act, for a while; then a new job goes on."""
    act_id, ends = int(facts["act_id"]), monotonic() + LASTS
    while written(lambda: settle_next(act_id, now=clock.now())):
        if monotonic() > ends:
            written(lambda: go_on(locked_act(act_id), at=clock.now()))
            return
