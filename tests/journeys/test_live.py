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


def test_what_is_told_while_an_answer_is_on_its_way_is_asked_for_once_more(person, server):
    page, held = person(1280, "en", quiet=("Failed to load resource",)), []
    page.add_init_script(ASKS_NEVER)
    page.route("**/live?*", lambda route: route.abort())
    page.route("**/sessions/W5/seats", lambda route: held.append(route))
    page.goto(f"{server.url}/en/ascf-2020/sessions/W5")
    with page.expect_request("**/sessions/W5/seats"):
        page.evaluate("dispatchEvent(new Event('online'))")
    page.evaluate("dispatchEvent(new Event('online'))")
    page.evaluate("new Promise((done) => setTimeout(done, 50))")  # what is to be asked at once, is

    with page.expect_request("**/sessions/W5/seats"):
        held[0].continue_()
