"""One forum with doors, who keeps them, and who comes."""

from types import SimpleNamespace

import pytest

from forum_app import clock
from forum_app.db import db
from forum_app.forums.models import Role
from forum_app.forums.queries import forum_at

from ...builders import a_category, a_forum, a_point, a_session, a_user, release
from ..applications import registered
from .seen import AT_NINE, code_of


@pytest.fixture
def there(app):
    """W1 with seats in the hall, online and at SIN; W2 at the same time; P1 later; D2 next day.

    It is nine o'clock on the first day.
    """
    with app.app_context():
        forum = a_forum(slug="here")
        sin = a_point(forum, code="SIN", name="Singapore")
        w1 = a_session(forum, code="W1", hall=9, online=9, points=[(sin, 5)])
        a_session(forum, code="W2", hall=9)
        a_session(forum, code="P1", starts="14:00", ends="17:00", hall=9)
        a_session(forum, code="D2", day=1, hall=9)
        a_category(forum, code="press", needs_approval=True)
        release(forum)
        there = SimpleNamespace(
            slug="here",
            forum_id=forum.id,
            door="/en/here/door/sessions/W1",
            hall_id=w1.hall_id,
            keeper=a_user("Door", forum=forum, role=Role.DOOR).id,
            organiser=a_user("Organiser", forum=forum, role=Role.ORGANISER).id,
            caller=a_user("Caller", forum=forum, role=Role.CALLER).id,
        )
        db.session.commit()
    clock.start_forum_clock_at(AT_NINE)
    yield there
    clock.start_forum_clock_at(None)


@pytest.fixture
def comes(app, there):
    """comes(*choices, name=…) -> (code of the ticket, reference)."""

    def by_the_rules(*choices, **given):
        with app.app_context():
            forum = forum_at(there.slug)
            delegate = registered(forum, *choices, **given)
            db.session.commit()
            return SimpleNamespace(
                id=delegate.id, code=code_of(delegate), reference=delegate.reference
            )

    return by_the_rules


@pytest.fixture
def shows(browser, there):
    """shows(typed, who=, door=, …) -> the page that answers."""

    def scan(typed, *, who="keeper", door=None, **given):
        return browser(getattr(there, who)).post(door or there.door, {"typed": typed} | given)

    return scan
