"""Many people behind one line: whoever guesses there keeps nobody else out."""

from datetime import timedelta

import pytest

from forum_app.accounts.services import passwords
from forum_app.accounts.views import entering
from forum_app.throttle.rules import Limit

pytestmark = pytest.mark.usefixtures("frozen")
HALL, ELSEWHERE = "192.0.2.1", "192.0.2.2"


@pytest.fixture
def guessed(browser, signs_in, monkeypatch):
    """Somebody in the hall was wrong as often as the limit says, each time with another address."""
    monkeypatch.setattr(entering, "WRONG_SIGN_INS_PER_IP", Limit(3, timedelta(minutes=1)))
    return [guess(browser, signs_in, n) for n in range(4)]


def guess(browser, signs_in, n, place=HALL):
    return signs_in(browser(), email=f"u{n}@example.org", place=place).status_code


def test_who_is_wrong_too_often_is_stopped_whatever_the_address(browser, signs_in, guessed):
    assert guessed == [422, 422, 422, 429]
    assert guess(browser, signs_in, 5, ELSEWHERE) == 422


def test_a_right_password_lets_in_where_somebody_else_guesses(browser, there, signs_in, guessed):
    assert [signs_in(browser(), place=HALL).status_code for _ in range(3)] == [303] * 3
    assert guess(browser, signs_in, 6) == 429


def test_right_passwords_are_not_counted(browser, there, signs_in, monkeypatch):
    monkeypatch.setattr(entering, "WRONG_SIGN_INS_PER_IP", Limit(2, timedelta(minutes=1)))
    for _ in range(3):
        signs_in(browser(), place=HALL)

    assert guess(browser, signs_in, 1) == 422


def test_where_somebody_guesses_one_is_checked_at_a_time_and_nobody_else_waits(
    browser, there, signs_in, guessed
):
    with passwords._OF_GUESSERS:
        here, elsewhere = (signs_in(browser(), place=x) for x in (HALL, ELSEWHERE))

    assert (here.status_code, here.headers["Retry-After"]) == (429, "2")
    assert elsewhere.status_code == 303
