"""A copied forum has the plan and zones of the first, moved by its days, and nobody in it."""

from datetime import UTC, date, datetime

from forum_app.db import db
from forum_app.exhibition.models import BookingState
from forum_app.exhibition.services import decisions
from forum_app.exhibition.services.copies import copy_exhibition
from forum_app.forums.services.copies import copy_forum
from forum_app.models import Booking, Exhibitor, FloorPlan, Zone

from ..builders import NOW, a_forum
from .floors import ORGANISER, a_floor, a_zone, books, booth, states


def copied(forum, first_day=date(2031, 6, 1)):
    given = {"first_day": first_day, "name": None, "actor": "tests", "now": NOW}
    target = copy_forum(forum, "again", **given)
    copy_exhibition(forum, target, now=NOW)
    return target


def test_a_copy_has_every_booth_free_but_those_blocked(room):
    forum = a_floor()
    books(forum, "A3")
    decisions.block_booth(booth(forum, "A5").id, 1, reason="Exit", by=ORGANISER, now=NOW)

    target = copied(forum)

    expected = dict.fromkeys(states(forum), "free") | {"A5": "blocked"}
    assert states(target) == expected
    assert db.session.query(Booking).filter_by(forum_id=target.id).count() == 0
    assert db.session.query(Exhibitor).filter_by(forum_id=target.id).count() == 0


def test_a_copy_can_be_booked_like_the_first(room):
    target = copied(a_floor())

    assert books(target, "A1-2").state is BookingState.CONFIRMED
    assert states(target)["A1"] == "taken"


def test_zones_open_as_many_days_later_at_the_same_hour_of_the_wall(room):
    forum = a_forum(zone="Europe/Brussels", first_day=date(2030, 3, 28))
    opens = datetime(2030, 3, 20, 8, tzinfo=UTC)  # 9:00, winter
    zone = a_zone(forum, opens_at=opens, closes_at=None)
    a_floor(forum, zones={"B": (zone, range(1, 7))})

    target = copied(forum, date(2030, 4, 11))

    moved = db.session.query(Zone).filter_by(forum_id=target.id).one()
    assert moved.opens_at == datetime(2030, 4, 3, 7, tzinfo=UTC)  # 9:00, summer
    assert moved.closes_at is None


def test_only_the_published_plan_is_copied(room):
    forum = a_floor()
    db.session.query(FloorPlan).one().version = 4

    target = copied(forum)

    plans = db.session.query(FloorPlan).filter_by(forum_id=target.id).all()
    assert [(plan.version, plan.state.value) for plan in plans] == [(1, "published")]
