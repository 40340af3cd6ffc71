"""Tokens for machines: made with a scope and an end, shown to who made them, revoked at once."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest

from forum_app import clock
from forum_app.db import db
from forum_app.forums.forms import SCOPES
from forum_app.forums.models import Role
from forum_app.models import ApiToken, Entry

from ..builders import a_forum, a_session, a_token, a_user, release
from ..house.doors import DOORS


@pytest.fixture
def there(app):
    with app.app_context():
        forum = a_forum(slug="here")
        a_session(forum, code="W1", hall=9)
        release(forum)
        organiser = a_user(forum=forum, role=Role.ORGANISER)
        other = a_user(forum=forum, role=Role.ORGANISER)
        db.session.commit()
        return SimpleNamespace(organiser=organiser.id, other=other.id)


@pytest.fixture
def desk(browser, there):
    return browser(there.organiser)


TOKENS, API = "/en/here/desk/tokens", "/api/v1/forums/here/registrations"


def makes(browser, *, days=9, **typed):
    last = (clock.now() + timedelta(days=days)).date().isoformat()
    usual = {"name": "Counter", "registrations": "y", "last_day": last, "seen": "0"}
    return browser.post(TOKENS, usual | typed)


def secret_on(page):
    found = re.search(r'class="secret"><code>([^<]+)', page.text)
    return found and found[1]


def asks(browser, secret):
    return browser.client.get(API, headers={"Authorization": f"Bearer {secret}"}).status_code


def test_the_scopes_of_the_desk_are_those_that_the_api_asks_for():
    asked = {guard.partition("scope ")[2] for guard in DOORS.values() if "scope" in guard}
    assert set(SCOPES) == asked


def test_a_new_token_opens_what_it_may_and_is_shown_until_it_is_kept(browser, desk):
    answer = makes(desk)

    assert answer.status_code == 303
    first, again, vi = desk.get(TOKENS), desk.get(TOKENS), desk.get("/vi/here/desk/tokens")
    secret = secret_on(first)
    assert secret == secret_on(again) == secret_on(vi)
    assert asks(browser(), secret) == 200
    desk.post(f"{TOKENS}/kept")
    assert secret_on(desk.get(TOKENS)) is None
    assert asks(browser(), secret) == 200


def test_nobody_else_is_shown_it_and_no_row_holds_it(app, browser, desk, there):
    makes(desk)
    secret = secret_on(desk.get(TOKENS))

    assert secret_on(browser(there.other).get(TOKENS)) is None
    with app.app_context():
        kept = db.session.query(ApiToken).one()
        assert secret not in repr({c.name: getattr(kept, c.name) for c in ApiToken.__table__.c})


def test_a_revoked_token_opens_nothing_from_then_on(app, browser, desk):
    makes(desk)
    secret = secret_on(desk.get(TOKENS))
    with app.app_context():
        there = f"{TOKENS}/{db.session.query(ApiToken).one().id}/revocation"

    assert desk.post(there).status_code == 303

    assert asks(browser(), secret) == 401
    assert secret_on(desk.get(TOKENS)) is None
    again = desk.post(there)
    assert (again.status_code, "revoked already" in again.text) == (409, True)
    with app.app_context():
        acts = [x.act for x in db.session.query(Entry).filter_by(kind="token")]
        assert acts == ["forums.give_token", "forums.revoke_token"]


def test_when_it_was_last_used_stands_at_the_desk(app, browser, desk):
    makes(desk)
    assert "never used" in desk.get(TOKENS).text

    asks(browser(), secret_on(desk.get(TOKENS)))

    assert "never used" not in desk.get(TOKENS).text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"registrations": ""}, "Please choose what the token may do."),
        ({"days": -3}, "The last day must not be over yet."),
        ({"days": 450}, "A token lasts at most 400 days."),
        ({"name": ""}, "This field is required."),
    ],
    ids=["no scope", "over", "too long", "no name"],
)
def test_what_cannot_be_is_told_and_makes_nothing(app, desk, typed, told):
    answer = makes(desk, **typed)

    assert (answer.status_code, told in answer.text) == (422, True)
    with app.app_context():
        assert db.session.query(ApiToken).count() == 0


def test_a_token_of_another_forum_cannot_be_revoked(app, desk):
    with app.app_context():
        other = a_token(a_forum(slug="there"), "theirs").id
        db.session.commit()

    assert desk.post(f"{TOKENS}/{other}/revocation").status_code == 404
