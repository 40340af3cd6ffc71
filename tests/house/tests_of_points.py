"""What the addresses of tests of points name, for knocking at doors."""

from datetime import datetime, time

from sqlalchemy import select

from forum_app import clock
from forum_app.broadcast.services import checks, slots
from forum_app.db import db
from forum_app.models import Point

from ..builders import NOW, words


def names_of_tests(forum):
    """An item, and a round in which the point of the forum has its test."""
    by = {"actor": "tests", "now": NOW}
    about = {"about": "point", "kinds": [], "is_needed": True, "hours": 24, "position": 1}
    item = checks.make_item(forum, f"i-{forum.slug}", about | {"title": words("Phòng")}, **by)
    days = dict.fromkeys(["first_day", "last_day"], forum.first_day)
    hours = {"from_time": time(8), "until_time": time(18), "minutes": 30, "position": 1}
    wanted = days | hours | {"title": words("Đợt thử")}
    testing = slots.make_round(forum, f"r-{forum.slug}", wanted, **by)
    crew = slots.make_crew(forum, f"A-{forum.slug}", {"name": words("Tổ A")}, **by)
    point = db.session.scalars(select(Point).where(Point.code == f"P-{forum.slug}")).one()
    starts_at = clock.instant_of(datetime.combine(forum.first_day, time(9)), forum.zone)
    slot = slots.book(forum, testing, point, crew, starts_at, **by)
    return {
        "item": item.code,
        "crew_code": crew.code,
        "round_code": testing.code,
        "slot_id": slot.id,
        "reminder": "test_24h",
    }
