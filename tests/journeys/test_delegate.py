"""A delegate's story in a real browser: on a phone in Vietnamese, at a desk in English."""

import itertools
import sqlite3
from contextlib import closing

from .conftest import Server, letter_to
from .looking import looks_right
from .presses import follow

_next = itertools.count(1).__next__


def fill_in(page, name, email):
    page.fill("#name", name)
    page.fill("#email", email)
    page.select_option("#country", "VN")
    page.check("#consent_processing")


def register(page, server, lang, **ways):
    """Register somebody new with these ways; the address."""
    email = f"story{_next()}@example.org"
    page.goto(f"{server.url}/{lang}/ascf-2020/register")
    fill_in(page, f"Story {email[:7]}", email)
    for code, value in ways.items():
        page.check(f"input[name=way_{code}][value='{value}']")
    follow(page, "button.main")
    assert page.url.endswith("/register/sent")
    return email


def test_a_delegate_with_a_phone_registers_in_vietnamese_and_opens_the_ticket_without_a_line(
    person, tmp_path
):
    server = Server(tmp_path).start()
    phone = person(390, "vi", quiet=("Failed to load resource",))
    phone.goto(f"{server.url}/vi/ascf-2020/")
    follow(phone, "text=Đăng ký tham dự")
    fill_in(phone, "Nguyễn Thị Ngọc Ánh", "ngocanh@example.org")
    phone.check("input[name=way_W2][value=hall]")
    phone.check("input[name=way_W3][value=online]")
    assert "Trùng giờ với W3" in phone.inner_text("#way_W2")
    follow(phone, "button.main")
    assert "trùng giờ" in phone.inner_text("main")
    phone.check("input[name=way_W3][value='']")
    phone.check("input[name=way_P1][value=point]")
    phone.select_option("#point", "SIN")
    follow(phone, "button.main")
    assert "ngocanh@example.org" in phone.inner_text("main")
    phone.go_back()  # over the page that told of the clash, which was an answer to what was sent
    assert phone.is_visible("#name")
    phone.go_forward()

    phone.goto(letter_to("ngocanh@example.org", "Đã nhận", server).link)
    follow(phone, "text=Đúng, đăng ký này là của tôi")
    follow(phone, "text=Mở vé")
    phone.wait_for_selector("[data-ticket-kept]:not([hidden])")
    server.kill()
    phone.reload()

    assert "Nguyễn Thị Ngọc Ánh" in phone.inner_text("h1")
    assert phone.is_visible("svg.qr")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_delegate_waits_is_promoted_and_gives_the_seat_back(person, letters, server):
    desk, other = person(1280, "en"), person(1280, "en")
    w5 = "(SELECT id FROM sessions WHERE code = 'W5')"
    sql(server, f"UPDATE seat_counts SET seats = 1 WHERE way = 'hall' AND session_id = {w5}")
    first = register(other, server, "en", W5="hall")

    second = register(desk, server, "en", W5="hall-wait+online")
    desk.goto(letters(second, "received").link)
    assert "On the waiting list" in desk.inner_text("main")
    other.goto(letters(first, "received").link)
    other.click("text=I cannot come at all")
    follow(other, "text=Withdraw my registration")

    promoted = letters(second, "A seat for you: W5")
    desk.goto(promoted.link)
    assert "On the waiting list" not in desk.inner_text("main")
    follow(desk, "text=Give this seat back")
    assert "Online" in desk.inner_text("main")


def test_pressing_twice_registers_once(person, server):
    page = person(1280, "en")
    page.goto(f"{server.url}/en/ascf-2020/register")
    fill_in(page, "Double Press", "double@example.org")
    page.check("input[name=way_P1][value=online]")

    page.dblclick("button.main")
    page.wait_for_url("**/register/sent")

    assert sql(server, "SELECT count(*) FROM persons WHERE email = 'double@example.org'") == 1


def test_what_was_typed_survives_a_broken_line(person, server):
    page = person(390, "en")
    page.goto(f"{server.url}/en/ascf-2020/register")
    page.fill("#name", "Typed Once")
    page.check("input[name=way_W1][value=online]")

    page.reload()

    assert page.input_value("#name") == "Typed Once"
    assert page.is_checked("input[name=way_W1][value=online]")


def test_no_page_has_an_accessibility_finding_or_scrolls_sideways(person, server, letters):
    page = person(390, "vi", quiet=("Failed to load resource",))
    link = letters(register(page, server, "vi", W1="online"), "đăng ký").link
    own = [link, f"{link}/sessions", f"{link}/particulars", f"{link}/ticket"]
    paths = ["", "schedule", "sessions/W1", "speakers", "points", "points/SIN", "exhibition"]
    paths += ["register", "registration", "nothing"]
    public = [f"{server.url}/{lang}/ascf-2020/{path}" for lang in ("vi", "en") for path in paths]
    for url in [*public, *own]:
        page.goto(url)
        looks_right(page, 390)


def sql(server, statement):
    database = sqlite3.connect(server.folder / "forum.db", timeout=20)
    with closing(database), database:
        found = database.execute(statement).fetchone()
    return found and found[0]
