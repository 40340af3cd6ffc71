"""Signing in, making an account and setting a password by mail."""

from datetime import timedelta

import pytest
import time_machine

from forum_app import clock
from forum_app.db import db
from forum_app.models import User
from forum_app.throttle.rules import SIGN_IN_LETTERS

from .conftest import PASSWORD
from .letters import letters, said
from .test_sign_in import ELSEWHERE, signs_out

NEW = "một mật khẩu khác hẳn"
ASKING = ["/en/sign-in/link", "/en/password", "/en/sign-up"]


def asks(browser, path, email, next=""):
    return browser.post(path, {"email": email, "name": "Lê An", "next": next})


@pytest.fixture
def mailed(app, browser, there):
    """mailed(path, …) -> the secret of the link in the letter that asking there brings."""

    def ask(path="/en/sign-in/link", email=there.email, next=""):
        assert asks(browser(), path, email, next).status_code == 303
        return letters(app)[-1].secret

    return ask


def test_a_mailed_link_signs_in_and_leads_to_the_page_that_asked(browser, there, mailed):
    someone, asked_for = browser(), f"{there.desk}registrations?q=%C3%81nh"
    secret = mailed(next=asked_for)

    looked = someone.get(f"/en/links/{secret}")
    answer = someone.post(f"/en/links/{secret}")

    assert there.email in looked.text
    assert (answer.status_code, answer.headers["Location"]) == (303, asked_for)
    assert someone.get(there.desk).status_code == 200


def test_looking_as_mail_scanners_do_signs_nobody_in_and_uses_nothing_up(browser, mailed):
    scanner, someone, secret = browser(), browser(), mailed()

    for _ in range(3):
        scanner.get(f"/en/links/{secret}")

    assert scanner.get("/en/account").status_code == 302
    assert someone.post(f"/en/links/{secret}").status_code == 303


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_no_mailed_link_leads_off_the_site(browser, mailed, elsewhere):
    secret = mailed(next=elsewhere)

    assert browser().post(f"/en/links/{secret}").headers["Location"] == "/en/account"


@pytest.mark.parametrize("path", ASKING)
def test_known_and_unknown_addresses_are_answered_alike(app, browser, there, path):
    known = asks(browser(), path, there.email)
    unknown = asks(browser(), path, "nobody@example.org")

    assert known.status_code == unknown.status_code == 303
    assert known.text == unknown.text
    assert dict(known.headers) == dict(unknown.headers)
    assert [x.to for x in letters(app)] == [there.email, "nobody@example.org"]


def test_the_fourth_letter_of_an_hour_is_not_written_silently(app, browser, there):
    asked = [asks(browser(), path, there.email) for path in ASKING * 2]

    assert [x.status_code for x in asked] == [303] * 6
    assert len(letters(app)) == SIGN_IN_LETTERS.hits == 3


def test_an_account_is_made_when_its_address_is_confirmed_and_not_before(app, browser, mailed):
    someone, email = browser(), "lean@example.org"
    secret = mailed("/en/sign-up", email)
    assert users(app, email) == []
    assert "Make the account" in said(app)

    answer = someone.post(f"/en/links/{secret}", {"name": "Lê An", "password": NEW})

    assert answer.status_code == 303
    assert "Lê An" in someone.get("/en/account").text
    assert browser().post("/en/sign-in", {"email": email, "password": NEW}).status_code == 303


@pytest.mark.parametrize(
    "typed",
    [" Victim@Example.org", "VICTIM@example.org ", "victim@example．org", "victim@example.org"],
)
def test_an_account_has_one_spelling_whoever_types_it(app, browser, mailed, typed):
    someone = browser()
    secret = mailed("/en/sign-up", "victim@example.org")
    someone.post(f"/en/links/{secret}", {"name": "Victim", "password": NEW})

    asks(browser(), "/en/sign-up", typed)

    last = letters(app)[-1]
    assert (last.to, last.template) == ("victim@example.org", "accounts.known")
    assert len(users(app, "victim@example.org")) == 1


def test_a_new_password_ends_every_session_and_the_old_password(browser, there, mailed, signs_in):
    open_before, someone = browser(there.id), browser()
    secret = mailed("/en/password")

    answer = someone.post(f"/en/password/{secret}", {"password": NEW})

    assert answer.status_code == 303
    assert someone.get("/en/account").status_code == 200
    assert open_before.get("/en/account").status_code == 302
    assert signs_in(browser(), password=PASSWORD).status_code == 422
    assert signs_in(browser(), password=NEW).status_code == 303


def refused(browser, path, sentence):
    for answer in (browser().get(path), browser().post(path, {"password": NEW})):
        assert answer.status_code == 400
        assert sentence in answer.text


def test_a_link_opens_once(browser, mailed):
    sign_in, reset = f"/en/links/{mailed()}", f"/en/password/{mailed('/en/password')}"
    browser().post(sign_in), browser().post(reset, {"password": NEW})

    refused(browser, sign_in, "used already")
    refused(browser, reset, "used already")


def test_of_two_letters_the_newer_opens(browser, mailed):
    first, second = (f"/en/password/{mailed('/en/password')}" for _ in range(2))

    refused(browser, first, "A newer letter")
    assert browser().post(second, {"password": NEW}).status_code == 303


@pytest.mark.parametrize("path", ["/en/sign-in/link", "/en/password"])
def test_a_link_ends_in_time(browser, mailed, path):
    secret, asked_at = mailed(path), clock.now()
    there = f"/en/{'password' if path == '/en/password' else 'links'}/{secret}"

    with time_machine.travel(asked_at + timedelta(minutes=59), tick=False):
        assert browser().get(there).status_code == 200
    with time_machine.travel(asked_at + timedelta(minutes=61), tick=False):
        refused(browser, there, "too old to be used")


def test_a_letter_that_leaves_too_late_is_not_sent(app, mailed):
    mailed()

    assert "Sign in" in said(app)
    with time_machine.travel(clock.now() + timedelta(minutes=61), tick=False):
        assert said(app) is None


def test_a_link_opens_nothing_after_the_password_changed_or_everybody_was_signed_out(
    browser, there, mailed, signs_in
):
    sign_in, reset = f"/en/links/{mailed()}", f"/en/password/{mailed('/en/password')}"
    someone = browser()
    signs_in(someone)
    signs_out(someone)

    refused(browser, sign_in, "after this link was mailed")
    refused(browser, reset, "after this link was mailed")


def test_a_link_of_one_kind_opens_no_other(browser, mailed):
    refused(browser, f"/en/password/{mailed()}", "This link opens nothing")
    refused(browser, f"/en/links/{mailed('/en/password')}", "This link opens nothing")
    refused(browser, f"/en/password/{mailed('/en/sign-up', 'new@example.org')}", "opens nothing")


def test_guessing_links_ends(browser):
    answers = [browser().get(f"/en/links/{number:022}").status_code for number in range(61)]

    assert answers == [400] * 60 + [429]


def test_no_secret_is_in_a_redirect_or_sent_along_to_the_next_page(browser, mailed):
    secret = mailed()
    page, answer = browser().get(f"/en/links/{secret}"), browser().post(f"/en/links/{secret}")

    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert secret not in answer.headers["Location"]


def users(app, email):
    with app.app_context():
        return list(db.session.scalars(db.select(User.id).where(User.email == email)))
