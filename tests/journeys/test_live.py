"""Two people at once: what one takes, the other sees on an open page."""

from .presses import ASKS_NEVER
from .test_delegate import register


def test_an_open_page_that_asks_nothing_by_itself_hears_of_a_seat_taken(person, server):
    watching, taking = person(1280, "en"), person(390, "en")
    watching.add_init_script(ASKS_NEVER)
    with watching.expect_response("**/sessions/W5/seats"):  # what it missed before its stream began
        watching.goto(f"{server.url}/en/ascf-2020/sessions/W5")
    left = watching.locator(".ways li:has(.way.online) .left")
    before = left.inner_text()

    register(taking, server, "en", W5="online")

    watching.wait_for_function(
        "before => !document.querySelector('.ways').innerText.includes(before)", arg=before
    )
