"""One line of the internet may try so often and no more; whoever sits behind another one may."""

from datetime import timedelta

import pytest

from forum_app.registration.views import blueprint, register
from forum_app.throttle.rules import Limit

from .pages import filled

pytestmark = pytest.mark.usefixtures("frozen")
HALL, HOME = {"REMOTE_ADDR": "192.0.2.1"}, {"REMOTE_ADDR": "192.0.2.2"}
TWICE = Limit(2, timedelta(minutes=1))


def test_so_many_register_from_one_line_and_no_more(browser, there, monkeypatch):
    monkeypatch.setattr(register, "REGISTRATIONS_PER_IP", TWICE)

    def registers(n, where):
        typed = filled(email=f"d{n}@example.org", way_W1="online")
        return browser().post(there.form, typed, environ_base=where).status_code

    assert [registers(n, HALL) for n in range(3)] == [303, 303, 429]
    assert registers(3, HOME) == 303


def test_so_many_ask_for_links_from_one_line_and_no_more(browser, there, monkeypatch):
    monkeypatch.setattr(register, "LINKS_PER_IP", TWICE)

    def asks(n, where):
        typed = {"email": f"d{n}@example.org"}
        return browser().post(there.mine, typed, environ_base=where).status_code

    assert [asks(n, HALL) for n in range(3)] == [200, 200, 429]
    assert asks(3, HOME) == 200


def test_who_guesses_links_is_stopped_alone_and_holders_of_links_never(browser, there, monkeypatch):
    monkeypatch.setattr(blueprint, "MISSED_LINKS", TWICE)

    def guesses(n, where):
        return browser().get(f"{there.mine}/{n:022}", environ_base=where).status_code

    assert [guesses(n, HALL) for n in range(3)] == [404, 404, 429]
    assert guesses(3, HOME) == 404
