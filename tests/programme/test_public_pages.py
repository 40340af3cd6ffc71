"""What the public sees of the programme, in both languages and with nothing left of JavaScript."""

import re

import pytest

from forum_app.db import db
from forum_app.models import Person, SeatCount, Session, Talk
from forum_app.programme.services.releases import release_programme

from ..builders import NOW, a_forum, a_point, a_session, words

pytestmark = pytest.mark.same_rows

PAGES = [
    "/",
    "/schedule",
    "/sessions/W1",
    "/sessions/P1",
    "/speakers",
    "/points",
    "/points/SIN",
    "/points/HAN",
    "/exhibition",
]


def change(app, act):
    """Do `act` in a context of its own, and commit."""
    with app.app_context():
        act()
        db.session.commit()


def take(way, taken, session_id):
    db.session.query(SeatCount).filter_by(session_id=session_id, way=way).update({"taken": taken})


def words_of(html):
    """What a person reads in `html`, on one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_there_in_both_languages_and_says_so(browser, site, page):
    for lang, url in (("en", site.url), ("vi", site.vi)):
        answer = browser().get(url + page)

        assert answer.status_code == 200
        assert f'<html lang="{lang}"' in answer.text
        for other in ("vi", "en"):
            assert f'hreflang="{other}" href="/{other}/summit{page}"' in answer.text
        assert " style=" not in answer.text


def test_the_first_page_tells_what_where_how_and_at_what_time_elsewhere(browser, site):
    seen = words_of(browser().get(site.url + "/").text)

    assert "Saturday, 1 June 2030" in seen
    assert "Plenary session: 9 seats left (of 9)" in seen
    assert "08:30 in Hà Nội: what time is it at your point?" in seen
    assert "21:30 UTC−4 −1 day Washington" in seen
    assert "35 exhibiting units" in seen


def test_the_schedule_shows_the_seats_left_of_each_way(app, browser, site):
    change(app, lambda: take("hall", 2, site.w1))

    seen = words_of(browser().get(site.url + "/schedule").text)

    assert "In the hall Full At a point 10 seats left Online 9 seats left" in seen


def test_the_seats_renew_themselves_without_the_page(app, browser, site):
    change(app, lambda: take("online", 8, site.w1))

    answer = browser().get(site.url + "/seats")

    assert 'id="seats-W1"' in answer.text
    assert "1 seat left" in answer.text
    assert "private" in answer.headers["Cache-Control"]
    assert words_of(browser().get(site.url + "/sessions/W1/seats").text) in words_of(answer.text)


def test_an_unchanged_page_is_not_sent_again_and_a_changed_one_is(app, browser, site):
    first = browser().get(site.url + "/schedule")
    known = {"If-None-Match": first.headers["ETag"]}

    again = browser().get(site.url + "/schedule", headers=known)
    change(app, lambda: take("hall", 1, site.w1))
    later = browser().get(site.url + "/schedule", headers=known)

    assert (again.status_code, again.text, later.status_code) == (304, "", 200)


def test_times_are_shown_in_the_zone_asked_for_with_the_venues_beside_them(browser, site):
    seen = words_of(browser().get(site.url + "/schedule?zone=WAS").text)

    assert "21:30 Fri 31 May −1 day 08:30 Hà Nội" in seen
    assert "until 00:00" in seen
    assert words_of(browser().get(site.url + "/schedule?zone=America/New_York").text) == seen


@pytest.mark.parametrize(
    ("asked", "found", "missed"),
    [
        ("q=giao+thong", "W1", "P1"),
        ("q=GIAO", "W1", "P1"),
        ("q=do+anh", "P1", "W1"),
        ("q=lotus", "W1", "P1"),
        ("q=plenary&kind=plenary", "P1", "W1"),
        ("kind=workshop", "W1", "P1"),
    ],
)
def test_sessions_are_found_without_marks_by_title_speaker_or_kind(
    browser, site, asked, found, missed
):
    page = browser().get(f"{site.url}/schedule?{asked}").text

    assert f'id="seats-{found}"' in page
    assert f'id="seats-{missed}"' not in page


def test_sessions_are_found_by_their_hall(browser, site):
    page = browser().get(f"{site.url}/schedule?hall={site.w1_hall}").text

    assert ("seats-W1" in page, "seats-P1" in page) == (True, False)


def test_a_search_that_finds_nothing_says_what_to_do(browser, site):
    assert "Try fewer words" in browser().get(site.url + "/schedule?q=zzz").text


def test_a_session_tells_who_speaks_from_where_and_the_local_time_of_each_point(browser, site):
    seen = words_of(browser().get(site.url + "/sessions/P1").text)

    assert "Đỗ Ánh Tuyết Keynote speech · Secretary-General Tổng Thư ký" in seen
    assert "Washington (WAS)" in seen
    assert "03:00 Sat 1 Jun UTC−4 outside 07:00–23:00 Washington" in seen
    assert "15:00 Sat 1 Jun UTC+8 Singapore" in seen
    assert "Đỗ Ánh Tuyết" not in browser().get(site.url + "/sessions/W1").text


def test_what_no_source_documents_is_called_illustrative(browser, site):
    session = words_of(browser().get(site.url + "/sessions/P1").text)
    points = words_of(browser().get(site.url + "/points").text)

    assert "Not on public record: the times, halls and seats." in session
    assert "Only the number of points, 3, is on public record." in points


def test_speakers_stand_in_the_order_of_a_vietnamese_dictionary(browser, site):
    seen = browser().get(site.url + "/speakers").text

    assert seen.index("Đỗ Ánh Tuyết") < seen.index("Lim Jock Hoi")


def test_a_speaker_keeps_an_address_under_a_new_name(app, browser, site):
    def rename():
        db.session.get(Person, site.speaker_id).name = "Đỗ Thị Tuyết"
        release_programme(db.session.get(Session, site.w1).forum, note=None, by=None, now=NOW)

    change(app, rename)
    answer = browser().get(f"{site.url}/speakers/{site.speaker}")

    assert answer.status_code == 302
    assert "do-thi-tuyet-" in answer.location
    assert "Đỗ Thị Tuyết" in browser().get(answer.location).text


def test_the_draft_is_not_shown_before_it_is_released(app, browser, site):
    def draft():
        db.session.get(Session, site.w1).title = words("Bản nháp", "A draft")
        db.session.get(Person, site.speaker_id).name = "Người mới"

    change(app, draft)

    for page in ("/", "/schedule", "/sessions/W1", "/speakers"):
        seen = browser().get(site.url + page).text
        assert "A draft" not in seen
        assert "Người mới" not in seen


def test_a_cancelled_session_is_shown_as_cancelled_and_offers_no_seat(app, browser, site):
    def cancel():
        session = db.session.get(Session, site.w1)
        session.cancelled_at = NOW
        release_programme(session.forum, note=None, by=None, now=NOW)

    change(app, cancel)
    schedule = browser().get(site.url + "/schedule").text

    assert "Cancelled" in words_of(schedule)
    assert "seats-W1" not in schedule
    assert "seats-W1" not in browser().get(site.url + "/sessions/W1").text
    assert words_of(browser().get(site.url + "/sessions/W1/seats").text) == ""
    point = browser().get(site.url + "/points/SIN").text
    assert "Urban transport" not in point.partition("<main")[2]


def test_points_stand_by_local_time_with_the_seats_left_there(app, browser, site):
    change(app, lambda: take("point", 4, site.p1))

    seen = words_of(browser().get(site.url + "/points").text)

    assert (
        "03:00 Sat 1 Jun, UTC−4 hard hour outside 07:00–23:00 Workshop: 21:30 Fri 31 May −1 day"
        in seen
    )
    assert "WAS Washington United States daylight · America/New_York Regional point Full" in seen


def test_where_points_lie_on_one_spot_the_map_names_the_one_with_the_most_seats(app, browser):
    def found():
        forum = a_forum(slug="straits")
        a_point(forum, name="Johor Bahru", seats=5, position=1)
        a_point(forum, name="Singapore", seats=60, position=2)

    change(app, found)
    page = browser().get("/en/straits/points").text

    assert (">Singapore</text>" in page, ">Johor Bahru</text>" in page) == (True, False)


def test_without_plenary_and_workshop_the_first_session_tells_the_time(app, browser):
    def found():
        forum = a_forum(slug="visits")
        a_point(forum)
        a_session(forum, starts="09:15", hall=7).kind = "visit"
        release_programme(forum, note=None, by=None, now=NOW)

    change(app, found)

    assert "when it is 09:15 in Hà Nội" in browser().get("/en/visits/points").text
    assert "7 seats left" in browser().get("/en/visits/").text


def test_a_point_shows_the_programme_at_its_own_time(browser, site):
    seen = words_of(browser().get(site.url + "/points/WAS").text)

    assert "03:00 Sat 1 Jun 14:00 Hà Nội outside 07:00–23:00 P1 Plenary session" in seen
    assert "B1" not in seen


def test_a_forum_that_released_nothing_has_calm_pages(app, browser):
    change(app, lambda: a_forum(slug="empty"))

    for page in ("/", "/schedule", "/speakers", "/points", "/exhibition"):
        assert browser().get("/en/empty" + page).status_code == 200
    assert "has not been released yet" in browser().get("/en/empty/schedule").text


def test_the_sessions_of_another_forum_are_not_here(app, browser, site):
    def found():
        other = a_forum(slug="other")
        a_session(other, code="X1")
        release_programme(other, note=None, by=None, now=NOW)

    change(app, found)

    for page in ("sessions/W1", "sessions/W1/seats", "points/SIN", f"speakers/{site.speaker}"):
        assert browser().get(f"/en/other/{page}").status_code == 404
    schedule = browser().get("/en/other/schedule").text
    assert ("X1" in schedule, "W1" in schedule) == (True, False)


def test_the_parts_of_a_session_stand_at_their_times_on_its_own_page(app, browser, site):
    def plan():
        for session_id, title in ((site.w1, "First talk"), (site.p1, "Another talk")):
            row = {"forum_id": site.forum_id, "session_id": session_id, "uuid": title}
            db.session.add(Talk(position=1, title=words(title), minutes=20, **row))
        db.session.flush()
        release_programme(db.session.get(Session, site.w1).forum, note=None, by=None, now=NOW)

    change(app, plan)
    seen = words_of(browser().get(site.url + "/sessions/W1").text)

    assert "08:30 – 08:50 First talk" in seen
    assert "Another talk" not in seen
