"""Signing in by password: whom it lets in, where it leads, and what strangers learn of it."""

import re
import unicodedata
from time import perf_counter

import pytest
from argon2 import PasswordHasher

from forum_app.accounts.services.passwords import _HASHER, NOBODYS, password_fits
from forum_app.db import db, longest_write
from forum_app.models import Entry, User

from .conftest import PASSWORD

WRONG = "This address and this password do not go together. Please check both."
ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    r"\\evil.example",
    r"/\evil.example",
    "https:evil.example",
    "https://evil.example/en/",
    "javascript:alert(1)",
    "evil.example",
    "/\t/evil.example",
    " //evil.example",
    "/en/\r\nSet-Cookie: a=b",
    "/en/" + "x" * 600,
    "",
]


def test_a_stranger_at_the_desk_signs_in_and_is_led_back_to_it(browser, there, signs_in):
    someone, asked_for = browser(), f"{there.desk}registrations?q=%C3%81nh&after=3"
    page = someone.get(someone.get(asked_for).headers["Location"])

    answer = signs_in(someone, next=asked_for)

    assert f'value="{asked_for.replace("&", "&amp;")}"' in page.text
    assert (answer.status_code, answer.headers["Location"]) == (303, asked_for)
    assert "Ngọc Ánh" in someone.get(there.desk).text


def test_whoever_may_not_see_the_page_that_asked_is_told_so_and_not_led_in_a_circle(
    app, browser, there, signs_in
):
    someone, site = browser(), "/en/account/site"
    led = someone.get(site).headers["Location"]

    answer = signs_in(someone, next=site)
    page = someone.get(answer.headers["Location"])

    assert led == f"/en/sign-in?next={site}"
    assert page.status_code == 403
    assert "This page is not for you" in page.text
    assert "Who administers the site" not in page.text


def test_without_a_page_that_asked_ones_own_page_leads_to_the_desk(browser, there, signs_in):
    someone = browser()

    page = someone.get(signs_in(someone).headers["Location"])

    assert "Ngọc Ánh" in page.text
    assert f'href="{there.desk}"' in page.text


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_nobody_is_led_off_the_site(browser, there, signs_in, elsewhere):
    someone = browser()
    page = someone.get("/en/sign-in", query_string={"next": elsewhere})

    answer = signs_in(someone, next=elsewhere)

    assert '<input id="next" name="next" type="hidden" value="">' in page.text
    assert (answer.status_code, answer.headers["Location"]) == (303, "/en/account")


def test_the_page_that_asked_survives_a_slip_and_a_change_of_language(browser, there, signs_in):
    slip = signs_in(browser(), password="wrong", next=there.desk)
    page = browser().get("/en/sign-in", query_string={"next": there.desk})

    assert f'value="{there.desk}"' in slip.text
    assert f'href="/vi/sign-in?next={there.desk}"' in page.text


def test_a_wrong_password_and_an_unknown_address_are_told_the_same(browser, there, signs_in):
    wrong = signs_in(browser(), password="wrong")
    unknown = signs_in(browser(), "nobody@example.org")
    without = signs_in(browser(), there.without_password)

    for answer in (wrong, unknown, without):
        assert answer.status_code == 422
        assert WRONG in answer.text
        assert PASSWORD not in answer.text


def test_a_password_fits_its_hash_alone(password_hash):
    assert password_fits(PASSWORD, password_hash)
    for other in (None, "", NOBODYS, "not a hash"):
        assert not password_fits(PASSWORD, other)


def test_an_address_without_a_password_takes_as_long_as_one_with(password_hash):
    def takes(hash_):
        began = perf_counter()
        password_fits("wrong", hash_)
        return perf_counter() - began

    known, unknown = (min(takes(hash_) for _ in range(5)) for hash_ in (password_hash, None))

    assert not _HASHER.check_needs_rehash(NOBODYS)
    assert unknown > known / 4


def test_an_address_is_known_in_whatever_case_and_a_password_however_its_marks_come(
    browser, there, signs_in
):
    apart = unicodedata.normalize("NFD", PASSWORD)

    assert apart != PASSWORD
    assert signs_in(browser(), f" {there.email.upper()} ", apart).status_code == 303


@pytest.mark.parametrize(
    ("email", "password", "sentence"),
    [
        ("", "x", "Please write your e-mail address."),
        ("ánh", "x", "Please write the whole address"),
        ("a@b\x00.org", "x", "characters that cannot be shown"),
        ("x" * 10_000, "x", "Please write the whole address"),
        ("a@example.org", "", "Please write your password."),
        ("a@example.org", "x" * 10_000, "Please keep this to 200 characters."),
    ],
)
def test_what_cannot_be_right_is_told_at_its_field(browser, signs_in, email, password, sentence):
    typed = {"email": email, "password": password}

    answer = browser().post("/en/sign-in", typed)

    assert answer.status_code == 422
    assert sentence in answer.text


def test_what_stood_in_the_session_before_is_gone(browser, there, signs_in):
    someone = browser()
    with someone.client.session_transaction() as before:
        before["sent_to"] = "put-there@example.org"
        token = before["csrf_token"]

    signs_in(someone)

    with someone.client.session_transaction() as after:
        assert "sent_to" not in after
        assert after.get("csrf_token") != token


def test_signing_in_and_out_stand_in_the_trail(app, browser, there, signs_in):
    someone = browser()
    signs_in(someone, password="wrong")
    signs_in(someone)
    signs_out(someone)

    with app.app_context():
        noted = [(x.act, x.actor, x.object_id) for x in db.session.query(Entry)]
    user = f"user {there.id}"
    assert noted == [("accounts.sign_in", user, there.id), ("accounts.sign_out", user, there.id)]


def test_signing_out_ends_every_session_on_every_device(browser, there, signs_in):
    phone, desktop = browser(), browser()
    signs_in(phone), signs_in(desktop)

    told = phone.get(signs_out(phone).headers["Location"])

    assert "You are signed out, on every device." in told.text
    for device in (phone, desktop):
        assert "/en/sign-in" in device.get(there.desk).headers["Location"]


def test_signing_out_twice_is_answered_as_once(browser, there):
    assert signs_out(browser(there.id, epoch=7)).headers["Location"] == "/en/sign-in"
    assert signs_out(browser()).headers["Location"] == "/en/sign-in"


def test_a_raised_epoch_ends_a_session_that_is_open(app, browser, there):
    someone = browser(there.id)
    assert someone.get(there.desk).status_code == 200

    with app.app_context():
        db.session.get(User, there.id).epoch += 1
        db.session.commit()

    assert someone.get(there.desk).status_code == 302


def test_no_transaction_waits_while_a_password_is_checked(app, browser, there, signs_in):
    slow = PasswordHasher(time_cost=60, memory_cost=19 * 1024, parallelism=1).hash(PASSWORD)
    with app.app_context():
        db.session.get(User, there.id).password_hash = slow
        db.session.commit()
    began = perf_counter()
    assert password_fits(PASSWORD, slow)
    takes = perf_counter() - began

    longest_write["seconds"] = 0.0
    assert signs_in(browser()).status_code == 303

    assert 0 < longest_write["seconds"] < takes / 2


def test_a_public_page_is_the_same_for_everybody(browser, there):
    stranger, organiser = browser().get(there.home), browser(there.id).get(there.home)

    assert stranger.text == organiser.text
    assert "Cookie" not in organiser.headers["Vary"]


def test_a_page_of_ones_own_is_kept_by_nobody(browser, there):
    for page in ("/en/sign-in", "/en/account", there.desk):
        assert browser(there.id).get(page).headers["Cache-Control"] == "no-store"


def signs_out(browser):
    """Press the button of one's own page; the token of the page before signing in has gone."""
    token = token_of(browser)
    return browser.post("/en/sign-out", {"csrf_token": token} if token else {})


def token_of(browser):
    """The token that one's own page carries; None for who is not signed in."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/en/account").text)
    return token and token.group(1)
