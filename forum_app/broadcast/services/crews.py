"""A crew that has another name, or tests no more."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from ...db import db
from ...forums.services.noting import note_act
from ...versioned import change, lock
from ..models import Crew, TestSlot
from ..queries.slots import LIVE
from ..rules.refusals import CrewHasTests


def edit_crew(
    crew: Crew, wanted: Mapping[str, Any], *, seen: int, actor: str, now: datetime
) -> None:
    """wanted: name, retired_at. Its tests that were stay. Raises CrewHasTests, ChangedMeanwhile."""
    lock(crew)
    if wanted["retired_at"] is not None and (coming := _coming(crew, now)):
        raise CrewHasTests(n=coming)
    facts = change(crew, wanted, seen=seen)
    note_act(crew.forum_id, "broadcast.edit_crew", "crew", crew.id, facts, actor=actor, now=now)


def _coming(crew: Crew, now: datetime) -> int:
    asked = select(func.count(TestSlot.id)).where(
        TestSlot.crew_id == crew.id, *LIVE, TestSlot.done_at.is_(None), TestSlot.ends_at > now
    )
    return db.session.scalar(asked) or 0
