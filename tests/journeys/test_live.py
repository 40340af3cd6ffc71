"""Two people at once: what one takes, the other sees on an open page."""

from .test_delegate import register


def test_an_open_page_hears_of_a_seat_taken_long_before_it_would_ask_by_itself(person, server):
    watching, taking = person(1280, "en"), person(390, "en")
    with watching.expect_event("response", lambda answer: "/live?" in answer.url):
        watching.goto(f"{server.url}/en/ascf-2020/sessions/W5")
    left = watching.locator(".ways li:has(.way.online) .left")
    before = left.inner_text()

    register(taking, server, "en", W5="online")

    watching.wait_for_function(
        "before => !document.querySelector('.ways').innerText.includes(before)",
        arg=before,
        timeout=12_000,  # it asks by itself after 18 seconds at the earliest
    )
