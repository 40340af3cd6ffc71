"""Lines for tests; say only what the test is about."""

from forum_app.broadcast.models import Audience, Purpose, Transport
from forum_app.broadcast.rules.links import Secret
from forum_app.broadcast.services.links import add_link

from ..builders import NOW

USUAL = {
    "session_id": None,
    "point_id": None,
    "purpose": Purpose.MEET,
    "transport": Transport.WEB,
    "audience": Audience.DELEGATES,
    "label": None,
    "address": "https://meet.example.org/room",
    "room": None,
    "direction": None,
    "opens_at": None,
    "closes_at": None,
    "priority": 1,
}


def a_line(forum, *, session=None, point=None, secret="s3cret", name="pwd", **given):
    """An open line of these, with a secret that its address carries in the part `name`."""
    owner = {"session_id": session and session.id, "point_id": point and point.id}
    kept = Secret(text=secret, name=name if secret else None)
    return add_link(forum, USUAL | owner | given, kept, actor="tests", now=NOW)
