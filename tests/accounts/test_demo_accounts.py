"""The accounts that `make run` prints let in as printed, each to what its role may see."""

import pytest

from forum_app.commands.demo import make_demo
from forum_app.commands.demo_doors import PASSWORD, addresses
from forum_app.commands.serving import greeting
from forum_app.db import db
from forum_app.forums.forms import SCOPES
from forum_app.models import ApiToken

from ..conftest import an_app
from ..pages import Browser
from ..tools.kept import once

DESK = "/vi/ascf-2020/desk/"


@pytest.fixture
def demo(database_url, tmp_path):
    app = an_app(database_url, tmp_path, FORUM_DEMO=True)
    once(app, "demo_accounts", make_it)
    yield app
    with app.app_context():
        db.engine.dispose()


def make_it(app):
    with app.app_context():
        make_demo()


def test_the_terminal_names_the_page_where_they_sign_in(demo):
    with demo.app_context():
        said = "\n".join(greeting())

    assert "http://localhost/vi/sign-in as admin@example.org" in said
    assert Browser(demo).get("/vi/sign-in").status_code == 200


def test_the_token_of_the_demo_may_all_that_a_token_may_and_no_more(demo):
    with demo.app_context():
        assert set(db.session.scalars(db.select(ApiToken.scopes)).one()) == set(SCOPES)


def test_every_demo_account_signs_in_and_organisers_alone_see_the_desk(demo):
    seen = {}
    for email in addresses():
        browser = Browser(demo)
        browser.post("/vi/sign-in", {"email": email, "password": PASSWORD})
        account = browser.get("/vi/account")
        seen[email] = (DESK in account.text, browser.get(DESK).status_code)

    assert len(seen) == 9
    may = {"organiser@example.org", "admin@example.org"}
    assert seen == {email: (True, 200) if email in may else (False, 403) for email in addresses()}
