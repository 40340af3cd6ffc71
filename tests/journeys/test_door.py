"""The morning at a door: a hand scanner, a phone without a camera, a device that changes hands."""

import pytest

from .looking import looks_right
from .presses import ASKS_NEVER, follow, sign_in
from .test_delegate import register

DOOR = "/en/ascf-2020/door/sessions/P1"
QUIET = ("Failed to load resource",)


@pytest.fixture
def guest(person, server, letters):
    """The reference of somebody with a place in the hall of the plenary."""
    page = person(390, "en", quiet=QUIET)
    page.goto(letters(register(page, server, "en", P1="hall"), "received").link)
    follow(page, "text=Yes, this registration is mine")
    follow(page, "text=Open the ticket")
    return page.inner_text(".ref")


@pytest.fixture
def keeper(person, server):
    """keeper(width, lang) -> a page of door staff, who came to look for a door."""

    def signed_in(width=1280, lang="en"):
        page = person(width, lang, quiet=QUIET)
        sign_in(page, server, "door", lang)
        page.goto(f"{server.url}/{lang}/ascf-2020/door")
        return page

    return signed_in


def scan(page, typed):
    """What a hand scanner does: it types, and presses Enter. The verdict."""
    before = page.inner_html("#answer")
    page.keyboard.type(typed)
    page.keyboard.press("Enter")
    page.wait_for_function(
        "before => document.querySelector('#answer').innerHTML !== before", arg=before
    )
    return page.get_attribute("#answer [data-verdict]", "data-verdict")


def test_a_hand_scanner_lets_in_once_and_the_other_door_sees_it(keeper, guest, server):
    here, there = keeper(), keeper(390, "vi")
    here.goto(server.url + DOOR)
    there.add_init_script(ASKS_NEVER)
    with there.expect_event("response", lambda answer: "/live?" in answer.url):
        there.goto(server.url + DOOR.replace("/en/", "/vi/"))
    before = there.inner_text("#counts")

    here.evaluate("document.activeElement.blur()")  # nothing has the focus: it scans all the same
    assert scan(here, guest) == "welcome"
    there.wait_for_function(
        "before => document.querySelector('#counts').innerText !== before", arg=before
    )
    assert scan(here, guest) == "already_in"
    assert scan(there, guest) == "already_in"
    assert scan(here, "HF1.NOT.OURS") == "not_ours"
    assert here.evaluate("document.activeElement.id") == "typed"
    assert here.input_value("#typed") == ""


def test_an_entry_is_found_by_name_and_undone_without_losing_the_place(keeper, guest, server):
    page = keeper(390, "en")
    page.goto(server.url + DOOR)
    assert scan(page, "stóry") == "found"
    page.click(f".door-found li:has-text('{guest}') button")
    page.wait_for_selector("[data-verdict=welcome]")

    page.click("text=Undo this entry")
    page.fill("#reason", "left again")
    follow(page, "button:text-is('Undo')")

    assert "The entry is undone" in page.inner_text("main")
    assert scan(page, guest) == "welcome"


def test_a_camera_that_is_refused_is_said_and_the_other_ways_work(keeper, guest, server):
    page = keeper(390, "vi")
    page.goto(server.url + DOOR.replace("/en/", "/vi/"))

    page.click("[data-camera-start]")
    page.wait_for_selector("[data-camera-said]:not([hidden])")

    assert "camera" in page.inner_text("[data-camera-said]")
    assert scan(page, guest) == "welcome"


def test_what_is_scanned_without_a_line_is_sent_when_it_is_back(keeper, guest, server):
    page = keeper()
    page.goto(server.url + DOOR)
    page.context.set_offline(True)
    assert scan(page, guest) == "unsaid"

    page.context.set_offline(False)

    page.wait_for_selector("[data-verdict=welcome]")


def test_a_shared_device_asks_for_its_pin_when_it_is_handed_over(keeper, guest, server):
    page = keeper(390, "en")
    page.fill("#door", "Room 1, left")
    follow(page, "text=Open a shift on this device")
    pin = page.inner_text("output")
    page.goto(server.url + DOOR)
    assert scan(page, guest) == "welcome"

    follow(page, "text=Hand over")
    assert guest not in page.inner_text("body")
    page.goto(server.url + DOOR)
    page.fill("#pin", pin)
    follow(page, "text=Open the door")

    assert page.url == server.url + DOOR
    assert scan(page, guest) == "already_in"
    assert "through Room 1, left" in page.inner_text("#answer")


def test_no_page_of_a_door_has_an_accessibility_finding_or_scrolls_sideways(keeper, guest, server):
    page = keeper(390, "vi")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for path in ("", "?point=SIN", "/entrance/2020-10-22", "/sessions/P1/at/SIN"):
            page.goto(f"{server.url}/vi/ascf-2020/door{path}")
            looks_right(page, 390)
        page.goto(f"{server.url}/vi/ascf-2020/door/registrations/{guest}/ticket")
        looks_right(page, 390)
        page.goto(server.url + DOOR.replace("/en/", "/vi/"))
        for typed in (guest, "HF1.NO", "story", "Zzyzx"):
            scan(page, typed)
            looks_right(page, 390)
