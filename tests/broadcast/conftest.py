"""A forum whose points take part in sessions; and one with crews and a round of tests."""

from datetime import date, datetime, time
from types import SimpleNamespace

import pytest

from forum_app.broadcast.models import Audience, Link, Purpose, Transport
from forum_app.broadcast.queries.readiness import items_of
from forum_app.broadcast.services import coordinators
from forum_app.broadcast.services.checks import start_list
from forum_app.broadcast.services.contacts import add_contact
from forum_app.broadcast.services.keys import renew_key
from forum_app.broadcast.services.slots import make_crew, make_round
from forum_app.clock import instant_of
from forum_app.db import db
from forum_app.forums.models import Role

from ..builders import NOW, ZONE, a_forum, a_point, a_session, a_user, words
from ..house.at_points import CONTACT

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


@pytest.fixture
def there(app):
    """Ids and addresses; `coordinator` coordinates SIN, whose secret page `key` opens."""
    with app.app_context():
        forum = a_forum(slug="here")
        points = {
            "SIN": a_point(forum, code="SIN", name="Singapore", zone="Asia/Singapore"),
            "TYO": a_point(forum, code="TYO", name="Tokyo", zone="Asia/Tokyo"),
            "BRU": a_point(forum, code="BRU", zone="Europe/Brussels", type="view_only"),
        }
        sin = points["SIN"]
        sessions = {
            "W1": a_session(forum, code="W1", hall=5, points=[(sin, 3)]),
            "W2": a_session(forum, code="W2", hall=5),
            "P1": a_session(forum, code="P1", starts="14:00", ends="17:00", hall=5),
        }
        sessions["P1"].kind = "plenary"
        organiser, coordinator = a_user(forum=forum, role=Role.ORGANISER), a_user("Lê Phụ Trách")
        colleague = a_user(forum=forum, role=Role.ORGANISER)
        coordinators.ROLE.appoint(sin, coordinator, by=None, **BY)
        people = [
            add_contact(sin, CONTACT | {"part": part, "name": name}, **BY)
            for part, name in (("coordinator", "Lan"), ("technician", "Tân"), ("deputy", "Dũng"))
        ]
        there = SimpleNamespace(
            url="/en/here",
            relays="/en/here/desk/relays",
            people="/en/here/desk/people-at-points/SIN",
            desk="/en/here/points/SIN/desk",
            key=renew_key(sin, by=None, **BY),
            forum=forum.id,
            organiser=organiser.id,
            colleague=colleague.id,
            coordinator=coordinator.id,
            contacts=[one.id for one in people],
            **{code.lower(): row.id for code, row in (points | sessions).items()},
        )
        db.session.commit()
        return there
