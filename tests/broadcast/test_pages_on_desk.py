"""The organisers' pages from which secret pages are sent: chosen, reviewed, pressed."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from forum_app.db import db
from forum_app.models import PointContact

from ..accounts.letters import letters, said
from ..builders import a_forum, a_point
from .test_pages_by_mail import leaves

PAGES = "/en/here/desk/pages-of-points"


@pytest.fixture
def desk(app, browser, there):
    """The organiser's browser; at SIN Lan and Dũng have addresses, at TYO and BRU is nobody."""
    with app.app_context():
        for id_, email in zip(there.contacts[::2], ("lan", "dung"), strict=True):
            contact = db.session.get_one(PointContact, id_)
            contact.email, contact.languages = f"{email}@example.org", ["en"]
        db.session.commit()
    return browser(there.organiser)


def reviewed(desk, **sent):
    return desk.post(f"{PAGES}/review", {"point": ["SIN"], **sent}).text


def pressed(desk, review, **sent):
    point = re.search(r'name="point" value="([^"]+)"', review)[1]
    return desk.post(PAGES, {"point": point, **sent})


def test_points_are_ticked_that_lack_it_and_those_without_an_address_are_named(desk, there):
    page = desk.get(PAGES).text

    assert re.findall(r'name="point" value="(\w+)"[^>]* checked', page) == ["SIN"]
    nobody = page.split("Nobody to write to")[1].split("</ul>")[0]
    assert re.findall(r'<span class="code">(\w+)</span>', nobody) == ["TYO", "BRU"]


def test_nothing_leaves_before_who_gets_what_was_reviewed_and_pressed(app, desk, there):
    review = reviewed(desk)
    assert "Lan" in review
    assert "dung@example.org" in review
    assert "Send 2 letters" in review
    assert letters(app) == []

    answer = pressed(desk, review)

    shown = desk.get(answer.headers["Location"]).text
    assert "2 letters are on their way." in shown
    assert [x.to for x in letters(app)] == ["lan@example.org", "dung@example.org"]
    assert there.key in said(app)
    assert all(there.key not in page for page in (review, shown, desk.get(PAGES).text))


def test_pressed_again_it_says_that_nothing_was_sent(app, desk, there):
    review = reviewed(desk)
    pressed(desk, review)

    shown = desk.get(pressed(desk, review).headers["Location"]).text

    assert "SIN: something is not as you saw it" in shown
    assert len(letters(app)) == 2


def test_of_two_who_press_in_the_same_moment_one_sends(app, browser, desk, there):
    review, start = reviewed(desk), Barrier(2)
    organisers = [desk, browser(there.colleague)]

    def presses(organiser):
        start.wait()
        return pressed(organiser, review).status_code

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(presses, organisers)) == [303, 303]

    assert [x.to for x in letters(app)] == ["lan@example.org", "dung@example.org"]


def test_made_anew_by_the_tick_the_old_page_opens_nothing(app, desk, browser, there):
    review = reviewed(desk, renews="1")
    assert "is made anew" in review

    pressed(desk, review, renews="1")

    assert browser().get(f"{there.url}/at-point/{there.key}").status_code == 404
    assert there.key not in said(app)


def test_one_point_is_sent_from_its_own_page(desk, there):
    page = desk.get(there.people).text
    assert "Send it by mail" in page
    assert 'name="point" value="SIN"' in page

    assert pressed(desk, reviewed(desk)).headers["Location"].endswith(there.people)


def test_the_list_says_when_each_page_was_sent(app, desk, there):
    everybody = there.people.removesuffix("/SIN")
    assert "not sent" in desk.get(everybody).text

    pressed(desk, reviewed(desk))
    assert "on its way" in desk.get(everybody).text
    with app.app_context():
        leaves(), leaves()

    assert "not sent" not in (page := desk.get(everybody).text)
    assert page.count("sent</span>") == 2


def test_whoever_chooses_no_point_is_told_so(desk, there):
    answer = desk.post(f"{PAGES}/review", {})

    assert answer.status_code == 422
    assert "Please choose at least one point." in answer.text


def test_points_of_another_forum_are_not_there(app, desk, there):
    with app.app_context():
        a_point(a_forum(slug="elsewhere"), code="ELSE")
        db.session.commit()

    assert desk.post(f"{PAGES}/review", {"point": ["ELSE"]}).status_code == 422
    assert desk.post(PAGES, {"point": ["ELSE 1"]}).status_code == 303
    assert letters(app) == []
