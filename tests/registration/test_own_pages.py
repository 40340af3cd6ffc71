"""What a delegate sees behind the secret link; one browser per person."""

import re

import pytest
import time_machine

from forum_app.db import db
from forum_app.models import ConsentWording, Forum

from ..builders import NOW, a_consent, a_forum, words
from .pages import filled, link_of

pytestmark = pytest.mark.same_rows


def test_the_address_is_confirmed_by_a_press_and_not_by_opening_the_link(app, browser, there):
    browser().post(there.form, filled())
    link, anh = link_of(app, there.slug), browser()
    assert "Please confirm your address" in anh.get(link).text

    anh.post(f"{link}/confirmation")

    assert "Please confirm your address" not in anh.get(link).text


def test_the_ticket_shows_a_code_once_the_address_is_confirmed(app, browser, there):
    browser().post(there.form, filled())
    link, anh = link_of(app, there.slug), browser()
    assert 'class="qr"' not in anh.get(f"{link}/ticket").text

    anh.post(f"{link}/confirmation")

    assert 'class="qr"' in anh.get(f"{link}/ticket").text


def test_a_delegate_changes_the_way_and_the_session(app, browser, there):
    browser().post(there.form, filled())
    link, anh = link_of(app, there.slug), browser()
    assert re.search(r'name="way_W1" value="hall"[^>]*checked', anh.get(f"{link}/sessions").text)

    answer = anh.post(f"{link}/sessions", {"way_W1": "point", "point_W1": "SIN", "way_P1": "hall"})

    page = anh.get(answer.location).text
    assert "Singapore (SIN)" in page
    assert "P1" in page


def test_a_change_that_clashes_is_refused_and_shown_where_it_is(app, browser, there):
    browser().post(there.form, filled())
    link = link_of(app, there.slug)

    answer = browser().post(f"{link}/sessions", {"way_W1": "hall", "way_W2": "online"})

    assert answer.status_code == 422
    assert "at the same time" in answer.text


def test_a_withdrawn_registration_shows_no_ticket_and_cannot_be_changed(app, browser, there):
    browser().post(there.form, filled())
    link, anh = link_of(app, there.slug), browser()
    anh.post(f"{link}/confirmation")

    anh.post(f"{link}/withdrawal")

    assert "This registration has ended" in anh.get(link).text
    assert 'class="qr"' not in anh.get(f"{link}/ticket").text
    assert anh.post(f"{link}/sessions", {"way_W2": "hall"}).status_code == 409


def test_consents_are_changed_and_the_required_one_stays(app, browser, there):
    browser().post(there.form, filled(consent_news="y"))
    link, anh = link_of(app, there.slug), browser()

    anh.post(f"{link}/consents", {"consent": ["processing"]})
    refused = anh.post(f"{link}/consents", {"consent": ["news"]})

    assert 'value="news" checked' not in anh.get(link).text
    assert (refused.status_code, "we cannot register you" in refused.text) == (422, True)


def test_agreeing_to_one_wording_is_not_agreeing_to_the_next(app, browser, there):
    with time_machine.travel(NOW, tick=False):
        browser().post(there.form, filled(consent_news="y"))
    link, anh = link_of(app, there.slug), browser()
    assert 'value="news" checked' in anh.get(link).text
    assert "earlier wording" not in anh.get(link).text

    with app.app_context():
        first = db.session.query(ConsentWording).filter_by(purpose="news").one()
        first.retired_at = NOW
        a_consent(
            db.session.get_one(Forum, first.forum_id),
            "news",
            version=2,
            sentence=words("Câu mới.", "New words."),
        )
        db.session.commit()

    page = anh.get(link).text
    assert "New words." in page
    assert 'value="news" checked' not in page
    assert 'value="processing" checked' in page
    told = "You agreed to an earlier wording on Wednesday, 1 May 2030. Please look again."
    assert page.count(told) == 1
    assert "bản trước (Thứ Tư, 01/05/2030)" in anh.get(link.replace("/en/", "/vi/")).text

    anh.post(f"{link}/consents", {"consent": ["processing", "news"]})

    assert 'value="news" checked' in anh.get(link).text
    assert "earlier wording" not in anh.get(link).text


def test_a_new_link_replaces_the_old_one(app, browser, there):
    browser().post(there.form, filled())
    link, anh = link_of(app, there.slug), browser()

    answer = anh.post(f"{link}/link")

    assert anh.get(answer.location).status_code == 200
    assert anh.get(link).status_code == 404


def test_a_link_opens_nothing_in_another_forum(app, browser, there):
    browser().post(there.form, filled())
    with app.app_context():
        other = a_forum().slug
        db.session.commit()

    elsewhere = link_of(app, there.slug).replace(there.slug, other)

    for page in ("", "/ticket", "/sessions", "/particulars", "/agenda.ics"):
        assert browser().get(elsewhere + page).status_code == 404


def test_personal_pages_are_kept_by_no_cache_and_their_address_told_to_nobody(app, browser, there):
    browser().post(there.form, filled())
    link = link_of(app, there.slug)

    for page in ("", "/ticket", "/sessions", "/particulars", "/agenda.ics"):
        headers = browser().get(link + page).headers
        assert (headers["Cache-Control"], headers["Referrer-Policy"]) == ("no-store", "no-referrer")


def test_whoever_may_change_nothing_any_more_is_told_before_choosing(app, browser, there):
    stranger = browser()
    stranger.post(there.form, filled(way_W1="online"))
    own = link_of(app, there.slug)
    stranger.post(f"{own}/withdrawal")

    answer = stranger.get(f"{own}/sessions")

    assert answer.status_code == 409
    assert "This registration has ended" in answer.text
    assert "Save the change" not in answer.text
