"""The plenary opens for six people at once: each is led to the own line, though one changes."""

import re

import pytest

from .conftest import Server, letter_to
from .presses import ASKS_NEVER, follow, sign_in
from .test_delegate import fill_in

FORUM = "/en/ascf-2020"
CLOCK = "2020-10-22T13:44:20+07:00"  # the plenary's gate opens at 13:45, its points' lines at 13:00
CARRIES = re.compile(r"(meet|other)\.example\.org")  # what brings the point's picture to the hall
POINTS = {
    "SIN": ("Asia/Singapore", "vi"),
    "LON": ("Europe/London", "en"),
    "TYO": ("Asia/Tokyo", "en"),
}


@pytest.fixture(scope="module")
def plenary(tmp_path_factory):
    """A server on the day itself, some seconds before the gate of the plenary opens."""
    running = Server(tmp_path_factory.mktemp("opening"))
    running.environment["FORUM_CLOCK"] = CLOCK
    yield running.start()
    running.kill()


def delegate(page, server, number, lang, **choice):
    """Registered, their address confirmed; the page is the gate of the plenary."""
    email = f"opening{number}@example.org"
    page.goto(f"{server.url}/{lang}/ascf-2020/register")
    fill_in(page, f"Opening {number}", email)
    page.check(f"input[name=way_P1][value='{choice['way']}']")
    if "point" in choice:
        page.select_option("#point", choice["point"])
    follow(page, "button.main")
    link = letter_to(email, "", server).link
    page.goto(link)
    follow(page, "main form button.main")
    page.goto(f"{link}/join/P1")


def secret_page(organiser, server, code):
    """The address of the secret page of a point, as the organiser passes it on."""
    people = f"{server.url}{FORUM}/desk/people-at-points/{code}"
    organiser.goto(people)
    follow(organiser, "form[action$='/key'] button")
    follow(organiser, "form[action$='/key/address'] button")
    return re.search(r"http\S+/at-point/[\w-]+", organiser.inner_text("main")).group()


def changes(organiser, server, line, address):
    """Save another address, and a secret with it, on the only line of this list."""
    organiser.goto(f"{server.url}{FORUM}/desk/lines?{line}")
    follow(organiser, ".lines-table th a")
    organiser.fill("input[name=address]", address)
    follow(organiser, "form.asked button.main")


def led_to(page, button):
    """Where a press leads, without what lets people in; no name is looked up outside."""
    with page.expect_request(re.compile(r"^https://")) as led:
        button.click()
    return led.value.url.split("?")[0]


def test_everybody_is_in_the_right_place_when_the_plenary_opens(person, plenary):
    server = plenary
    organiser = person(1280, "en")
    sign_in(organiser, server, "organiser")
    keys = {code: secret_page(organiser, server, code) for code in POINTS}
    crews = {}
    for code, (zone, lang) in POINTS.items():
        crews[code] = person(390, lang, zone=zone)
        crews[code].add_init_script(ASKS_NEVER)
        crews[code].goto(f"{keys[code].replace('/en/', f'/{lang}/')}/lines")
    at_home, at_point = person(390, "vi"), person(390, "en", zone="Asia/Singapore")
    at_home.add_init_script(ASKS_NEVER)
    delegate(at_home, server, 1, "vi", way="online")
    delegate(at_point, server, 2, "en", way="point", point="SIN")

    at_home.locator("#gate-join").wait_for()  # comes by itself at 13:45
    with crews["SIN"].expect_response("**/lines/rows"):
        changes(
            organiser, server, "session=P1&purpose=meet", "https://other.example.org/p1?pwd=n3w"
        )
    changes(
        organiser, server, "point=SIN&purpose=contribute", "https://other.example.org/sin?pwd=n3w"
    )

    at_home.locator("#gate", has_text="other.example.org").wait_for()
    crews["SIN"].locator("#gate", has_text="other.example.org").wait_for()
    assert "other.example.org" not in crews["LON"].inner_text("#gate")
    assert "Singapore" in at_point.inner_text("#gate")
    assert "other.example.org" not in at_point.inner_text("#gate")
    assert led_to(at_home, at_home.locator("#gate-join")) == "https://other.example.org/p1"
    carrying = {code: page.locator("#gate li", has_text=CARRIES) for code, page in crews.items()}
    found = {code: led_to(crews[code], li.locator("button")) for code, li in carrying.items()}
    assert found == {
        "SIN": "https://other.example.org/sin",
        "LON": "https://meet.example.org/lon",
        "TYO": "https://meet.example.org/tyo",
    }
