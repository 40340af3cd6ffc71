"""Every page that somebody can reach, whoever they are: axe silent, no wider than the screen."""

import itertools
import os
import re
from datetime import timedelta

import pytest

from forum_app import clock

from .conftest import Server, letter_to
from .presses import follow, sign_in
from .test_delegate import fill_in
from .walking import Walker, all_kinds, kind_of

LANGUAGES, WIDTHS, SCHEMES = ("vi", "en"), (390, 1280), ("light", "dark")
ALL_LOOKS = list(itertools.product(LANGUAGES, WIDTHS, SCHEMES))
TWO_LOOKS = [("vi", 390, "light"), ("en", 1280, "dark")]
LONG = os.environ.get("FORUM_LONG")
FORUM = "/vi/ascf-2020"
ROLES = (
    "stranger",
    "holder",
    "delegate",
    "host",
    "speaker",
    "coordinator",
    "exhibitor",
    "door",
    "device",
    "organiser",
    "admin",
)
ELSEWHERE = {  # endpoint -> why no walk comes there
    "programme.show_start": "leads to the only forum there is",
    "programme.show_start_in": "leads to the only forum there is",
    "registration.open_own": "leads to the secret link",
    "programme.open_own_speaker": "leads to the secret link",
    "registration.lead_to_gate": "leads to the gate",
    "registration.lead_speaker_to_gate": "leads to the gate",
    **dict.fromkeys(
        [
            "broadcast.show_key_desk",
            "broadcast.show_contact_by_key",
            "broadcast.show_sheet_by_key",
            "broadcast.show_tests_by_key",
            "broadcast.show_lines_by_key",
            "broadcast.show_times_by_key",
        ],
        "as its coordinators see it, by the point's secret: tests/broadcast",
    ),
    "accounts.show_second_step": "asked of whoever set one up: test_account",
    "registration.show_sent": "after sending alone: looked at while the site is prepared",
}
# A page just left holds its stream for some seconds: the next may find none, and asks by itself.
NO_STREAM = ("503 (SERVICE UNAVAILABLE)",)
REFUSED = {("desk.show_overview", ("forum_slug", "lang"))}  # a link of every page, kept from most
FRAGMENTS = {  # what an open page asks for by itself
    "broadcast.show_board_rows",
    "broadcast.show_line_rows_there",
    "broadcast.show_line_rows_by_key",
    "forums.show_banner",
    "programme.show_now",
    "programme.show_seats",
    "programme.show_session_seats",
    "programme.show_board",
    "registration.show_seats",
    "registration.show_meters",
    "registration.show_insides",
    "registration.show_progress",
    "registration.show_counts",
    "registration.show_gate_lines",
    "exhibition.show_plan",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory, chromium):
    """A server on which every page has something to show; and where walks of each role begin."""
    server = Server(tmp_path_factory.mktemp("every")).start()
    server.forum("demo", "--delegates", "30")
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="vi")
    page = context.new_page()
    starts = _prepare(server, page)
    context.close()
    yield server, starts
    server.kill()


@pytest.fixture(scope="module")
def reached():
    """{role: the kinds of pages it reached}, filled by the walks."""
    return {}


@pytest.mark.parametrize("role", ROLES)
def test_every_page_in_reach_is_calm(site, person, reached, role):
    server, starts = site
    page = person(1280, "vi", quiet=NO_STREAM)
    _enter(page, server, role)
    walker = Walker(server.url, page)
    elsewhere = _seen_before(role, reached)
    looks = _looks(ROLES.index(role))

    walker.walk(starts[role], looks, known=elsewhere - {kind_of(x) for x in starts[role]})

    reached[role] = set(walker.seen)
    assert walker.faults == []


def test_no_page_is_out_of_everybodys_reach(reached):
    if set(reached) != set(ROLES):
        pytest.skip("not every role has walked")
    found = set().union(*reached.values())

    missed = {kind for kind in all_kinds() - found if kind[0] not in FRAGMENTS}

    assert {endpoint for endpoint, _ in missed} == set(ELSEWHERE)


def _seen_before(role, reached):
    """The kinds of pages that need no other look: of all earlier roles, or, where the long tests
    run, of strangers alone, who see public pages as everybody does."""
    if role == "stranger":
        return set()
    earlier = [reached.get("stranger", set())] if LONG else reached.values()
    return REFUSED.union(*earlier)


def _looks(shift):
    """One look for each page, in turns; every look where the long tests run."""
    if LONG:
        return lambda number: ALL_LOOKS
    return lambda number: [TWO_LOOKS[(number + shift) % 2]]


def _enter(page, server, role):
    if role in ("stranger", "holder"):
        return
    sign_in(page, server, "door" if role == "device" else role, "vi")
    if role == "device":
        _open_a_shift(server, page)


def _prepare(server, page):
    """{role: the addresses where its walk begins}, once each page has what it shows."""
    link = _register(server, page, "mot@example.org", "Trần Thị Một")
    _register(server, page, "hai@example.org", "Trần Thị Một")
    _register(server, page, "delegate@example.org", "Lê Văn Ba")
    mailed = [_ask_for_link(server, page, path) for path in ("sign-in/link", "password")]
    _enter(page, server, "exhibitor")
    page.goto(f"{server.url}{FORUM}/exhibitor/booths/D5")
    follow(page, "main button.main")
    page.context.clear_cookies()
    _enter(page, server, "organiser")
    _put_up_a_banner(server, page)
    _plan_tests(server, page)
    act, preview = _act_for_many(server, page)
    first = [f"{FORUM}/desk/programme/W1/channels/1", f"{FORUM}/desk/points/SIN/moving"]
    desk = [*first, f"{FORUM}/desk/programme/W5/talks", f"{FORUM}/desk/", act, preview]
    return {
        "stranger": ["/", "/mail", "/vi/sign-in/sent", f"{FORUM}/changes", *mailed],
        "holder": [link, f"{link}/join/P1"],
        "delegate": ["/vi/account", "/vi/account/again", f"{FORUM}/join/P1"],
        "host": ["/vi/account"],
        "speaker": ["/vi/account", f"{FORUM}/speaker"],
        "coordinator": ["/vi/account", f"{FORUM}/points/SIN/desk"],
        "exhibitor": ["/vi/account", f"{FORUM}/exhibitor"],
        "door": ["/vi/account", f"{FORUM}/door", f"{FORUM}/door/sessions/P1/at/SIN"],
        "device": [f"{FORUM}/door", f"{FORUM}/door/pin"],
        "organiser": desk,
        "admin": ["/vi/account", *desk],
    }


def _register(server, page, email, name):
    """Somebody registers in Vietnamese; the secret link of their letter."""
    page.goto(f"{server.url}{FORUM}/register")
    fill_in(page, name, email)
    page.check("input[name=way_P1][value=online]")
    follow(page, "button.main")
    return _path(server, letter_to(email, "đăng ký", server).link)


def _ask_for_link(server, page, path):
    page.goto(f"{server.url}/vi/{path}")
    page.fill("#email", "delegate@example.org")
    follow(page, "main button.main")
    subject = "mật khẩu" if path == "password" else "Đường dẫn đăng nhập"
    text = letter_to("delegate@example.org", subject, server).text
    return re.search(r"http://[\d.:]+(/vi/(?:links|password)/[\w-]{22})", text)[1]


def _put_up_a_banner(server, page):
    page.goto(f"{server.url}{FORUM}/desk/banners/new")
    page.fill("#sentence_vi", "Cửa số 2 mở từ 07:00.")
    page.fill("#sentence_en", "Gate 2 opens at 07:00.")
    follow(page, "main button.main")


def _plan_tests(server, page):
    """A round of tests to come, in which points may choose other times."""
    page.goto(f"{server.url}{FORUM}/desk/tests/rounds/new")
    page.fill("#code", "next")
    page.fill("#title_vi", "Đợt tới")
    page.fill("#title_en", "Next round")
    for name, days in (("first_day", 2), ("last_day", 4)):
        page.fill(f"#{name}", str(clock.now().date() + timedelta(days=days)))
    follow(page, "main button.main")
    page.goto(f"{server.url}{FORUM}/desk/tests/rounds/next")
    follow(page, "main button.main")
    page.wait_for_selector("#booked")


def _act_for_many(server, page):
    """The page of an act that was done to one delegate, and the page that asks before another."""
    page.goto(f"{server.url}{FORUM}/desk/delegates")
    page.check("input[name=d] >> nth=0")
    page.select_option("#verb", "resend")
    follow(page, ".bulk button")
    preview = _path(server, page.url)
    follow(page, "main button.main")
    assert re.search("/desk/acts/[0-9a-f-]{36}", page.url)
    return _path(server, page.url), preview


def _open_a_shift(server, page):
    """This device keeps a door from now on; it asks for its PIN."""
    page.goto(f"{server.url}{FORUM}/door")
    page.fill("#door", "Phòng 1")
    follow(page, "text=Mở ca trên thiết bị này")
    page.wait_for_selector("output")


def _path(server, url):
    return url.removeprefix(server.url)
