"""Of which instant a visitor wants to know where it is day and what the clocks show."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time

from ...clock import day_on_wall, instant_of

NOW = "now"  # stands where the code of a session may stand


@dataclass(frozen=True)
class Shown:
    """Of which instant the points are told."""

    at: datetime
    session: str = ""  # the code that was chosen, NOW, or "" for the usual instant
    time: str = ""  # "14:30" on the walls of the venue; "" for the start
    could_be_read: bool = True


def shown_asked(
    given: Mapping[str, str], starts: Mapping[str, datetime], zone: str, *, usual: datetime
) -> Shown:
    """The start of the session that the address names, or its `time` on that day in `zone`.

    starts: code -> instant of each session that can be chosen, and of NOW. What cannot be read
    asks for nothing.
    """
    session, wall = given.get("session", ""), given.get("time", "")
    at = starts.get(session, usual)
    if session and session not in starts:
        return Shown(usual, could_be_read=False)
    if not wall:
        return Shown(at, session)
    if not re.fullmatch("([01][0-9]|2[0-3]):[0-5][0-9]", wall):
        return Shown(at, session, could_be_read=False)
    try:
        on_day = datetime.combine(day_on_wall(at, zone), time.fromisoformat(wall))
        return Shown(instant_of(on_day, zone), session, wall)
    except ValueError:  # the clocks skip it
        return Shown(at, session, could_be_read=False)
