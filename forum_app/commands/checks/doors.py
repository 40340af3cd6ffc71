"""Who is in, against what was counted, and through which doors."""

from collections.abc import Iterator

from sqlalchemy import and_, exists, func, or_, select

from ...programme.models import SeatCount, Way
from ...registration.models import CheckIn, DoorCount
from .invariant import Invariant, rows


def invariants() -> Iterator[Invariant]:
    yield Invariant("door_counts.inside: the number of live entries", _miscounted)
    yield Invariant("check_ins: each live entry is counted", _uncounted)
    yield Invariant("check_ins: through a door of seats that the session offers", _astray)


_LIVE = (CheckIn.undone_at.is_(None), CheckIn.session_id.is_not(None))
_COUNTED = and_(
    DoorCount.session_id == CheckIn.session_id,
    DoorCount.point_id.is_not_distinct_from(CheckIn.point_id),
)


def _miscounted() -> Iterator[str]:
    inside = select(func.count()).select_from(CheckIn).where(*_LIVE, _COUNTED)
    counted = inside.correlate(DoorCount).scalar_subquery()
    return rows(select(DoorCount.id).where(DoorCount.inside != counted))


def _uncounted() -> Iterator[str]:
    return rows(select(CheckIn.id).where(*_LIVE, ~exists().where(_COUNTED)))


def _astray() -> Iterator[str]:
    offered = exists().where(
        SeatCount.session_id == CheckIn.session_id,
        or_(
            and_(CheckIn.point_id.is_(None), SeatCount.way == Way.HALL),
            SeatCount.point_id == CheckIn.point_id,
        ),
    )
    return rows(select(CheckIn.id).where(*_LIVE, ~offered))
