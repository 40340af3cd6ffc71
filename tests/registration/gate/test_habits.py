"""What somebody followed in one session is offered first in the next, and never taken unseen."""

import re
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

import pytest
import time_machine
from sqlalchemy import update

from forum_app.broadcast.models import Audience, Purpose
from forum_app.db import db
from forum_app.models import Person
from forum_app.programme.models import ChannelKind
from forum_app.programme.rules.channels import Channel
from forum_app.programme.services.releases import release_programme
from forum_app.registration.rules.gate import habit_after
from forum_app.registration.services import changes
from forum_app.registration.views.habits import MOST

from ...broadcast.lines import a_line
from ...builders import NOW, a_forum, a_point, a_session, a_user
from ...programme.channels import a_channel
from ..applications import online, registered
from .seen import STARTS

pytestmark = pytest.mark.same_rows

EN, JA, SIGN = Channel("en", "audio"), Channel("ja", "audio"), Channel("vi", "sign")
CHOSEN = 'aria-current="true">'
SESSIONS = {
    "W1": ("en", "ja"),
    "W2": ("en",),
    "W3": ("ja",),
    "W4": (),
    "W5": ("en",),
}  # code -> channels


@pytest.fixture
def tab(app, browser):
    """tab(code, …) -> the answer of a gate in the one browser of somebody; `press` posts."""
    with app.app_context():
        forum, user = a_forum(slug="here"), a_user()
        a_point(forum, code="SIN")
        for hour, (code, languages) in enumerate(SESSIONS.items(), 8):
            times = {"starts": f"{hour:02}:30", "ends": f"{hour + 1:02}:00"}
            session = a_session(forum, code=code, online=9, **times)
            for language in languages:
                a_channel(session, language)
        release_programme(forum, note=None, by=None, now=NOW)
        person = registered(forum, *map(online, SESSIONS)).person_id
        db.session.execute(update(Person).where(Person.id == person).values(user_id=user.id))
        other = registered(forum, *map(online, SESSIONS), email="binh@example.org")
        secret = changes.renew_link(other, actor="tests", now=NOW)
        a_line(forum, secret="m33t")
        for language in ("en", "ja"):
            channel = {"language": language, "channel_kind": ChannelKind.AUDIO}
            voice = {"purpose": Purpose.INTERPRETATION, "audience": Audience.DELEGATES}
            a_line(forum, secret=f"{language}-v01ce", **voice, **channel)
        db.session.commit()
        user_id = user.id
    with time_machine.travel(STARTS, tick=False):
        one = browser(user_id)

    def look(code, channel=None, *, press=False, fragment=False, own=""):
        path = f"/en/here{own}/join/{code}" + ("/lines" if fragment else "")
        path += f"?channel={channel}" if channel else ""
        at = STARTS + timedelta(hours=list(SESSIONS).index(code))
        with time_machine.travel(at, tick=False):
            path = one.get(path).location if own else path  # the way there, which keeps the pass
            return one.post(path, {}) if press else one.get(path)

    look.browser, look.other = one, partial(look, own=f"/registration/{secret}")
    return look


@contextmanager
def cookie_of(tab):
    with (
        time_machine.travel(STARTS, tick=False),
        tab.browser.client.session_transaction() as cookie,
    ):
        yield cookie


def chosen_in(answer):
    """(the channel marked as chosen, the one that its press names)."""
    marked = answer.text.partition(CHOSEN)[2].partition("<")[0]
    named = answer.text.partition('<form method="post" action="/en/here/join/')[2]
    return marked, named.partition('"')[0].partition("channel=")[2].partition("&")[0]


ENGLISH = ("English interpretation (audio)", "en.audio")
ORIGINAL = ("In the original", "original")


def test_the_next_session_offers_first_what_was_followed_in_the_last(tab):
    before = chosen_in(tab("W2"))
    tab("W1", "en.audio", press=True)
    page = tab("W2")

    assert (before, chosen_in(page)) == (ORIGINAL, ENGLISH)
    assert "Chosen: English interpretation (audio)." in page.text
    assert 'data-refresh="/en/here/join/W2/lines?channel=en.audio"' in page.text
    assert chosen_in(tab("W2", fragment=True)) == ENGLISH
    assert tab("W2", "en.audio", press=True).location.endswith("en-v01ce")


def test_the_original_can_still_be_chosen_and_is_remembered_too(tab):
    tab("W1", "en.audio", press=True)
    page = tab("W2", "original")
    other = tab("W2")
    answer = tab("W2", "original", press=True)

    assert chosen_in(page) == ORIGINAL
    assert "Chosen: the original." in page.text
    assert chosen_in(other) == ENGLISH  # nothing was pressed yet
    assert 'href="/en/here/join/W2?channel=original"' in other.text
    assert answer.location.endswith("m33t")
    assert chosen_in(tab("W5")) == ORIGINAL


def test_what_a_session_has_not_is_neither_offered_nor_given_up_there(tab):
    tab("W1", "en.audio", press=True)
    pages = {code: chosen_in(tab(code))[0] for code in ("W3", "W4")}
    tab("W3", "original", press=True)
    tab("W4", press=True)

    assert pages == {"W3": "In the original", "W4": ""}
    assert tab("W4").status_code == 200
    assert chosen_in(tab("W5")) == ENGLISH


def test_looking_remembers_nothing_and_neither_does_a_press_that_was_refused(tab):
    tab("W1", "en.audio")
    refused = tab("W3", "en.audio", press=True)

    assert refused.status_code == 409
    assert chosen_in(tab("W5")) == ORIGINAL


def test_a_press_takes_what_its_page_named_whatever_is_remembered(tab):
    tab("W1", "en.audio", press=True)

    assert tab("W2", press=True).location.endswith("m33t")


@pytest.mark.parametrize("kept", ["klingon.audio", "en", "", 7, None, "original"])
def test_a_cookie_that_means_nothing_offers_the_original(tab, kept):
    tab("W1", "en.audio", press=True)
    with cookie_of(tab) as cookie:
        [(name, _)] = cookie["channels"]
        cookie["channels"] = [[name, kept]]

    assert chosen_in(tab("W2")) == ORIGINAL
    with cookie_of(tab) as cookie:
        cookie["channels"] = kept
    assert chosen_in(tab("W2")) == ORIGINAL
    assert tab("W2", "en.audio", press=True).status_code == 303


def test_signing_out_forgets_it(tab):
    tab("W1", "en.audio", press=True)
    with cookie_of(tab) as cookie:
        before = [key for _, key in cookie.get("channels")]
    with time_machine.travel(STARTS, tick=False):
        tab.browser.post("/en/sign-out/here", {})

    with cookie_of(tab) as cookie:
        assert (before, cookie.get("channels")) == (["en.audio"], None)


def test_two_people_in_one_browser_are_each_offered_what_they_followed_themselves(app, tab):
    tab("W1", "en.audio", press=True)
    first = chosen_in(tab.other("W1"))
    tab.other("W1", "ja.audio", press=True)

    with cookie_of(tab) as cookie, app.app_context():
        people = [x for p in db.session.query(Person) for x in (str(p.id), p.uuid, p.email)]
        for name, _ in cookie["channels"]:
            assert re.fullmatch("[A-Z2-7]{16}", name)
            assert name not in people
    assert first == ORIGINAL
    assert chosen_in(tab("W2")) == ENGLISH
    assert chosen_in(tab.other("W3")) == ("Japanese interpretation (audio)", "ja.audio")
    tab.other("W3", "original", press=True)
    assert chosen_in(tab("W5")) == ENGLISH


def test_a_browser_keeps_the_habits_of_the_latest_people_alone(tab):
    with cookie_of(tab) as cookie:
        cookie["channels"] = [[f"Z{n}", "ja.audio"] for n in range(MOST)]
    tab("W1", "en.audio", press=True)

    with cookie_of(tab) as cookie:
        kept = [name for name, _ in cookie["channels"]]
        assert kept[:-1] == [f"Z{n}" for n in range(1, MOST)]
    assert chosen_in(tab("W2")) == ENGLISH


@pytest.mark.parametrize(
    ("before", "follows", "channels", "after"),
    [
        (None, EN, [EN], EN),
        (JA, EN, [EN, JA], EN),
        (EN, None, [EN, SIGN], None),
        (EN, None, [JA], EN),
        (EN, None, [], EN),
        (EN, JA, [JA], JA),
        (None, None, [EN], None),
    ],
    ids=range(7),
)
def test_a_habit_ends_where_it_was_offered_and_not_taken(before, follows, channels, after):
    assert habit_after(before, follows, channels) == after
