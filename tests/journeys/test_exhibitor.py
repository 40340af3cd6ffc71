"""An exhibitor's story in a real browser: on a phone in Vietnamese, by keyboard in English."""

import pytest
from playwright.sync_api import expect

from .looking import looks_right
from .presses import follow, sign_in


def test_an_exhibitor_finds_a_booth_in_two_taps_holds_it_and_confirms_it(person, server):
    phone = person(390, "vi")
    sign_in(phone, server, "exhibitor", "vi")
    phone.goto(f"{server.url}/vi/ascf-2020/exhibition")
    follow(phone, "#free-booths a.button")
    follow(phone, "button.main")
    assert phone.url.endswith("/exhibitor")

    counting = phone.locator("[data-left-said]").first
    expect(counting).not_to_have_text(counting.text_content())  # it goes on by itself
    follow(phone, "text=Xác nhận đặt gian")

    assert "là của đơn vị" in phone.text_content(".notice")


def test_a_booth_on_the_plan_is_reached_and_held_with_the_keyboard_alone(person, server):
    page = person(1280, "en")
    sign_in(page, server, "exhibitor", "en")
    page.goto(f"{server.url}/en/ascf-2020/exhibitor/booths")
    page.focus('a[aria-label^="Booth D5,"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/booths/D5")
    page.focus("button.main")
    page.keyboard.press("Enter")
    page.wait_for_url("**/exhibitor")

    assert "Booth D5 is held for you." in page.text_content(".notice")
    follow(page, "text=Give it back")


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_of_booths_has_an_accessibility_finding_or_scrolls_sideways(
    person, server, lang, width
):
    page = person(width, lang)
    forum = f"{server.url}/{lang}/ascf-2020"
    public = ["exhibition", "exhibition/booths/B1", "exhibition/exhibitors/den-long-so"]
    mine = ["exhibitor", "exhibitor/booths", "exhibitor/booths/B1", "exhibitor/profile"]
    for who, paths in (
        ("", public),
        ("exhibitor", mine),
        ("organiser", ["desk/bookings", "desk/booths"]),
    ):
        if who:
            sign_in(page, server, who, lang)
        for path in paths:
            page.goto(f"{forum}/{path}")
            looks_right(page, width)
