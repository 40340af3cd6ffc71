"""However often an address was typed, its owner registers; it is letters that are counted."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from forum_app import clock
from forum_app.db import db
from forum_app.models import Delegate, Message
from forum_app.registration.views import register
from forum_app.throttle.services import LETTERS_PER_ADDRESS, Limit

from .pages import filled, rows

SECRETARY = {"contact_name": "Lê Thư", "contact_email": "thu@example.org", "way_W1": "online-wait"}
AT_NOON = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


@pytest.fixture
def noon(monkeypatch):
    """Every request comes twenty minutes into an hour."""
    at = AT_NOON + timedelta(minutes=20)
    monkeypatch.setattr(clock, "now", lambda: at)
    return at


def letters_to(app, address, template):
    """When each such letter may leave."""
    with app.app_context():
        asked = select(Message.next_at).where(
            Message.address == address, Message.template == f"registration.{template}"
        )
        return list(db.session.scalars(asked.order_by(Message.id)))


def test_a_secretary_registers_a_whole_delegation(app, browser, there):
    secretary = browser()

    for n in range(12):
        given = SECRETARY | {"name": f"Delegate {n}", "email": "" if n % 2 else f"d{n}@example.org"}
        assert secretary.post(there.form, filled(**given)).status_code == 303

    assert rows(app, Delegate) == 12


def test_a_stranger_keeps_nobody_out_by_trying_an_address_over_and_over(app, browser, there):
    stranger = browser()
    for n in range(12):
        stranger.post(there.form, filled(email="", name=f"N{n}", **SECRETARY))
        stranger.post(there.form, filled(contact_name="X", contact_email="anh@example.org"))

    answer = browser().post(there.form, filled(way_W1="online-wait"))

    assert answer.status_code == 303
    with app.app_context():
        assert (
            db.session.query(Delegate)
            .join(Delegate.person)
            .filter_by(email="anh@example.org")
            .one()
        )


def test_a_mailbox_that_had_enough_gets_the_rest_in_the_next_hour_and_loses_none(
    app, browser, there, noon, monkeypatch
):
    monkeypatch.setattr(register, "LETTERS_PER_ADDRESS", Limit(2, LETTERS_PER_ADDRESS.per))

    for n in range(4):
        browser().post(there.form, filled(**SECRETARY, email="", name=f"N{n}"))
    browser().post(there.form, filled(**SECRETARY, email="own@example.org"))

    later = AT_NOON + timedelta(hours=1)
    assert letters_to(app, "thu@example.org", "received") == [noon, noon, later, later]
    assert letters_to(app, "thu@example.org", "receipt") == [later]
    assert letters_to(app, "own@example.org", "received") == [noon]


def test_sixty_letters_an_hour_are_not_put_off():
    assert (LETTERS_PER_ADDRESS.hits, LETTERS_PER_ADDRESS.per) == (60, timedelta(hours=1))


def test_whoever_is_registered_is_told_of_tries_three_times_an_hour_and_tries_look_alike(
    app, browser, there, noon, monkeypatch
):
    browser().post(there.form, filled(way_W1="online"))
    for n in range(2):
        browser().post(there.mine, {"email": "anh@example.org"})
        monkeypatch.setattr(clock, "now", lambda n=n: noon + timedelta(minutes=1 + n))

    answers = []
    for n in range(3):
        at = noon + timedelta(minutes=10 * (n + 1))
        monkeypatch.setattr(clock, "now", lambda at=at: at)
        answers.append(browser().post(there.form, filled(way_W1="online-wait")))
        answers.append(browser().post(there.mine, {"email": "anh@example.org"}))

    known = letters_to(app, "anh@example.org", "known")
    links = letters_to(app, "anh@example.org", "link")
    assert (len(known), len(links)) == (1, 2)
    assert {(x.status_code, x.location) for x in answers} == {
        (303, f"{there.form}/sent"),
        (200, None),
    }


@pytest.mark.parametrize("lang", ["form", "vi"])
def test_who_comes_too_often_is_told_when_to_come_again_and_loses_nothing(
    app, browser, there, noon, monkeypatch, lang
):
    monkeypatch.setattr(register, "REGISTRATIONS_PER_IP", Limit(1, timedelta(hours=1)))
    browser().post(there.form, filled(email="first@example.org", way_W1="online"))

    answer = browser().post(getattr(there, lang), filled(way_W1="online"))

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "2400")
    assert re.search(r"\b2400\b", answer.text)
    assert 'value="Nguyễn Thị Ánh"' in answer.text
    assert rows(app, Delegate) == 1
