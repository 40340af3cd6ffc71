"""A forum with W1 and W2 at one time and P1 later; SIN and TYO take part, BRU follows only."""

from types import SimpleNamespace

import pytest

from forum_app.broadcast.services.contacts import add_contact
from forum_app.broadcast.services.coordinators import appoint_coordinator
from forum_app.broadcast.services.keys import renew_key
from forum_app.db import db
from forum_app.forums.models import Role

from ..builders import NOW, a_forum, a_point, a_session, a_user
from ..house.at_points import CONTACT

BY = {"actor": "tests", "now": NOW}


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
        appoint_coordinator(sin, coordinator, by=None, **BY)
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
