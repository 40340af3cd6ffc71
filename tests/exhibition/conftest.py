"""An exhibition with somebody who exhibits, and somebody who organises it."""

from types import SimpleNamespace

import pytest

from forum_app import clock
from forum_app.db import db
from forum_app.exhibition.queries.floor import floor_of
from forum_app.forums.models import Role
from forum_app.models import Booking, Exhibitor, Forum

from ..builders import a_forum, a_user
from .floors import a_floor, a_zone, an_exhibitor


@pytest.fixture
def expo(app):
    """A1 to A6 in zone B (first come), its island A1-2; holds last 20 minutes. Committed."""
    return a_hall(app)


def a_hall(app, **zone):
    with app.app_context():
        forum = a_forum(slug="expo")
        a_floor(forum, zones={"B": (a_zone(forum, **zone), range(1, 7))})
        organiser = a_user("Ngọc Ánh", forum=forum, role=Role.ORGANISER)
        user = a_user("Bình")
        mine = an_exhibitor(forum, "Lưới Xanh", user=user)
        db.session.commit()
        return SimpleNamespace(
            slug=forum.slug,
            forum_id=forum.id,
            user=user.id,
            organiser=organiser.id,
            exhibitor_id=mine.id,
            public=f"/en/{forum.slug}/exhibition",
            mine=f"/en/{forum.slug}/exhibitor",
            desk=f"/en/{forum.slug}/desk",
        )


@pytest.fixture
def inside(app, expo):
    """inside(lambda forum: …) -> what that makes of the forum, committed, at the real time."""

    def act(work):
        with app.app_context():
            made = work(db.session.get_one(Forum, expo.forum_id))
            db.session.commit()
            return made

    return act


@pytest.fixture
def facts(app, expo):
    """What the database says now."""

    def states():
        with app.app_context():
            floor = floor_of(db.session.get_one(Forum, expo.forum_id), now=clock.now())
            return {one.booth.code: one.state.value for one in floor.stands}

    def booking():
        """(uuid, "held-1") of the latest booking."""
        with app.app_context():
            last = db.session.query(Booking).order_by(Booking.id.desc()).first()
            return last.uuid, f"{last.state.value}-{last.version}"

    def exhibitor(number):
        with app.app_context():
            return db.session.get_one(Exhibitor, number)

    return SimpleNamespace(states=states, booking=booking, exhibitor=exhibitor)
