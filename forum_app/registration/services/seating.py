"""From a choice to a counted place, or to a place in the line."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import insert, select, update

from ...db import db
from ...forums.models import Forum, Point
from ...live.services import touch
from ...programme.models import ReleasedSession, SeatCount, Way
from ...programme.queries import released_sessions
from ...programme.rules.seats import seats_topic
from ...programme.services.seats import free_seat
from ...programme.services.seats import take_seat as take_seat
from .. import rules
from ..models import Delegate, Place, PlaceState, Waiting, WaitingState


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A choice that exists: the released session, the seats asked for, and those for meanwhile."""

    choice: rules.Choice
    session: ReleasedSession
    seats: SeatCount
    meanwhile: SeatCount | None

    @property
    def slot(self) -> rules.Slot:
        return rules.Slot.of(self.session)


def offered_by(forum: Forum, codes: Iterable[str] | None = None) -> dict[str, ReleasedSession]:
    """The sessions that take place, by code, as the latest release shows them. One query.

    codes: of the only ones that are asked for.
    """
    return {s.code: s for s in released_sessions(forum, codes=codes) if not s.cancelled}


def wishes_of(there: Mapping[str, ReleasedSession], choices: Sequence[rules.Choice]) -> list[Wish]:
    """What `choices` ask for of the sessions offered, in the order of `lock_seats`. One query.

    Raises what `rules.check_choices` raises, UnknownSession (also for a cancelled one), NoSuchWay.
    """
    rules.check_choices(choices)
    for choice in choices:
        if choice.session not in there:
            raise rules.UnknownSession(code=choice.session)
    counts = _counts_of([there[choice.session].session_id for choice in choices])
    wishes = [_wish(choice, there[choice.session], counts) for choice in choices]
    return sorted(wishes, key=lambda wish: (wish.seats.session_id, wish.seats.id))


_Key = tuple[int, Way, str | None]


def _counts_of(session_ids: Iterable[int]) -> dict[_Key, SeatCount]:
    rows = db.session.execute(
        select(SeatCount, Point.code)
        .outerjoin(Point, Point.id == SeatCount.point_id)
        .where(SeatCount.session_id.in_(session_ids))
    )
    return {(count.session_id, count.way, code): count for count, code in rows}


def _wish(choice: rules.Choice, session: ReleasedSession, counts: dict[_Key, SeatCount]) -> Wish:
    point = choice.point if choice.way is Way.POINT else None
    seats = counts.get((session.session_id, choice.way, point))
    meanwhile = choice.meanwhile and counts.get((session.session_id, choice.meanwhile, None))
    if seats is None and point is not None and (session.session_id, Way.POINT) in _ways(counts):
        raise rules.UnknownPoint(code=choice.session, point=point)
    if seats is None or (choice.meanwhile and not meanwhile):
        raise rules.NoSuchWay(code=choice.session)
    return Wish(choice=choice, session=session, seats=seats, meanwhile=meanwhile or None)


def _ways(counts: Iterable[_Key]) -> set[tuple[int, Way]]:
    return {(session_id, way) for session_id, way, _ in counts}


def full(wish: Wish) -> rules.SessionFull:
    """The refusal of `wish`; at a point it names the point."""
    code, point = wish.choice.session, wish.choice.point
    if wish.choice.way is Way.POINT and point:
        return rules.PointFull(code=code, point=point)
    return rules.SessionFull(code=code)


def without_line(wish: Wish) -> Wish:
    """The same wish where the forum has no waiting lists: a free seat or a refusal."""
    return replace(wish, choice=replace(wish.choice, wait=False))


def check_free(wishes: Sequence[Wish], *, by_themselves: bool) -> None:
    """Raises SessionFull where a seat is asked for, none is left, and the line is not wished.

    A refusal tells nothing of whom it is for. by_themselves: also PointClosed, first.
    """
    check_points(wishes, by_themselves=by_themselves)
    for wish in wishes:
        if wish.seats.taken >= wish.seats.seats and not wish.choice.wait:
            raise full(wish)


def check_points(wishes: Iterable[Wish], *, by_themselves: bool) -> None:
    """Raises PointClosed where a seat is asked for at a point that gives none to whoever asks.

    One that takes part no more gives none to anybody, whoever asks for them.
    """
    for wish in wishes:
        point = wish.seats.point
        if point is None:
            continue
        gives = point.takes_people if by_themselves else point.withdrawn_at is None
        if not gives:
            raise rules.PointClosed(code=wish.choice.session, point=point.code)


def seat(delegate: Delegate, wish: Wish, *, now: datetime) -> None:
    """Give `delegate` the place wished for, or put them in its line. Raises SessionFull.

    In the line they hold the place for meanwhile, where they asked for one and it is free.
    """
    taken = take_seat(wish.seats.id)
    if not taken and wish.choice.wait:
        lock_seats([wish.seats.session_id])  # nobody frees a seat unseen while we join the line
        taken = take_seat(wish.seats.id)
    if taken:
        add_place(delegate, wish.seats, now=now)
        return
    join_line(delegate, wish, now=now)
    hold_meanwhile(delegate, wish, now=now)


def hold_meanwhile(delegate: Delegate, wish: Wish, *, now: datetime) -> None:
    """The place to attend from while waiting, where one was asked for and is free."""
    if wish.meanwhile and take_seat(wish.meanwhile.id):
        add_place(delegate, wish.meanwhile, now=now)


def lock_seats(session_ids: Iterable[int]) -> None:
    """Let nobody else take or free a seat of these sessions until the commit; in one order."""
    db.session.execute(
        select(SeatCount.id)
        .where(SeatCount.session_id.in_(session_ids))
        .order_by(SeatCount.session_id, SeatCount.id)
        .with_for_update(key_share=True)
    ).all()


def add_place(delegate: Delegate, seats: SeatCount, *, now: datetime) -> int:
    """The id of a new confirmed place on a seat that was just taken."""
    row = _row_of(delegate, seats) | {"state": PlaceState.CONFIRMED, "taken_at": now}
    return db.session.execute(insert(Place).values(**row).returning(Place.id)).scalar_one()


def join_line(delegate: Delegate, wish: Wish, *, now: datetime) -> None:
    """Stand last in the line for the seats wished for. Raises SessionFull where none is wished."""
    if not wish.choice.wait:
        raise full(wish)
    _check_takes_part(wish)
    row = _row_of(delegate, wish.seats) | {"state": WaitingState.WAITING, "since": now}
    db.session.execute(insert(Waiting).values(**row))
    touch(seats_topic(delegate.forum_id))


def _check_takes_part(wish: Wish) -> None:
    """Raises PointClosed where the point takes part no more; it does until the commit otherwise."""
    if wish.seats.point_id is None:
        return
    point = select(Point.code, Point.withdrawn_at).where(Point.id == wish.seats.point_id)
    code, withdrawn_at = db.session.execute(point.with_for_update(read=True)).one()
    if withdrawn_at is not None:
        raise rules.PointClosed(code=wish.choice.session, point=code)


def leave_lines(delegate: Delegate, session_ids: Iterable[int], *, now: datetime) -> None:
    """`delegate` waits for nothing in these sessions any more."""
    db.session.execute(
        update(Waiting)
        .where(
            Waiting.delegate_id == delegate.id,
            Waiting.session_id.in_(session_ids),
            Waiting.state == WaitingState.WAITING,
        )
        .values(state=WaitingState.LEFT, ended_at=now)
        .execution_options(synchronize_session=False)
    )
    touch(seats_topic(delegate.forum_id))


def release_place(place: Place, *, now: datetime) -> bool:
    """Free the seat of `place` if it still holds one; whether it did. The line is not asked yet."""
    released = db.session.scalar(
        update(Place)
        .where(Place.id == place.id, Place.state == PlaceState.CONFIRMED)
        .values(state=PlaceState.RELEASED, released_at=now)
        .returning(Place.id)
        .execution_options(synchronize_session=False)
    )
    if released is not None:
        free_seat(place.seat_count_id)
    return released is not None


def _row_of(delegate: Delegate, seats: SeatCount) -> dict[str, object]:
    return {
        "forum_id": delegate.forum_id,
        "delegate_id": delegate.id,
        "session_id": seats.session_id,
        "seat_count_id": seats.id,
        "way": seats.way,
        "point_id": seats.point_id,
    }
