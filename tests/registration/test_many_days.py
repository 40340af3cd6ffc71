"""A forum of several days says of each session on which it is; one of a single day need not."""

import re
from datetime import date

import pytest

from forum_app import seal
from forum_app.db import db
from forum_app.models import Delegate
from forum_app.registration.tasks.writing import Writing

from ..builders import a_forum, a_point, a_session, release
from .applications import at_point, hall, registered

MONDAY, TUESDAY = date(2030, 6, 3), date(2030, 6, 4)


@pytest.fixture
def of(app):
    """of(last_day) -> the secret page of who goes to W1, at SAM; and late to N1 the last day."""

    def made(last_day):
        with app.app_context():
            forum = a_forum(slug="days", first_day=MONDAY, last_day=last_day)
            samoa = a_point(forum, code="SAM", name="Apia", zone="Pacific/Honolulu")
            a_session(forum, code="W1", hall=9, points=[(samoa, 9)])
            late = {"day": (last_day - MONDAY).days, "starts": "22:30", "ends": "01:00"}
            a_session(forum, code="N1", **late, hall=1)
            release(forum)
            registered(forum, hall("N1"))
            mine = registered(forum, at_point("W1", "SAM"), hall("N1", wait=True))
            db.session.commit()
            return f"/days/registration/{seal.opened(mine.link_sealed)}"

    return made


def seen(browser, url):
    """What people read there, tags and line ends left out."""
    text = re.sub(r"<[^>]+>", " ", browser().get(url).text.split("<main")[1].split("</main")[0])
    return " ".join(text.split())


def agenda_in_letter(app, lang):
    with app.test_request_context():
        mine = db.session.query(Delegate).order_by(Delegate.id.desc()).first()
        title, *items = Writing(mine, lang).agenda_blocks()
        return title.words, [item.title for item in items[:-1]], items[0].lines[-1].text


def test_a_letter_says_the_day_of_each_session_of_several_days(app, of):
    of(TUESDAY)

    title, items, _ = agenda_in_letter(app, "en")
    assert title == "Your agenda"
    assert items[0] == "Mon 3 Jun, 08:30–11:00 · W1 Session"
    assert items[1] == "Tue 4 Jun, 22:30–01:00 (+1) · N1 Session"
    assert agenda_in_letter(app, "vi")[1][0] == "Thứ Hai 03/06, 08:30–11:00 · W1 Phiên"


def test_a_letter_about_one_day_says_it_once(app, of):
    of(MONDAY)

    title, items, _ = agenda_in_letter(app, "en")
    assert title == "Your agenda, Monday, 3 June 2030"
    assert items == ["08:30–11:00 · W1 Session", "22:30–01:00 (+1) · N1 Session"]


def test_where_it_is_another_day_at_the_point_it_is_said(app, browser, of):
    link = of(MONDAY)
    there = "15:30 Sunday, 2 June 2030 (UTC−10)"

    assert agenda_in_letter(app, "en")[2] == f"{there}, −1 day"
    assert agenda_in_letter(app, "vi")[2].endswith("(UTC−10), −1 ngày")
    assert f"Local time there {there} −1 day" in seen(browser, f"/en{link}")
    assert f"Local time there {there} −1 day" in seen(browser, f"/en{link}/ticket")


def test_the_pages_behind_the_link_say_the_days(browser, of):
    link = of(TUESDAY)

    own, ticket = seen(browser, f"/en{link}"), seen(browser, f"/en{link}/ticket")
    assert "Monday, 3 June 2030, 08:30–11:00 Hà Nội" in own
    assert "N1 Session Tue 4 Jun, 22:30–01:00 (+1)" in own
    assert "W1 Session Mon 3 Jun, 08:30–11:00 Apia" in ticket
    assert "Hà Nội time (UTC+7)." in ticket
    assert "W1 Phiên Thứ Hai 03/06, 08:30–11:00" in seen(browser, f"/vi{link}/ticket")


@pytest.mark.parametrize("page", ["/days/register", "/sessions"])
def test_the_choices_say_the_days(browser, of, page):
    link = of(TUESDAY)
    url = "/en" + (page if page.startswith("/days") else link + page)

    said = seen(browser, url)
    assert "W1 Session Mon 3 Jun, 08:30–11:00 · Room" in said
    assert "N1 Session Tue 4 Jun, 22:30–01:00 (+1) · Room" in said
    assert 'data-day="Tue 4 Jun"' in browser().get(url).text
    assert "June 2030" not in said
    assert "Tuesday, 4 June 2030" in browser().get(url).text.split("</main>")[1]


def test_pages_of_one_day_say_it_once(browser, of):
    link = of(MONDAY)

    form, ticket = seen(browser, "/en/days/register"), seen(browser, f"/en{link}/ticket")
    for said in (form, ticket):
        assert "Hà Nội time (UTC+7), Monday, 3 June 2030." in said
        assert "3 Jun," not in said
    assert "W1 Session 08:30–11:00 · Room" in form
    assert "N1 Session 22:30–01:00 (+1) · Room" in form
    assert "data-day" not in browser().get("/en/days/register").text
    assert "N1 Session 22:30–01:00 (+1)" in seen(browser, f"/en{link}")
