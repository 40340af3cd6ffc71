"""A point chooses another time for its test by itself."""

from datetime import datetime

from ...forums.models import Forum
from ...refusal import ChangedMeanwhile
from ..models import TestSlot
from ..queries.slots import times_for
from ..rules.refusals import CrewBusy, MovedMeanwhile, PointBusy, TimeTaken, TooLateToRebook
from ..rules.slots import may_rebook
from .slots import check_seen, check_takes_part, move


def rebook(
    forum: Forum,
    slot: TestSlot,
    crew: str,
    starts_at: datetime | None,
    *,
    seen: int,
    actor: str,
    now: datetime,
) -> None:
    """Take a free time that is offered, and free the one it had, in one transaction.

    crew: a code. Raises MovedMeanwhile, SlotOver, PointLeft, TooLateToRebook, TimeTaken.
    """
    try:
        check_seen(slot, seen)
    except ChangedMeanwhile:
        raise MovedMeanwhile from None
    check_takes_part(slot.point)
    hours = slot.round.rebook_hours
    if not may_rebook(slot.starts_at, hours, now=now):
        raise TooLateToRebook(hours=hours)
    offered = {(x.crew.code, x.span.starts): x.crew for x in times_for(forum, slot, now=now)}
    if starts_at is None or (crew, starts_at) not in offered:
        raise TimeTaken
    at = {"seen": seen, "actor": actor, "now": now}
    try:
        move(forum, slot, offered[crew, starts_at], starts_at, by_point=True, **at)  # type: ignore[arg-type]
    except (CrewBusy, PointBusy):  # between the question and the claim
        raise TimeTaken from None
