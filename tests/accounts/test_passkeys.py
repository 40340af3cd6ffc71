"""Passkeys: what a device signed lets in once, and only where it was asked to sign just that."""

import re

import pytest

from .authenticator import Authenticator

NEW, SECOND = "/en/account/passkeys", "/en/sign-in/second"


@pytest.fixture
def device(browser, there):
    """The passkey of the organiser."""
    device, someone = Authenticator(), browser(there.id)
    asked = someone.post(f"{NEW}/options").json["challenge"]
    assert someone.post(NEW, device.made(asked)).status_code == 200
    return device


@pytest.fixture
def half_in(browser, signs_in, device):
    """A browser after the password, before the second step."""

    def enter():
        someone = browser()
        signs_in(someone)
        page = someone.get(SECOND).text
        someone.csrf = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
        return someone

    return enter


def test_what_was_signed_as_asked_lets_in_and_never_again(half_in, device):
    one, other = half_in(), half_in()
    answer = device.signed(one.post(f"{SECOND}/passkey/options").json["challenge"])
    other.post(f"{SECOND}/passkey/options")

    assert one.post(f"{SECOND}/passkey", answer).status_code == 303
    assert other.post(f"{SECOND}/passkey", answer).status_code == 422
    assert one.get("/en/account").status_code == 200


def test_what_nobody_asked_to_sign_lets_nobody_in_and_adds_nothing(browser, there, half_in, device):
    someone = half_in()

    assert someone.post(f"{SECOND}/passkey", device.signed("")).status_code == 422
    assert browser(there.id).post(NEW, Authenticator().made("")).status_code == 422
