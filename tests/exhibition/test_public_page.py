"""What everybody may see of the exhibition: states by word, and only who is confirmed by name."""

import pytest

from forum_app.db import db
from forum_app.exhibition.services.exhibitors import add_exhibitor

from ..builders import a_forum, a_person
from .floors import NOW, a_floor, an_exhibitor, books, holds, real_now

pytestmark = pytest.mark.same_rows


@pytest.fixture
def summit(app):
    with app.app_context():
        forum = a_forum(slug="summit", figures={"exhibiting_units": 35})
        db.session.commit()
        return forum.slug


def test_only_what_is_on_record_is_told_of_the_exhibitors(browser, summit):
    page = browser().get(f"/en/{summit}/exhibition").text

    assert "35 units exhibited: localities and enterprises." in page
    assert "nobody is named here" in page


def test_a_forum_without_figures_and_plan_has_the_page_too(browser, app):
    with app.app_context():
        a_forum(slug="new")
        db.session.commit()

    page = browser().get("/vi/new/exhibition").text

    assert "Sơ đồ chưa được công bố." in page
    assert "đơn vị tham gia triển lãm" not in page


def test_the_plan_says_each_state_by_word_and_by_pattern(browser, expo, inside):
    inside(lambda forum: books(forum, "A3", now=real_now()) and None)
    inside(lambda forum: holds(forum, "A4", now=real_now()) and None)

    page = browser().get(expo.public).text

    for code, word, kind in (
        ("A1", "Free", "free"),
        ("A3", "Booked", "taken"),
        ("A4", "On hold", "held"),
    ):
        assert f'aria-label="Booth {code}, {word}, 3 × 3 m"><rect class="cell {kind}"' in page


def test_a_free_island_is_in_the_table_and_a_booked_one_is_drawn_whole(browser, expo, inside):
    assert "A1-2" in browser().get(expo.public).text
    assert 'aria-label="Booth A1-2' not in browser().get(expo.public).text

    inside(lambda forum: books(forum, "A1-2", now=real_now()) and None)

    page = browser().get(expo.public).text
    assert 'aria-label="Booth A1-2, Booked, 6 × 3 m"' in page
    assert 'aria-label="Booth A1, ' not in page


def test_only_confirmed_exhibitors_are_named(browser, expo, inside):
    def two(forum):
        books(forum, "A3", an_exhibitor(forum, "Én Bạc"), now=real_now())
        holds(forum, "A4", an_exhibitor(forum, "Chim Lạc"), now=real_now())

    inside(two)
    stranger = browser()

    for path in ("", "/plan", "/booths/A3", "/booths/A4"):
        assert "Chim Lạc" not in stranger.get(expo.public + path).text
    assert "Én Bạc" in stranger.get(expo.public).text
    assert "Én Bạc" in stranger.get(f"{expo.public}/exhibitors/en-bac").text
    assert stranger.get(f"{expo.public}/exhibitors/chim-lac").status_code == 404


@pytest.mark.parametrize("path", ["/booths/Z9", "/booths/A1%2B2", "/booths/%00", "/exhibitors/-"])
def test_what_is_not_there_is_told(browser, expo, path):
    assert browser().get(expo.public + path).status_code == 404


def test_no_page_for_everybody_depends_on_who_looks(browser, expo):
    for path in ("", "/plan", "/booths/A3"):
        mine, theirs = (browser(who).get(expo.public + path) for who in (expo.user, None))
        assert "Cookie" not in mine.headers.get("Vary", "")
        assert mine.text == theirs.text


def test_the_plan_is_not_sent_again_while_it_is_the_same(browser, expo, monkeypatch):
    monkeypatch.setattr("forum_app.clock.now", lambda: NOW)
    first = browser().get(f"{expo.public}/plan")

    again = browser().get(f"{expo.public}/plan", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304


def test_two_exhibitors_of_one_name_have_two_addresses(room):
    forum = a_floor()
    made = [
        add_exhibitor(a_person(forum, f"P{n}"), "Én Bạc", actor="tests", now=NOW) for n in (1, 2)
    ]

    assert [one.slug for one in made] == ["en-bac", "en-bac-2"]
