"""A host is led to one session; the desk is walked by keyboard alone on a telephone."""

from .looking import found_on
from .presses import follow, sign_in

DESK = "/ascf-2020/desk"


def is_accessible(page):
    assert found_on(page) == []


def test_a_host_is_led_to_the_session_and_writes_its_texts(server, person):
    host = person(width=390, lang="vi")
    sign_in(host, server, "host", "vi")

    assert host.url == f"{server.url}/vi/ascf-2020/hosts/W1"
    is_accessible(host)
    follow(host, host.get_by_role("link", name="Nội dung", exact=True))
    host.get_by_label("English").nth(1).fill("Gate 2, headsets at the door.")
    follow(host, host.get_by_role("button", name="Lưu"))

    host.get_by_text("Mọi người chưa thấy nội dung này").wait_for()
    is_accessible(host)
    host.goto(f"{server.url}/en/account")
    assert host.get_by_role("heading", name="Your sessions").is_visible()


def test_the_desk_is_walked_by_keyboard_alone(server, person):
    organiser = person(width=390)
    sign_in(organiser, server, "organiser")
    organiser.goto(f"{server.url}/en{DESK}/")
    menu = organiser.locator(".folded summary")

    _tab_to(organiser, menu)
    organiser.keyboard.press("Enter")
    _tab_to(organiser, organiser.locator(".folded").get_by_role("link", name="Hosts of sessions"))
    is_accessible(organiser)
    organiser.keyboard.press("Enter")

    organiser.wait_for_url(f"**{DESK}/hosts")
    assert "People · Hosts of sessions" in organiser.locator(".folded summary").inner_text()
    is_accessible(organiser)


def test_the_groups_and_their_pages_stand_in_two_rows_where_there_is_room(server, person):
    organiser = person(width=1280)
    sign_in(organiser, server, "organiser")
    organiser.goto(f"{server.url}/en{DESK}/tokens")

    rows = organiser.locator(".masthead nav:visible")
    assert [row.get_attribute("class") for row in rows.all()] == ["groups", "of-group"]
    tops = {x.bounding_box()["y"] for x in organiser.locator(".groups a").all()}
    assert len(tops) == 1
    assert organiser.locator(".of-group [aria-current=page]").inner_text() == "Tokens for machines"
    is_accessible(organiser)


def _tab_to(page, wanted):
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate("x => x === document.activeElement"):
            return
    raise AssertionError("no number of Tab presses leads there")
