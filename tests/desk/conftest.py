"""One organiser, a workshop whose hall is full, a press that waits for a decision."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from forum_app.db import db
from forum_app.forums.models import Role
from forum_app.models import Forum, Hall, SeatCount

from ..builders import a_category, a_forum, a_point, a_session, a_user, release
from ..registration.applications import hall, online, registered
from ..registration.conftest import mail as mail
from ..tools.kept import once


@pytest.fixture
def there(app):
    """W1: two hall seats, both taken, three people in line, one of them online meanwhile."""
    return once(app, "desk", w1_and_who_waits)


def w1_and_who_waits(app):
    with app.app_context():
        forum = a_forum()
        sin = a_point(forum, code="SIN", name="Singapore", zone="Asia/Singapore")
        session = a_session(forum, code="W1", hall=2, online=90, points=[(sin, 4)])
        release(forum)
        a_category(forum, code="press", needs_approval=True)
        organiser = a_user("Ngọc Ánh", forum=forum, role=Role.ORGANISER)
        [registered(forum, hall("W1")) for _ in range(2)]
        registered(forum, hall("W1", wait=True, meanwhile="online"))
        [registered(forum, hall("W1", wait=True)) for _ in range(2)]
        counted = db.select(SeatCount).filter_by(session_id=session.id, way="hall")
        seats = db.session.scalars(counted).one()
        db.session.commit()
        return SimpleNamespace(
            slug=forum.slug,
            forum_id=forum.id,
            desk=f"/en/{forum.slug}/desk",
            organiser=organiser.id,
            hall=seats.id,
        )


@pytest.fixture
def desk(browser, there):
    """The organiser's browser; addresses are those below the desk."""
    mine = browser(there.organiser)
    return SimpleNamespace(
        get=lambda path, query=None, **given: mine.get(
            there.desk + path, query_string=query, **given
        ),
        post=lambda path, data=None: mine.post(there.desk + path, data or {}),
    )


@pytest.fixture
def registers(app, there):
    """registers(name=…, …) -> the reference of a registration; a press person's waits."""

    def by_the_rules(*choices, **given):
        with app.app_context():
            forum = db.session.get_one(Forum, there.forum_id)
            delegate = registered(forum, *(choices or [online("W1")]), **given)
            db.session.commit()
            return delegate.reference

    return by_the_rules


@pytest.fixture
def hall_code(app, there):
    with app.app_context():
        return db.session.scalars(select(Hall.code).filter_by(forum_id=there.forum_id)).first()


@pytest.fixture
def press(registers):
    """Four journalists who wait for a decision, each online in W1; references by name."""
    return [registers(name=f"Press {n}", category="press") for n in range(4)]


@pytest.fixture
def dao(registers):
    """Đào, online in W1 while she waits for the hall, behind three others."""
    wish = hall("W1", wait=True, meanwhile="online")
    return registers(wish, name="Lê Thị Đào", email="dao@example.org", organisation="Báo Nhân Dân")
