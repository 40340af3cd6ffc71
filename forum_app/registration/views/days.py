"""The day that a door is of, against the one that the forum lives in."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app

from ...clock import day_on_wall
from ..queries.doors import Door, lets_in_today


@dataclass(frozen=True, kw_only=True)
class DayHere:
    today: date  # on the forum's walls
    is_doors: bool  # the door's own; past midnight too, while what began before it lasts
    is_tried_out: bool  # a demonstration of a forum that is over: its doors let in all the same

    @property
    def lets_in(self) -> bool:
        return self.is_doors or self.is_tried_out


def day_at(door: Door, *, now: datetime) -> DayHere:
    """now: on the forum's clock. At most one query."""
    today, config = day_on_wall(now, door.forum.zone), current_app.config
    is_demo = config["FORUM_DEMO"] and not config.get("FORUM_CLOCK")
    is_over = today > door.forum.last_day
    is_doors = lets_in_today(door, now=now)
    return DayHere(today=today, is_doors=is_doors, is_tried_out=is_demo and is_over)
