"""A line that is only watched plays on the page that a press leads to, in a real browser."""

import base64

import pytest
from playwright.sync_api import expect

from .presses import follow
from .test_delegate import register, sql

PLACE = "https://watch.example.org"
OPEN = "opens_at = '2020-01-01 00:00:00.000000', closes_at = '2099-01-01 00:00:00.000000'"
GONE = "revoked_at = '2020-01-01 00:00:00.000000'"  # of all others, so that this one is first
OF_W4 = "audience = 'delegates' AND session_id = (SELECT id FROM sessions WHERE code = 'W4')"
PLAYS_NONE = "HTMLMediaElement.prototype.canPlayType = () => '';"  # as in Firefox
NO_PIECES = "delete window.MediaSource; delete window.ManagedMediaSource;"
FILM = """async () => {
  const board = document.createElement('canvas'), pen = board.getContext('2d');
  const bell = setInterval(() => {
    pen.fillStyle = `hsl(${Math.random() * 360} 80% 60%)`;
    pen.fillRect(0, 0, 300, 150);
  }, 40);
  const kept = { mimeType: 'video/mp4;codecs=avc1.42E01E' };
  const made = new MediaRecorder(board.captureStream(25), kept);
  const ended = new Promise((tell) => { made.ondataavailable = (piece) => tell(piece.data); });
  made.start();
  setTimeout(() => made.stop(), 1500);
  const bytes = new Uint8Array(await (await ended).arrayBuffer());
  clearInterval(bell);
  return btoa(String.fromCharCode(...bytes));
}"""
PLAYS = "() => document.querySelector('video').currentTime > 0.3"
FETCHED = "performance.getEntriesByType('resource').some((one) => one.name.includes('/hls.'))"


@pytest.fixture(scope="module")
def stream(chromium, server):
    """What stands at the place of the line: name -> its bytes."""
    page = chromium.new_page()
    page.goto(f"{server.url}/healthz")
    film = base64.b64decode(page.evaluate(FILM))
    page.close()
    begins, ends = film.index(b"moof") - 4, film.rindex(b"mfra") - 4
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-TARGETDURATION:2", '#EXT-X-MAP:URI="0.mp4"']
    lines += ["#EXTINF:1.5,", "1.mp4", "#EXT-X-ENDLIST", ""]
    pieces = {"0.mp4": film[:begins], "1.mp4": film[begins:ends]}
    return {"live.m3u8": "\n".join(lines).encode()} | pieces


@pytest.fixture
def pressed(person, server, letters):
    """pressed(there, lacks, …) -> the page that the press leads to. there: what is at the place."""

    def come(there, lacks="", **given):
        page = person(lang="vi", quiet=("Failed to load resource",), **given)
        page.add_init_script(lacks)
        page.route(f"{PLACE}/**", lambda route: give(route, there))
        sql(server, f"UPDATE links SET {OPEN} WHERE transport = 'hls' AND {OF_W4}")
        sql(server, f"UPDATE links SET {GONE} WHERE transport != 'hls' AND {OF_W4}")
        link = letters(register(page, server, "vi", W4="online"), "Đã nhận").link
        page.goto(link)
        follow(page, "text=Đúng, đăng ký này là của tôi")
        page.goto(f"{link}/join/W4")
        follow(page, "#gate-join")
        page.locator("video").wait_for(state="attached")
        return page

    return come


def give(route, there):
    name = route.request.url.partition("?")[0].rpartition("/")[2]
    kind = "application/vnd.apple.mpegurl" if name == "live.m3u8" else "video/mp4"
    given = {"content_type": kind, "headers": {"Access-Control-Allow-Origin": "*"}}
    assert "referer" not in route.request.headers
    route.fulfill(status=200 if name in there else 404, body=there.get(name, b""), **given)


def test_a_browser_that_can_plays_it_itself(pressed, stream):
    phone = pressed(stream, width=390)

    phone.wait_for_function(PLAYS)

    assert phone.evaluate(FETCHED) is False


def test_another_one_is_given_a_player_and_what_comes_late_plays_by_itself(pressed, stream):
    there = {}
    page = pressed(there, PLAYS_NONE)
    page.locator("[data-player-told]", has_text="Hiện chưa nhận được").wait_for()
    there.update(stream)

    page.wait_for_function(PLAYS)

    assert page.evaluate(FETCHED) is True
    expect(page.locator("[data-player-told]")).to_have_text("")


def test_whose_browser_can_do_neither_is_told_and_has_the_address(pressed):
    page = pressed({}, PLAYS_NONE + NO_PIECES)

    page.locator("[data-player-told]", has_text="không phát được").wait_for()

    assert page.is_hidden("video")
    assert f"{PLACE}/w4/live.m3u8?token=" in page.inner_text(".line-address")
