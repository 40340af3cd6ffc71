"""Who sits at a point, session by session."""

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from ...db import db
from ...forums.models import Person, Point
from ...programme.models import SeatCount, Session
from ..models import Delegate, Place, PlaceState

MOST = 500  # places shown, those to be decided first; the page says how many more there are


@dataclass
class Sitting:
    """Who holds a seat at the point in one session; as much as somebody there may know of them."""

    session: Session
    seats: SeatCount
    places: list[Place] = field(default_factory=list)  # by name, each with its delegate and person

    @property
    def more(self) -> int:
        """How many hold a seat besides those that are shown."""
        return max(0, self.seats.taken - len(self.places))


def sittings_at(point: Point) -> list[Sitting]:
    """The sessions in which the point has seats, by start. Two queries."""
    asked = select(SeatCount, Session).join(Session, Session.id == SeatCount.session_id)
    asked = asked.where(SeatCount.point_id == point.id, Session.cancelled_at.is_(None))
    found = {
        count.id: Sitting(session, count)
        for count, session in db.session.execute(asked.order_by(Session.starts_at, Session.code))
    }
    held = select(Place).join(Delegate, Delegate.id == Place.delegate_id)
    held = held.join(Person, Person.id == Delegate.person_id)
    held = held.join(SeatCount, SeatCount.id == Place.seat_count_id)
    held = held.join(Session, Session.id == SeatCount.session_id)
    held = held.where(Place.point_id == point.id, Place.state == PlaceState.CONFIRMED)
    held = held.where(Session.cancelled_at.is_(None))
    decided = Place.approved_at.is_not(None)
    held = held.order_by(decided, Session.starts_at, Person.name_sort, Place.id).limit(MOST)
    held = held.options(contains_eager(Place.delegate).contains_eager(Delegate.person))
    for place in sorted(db.session.scalars(held), key=lambda x: x.delegate.person.name_sort):
        if place.seat_count_id in found:
            found[place.seat_count_id].places.append(place)
    return list(found.values())


def place_at(point: Point, place_id: int) -> Place | None:
    found = db.session.get(Place, place_id)
    return found if found is not None and found.point_id == point.id else None
