"""Guessing passwords ends soon, whichever browser or place it comes from, and locks out no hall."""

import pytest

from forum_app.throttle.rules import GUESSES, GUESSES_FROM_ONE_PLACE

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
