"""A point tests itself: its camera, its results where the line is gone, its countdown."""

import re

import pytest

from .looking import found_on
from .presses import follow, sign_in

TESTS = "/en/ascf-2020/points/SIN/desk/tests"
OFFLINE = ("ERR_INTERNET_DISCONNECTED",)
SHIFTED = """
  const Real = Date;
  const wrong = () => Real.now() + 600000;
  window.Date = class extends Real { constructor(...x) { super(...(x.length ? x : [wrong()])); } };
  window.Date.now = wrong;
"""


@pytest.fixture
def coordinator(server, person):
    """coordinator(camera) -> the tests of SIN on a phone, camera and microphone allowed or not."""

    def opens(camera, quiet=()):
        page = person(390, "en", quiet=quiet)
        sign_in(page, server, "coordinator")
        if camera:
            page.context.grant_permissions(["camera", "microphone"])
        page.goto(f"{server.url}{TESTS}")
        return page

    return opens


def test_one_press_writes_down_what_the_device_found_and_nothing_else_is_sent(coordinator):
    page, sent = coordinator(camera=True), []
    page.on("request", lambda asked: asked.method == "POST" and sent.append(asked))

    page.click("[data-check-start]")
    page.wait_for_selector("[data-check-steps]:not([hidden])")
    assert page.locator("[data-check-picture]").is_visible()
    assert page.locator("[name=heard][value=yes]").is_disabled()
    page.wait_for_function("() => document.querySelector('[data-check-level]').value > 20")
    page.click("[data-check-tone]")
    faults = found_on(page)
    before = list(sent)
    page.click("[name=heard][value=yes]")
    page.wait_for_selector("[data-unsent-done]:not([hidden])")

    assert (faults, before, len(sent)) == ([], [], 1)
    fields = dict(x.split("=", 1) for x in sent[0].post_data.split("&"))
    assert set(fields) == {
        *("csrf_token", "revision", "latest", "press", "heard", "loudest"),
        *("camera", "microphone", "width", "height"),
    }
    told = page.locator("#t-devices-0").inner_text()
    assert re.search(r"640×480 · fake_device_0", told)
    assert "the tone was heard" in told


def test_where_the_camera_is_refused_a_sentence_says_so_and_leads_to_the_form(coordinator):
    page, sent = coordinator(camera=False), []
    page.on("request", lambda asked: asked.method == "POST" and sent.append(asked))

    page.click("[data-check-start]")
    page.wait_for_selector("[data-check-by-hand]:not([hidden])")

    assert "allow both in the settings" in page.locator("[data-check-said]").inner_text()
    assert page.locator("[data-check-by-hand] a").get_attribute("href") == "#t-devices-0"
    assert sent == []


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ("delete MediaDevices.prototype.getUserMedia", "too old"),
        ("Object.defineProperty(window, 'isSecureContext', {value: false})", "without https"),
        (
            "navigator.mediaDevices.getUserMedia = () => "
            "Promise.reject(new DOMException('', 'NotFoundError'))",
            "No camera or microphone",
        ),
        (
            "navigator.mediaDevices.getUserMedia = () => "
            "Promise.reject(new DOMException('', 'NotReadableError'))",
            "another program",
        ),
    ],
    ids=["old", "insecure", "missing", "taken"],
)
def test_each_thing_that_is_missing_has_its_sentence(coordinator, missing, sentence):
    page = coordinator(camera=True)
    page.add_init_script(missing)
    page.reload()

    page.click("[data-check-start]")
    page.wait_for_selector("[data-check-by-hand]:not([hidden])")

    assert sentence in page.locator("[data-check-said]").inner_text()


def result(page, item, note, verdict):
    form = page.locator(f"#t-{item}-0 form")
    form.locator("[name=note]").fill(note)
    form.locator(f"[value={verdict}]").click()


def test_results_typed_while_the_line_is_gone_are_kept_and_sent_once(coordinator):
    page = coordinator(camera=False, quiet=OFFLINE)
    page.context.set_offline(True)

    result(page, "room", "Too dark", "warn")
    page.wait_for_selector("[data-unsent]:not([hidden])")
    result(page, "power", "One socket", "warn")
    page.wait_for_function(
        "() => document.querySelector('[data-unsent]').innerText.includes('2 results')"
    )
    page.locator("#t-people-0 [name=note]").fill("not pressed yet")
    kept = page.locator("[data-unsent]").inner_text()
    page.context.set_offline(False)
    page.wait_for_selector("[data-unsent-done]:not([hidden])")

    assert "Nothing is lost" in kept
    assert "Too dark" in page.locator("#t-room-0").inner_text()
    assert "One socket" in page.locator("#t-power-0").inner_text()
    assert page.locator("#t-people-0 [name=note]").input_value() == "not pressed yet"
    assert page.locator("#t-room-0 [name=note]").input_value() == ""


def test_what_was_kept_on_a_secret_page_that_is_renewed_is_sent_from_the_new_one(server, person):
    organiser, page = person(1280, "en"), person(390, "en", quiet=("404",))
    sign_in(organiser, server, "organiser")
    organiser.goto(f"{server.url}/en/ascf-2020/desk/people-at-points/LON")

    def made(press):
        follow(organiser, f"text={press}")
        follow(organiser, "text=Show the address")
        return re.search(r"/en/ascf-2020/at-point/[\w-]+", organiser.inner_text("main"))[0]

    page.goto(server.url + made("Make a secret page") + "/tests")
    renewed = made("Make a new one; the old opens nothing")
    result(page, "room", "Bright enough", "pass")
    page.wait_for_selector("text=This page opens nothing any more")
    told = page.locator("[data-unsent]").inner_text()
    page.goto(f"{server.url}{renewed}/tests")
    page.wait_for_selector("[data-unsent-done]:not([hidden])")

    assert "One result is kept on this device. Its address was renewed" in told
    assert "Bright enough" in page.locator("#t-room-0").inner_text()


def test_an_answer_that_was_lost_writes_nothing_twice(coordinator):
    page = coordinator(camera=False, quiet=("net::ERR_FAILED",))
    lost = []

    def lose_the_first_answer(route):
        if lost:
            return route.continue_()
        lost.append(route.fetch(max_redirects=0).status)
        return route.abort()

    page.route("**/results", lose_the_first_answer)
    result(page, "room", "Heard twice?", "pass")
    page.wait_for_selector("[data-unsent]:not([hidden])")
    page.click("[data-unsent-send]")
    page.wait_for_selector("[data-unsent-done]:not([hidden])")

    assert lost == [303]
    assert page.locator("#history ~ * td", has_text="Heard twice?").count() == 1


def test_two_technicians_at_one_item_are_both_kept(coordinator):
    first, second = (coordinator(camera=False, quiet=("409",)) for _ in range(2))

    result(first, "people", "Tân answers", "pass")
    first.wait_for_selector("[data-unsent-done]:not([hidden])")
    result(second, "people", "Tân does not answer", "fail")
    second.wait_for_selector("text=Somebody else wrote a result")
    note = second.locator("#t-people-0 [name=note]").input_value()
    second.click("#t-people-0 [value=fail]")
    second.wait_for_selector("[data-unsent-done]:not([hidden])")

    history = second.locator("#history ~ *").inner_text()
    assert note == "Tân does not answer"
    assert "Tân answers" in history
    assert "Tân does not answer" in history


def test_a_phone_whose_clock_is_ten_minutes_wrong_counts_down_as_the_server_does(
    server, coordinator
):
    page = coordinator(camera=False)
    page.add_init_script(SHIFTED)
    told = '<p data-countdown data-left="1800" data-over="00:00"><b data-left-said>30:00</b></p>'

    def with_a_test_in_half_an_hour(route):
        answer = route.fetch()
        body = answer.text().replace("</h1>", f"</h1>{told}", 1)
        route.fulfill(response=answer, body=body)

    page.route("**/points/SIN/desk", with_a_test_in_half_an_hour)
    page.goto(f"{server.url}/en/ascf-2020/points/SIN/desk")
    page.wait_for_function(
        "() => document.querySelector('[data-left-said]').innerText.startsWith('29:')"
    )

    wrong = "Math.round((new Date() - performance.timeOrigin - performance.now()) / 60000)"
    assert page.evaluate(wrong) == 10
