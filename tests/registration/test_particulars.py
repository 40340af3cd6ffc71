"""Name, organisation and country, corrected by whoever holds the link."""

import pytest
from sqlalchemy import select

from forum_app.db import db
from forum_app.models import Entry, EntryPersonal, Person
from forum_app.text import folded, sort_key

from .pages import filled, link_of

CORRECTED = {"name": "Nguyễn Thị Ngọc Ánh", "organisation": "Sở Xây dựng", "country": "LA"}


@pytest.fixture
def link(app, browser, there):
    browser().post(there.form, filled(organisation="Bộ Xây dựng"))
    return link_of(app, there.slug)


def kept(app):
    with app.app_context():
        return db.session.scalars(select(Person)).one()


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_the_page_shows_what_is_written_down(browser, link, lang):
    page = browser().get(link.replace("/en/", f"/{lang}/") + "/particulars").text

    assert {"en": "My particulars", "vi": "Thông tin của tôi"}[lang] in page
    assert 'value="Nguyễn Thị Ánh"' in page
    assert 'value="Bộ Xây dựng"' in page
    assert '<option selected value="VN">' in page


def test_the_registration_leads_there(browser, link):
    assert f'href="{link}/particulars"' in browser().get(link).text


def test_a_correction_is_seen_on_the_page_the_ticket_and_the_desk(app, browser, link):
    anh = browser()

    answer = anh.post(f"{link}/particulars", CORRECTED)

    assert answer.location == link
    assert "<h1>Nguyễn Thị Ngọc Ánh</h1>" in anh.get(link).text
    assert "Sở Xây dựng" in anh.get(link).text
    assert "Nguyễn Thị Ngọc Ánh" in anh.get(f"{link}/ticket").text
    person, name = kept(app), CORRECTED["name"]
    assert (person.country, person.email) == ("LA", "anh@example.org")
    assert (person.name_folded, person.name_sort) == (folded(name), sort_key(name))


def test_a_letter_that_leaves_later_says_the_corrected_name(browser, link, mail):
    browser().post(f"{link}/particulars", CORRECTED)

    (letter,) = mail()
    assert "Nguyễn Thị Ngọc Ánh" in letter.get_body(("plain",)).get_content()


def test_the_trail_keeps_before_and_after_among_what_is_personal(app, browser, link):
    browser().post(f"{link}/particulars", CORRECTED)

    with app.app_context():
        asked = select(Entry).where(Entry.act == "registration.particulars")
        entry = db.session.scalars(asked).one()
        said = db.session.get_one(EntryPersonal, entry.id).before_after
    assert said["after"] == CORRECTED
    assert said["before"]["name"] == "Nguyễn Thị Ánh"
    assert (entry.facts, entry.actor.split()[0]) == ({}, "delegate")


def test_saving_without_a_change_leaves_no_entry(app, browser, link):
    same = {"name": "Nguyễn Thị Ánh", "organisation": "Bộ Xây dựng", "country": "VN"}

    assert browser().post(f"{link}/particulars", same).status_code == 303

    with app.app_context():
        assert [x.act for x in db.session.scalars(select(Entry))] == ["registration.register"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"name": ""}, "Please write the full name."),
        ({"name": "x" * 121}, "Please keep this to 120 characters."),
        ({"name": "a\u202eb"}, "characters that cannot be shown"),
        ({"country": "XX"}, "Please choose a country from the list."),
        ({"country": ""}, "Please choose a country from the list."),
        ({"csrf_token": ""}, "Nothing is lost: please send again."),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_changed(app, browser, link, given, told):
    answer = browser().post(f"{link}/particulars", CORRECTED | given)

    assert answer.status_code == 422
    assert told in answer.text
    assert kept(app).name == "Nguyễn Thị Ánh"


def test_what_is_left_empty_is_taken_away(app, browser, link):
    browser().post(f"{link}/particulars", CORRECTED | {"organisation": ""})

    assert kept(app).organisation is None


def test_nothing_of_a_registration_that_ended_is_corrected(app, browser, link):
    anh = browser()
    anh.post(f"{link}/withdrawal")

    for answer in (anh.get(f"{link}/particulars"), anh.post(f"{link}/particulars", CORRECTED)):
        assert answer.status_code == 409
        assert "This registration has ended" in answer.text
    assert kept(app).name == "Nguyễn Thị Ánh"
    assert "/particulars" not in anh.get(link).text


def test_a_secretary_corrects_who_has_no_address(app, browser, there):
    by = {"contact_name": "Thư", "contact_email": "thu@example.org"}
    browser().post(there.form, filled(email="", **by))
    link = link_of(app, there.slug)

    browser().post(f"{link}/particulars", CORRECTED)

    with app.app_context():
        names = dict(db.session.execute(select(Person.email, Person.name)).all())
    assert names == {None: "Nguyễn Thị Ngọc Ánh", "thu@example.org": "Thư"}
