"""A forum with points, crews and a round of tests."""

from datetime import date, datetime, time
from types import SimpleNamespace

import pytest

from forum_app.broadcast.models import Audience, Link, Purpose, Transport
from forum_app.broadcast.queries.readiness import items_of
from forum_app.broadcast.services.checks import start_list
from forum_app.broadcast.services.slots import make_crew, make_round
from forum_app.clock import instant_of
from forum_app.db import db

from ..builders import NOW, ZONE, a_forum, a_point, words

BY = {"actor": "tests", "now": NOW}


def at(hour, minute=0, day=20):
    """An instant in May 2030 on walls of Hà Nội."""
    return instant_of(datetime.combine(date(2030, 5, day), time(hour, minute)), ZONE)


def a_line(point, purpose=Purpose.MEET, transport=Transport.WEB, **given):
    usual = {"address": "https://meet.example.org/a", "audience": Audience.POINT}
    ids = {"forum_id": point.forum_id, "point_id": point.id}
    line = Link(purpose=purpose, transport=transport, **ids, **usual | given)
    db.session.add(line)
    db.session.flush()
    return line


@pytest.fixture
def tests(room):
    """Two points, two crews, a round on 20 May from 08:00 to 18:00, half an hour each."""
    forum = a_forum()
    start_list(forum, **BY)
    days = {"first_day": date(2030, 5, 20), "last_day": date(2030, 5, 20)}
    hours = {"from_time": time(8), "until_time": time(18)}
    wanted = {"title": words("Thử đường truyền"), "minutes": 30, "position": 1}
    return SimpleNamespace(
        forum=forum,
        sin=a_point(forum, code="SIN", name="Singapore", zone="Asia/Singapore"),
        han=a_point(forum, code="DNG", name="Đà Nẵng"),
        a=make_crew(forum, "A", {"name": words("Tổ A")}, **BY),
        b=make_crew(forum, "B", {"name": words("Tổ B")}, **BY),
        round=make_round(forum, "line", wanted | days | hours, **BY),
        items={item.code: item for item in items_of(forum)},
    )
