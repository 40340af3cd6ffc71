"""The four errands of the site by keyboard alone; at each stop one sees where one is."""

import pytest

from .presses import sign_in

FORUM = "/en/ascf-2020"
SEEN = """() => {
  const x = document.activeElement, cell = x.querySelector(':scope > rect.cell')
  if (cell) return parseFloat(getComputedStyle(cell).strokeWidth) >= 5  // a booth on the plan
  return [x, x.closest('label')].filter(Boolean).some(y => {
    const { outlineStyle, outlineWidth } = getComputedStyle(y)
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2
  })
}"""


@pytest.fixture
def keys(person, server):
    """keys(path, who) -> a page that is used by its keyboard alone, opened at that path."""

    def opened(path, who=None):
        page = person(1280, "en", quiet=("Failed to load resource",))
        if who:
            sign_in(page, server, who)
        page.goto(f"{server.url}{FORUM}/{path}")
        return page

    return opened


def tab_to(page, selector):
    """Press Tab until this has the focus; at every stop the focus is seen."""
    wanted = page.locator(selector).first
    for _ in range(150):
        page.keyboard.press("Tab")
        assert page.evaluate(SEEN), page.evaluate("document.activeElement.outerHTML")[:200]
        if wanted.evaluate("x => x === document.activeElement"):
            return
    raise AssertionError(f"Tab never comes to {selector}")


def has_focus(page, wanted):
    """It comes there, by itself or by what was pressed."""
    page.wait_for_function("wanted => document.activeElement.matches(wanted)", arg=wanted)


def press(page, selector, key="Enter"):
    tab_to(page, selector)
    page.keyboard.press(key)


def test_somebody_registers_after_being_told_what_is_missing(keys):
    page = keys("register")
    press(page, "main button.main")
    has_focus(page, ".notice.refuse")

    press(page, ".notice.refuse a")
    has_focus(page, "#name")
    page.keyboard.type("By Keys Alone")
    tab_to(page, "#email")
    page.keyboard.type("keys@example.org")
    tab_to(page, "#country")
    page.keyboard.type("Viet")
    tab_to(page, "input[name=way_P1]:checked")
    page.keyboard.press("ArrowUp")
    press(page, "#consent_processing", "Space")
    press(page, "main button.main")

    page.wait_for_url(lambda url: url.endswith("/register/sent"))


def test_an_exhibitor_holds_a_booth_on_the_plan(keys):
    page = keys("exhibitor/booths", "exhibitor")

    press(page, 'a[aria-label^="Booth D6,"]')
    page.wait_for_url("**/booths/D6")
    press(page, "main button.main")
    page.wait_for_url("**/exhibitor")

    assert "Booth D6 is held for you." in page.inner_text(".notice")


def test_an_organiser_finds_people_and_does_something_for_two(keys, server):
    server.forum("demo", "--delegates", "8")
    page = keys("desk/delegates", "organiser")
    tab_to(page, "#state, #f-state")
    page.keyboard.type("Confirmed")
    press(page, "form[role=search] button[type=submit]")
    page.wait_for_url("**state=confirmed**")

    tab_to(page, "#verb")
    page.keyboard.type("Send")
    press(page, "input[name=d] >> nth=0", "Space")
    press(page, "input[name=d] >> nth=1", "Space")
    page.keyboard.press("Shift+Tab")
    for _ in range(20):
        if page.evaluate("document.activeElement.matches('.bulk button:not([name])')"):
            break
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/acts/new?**")
    assert "For 2 people." in page.inner_text("main")
    press(page, "main button.main")

    page.wait_for_url(lambda url: "/desk/acts/" in url and "/new" not in url)


def test_a_door_is_ready_for_keys_as_it_opens(keys):
    page = keys("door/sessions/P1", "door")
    has_focus(page, "#typed")
    assert page.evaluate(SEEN)

    page.keyboard.type("HF1.NOT.OURS")
    page.keyboard.press("Enter")

    page.wait_for_selector("[data-verdict=not_ours]")
    assert page.evaluate("document.activeElement.id") == "typed"
