"""A forum with two points that people may be moved from and to."""

import pytest

from forum_app.forums.queries import points_of

from ...builders import a_forum, a_point, a_session, release


@pytest.fixture
def forum(room):
    """W1 and P1 with two seats at SIN, one at JKT and three online; W2 at the time of W1."""
    forum = a_forum()
    sin = a_point(forum, code="SIN", zone="Asia/Singapore")
    jkt = a_point(forum, code="JKT", zone="Asia/Jakarta")
    there = [(sin, 2), (jkt, 1)]
    a_session(forum, code="W1", hall=9, online=3, points=there)
    a_session(forum, code="W2", hall=9, online=9)
    a_session(forum, code="P1", starts="14:00", ends="17:00", hall=9, online=3, points=there)
    release(forum)
    return forum


@pytest.fixture
def sin(forum):
    return next(x for x in points_of(forum) if x.code == "SIN")


@pytest.fixture
def jkt(forum):
    return next(x for x in points_of(forum) if x.code == "JKT")
