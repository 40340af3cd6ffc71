"""Waiting at the gate in a real browser: what changes is there at once, what stays stays."""

from datetime import UTC, datetime, timedelta

from .presses import ask_until, follow, sign_in
from .test_delegate import register, sql

LINES = "links WHERE purpose = 'meet' AND audience = 'delegates' AND session_id = "
W1 = "(SELECT id FROM sessions WHERE code = 'W1')"
LATER = 600_000  # milliseconds by which the clock of this phone is wrong
WRONG_CLOCK = f"""const Right = Date; Date = class extends Right {{
  constructor(...given) {{ given.length ? super(...given) : super(Right.now() + {LATER}); }}
  static now() {{ return Right.now() + {LATER}; }} }};"""


def waits(page, server, letters):
    """Somebody with a place online in W1, whose room is open at any time."""
    ends = "opens_at = '2020-01-01 00:00:00.000000', closes_at = '2099-01-01 00:00:00.000000'"
    sql(server, f"UPDATE {LINES.replace(' WHERE', f' SET {ends} WHERE')}{W1}")
    link = letters(register(page, server, "vi", W1="online"), "Đã nhận").link
    page.goto(link)
    follow(page, "text=Đúng, đăng ký này là của tôi")
    page.goto(f"{link}/join/W1")


def test_a_line_changed_in_the_last_minute_is_there_for_whoever_waits(person, server, letters):
    phone, desk = person(390, "vi"), person(1280, "en")
    phone.add_init_script(WRONG_CLOCK)
    waits(phone, server, letters)
    assert "meet.example.org" in phone.inner_text("#gate")
    phone.focus("#gate-join")
    sign_in(desk, server, "organiser")
    desk.goto(f"{server.url}/en/ascf-2020/desk/lines?session=W1&purpose=meet")
    follow(desk, desk.locator(".lines-table tr", has_text="Delegates online").locator("th a"))
    desk.fill("input[name=address]", "https://other.example.org/w1?pwd=new-secret")

    follow(desk, "form.asked button.main")

    phone.locator("#gate", has_text="other.example.org").wait_for()
    assert phone.evaluate("document.activeElement.id") == "gate-join"
    assert phone.inner_text("[data-gate-told]") == phone.inner_text("#gate-now")
    assert "new-secret" not in phone.content() + desk.content()


def test_what_reads_the_same_stays_under_the_finger(person, server, letters):
    phone = person(390, "vi")
    waits(phone, server, letters)
    phone.evaluate(
        """document.querySelector('#gate-join').dataset.same = 'yes';
        document.querySelector('#gate').addEventListener('refreshing',
          () => document.body.dataset.asked = 'yes');"""
    )

    ask_until(phone, "() => document.body.dataset.asked")

    assert phone.get_attribute("#gate-join", "data-same") == "yes"
    assert phone.inner_text("[data-gate-told]") == ""


def test_a_press_without_network_loses_nothing(person, server, letters):
    phone = person(390, "vi", quiet=("Failed to load resource",))
    waits(phone, server, letters)
    here = phone.url
    phone.context.set_offline(True)
    phone.click("#gate-join")

    phone.wait_for_selector("[data-gate-alone]")
    assert (phone.url, phone.is_enabled("#gate-join")) == (here, True)
    phone.context.set_offline(False)
    phone.wait_for_selector("[data-gate-alone]", state="hidden")


def test_a_line_that_closes_makes_way_for_the_next_one_at_its_minute(person, server, letters):
    phone = person(390, "en", quiet=("Failed to load resource",))
    asks_once_a_day(phone)
    phone.clock.install()
    waits(phone, server, letters)
    closes(server, datetime.now(UTC) + timedelta(hours=1))
    phone.reload()
    assert phone.inner_text("#gate-now") == "Phòng họp"

    closes(server, datetime(2020, 1, 2, tzinfo=UTC))  # the hour has passed there
    phone.clock.fast_forward(
        "01:00:10"
    )  # and here, with what one waits so that not all ask at once

    phone.locator("#gate-now", has_text="Phòng họp").wait_for(state="detached")
    assert phone.is_visible("#gate")


def closes(server, at):
    ends = f" SET closes_at = '{at:%Y-%m-%d %H:%M:%S.%f}' WHERE"
    sql(server, f"UPDATE {LINES.replace(' WHERE', ends)}{W1}")


def asks_once_a_day(page):
    """A gate that is not told of news, and asks by itself only tomorrow."""

    def seldom(route):
        answer = route.fetch()
        assert 'data-every="20"' in answer.text()
        body = answer.text().replace('data-every="20"', 'data-every="86400"')
        route.fulfill(response=answer, body=body)

    page.route("**/join/W1", seldom)
    page.route("**/live?*", lambda route: route.abort())


def moved(server, minutes):
    """W1 of the release, so much later."""
    for end in ("starts", "ends"):
        wall, at = f"{end}_wall", f"{end}_at"
        by = f"strftime('%Y-%m-%d %H:%M:%f000', {{}}, '{minutes} minutes')"
        sets = f"{wall} = {by.format(wall)}, {at} = {by.format(at)}"
        sql(server, f"UPDATE sessions SET {sets} WHERE code = 'W1'")
    server.forum("release", "ascf-2020")


def test_a_session_that_is_moved_says_its_new_hour_to_whoever_waits_and_stops_no_camera(
    person, server, letters
):
    phone = person(390, "vi")
    waits(phone, server, letters)
    phone.context.grant_permissions(["camera", "microphone"])
    hour = phone.locator("#gate-head [data-clock]")
    assert hour.inner_text() == "08:30"
    phone.click("[data-check-start]")
    phone.wait_for_selector("[data-check-picture]:not([hidden])")
    phone.focus("#gate-session")

    moved(server, 15)

    phone.locator("#gate-head [data-clock]", has_text="08:45").wait_for()
    assert phone.evaluate("document.activeElement.id") == "gate-session"
    assert phone.inner_text("[data-gate-told]").startswith("08:45")
    assert phone.evaluate("document.querySelector('[data-check-picture]').srcObject.active")
    phone.focus("[data-check-start]")
    moved(server, -15)
    hour.filter(has_text="08:30").wait_for()
    assert phone.evaluate("document.activeElement.matches('[data-check-start]')")
    assert phone.locator("[data-check]").count() == 1
