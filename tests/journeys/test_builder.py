"""The agenda built on the board: by mouse, by keys, and by two organisers at once."""

import pytest

from .presses import ASKS_NEVER, sign_in

BUILDER = "/en/ascf-2020/desk/programme/builder"
TWO_FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
NOR_LOOKS = "window.setInterval = () => 0;"  # as it does now and then


@pytest.fixture
def organiser(server, person):
    """organiser(name) -> the board, open in a browser of their own."""

    def somebody(name, width=1280):
        page = person(width, "en", quiet=("409",))
        sign_in(page, server, name)
        page.add_init_script(ASKS_NEVER + NOR_LOOKS)
        with page.expect_event("response", lambda answer: "/live?" in answer.url):
            page.goto(f"{server.url}{BUILDER}")
        return page

    return somebody


def card(page, code):
    return page.locator(f'.builder .card[data-code="{code}"]')


def wait_for_it(page, code, hall, hours):
    """Saved, and shown in this hall at these hours; hall: None for the tray."""
    page.wait_for_function(
        """([code, hall, hours]) => {
          const made = document.querySelector(`.builder .card[data-code="${code}"]`);
          const lane = made?.closest(".lane")?.getAttribute("aria-label") ?? "";
          const isThere = hall ? lane.startsWith(hall) : made?.closest(".tray");
          return isThere && !made.classList.contains("is-held") && made.innerText.includes(hours);
        }""",
        arg=[code, hall, hours],
    )


def drag(page, code, hall, hour):
    """Take it by its head, and hold it where its head is at that hour."""
    taken, lane = card(page, code).bounding_box(), page.locator(f'.lane[aria-label^="{hall} "]')
    there = lane.locator(".ghost .time", has_text=f"{hour:02}:00–")
    page.mouse.move(taken["x"] + 20, taken["y"] + 8)
    page.mouse.down()
    for _ in range(100):  # on the way the board may move beneath it
        where = lane.bounding_box()
        y = where["y"] + where["height"] * hour / 24 + 8
        page.mouse.move(where["x"] + 30, y, steps=4)
        page.evaluate(TWO_FRAMES)
        if there.count() and lane.bounding_box() == where:
            return
    raise AssertionError(f"{code} never comes to {hour}:00 in {hall}")


def test_a_session_is_taken_out_of_the_tray_and_another_organiser_sees_it(organiser):
    mine, theirs = organiser("organiser"), organiser("admin")
    card(mine, "W1").click()
    card(mine, "W4").focus()
    mine.keyboard.press("Delete")
    wait_for_it(mine, "W4", None, "150 min")
    beside = mine.locator(".chosen").inner_text()
    wait_for_it(theirs, "W4", None, "150 min")

    drag(mine, "W4", "H5", 13)
    mine.mouse.up()
    wait_for_it(theirs, "W4", "H5", "13:00–15:30")
    mine.keyboard.press("Control+z")
    wait_for_it(theirs, "W4", None, "150 min")

    mine.select_option("#move-hall", "H4")
    card(mine, "W4").focus()
    mine.keyboard.press("Enter")  # the first free slot of that hall
    wait_for_it(theirs, "W4", "H4", "08:00–10:30")
    mine.keyboard.press("Shift+ArrowDown")
    mine.keyboard.press("ArrowRight")
    wait_for_it(theirs, "W4", "H5", "08:00–10:35")
    wait_for_it(mine, "W4", "H5", "08:00–10:35")
    said = mine.locator("[data-said]").inner_text()
    mine.click("[data-undo]")
    wait_for_it(theirs, "W4", "H4", "08:00–10:30")
    for _ in range(2):
        mine.click("[data-undo]")
    wait_for_it(theirs, "W4", "H4", "08:30–11:00")

    assert "W4 and W5 are in hall H5 at the same time." in said
    assert beside.startswith("W4 ")  # not what was chosen before
    assert "In the tray" in beside


def test_who_drops_a_session_that_somebody_moved_meanwhile_chooses_and_loses_nothing(organiser):
    mine, theirs = organiser("organiser"), organiser("admin")
    drag(mine, "W2", "H3", 9)
    told = mine.locator(".chosen").inner_text()
    card(theirs, "W2").focus()
    theirs.keyboard.press("ArrowDown")
    wait_for_it(theirs, "W2", "H2", "08:35–11:05")

    mine.mouse.up()
    mine.wait_for_selector("#both[open]")
    both = mine.locator("#both").inner_text()
    mine.click("#both button[value=mine]")
    wait_for_it(theirs, "W2", "H3", "09:00–11:30")
    mine.keyboard.press("Control+z")
    wait_for_it(theirs, "W2", "H2", "08:35–11:05")
    card(theirs, "W2").press("ArrowUp")
    wait_for_it(mine, "W2", "H2", "08:30–11:00")

    assert "W2 and W3 are in hall H3 at the same time." in told
    assert "08:35–11:05, Room 2" in both
    assert "09:00–11:30, Room 3" in both


def test_a_break_is_copied_into_every_hall_and_the_step_is_undone(organiser):
    page = organiser("organiser")
    card(page, "B1").click()
    page.click("[data-copy]")
    wait_for_it(page, "B1-H3", "H3", "11:00–13:00")
    copied = page.locator('.builder .card[data-code^="B1-"]').count()

    page.click("[data-undo]")
    card(page, "B1-H3").wait_for(state="detached")
    page.click("[data-redo]")
    wait_for_it(page, "B1-H3", "H3", "11:00–13:00")
    page.click("[data-undo]")
    card(page, "B1-H3").wait_for(state="detached")

    assert copied == 6


def test_a_session_is_made_longer_by_its_lower_edge(organiser):
    page = organiser("organiser")
    page.evaluate("document.querySelector('.planner').scrollTop = 800")
    box = card(page, "V1").bounding_box()
    hour = box["height"]  # it lasts one
    page.mouse.move(box["x"] + 20, box["y"] + hour - 3)
    page.mouse.down()
    page.mouse.move(box["x"] + 20, box["y"] + hour * 1.5 - 3, steps=4)
    page.locator(".ghost .time", has_text="13:00–14:30").wait_for()
    page.mouse.up()
    wait_for_it(page, "V1", "EX", "13:00–14:30")

    page.keyboard.press("Control+z")
    wait_for_it(page, "V1", "EX", "13:00–14:00")


def test_on_a_phone_a_session_is_moved_by_its_form(organiser):
    page = organiser("organiser", width=390)
    card(page, "P1").click()
    page.fill("#move-starts", "2020-10-22T15:00")
    page.fill("#move-minutes", "60")
    page.click("[data-move] button[type=submit]")

    wait_for_it(page, "P1", "H0", "15:00–16:00")
    page.click("[data-undo]")
    wait_for_it(page, "P1", "H0", "14:00–17:00")
