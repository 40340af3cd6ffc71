"""What an organiser changes about a zone: its name, how and when its booths are given away."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ...forums.rules import instant_checked
from ...live.services import touch
from ...trail.services import Note, note
from ...versioned import change
from ..models import Zone
from ..rules import bookings as rules


def edit_zone(
    zone: Zone, wanted: Mapping[str, Any], walls: str, *, seen: int, actor: str, now: datetime
) -> None:
    """Set columns of `zone`; `opens` and `closes` are wall times of the IANA zone `walls`.

    What is held or booked stays as it is, holds with the end they have. Raises WallSkipped,
    ZoneBackwards, NoTimeToHold, NothingToHave, ChangedMeanwhile.
    """
    columns = dict(wanted)
    for name in ("opens", "closes"):
        wall = columns.pop(name)
        columns[f"{name}_at"] = instant_checked(wall, walls) if wall else None
    rules.check_zone(columns)
    facts = change(zone, columns, seen=seen)
    touch(f"booths.{zone.forum_id}")
    if facts:
        note(
            Note(
                forum_id=zone.forum_id,
                at=now,
                actor=actor,
                act="exhibition.edit_zone",
                kind="zone",
                object_id=zone.id,
                facts=facts,
            )
        )
