"""When a page that waits at a gate looks again. Pure."""

from collections.abc import Iterable
from datetime import datetime

from ...broadcast.rules.kinds import Purpose
from .gate import Line

SHARES = 64  # of those at the gates of a forum: what changes for one lets one share look again


def gate_topic(forum_id: int, delegate_id: int) -> str:
    """What is told to have changed when what a delegate holds, or may do, is another."""
    return f"gate.{forum_id}.{delegate_id % SHARES}"


def next_change(lines: Iterable[Line], starts_at: datetime, now: datetime) -> datetime | None:
    """When another line of somebody's is first though nobody changed one; None where never.

    Lines open and close, and who is in the green room goes on stage as the session begins.
    """
    turns = set[datetime | None]()
    for line in lines:
        turns |= {line.window.opens_at, line.window.closes_at}
        turns |= {starts_at} if line.purpose is Purpose.GREEN_ROOM else set()
    return min((turn for turn in turns if turn is not None and now < turn), default=None)
