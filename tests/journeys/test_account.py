"""An organiser's account in a real browser: a colleague by mail, a passkey, an app, axe on each."""

import re
import time

import pyotp
import pytest

from .conftest import Server, letter_to
from .looking import looks_right
from .presses import follow, sign_in


@pytest.fixture(scope="module")
def at_a_name(tmp_path_factory):
    """A server of these stories' own, open at a name: browsers make no passkeys for numbers."""
    running = Server(tmp_path_factory.mktemp("name")).start()
    running.url = running.url.replace("127.0.0.1", "localhost")
    yield running
    running.kill()


def with_passkeys(page):
    """This browser has a device that keeps passkeys and whose owner always touches it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    options |= {"hasUserVerification": True, "isUserVerified": True}
    options |= {"automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_and_a_recovery_code_take_the_second_step(person, at_a_name):
    page = person(1280, "en", quiet=("Failed to load resource",))
    with_passkeys(page)
    sign_in(page, at_a_name, "organiser")
    follow(page, "text=Second step")
    looks_right(page, 1280)
    page.click("text=Add a passkey")
    page.wait_for_selector(".codes")
    looks_right(page, 1280)
    codes = page.locator(".codes code").all_inner_texts()
    follow(page, "text=I have kept them")
    assert "10 recovery codes are left." in page.inner_text("main")
    page.click("text=Add a passkey")
    page.wait_for_selector("[data-passkey-known]:not([hidden])")
    follow(page, "header button:has-text('Sign out')")

    sign_in(page, at_a_name, "organiser")
    assert page.url.split("?")[0].endswith("/sign-in/second")
    looks_right(page, 1280)
    page.click("text=Use the passkey")
    page.wait_for_url("**/account")
    follow(page, "header button:has-text('Sign out')")
    sign_in(page, at_a_name, "organiser")
    page.fill("#code", codes[0])
    follow(page, "main button:has-text('Go on')")

    assert page.url.endswith("/account")
    assert len(codes) == 10
    follow(page, "text=Second step")
    assert "9 recovery codes are left." in page.inner_text("main")
    follow(page, "header button:has-text('Sign out')")
    sign_in(page, at_a_name, "organiser")
    page.fill("#code", codes[0])
    follow(page, "main button:has-text('Go on')")
    page.wait_for_selector("#code[aria-invalid=true]")
    assert "was used already: each works once" in page.inner_text("main")


def test_a_colleague_is_invited_and_sets_an_app_up_on_a_phone_in_vietnamese(person, at_a_name):
    desk, phone = person(1280, "en"), person(390, "vi")
    sign_in(desk, at_a_name, "admin")  # the organiser has a second step by now
    desk.goto(f"{at_a_name.url}/en/ascf-2020/desk/people/")
    looks_right(desk, 1280)
    desk.fill("#email", "moi@example.org")
    desk.check("input[value=organiser]")
    follow(desk, "main button.main")
    looks_right(desk, 1280)

    letter = letter_to("moi@example.org", "Your part in", at_a_name).text
    link = re.search(r"http://127\.0\.0\.1:\d+(/en/links/[\w-]{22})", letter)[1]
    phone.goto(at_a_name.url + link.replace("/en/", "/vi/"))
    looks_right(phone, 390)
    phone.fill("#name", "Trần Thị Mới")
    follow(phone, "main button.main")
    assert phone.url.endswith("/desk/")
    phone.goto(f"{at_a_name.url}/vi/account")
    looks_right(phone, 390)
    follow(phone, "text=Bước thứ hai")
    looks_right(phone, 390)
    follow(phone, "text=Thiết lập ứng dụng")
    looks_right(phone, 390)
    phone.click("summary")
    secret = phone.inner_text("details code").replace(" ", "")
    phone.fill("#code", pyotp.TOTP(secret).at(time.time()))
    follow(phone, "main button.main")
    phone.wait_for_selector(".codes")
    looks_right(phone, 390)


def test_the_pages_of_signing_in_are_calm_for_everybody(person, server):
    page = person(390, "vi", quiet=("Failed to load resource",))
    public = ["sign-in", "sign-in/link", "sign-in/sent", "sign-up", "password", "links/nothing"]
    own = ["", "/sign-ins", "/password", "/email", "/again", "/second-step", "/second-step/code"]
    for path in public:
        page.goto(f"{server.url}/vi/{path}")
        looks_right(page, 390)
    sign_in(page, server, "admin", "vi")
    for path in [*own, "/site"]:
        page.goto(f"{server.url}/vi/account{path}")
        looks_right(page, 390)
    page.goto(f"{server.url}/vi/ascf-2020/desk/people/")
    looks_right(page, 390)
