"""A line that is only watched plays on the page that the press leads to."""

import pytest
from sqlalchemy import update

from forum_app.broadcast.models import Transport
from forum_app.db import db
from forum_app.models import Link

from .seen import GATE, MEET, WATCH, entries, own_link

pytestmark = pytest.mark.same_rows

PLAYED = "https://watch.example.org:8443/w1/live.m3u8"


@pytest.fixture
def watched(app, house):
    """The room of W1 and what points watch are HLS; `becomes` changes their address."""

    def becomes(address):
        with app.app_context():
            change = update(Link).where(Link.id.in_([house.meet, house.watch]))
            change = change.values(address=address, transport=Transport.HLS)
            db.session.execute(change.execution_options(synchronize_session=False))
            db.session.commit()

    becomes(PLAYED)
    return becomes


def policy_of(answer):
    parts = answer.headers["Content-Security-Policy"].split("; ")
    return dict(part.split(" ", 1) for part in parts)


@pytest.mark.parametrize(("who", "secret"), [("online", MEET), ("point", WATCH)])
def test_a_press_on_a_line_to_watch_plays_it_here(app, at, watched, who, secret):
    answer = at(who, press=True)

    assert answer.status_code == 200
    assert f'<source src="{PLAYED}?pwd={secret}"' in answer.text
    assert f"{PLAYED}?pwd={secret}</b>" in answer.text  # for another program
    assert f'href="{PLAYED}' not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert len(entries(app)) == 1


def test_the_own_link_plays_it_too(app, at, house, watched):
    own = own_link(app, house.users["online"])

    assert "<video" in at(None, press=True, path=f"{own}/join/W1").text


def test_before_the_press_nothing_plays_and_no_secret_is_said(at, watched):
    page = at("online")

    assert "It plays here, from watch.example.org." in page.text
    assert "It leads on to" not in page.text
    assert ("<video data-player" in page.text, MEET in page.text) == (False, False)
    assert "media-src" not in policy_of(page)


def test_that_page_may_play_from_that_one_place_and_no_other_page_may(at, house, watched):
    played, usual = policy_of(at("online", press=True)), policy_of(at("online", path="/en/here/"))

    assert played == usual | {
        "media-src": "blob: https://watch.example.org:8443",
        "connect-src": "'self' https://watch.example.org:8443",
    }
    assert policy_of(at("online", press=True, line=str(house.phone))) == usual


def test_a_meeting_in_the_browser_is_still_led_to(at, house):
    assert at("online", press=True).status_code == 303


@pytest.mark.parametrize("host", ["*", "a.example;script-src", "[2001:db8::1]", "a,b.example"])
def test_a_host_that_would_allow_more_than_itself_is_led_to_instead(at, watched, host):
    watched(f"https://{host}/live.m3u8")

    answer = at("online", press=True)

    assert answer.status_code == 303
    assert "media-src" not in policy_of(answer)


def test_a_passcode_that_people_type_stands_beside(app, at, house, watched):
    with app.app_context():
        change = update(Link).where(Link.id == house.meet).values(secret_name=None)
        db.session.execute(change.execution_options(synchronize_session=False))
        db.session.commit()

    shown = at("online", press=True).text

    assert f'<source src="{PLAYED}"' in shown
    assert f"{MEET}</b>" in shown


def test_the_page_says_in_vietnamese_what_to_do_where_it_does_not_play(at, watched):
    shown = at("online", press=True, path=GATE.replace("/en/", "/vi/")).text

    assert "chương trình phát được HLS" in shown
    assert "Trình duyệt này không phát được" in shown
