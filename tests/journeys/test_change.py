"""Changing sessions in a real browser: what the script shows, and what an open page is told."""

from .presses import ask_until, follow
from .test_delegate import register, sql


def test_each_session_asks_for_its_point_while_it_is_attended_at_one(person, server, letters):
    page = person(390, "vi")
    link = letters(register(page, server, "vi", W5="online", P1="online"), "Đã nhận").link
    page.goto(f"{link}/sessions")
    assert not page.is_visible("#point_W5")

    page.check("input[name=way_W5][value=point]")
    page.select_option("#point_W5", "SIN")
    page.check("input[name=way_P1][value=point]")
    page.select_option("#point_P1", "KUL")

    assert not page.is_visible("#point_W2")
    assert page.locator("[data-agenda] .way").all_inner_texts() == ["Singapore", "Kuala Lumpur"]
    follow(page, "button.main")
    assert page.url == link
    assert "Singapore (SIN)" in page.inner_text("main")
    assert "Kuala Lumpur (KUL)" in page.inner_text("main")


def test_a_hall_that_fills_while_the_page_is_open_is_said_to_be_full_and_offers_its_line(
    person, server, letters
):
    page = person(1280, "en", quiet=("Failed to load resource",))
    link = letters(register(page, server, "en", W4="online"), "received").link
    page.goto(f"{link}/sessions")
    page.check("input[name=way_W4][value=hall]")
    w4 = "(SELECT id FROM sessions WHERE code = 'W4')"
    sql(server, f"UPDATE seat_counts SET seats = taken WHERE way = 'hall' AND session_id = {w4}")

    ask_until(page, "() => document.querySelector('#left-W4-hall.full')")

    follow(page, "button.main")
    assert "W4 is full this way" in page.inner_text("#way_W4")
    assert page.is_checked("input[name=way_W4][value=hall]")
    assert page.is_visible("input[name=way_W4][value=hall-wait]")


def test_a_point_that_fills_while_the_page_is_open_is_said_to_be_full_in_the_list(
    person, server, letters
):
    page = person(390, "en")
    link = letters(register(page, server, "en", W1="online"), "received").link
    page.goto(f"{link}/sessions")
    page.check("input[name=way_W1][value=point]")
    page.select_option("#point_W1", "KUL")
    jakarta = page.locator("#point_W1 option[value=JKT]")
    before = jakarta.inner_text()
    w1 = "(SELECT id FROM sessions WHERE code = 'W1')"
    there = f"session_id = {w1} AND point_id = (SELECT id FROM points WHERE code = 'JKT')"
    taken = sql(server, f"SELECT taken FROM seat_counts WHERE {there}")

    sql(server, f"UPDATE seat_counts SET taken = seats WHERE {there}")

    says = "wanted => document.querySelector('#point_W1 option[value=JKT]').innerText === wanted"
    ask_until(page, says, f"{before} · Full")
    assert page.input_value("#point_W1") == "KUL"
    sql(server, f"UPDATE seat_counts SET taken = {taken} WHERE {there}")
    ask_until(page, says, before)
