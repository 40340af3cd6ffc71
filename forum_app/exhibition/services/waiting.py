"""Join a line and leave it: for one booth, or for any of a zone."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from ...db import db
from ...forums.models import Forum
from ..models import Booth, BoothWaiting, BoothWaitingState, Exhibitor, Zone
from ..queries.floor import Stand, floor_of, window_of
from ..rules import bookings as rules
from ..rules import lines as line_rules
from ..rules.floor import FloorState
from .bookings import check_invited
from .lines import note_waiting


def wait_for_booth(
    booth: Booth, exhibitor: Exhibitor, *, actor: str, now: datetime
) -> BoothWaiting:
    """Stand in the line of one booth.

    Raises ZoneClosed, ZoneNotOpen, InvitationNeeded, BoothBlocked, BoothYours, StillFree,
    InLineAlready.
    """
    forum = _check(booth.zone, exhibitor, now)
    stand = floor_of(forum, now=now).stand(booth.code)
    if stand is None or stand.state is FloorState.BLOCKED:
        raise rules.BoothBlocked(booth=booth.code)
    if stand.state is FloorState.FREE:
        raise line_rules.StillFree(booths=booth.code)
    if stand.owner and stand.owner.exhibitor_id == exhibitor.id:
        raise rules.BoothYours(booth=booth.code)
    return _join(booth.zone, booth, exhibitor, actor=actor, now=now)


def wait_for_zone(zone: Zone, exhibitor: Exhibitor, *, actor: str, now: datetime) -> BoothWaiting:
    """Stand in the line for any booth of `zone`.

    Raises ZoneClosed, ZoneNotOpen, InvitationNeeded, StillFree, InLineAlready.
    """
    forum = _check(zone, exhibitor, now)
    here = [one for one in floor_of(forum, now=now).stands if one.zone.id == zone.id]
    if free := [one for one in here if _is_free(one)]:
        raise line_rules.StillFree(booths=", ".join(one.booth.code for one in free[:5]))
    return _join(zone, None, exhibitor, actor=actor, now=now)


def _is_free(stand: Stand) -> bool:
    return stand.state is FloorState.FREE


def _check(zone: Zone, exhibitor: Exhibitor, now: datetime) -> Forum:
    forum = db.session.get_one(Forum, zone.forum_id)
    rules.check_open(window_of(zone), zone.code, forum.zone, now)
    check_invited(zone, exhibitor)
    return forum


def _join(
    zone: Zone, booth: Booth | None, exhibitor: Exhibitor, *, actor: str, now: datetime
) -> BoothWaiting:
    waiting = BoothWaiting(
        forum_id=zone.forum_id,
        exhibitor_id=exhibitor.id,
        zone_id=zone.id,
        booth_id=booth.id if booth else None,
        state=BoothWaitingState.WAITING,
        joined_at=now,
    )
    try:
        with db.session.begin_nested():
            db.session.add(waiting)
    except IntegrityError:
        raise line_rules.InLineAlready from None
    note_waiting(waiting, "exhibition.wait", actor=actor, now=now)
    return waiting


def leave_line(waiting_id: int, exhibitor: Exhibitor, *, actor: str, now: datetime) -> None:
    """Raises NotInLine where the entry is not this exhibitor's, or waits no more."""
    asked = select(BoothWaiting).where(
        BoothWaiting.id == waiting_id,
        BoothWaiting.exhibitor_id == exhibitor.id,
        BoothWaiting.state == BoothWaitingState.WAITING,
    )
    locking = asked.with_for_update(key_share=True).execution_options(populate_existing=True)
    waiting = db.session.scalars(locking).one_or_none()
    if waiting is None:
        raise line_rules.NotInLine
    waiting.state, waiting.ended_at = BoothWaitingState.LEFT, now
    db.session.flush()
    note_waiting(waiting, "exhibition.leave_line", actor=actor, now=now)
