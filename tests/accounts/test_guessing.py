"""Guessing passwords ends soon, whichever browser or place it comes from, and locks out no hall."""

from datetime import timedelta

import pytest
import time_machine

from forum_app.throttle.rules import GUESSES, GUESSES_FROM_ONE_PLACE, SIGN_IN_LETTERS

from ..builders import NOW
from .letters import letters

pytestmark = pytest.mark.usefixtures("frozen")
FEW, MANY = GUESSES_FROM_ONE_PLACE.hits, GUESSES.hits


def guesses(browser, signs_in, times, **given):
    """How each of `times` wrong guesses is answered, each from a browser of its own."""
    return [signs_in(browser(), password="wrong", **given).status_code for _ in range(times)]


def test_who_guesses_is_stopped_in_whatever_browser_even_with_the_right_password(
    browser, there, signs_in
):
    assert guesses(browser, signs_in, FEW) == [422] * FEW

    stopped = signs_in(browser())

    assert stopped.status_code == 429
    assert 0 < int(stopped.headers["Retry-After"]) <= GUESSES_FROM_ONE_PLACE.per.total_seconds()
    assert "Too many attempts. Please wait" in stopped.text


def test_an_unknown_address_is_guessed_at_no_longer_than_a_known_one(browser, signs_in):
    found = guesses(browser, signs_in, FEW + 1, email="nobody@example.org")

    assert found == [422] * FEW + [429]


def test_others_behind_the_same_line_and_the_owner_elsewhere_get_in(browser, there, signs_in):
    guesses(browser, signs_in, FEW + 1, email="colleague@example.org")
    guesses(browser, signs_in, FEW + 1, place="192.0.2.9")

    assert signs_in(browser()).status_code == 303


def test_guessing_from_many_places_ends_too(browser, there, signs_in):
    for place in range(MANY // FEW):
        guesses(browser, signs_in, FEW, place=f"192.0.2.{place}")

    assert signs_in(browser(), place="198.51.100.1").status_code == 429


def test_who_remembers_in_the_end_starts_anew(browser, there, signs_in):
    for _ in range(2):
        assert guesses(browser, signs_in, FEW - 1) == [422] * (FEW - 1)
        assert signs_in(browser()).status_code == 303


def test_one_network_of_the_newer_internet_is_one_place(browser, there, signs_in):
    for number in range(FEW):
        guesses(browser, signs_in, 1, place=f"2001:db8:1:2::{number + 1:x}")

    assert signs_in(browser(), place="2001:db8:1:2:ffff::1").status_code == 429


LETTERS = ["/en/sign-in/link", "/en/password", "/en/sign-up"]


@pytest.mark.parametrize("last", LETTERS)
def test_who_guesses_and_asks_for_all_letters_leaves_the_owner_one_that_opens(
    app, browser, there, signs_in, last
):
    for place in range(MANY // FEW):
        guesses(browser, signs_in, FEW, place=f"192.0.2.{place}")
    for path in [last] * SIGN_IN_LETTERS.hits:
        browser().post(path, {"email": there.email, "name": "Lê An"})
    with time_machine.travel(NOW + timedelta(minutes=59, seconds=59), tick=False):
        refused = signs_in(browser(), place="198.51.100.1")
        browser().post("/en/sign-in/link", {"email": there.email})
        *older, newest = letters(app)
        address = f"/en/{'password' if last == '/en/password' else 'links'}/{newest.secret}"
        entered = browser().post(address, {"password": "một mật khẩu khác hẳn"})

    assert refused.status_code == 429
    assert "a link mailed to you lets you in" in refused.text
    assert len(older) == SIGN_IN_LETTERS.hits - 1
    assert entered.status_code == 303


def test_a_wish_for_somebody_elses_address_takes_none_of_their_letters(
    app, browser, there, colleague_id
):
    mover = browser(colleague_id)
    for _ in range(SIGN_IN_LETTERS.hits):
        mover.post("/en/account/email", {"email": there.email})

    browser().post("/en/sign-in/link", {"email": there.email})

    assert [x.template for x in letters(app, there.email)][-1] == "accounts.sign_in"
