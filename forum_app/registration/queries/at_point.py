"""Who sits at a point, session by session."""

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ...db import db
from ...forums.models import Point
from ...programme.models import SeatCount, Session
from ..models import Delegate, Place, PlaceState

MOST = 500  # places shown; a larger point has its list from the organisers


@dataclass
class Sitting:
    """Who holds a seat at the point in one session; as much as somebody there may know of them."""

    session: Session
    seats: SeatCount
    places: list[Place] = field(default_factory=list)  # by name, each with its delegate and person


def sittings_at(point: Point) -> list[Sitting]:
    """The sessions in which the point has seats, by start. Two queries."""
    asked = select(SeatCount, Session).join(Session, Session.id == SeatCount.session_id)
    asked = asked.where(SeatCount.point_id == point.id, Session.cancelled_at.is_(None))
    found = {
        count.id: Sitting(session, count)
        for count, session in db.session.execute(asked.order_by(Session.starts_at, Session.code))
    }
    held = select(Place).where(Place.point_id == point.id, Place.state == PlaceState.CONFIRMED)
    held = held.options(joinedload(Place.delegate).joinedload(Delegate.person)).limit(MOST)
    for place in sorted(db.session.scalars(held), key=lambda x: x.delegate.person.name_sort):
        if place.seat_count_id in found:
            found[place.seat_count_id].places.append(place)
    return list(found.values())


def place_at(point: Point, place_id: int) -> Place | None:
    found = db.session.get(Place, place_id)
    return found if found is not None and found.point_id == point.id else None
