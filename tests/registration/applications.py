"""Applications for tests; say only what the test is about."""

from datetime import timedelta
from itertools import count

from forum_app.programme.models import Way
from forum_app.registration import queries
from forum_app.registration.rules import Choice
from forum_app.registration.services import changes
from forum_app.registration.services.registrations import Application, register

from ..builders import NOW

LATER = NOW + timedelta(hours=1)
_next = count(1).__next__


def hall(code, **given):
    return Choice(session=code, way=Way.HALL, **given)


def online(code, **given):
    return Choice(session=code, way=Way.ONLINE, **given)


def at_point(code, point, **given):
    return Choice(session=code, way=Way.POINT, point=point, **given)


def an_application(*choices, **given):
    usual = {
        "name": f"Delegate {(n := _next())}",
        "email": f"delegate{n}@example.org",
        "choices": choices,
        "consents": ("processing",),
        "lang": "en",
    }
    return Application(**usual | given)


def registered(forum, *choices, now=NOW, confirmed=True, **given):
    """A delegate with these choices, registered by the rules."""
    application = an_application(*choices, **given)
    return register(forum, application, actor="tests", confirmed=confirmed, now=now)


def has(delegate, forum):
    """{"W1": "hall", "W2": "waits for hall"}: what the delegate has in each session."""
    found = {}
    for attended in queries.agenda_of(forum, delegate):
        line = attended.waiting and f"waits for {attended.waiting.way.value}"
        words = [attended.way and attended.way.value, line]
        found[attended.session.code] = ", ".join(word for word in words if word)
    return found


def waits_for(forum, code="W1", **given):
    return registered(forum, hall(code, wait=True, **given))


def withdraw(delegate):
    changes.withdraw(changes.lock_delegate(delegate.id), actor="tests", now=LATER)
