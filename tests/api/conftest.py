"""A machine with its token, and a forum to register people for."""

from types import SimpleNamespace

import pytest

from forum_app.db import db

from ..builders import a_forum, a_point, a_session, a_token, release
from .machine import SECRET, Machine


@pytest.fixture
def forum(app):
    """W1 and W2 in the morning, P1 in the afternoon; one hall seat in W1, two at SIN in W1."""
    with app.app_context():
        forum = a_forum(slug="ascf")
        sin = a_point(forum, code="SIN", name="Singapore", zone="Asia/Singapore", country="SG")
        a_session(forum, code="W1", hall=1, online=9, points=[(sin, 2)])
        a_session(forum, code="W2", hall=9)
        a_session(forum, code="P1", starts="14:00", ends="17:00", hall=9, online=9)
        release(forum)
        token = a_token(forum, SECRET)
        made = SimpleNamespace(id=forum.id, token_id=token.id, url="/api/v1/forums/ascf")
        db.session.commit()
    return made


@pytest.fixture
def machine(app, forum):
    """A machine that shows the token of `forum`."""
    return Machine(app, forum.url)


@pytest.fixture
def stranger(app, forum):
    """A machine without a token."""
    return Machine(app, forum.url, token=None)
