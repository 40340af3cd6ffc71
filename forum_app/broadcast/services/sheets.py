"""Call sheets of many points that leave the house are noted."""

from datetime import datetime

from ...forums.models import Forum
from ...forums.services.noting import note_act


def note_printed(forum: Forum, points: int, *, actor: str, now: datetime) -> None:
    """`actor` takes along the sheets of so many points, with who is there and their phones."""
    facts = {"points": points}
    note_act(forum.id, "broadcast.print_sheets", "forum", forum.id, facts, actor=actor, now=now)
