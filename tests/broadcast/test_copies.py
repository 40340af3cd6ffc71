"""What a copied forum takes along of its points."""

from datetime import date

from forum_app.broadcast.rules.relays import RelayRole
from forum_app.broadcast.services.copies import copy_relays
from forum_app.broadcast.services.founding import add_relay
from forum_app.db import db
from forum_app.forums.models import Forum
from forum_app.forums.services.copies import copy_forum
from forum_app.models import Point, Relay, Session
from forum_app.programme.services.copies import copy_programme

from ..builders import NOW


def test_parts_and_call_times_move_with_the_days_of_the_copy(app, there):
    with app.app_context():
        forum = db.session.get_one(Forum, there.forum)
        session, point = (db.session.get_one(*x) for x in ((Session, there.p1), (Point, there.sin)))
        add_relay(session, point, RelayRole.SPEAK, expected=4, minutes=60)
        given = {"first_day": date(2031, 6, 1), "name": None, "actor": "tests", "now": NOW}
        copy = copy_forum(forum, "copy", **given)
        copy_programme(forum, copy)

        copy_relays(forum, copy)

        relay = db.session.query(Relay).filter_by(forum_id=copy.id).one()
        assert relay.call_wall.isoformat() == "2031-06-01T13:00:00"
        assert (str(relay.role), relay.expected, relay.point.forum_id) == ("speak", 4, copy.id)
