"""The list of delegates on the desk."""

import re

import pytest

from forum_app.db import db
from forum_app.models import Delegate, Forum, ForumRole, Person
from forum_app.registration.queries.listing import find, list_page
from forum_app.registration.rules.listing import PageGone, Wanted
from forum_app.registration.views import listing as views

from ..builders import a_forum, a_session, release
from ..registration.applications import hall, online, registered


def names(page):
    return re.findall(r'<th scope="row"><a href="[^"]+">(.*?)</a>', page.text)


def link(page, rel):
    found = re.search(rf'rel="{rel}" href="[^"]*?(\?[^"]*)"', page.text)
    return found and found[1].replace("&amp;", "&")


@pytest.fixture
def people(registers):
    for name in ("Đỗ Ân", "Dương Bình", "Nguyễn Cường", "Đặng Dũng", "Lê Em"):
        registers(online("W1"), name=name, organisation=f"Sở {name}")


def test_delegates_are_listed_in_the_order_of_a_vietnamese_dictionary(desk, people):
    found = names(desk.get("/delegates?q=so"))

    assert found == ["Dương Bình", "Đặng Dũng", "Đỗ Ân", "Lê Em", "Nguyễn Cường"]


def test_the_newest_come_first_where_that_is_asked(desk, people):
    assert names(desk.get("/delegates?q=so&sort=newest"))[:2] == ["Lê Em", "Đặng Dũng"]


@pytest.mark.parametrize("words", ["nguyen", "NGUYỄN", "so nguyen", "cường", "cuong so"])
def test_people_are_found_without_marks_by_name_and_organisation(desk, people, words):
    assert names(desk.get(f"/delegates?q={words}")) == ["Nguyễn Cường"]


def test_people_are_found_by_address_and_reference(desk, registers):
    reference = registers(name="Lê Đào", email="dao.le@bo.example.org")

    for words in ("dao.le@", reference, reference.replace("-", "").lower()[:5]):
        assert names(desk.get(f"/delegates?q={words}")) == ["Lê Đào"], words


def test_a_new_organisation_is_found_and_the_old_one_no_more(app, desk, registers):
    registers(name="Lê Đào", organisation="Báo Cũ")
    with app.app_context():
        person = db.session.query(Person).filter_by(name="Lê Đào").one()
        person.organisation = "Đài Mới"
        db.session.commit()

    assert names(desk.get("/delegates?q=dai moi")) == ["Lê Đào"]
    assert names(desk.get("/delegates?q=bao cu")) == []


@pytest.mark.parametrize("counted", [1000, 4])  # those found are few, or many
@pytest.mark.parametrize("sort", ["", "&sort=newest"])
def test_a_long_list_is_read_forwards_and_backwards_without_a_gap(
    desk, people, monkeypatch, sort, counted
):
    everybody = names(desk.get(f"/delegates?state=live{sort}"))
    monkeypatch.setattr(views, "SHOWN", 3)

    monkeypatch.setattr(views, "COUNTED", counted)
    there, seen, path = [], [], f"?state=live{sort}"
    while path:
        page = desk.get(f"/delegates{path}")
        there.append(path)
        seen.append(names(page))
        path = link(page, "next")
    back, path = [seen[-1]], link(desk.get(f"/delegates{there[-1]}"), "prev")
    while path:
        page = desk.get(f"/delegates{path}")
        back.insert(0, names(page))
        path = link(page, "prev")

    assert [name for page in seen for name in page] == everybody
    assert [name for page in back for name in page] == everybody
    assert len(seen) > 2


def test_somebody_who_registers_meanwhile_moves_nobody_to_another_page(
    desk, people, registers, monkeypatch
):
    monkeypatch.setattr(views, "SHOWN", 2)
    path = link(desk.get("/delegates?q=so"), "next")
    before = names(desk.get(f"/delegates{path}"))

    registers(name="An Anh", organisation="Sở An")

    assert names(desk.get(f"/delegates{path}")) == before


def test_the_filters_stand_in_the_address_and_in_the_form(desk, people):
    page = desk.get("/delegates?q=so&session=W1&way=online&state=confirmed&country=VN&by=self")

    assert '<option value="online" selected>' in page.text
    assert '<option value="confirmed" selected>' in page.text
    assert '<option value="VN" selected>' in page.text
    assert '<details class="more" open>' in page.text


@pytest.mark.parametrize(
    "asked",
    [
        "state=gone",
        "way=boat",
        "session=W9",
        "category=x",
        "point=%00",
        "country=Vietnam",
        "sort=1",
        "q=" + "x" * 10_000,
        "q=a%00b",
        "q=a%E2%80%AEb",
        "delegation=x",
        "agreed=x",
        "holding=x",
        "by=x",
    ],
)
def test_a_filter_that_means_nothing_is_told_and_finds_nobody(desk, people, asked):
    page = desk.get(f"/delegates?{asked}")

    assert page.status_code == 422
    assert 'role="alert"' in page.text
    assert names(page) == []


@pytest.mark.parametrize("cursor", ["x", "-1", "0", "9" * 30, "1.5", "999999", "%00", "1 OR 1"])
@pytest.mark.parametrize("way", ["after", "before"])
def test_a_page_that_is_not_there_is_told_and_the_first_is_shown(desk, people, way, cursor):
    page = desk.get(f"/delegates?q=so&{way}={cursor}")

    assert page.status_code == 404
    assert "This page of the list is not there any more." in page.text
    assert len(names(page)) == 5


def test_a_row_of_another_forum_is_no_page(app, there):
    with app.app_context():
        other = a_forum()
        a_session(other, code="W1", hall=5)
        release(other)
        stranger = registered(other, hall("W1"))
        forum = db.session.get_one(Forum, there.forum_id)
        found = find(forum, Wanted(), at_most=9)

        with pytest.raises(PageGone):
            list_page(forum, Wanted(), found, after=stranger.id, at_most=9)


def test_a_count_goes_no_further_than_it_is_asked(app, there, people):
    with app.app_context():
        forum = db.session.get_one(Forum, there.forum_id)
        found = [find(forum, Wanted(), at_most=most) for most in (9, 10)]

    assert [(x.number, x.is_all) for x in found] == [(9, False), (10, True)]


def test_what_is_found_is_counted_up_to_a_limit(desk, people, monkeypatch):
    monkeypatch.setattr(views, "COUNTED", 4)

    assert "More than 4 found" in desk.get("/delegates?q=so").text
    assert "1 found" in desk.get("/delegates?q=nguyen").text


def test_who_organises_no_more_sees_nobody(app, desk, people):
    with app.app_context():
        db.session.query(ForumRole).delete()
        db.session.commit()

    assert desk.get("/delegates").status_code == 403


def test_the_secret_of_a_link_stands_on_no_page(app, desk, registers):
    reference = registers(name="Lê Đào")
    with app.app_context():
        mine = db.session.query(Delegate).filter_by(reference=reference).one()
        kept = (mine.link_hash, mine.link_sealed)

    for path in ("/delegates", f"/delegates/{reference}"):
        text = desk.get(path).text
        assert not any(secret in text for secret in kept)
        assert not re.search(r"/registration/[\w-]{30,}", text)
