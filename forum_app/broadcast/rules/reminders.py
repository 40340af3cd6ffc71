"""When coordinators are reminded: of their tests, and of what their point still lacks.

A rule is due from so long before what it is about until the next rule takes over, so that a
worker that was away, or a rule that was paused, does not send two letters where one is true.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Rule(StrEnum):
    TEST_24H = "test_24h"
    TEST_2H = "test_2h"
    MISSING_7D = "missing_7d"
    MISSING_3D = "missing_3d"
    MISSING_1D = "missing_1d"


@dataclass(frozen=True)
class Window:
    """before, until: how long before it begins."""

    before: timedelta
    until: timedelta = timedelta()

    def holds(self, starts_at: datetime, now: datetime) -> bool:
        return starts_at - self.before <= now < starts_at - self.until


OF_TESTS = {
    Rule.TEST_24H: Window(timedelta(hours=24), timedelta(hours=2)),
    Rule.TEST_2H: Window(timedelta(hours=2)),
}
OF_WHAT_IS_MISSING = {  # before the first session of the forum
    Rule.MISSING_7D: Window(timedelta(days=7), timedelta(days=3)),
    Rule.MISSING_3D: Window(timedelta(days=3), timedelta(days=1)),
    Rule.MISSING_1D: Window(timedelta(days=1)),
}


def rule_before(first: datetime, *, now: datetime) -> Rule | None:
    """Which rule about what is missing holds now, where the first session begins then."""
    holding = (rule for rule, window in OF_WHAT_IS_MISSING.items() if window.holds(first, now))
    return next(holding, None)
