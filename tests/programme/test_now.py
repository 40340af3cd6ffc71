"""What is on, what comes next, what a release moved: rules, then as pages say it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
import time_machine

from forum_app.db import db
from forum_app.models import Session
from forum_app.programme.rules import changes_between, is_over, now_and_next
from forum_app.programme.services.releases import release_programme

from ..builders import NOW, words
from .test_public_pages import change, words_of

HOUR = timedelta(hours=1)
DAY = datetime.fromisoformat("2030-06-01T00:00:00+07:00")


@dataclass(frozen=True)
class Held:
    starts_at: datetime
    ends_at: datetime
    cancelled: bool = False
    session_id: int = 1
    hall_id: int = 1


FIRST, SECOND = Held(NOW, NOW + HOUR), Held(NOW + HOUR, NOW + 2 * HOUR)
ALSO = replace(SECOND, session_id=2)


@pytest.mark.parametrize(
    ("at", "on", "following"),
    [
        (NOW - HOUR, [], [FIRST]),
        (NOW, [FIRST], [SECOND, ALSO]),
        (NOW + HOUR, [SECOND, ALSO], []),
        (NOW + 2 * HOUR, [], []),
    ],
)
def test_a_session_is_on_from_its_start_until_before_its_end(at, on, following):
    found = now_and_next([FIRST, SECOND, ALSO], at)

    assert (found.on, found.next) == (on, following)


def test_what_is_cancelled_is_neither_on_nor_next():
    cancelled = replace(SECOND, cancelled=True)

    assert now_and_next([replace(FIRST, cancelled=True), cancelled], NOW) == now_and_next([], NOW)


def test_a_session_is_over_at_the_instant_of_its_end():
    assert is_over([FIRST], NOW + HOUR)
    assert not is_over([FIRST, SECOND], NOW + HOUR)


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({}, []),
        ({"cancelled": True}, ["cancelled"]),
        ({"starts_at": NOW + HOUR / 2}, ["moved"]),
        ({"ends_at": NOW + 2 * HOUR}, ["moved"]),
        ({"hall_id": 2}, ["other_hall"]),
        ({"hall_id": 2, "ends_at": NOW + 2 * HOUR}, ["moved"]),
        ({"session_id": 9}, []),
    ],
)
def test_people_are_told_what_a_release_cancelled_or_moved(changed, what):
    found = changes_between([FIRST], [replace(FIRST, **changed)], at=NOW)

    assert [change.what for change in found] == what


def test_what_was_cancelled_and_is_held_after_all_is_told_once():
    cancelled = replace(FIRST, cancelled=True)

    assert [x.what for x in changes_between([cancelled], [FIRST], at=NOW)] == ["held_after_all"]
    assert changes_between([cancelled], [replace(cancelled, hall_id=2)], at=NOW) == []


def test_nobody_is_told_of_what_is_over_by_both_times():
    earlier = replace(FIRST, ends_at=NOW + HOUR / 2)

    assert len(changes_between([FIRST], [earlier], at=NOW + HOUR * 0.9)) == 1
    assert changes_between([FIRST], [earlier], at=NOW + HOUR) == []


def test_the_schedule_begins_with_what_is_on_and_folds_what_is_over(browser, site):
    with time_machine.travel(DAY + timedelta(hours=11, minutes=30)):
        seen = browser().get(site.url + "/schedule").text

    assert "On now Phiên" not in words_of(seen)
    assert "On now Session until 13:00 (Hà Nội)" in words_of(seen)
    assert "Next P1 Plenary session 14:00 Sat 1 Jun" in words_of(seen)
    assert "Earlier: 1 session" in words_of(seen)
    assert seen.index('<details class="earlier">') < seen.index(
        "sessions/W1", seen.index("Earlier")
    )


def test_once_all_is_over_nothing_is_folded(browser, site):
    with time_machine.travel(DAY + timedelta(days=3)):
        seen = browser().get(site.url + "/schedule").text

    assert "Earlier:" not in seen
    assert "W1" in seen


def test_now_is_a_fragment_that_no_cache_between_keeps(browser, site):
    with time_machine.travel(DAY + timedelta(hours=9)):
        answer = browser().get(site.url + "/now")
        again = browser().get(site.url + "/now", headers={"If-None-Match": answer.headers["ETag"]})

    assert "On now W1 Urban transport until 11:00" in words_of(answer.text)
    assert "private" in answer.headers["Cache-Control"]
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert again.status_code == 304


def test_every_page_tells_what_the_latest_release_cancelled_and_moved(app, browser, site):
    def moved():
        w1, p1 = (db.session.get(Session, id) for id in (site.w1, site.p1))
        w1.cancelled_at, p1.starts_wall = NOW, p1.starts_wall + HOUR
        release_programme(w1.forum, note=None, by=None, now=NOW)

    before = words_of(browser().get(site.url + "/speakers").text)
    change(app, moved)
    told = words_of(browser().get(site.url + "/banner").text)

    assert "cancelled" not in before
    assert "W1 Urban transport : cancelled" in told
    moved_to = "now Sat 1 Jun, 15:00–17:00 (UTC+7), instead of Sat 1 Jun, 14:00–17:00"
    assert moved_to in told
    for page in ("/", "/schedule", "/speakers", "/points", "/exhibition", "/register"):
        assert told in words_of(browser().get(site.url + page).text), page


def test_the_draft_moves_nothing_that_is_told(app, browser, site):
    change(app, lambda: setattr(db.session.get(Session, site.w1), "title", words("Nháp", "Draft")))
    change(app, lambda: setattr(db.session.get(Session, site.w1), "cancelled_at", NOW))

    assert words_of(browser().get(site.url + "/banner").text) == ""
