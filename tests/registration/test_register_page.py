"""What a delegate sees while registering; one browser per person."""

import json
import re

import pytest
from sqlalchemy import select

from forum_app import clock, seal
from forum_app.db import db
from forum_app.models import Delegate, Forum, Message, Place, Terms, Waiting
from forum_app.registration.tasks.links import write_links

from ..builders import a_category, a_forum
from .applications import hall, registered
from .pages import filled, link_of, rows

pytestmark = pytest.mark.same_rows


def test_a_delegate_registers_on_one_page_and_is_asked_to_look_into_the_mail(app, browser, there):
    anh = browser()

    answer = anh.post(there.form, filled(way_P1="online"))

    assert (answer.status_code, answer.location) == (303, f"{there.form}/sent")
    assert "anh@example.org" in anh.get(answer.location).text
    assert (rows(app, Place), rows(app, Message)) == (2, 1)


def test_the_page_tells_seats_left_and_ticks_nothing_beforehand(browser, there):
    page = browser().get(there.form).text

    assert "1 seat left" in page
    assert re.findall(r'type="checkbox"[^>]*checked', page) == []


def test_a_known_address_sees_the_same_as_a_new_one_and_gets_a_mail(app, browser, there):
    first = browser().post(there.form, filled())
    known = browser()

    again = known.post(there.form, filled(way_W1="online", name="Somebody"))

    assert (again.status_code, again.location) == (first.status_code, first.location)
    assert (rows(app, Delegate), rows(app, Message)) == (1, 2)


def test_a_full_session_refuses_known_and_unknown_addresses_alike(browser, there):
    browser().post(there.form, filled())

    for email in ("anh@example.org", "new@example.org"):
        answer = browser().post(there.form, filled(email=email))
        assert answer.status_code == 409
        assert "W1 is full this way" in answer.text


def test_pressing_twice_gives_one_registration_and_the_same_screen(app, browser, there):
    anh = browser()
    key = re.search(r'name="key" value="([^"]+)"', anh.get(there.form).text)[1]

    answers = [anh.post(there.form, filled(key=key)).location for _ in range(2)]

    assert answers == [f"{there.form}/sent"] * 2
    assert (rows(app, Delegate), rows(app, Message)) == (1, 1)


def test_a_full_session_offers_its_waiting_list(app, browser, there):
    browser().post(there.form, filled())
    late = browser()
    assert "Wait for a seat in the hall" in late.get(there.form).text

    answer = late.post(there.form, filled(email="b@example.org", way_W1="hall-wait+online"))

    assert answer.status_code == 303
    assert (rows(app, Waiting), rows(app, Place)) == (1, 2)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_overlapping_sessions_are_shown_where_they_are_and_nothing_typed_is_lost(
    browser, there, lang
):
    address = there.vi if lang == "vi" else there.form

    answer = browser().post(address, filled(way_W2="online"))

    assert answer.status_code == 422
    assert answer.text.count("W1") > 2
    assert 'value="Nguyễn Thị Ánh"' in answer.text
    assert {"vi": "trùng giờ", "en": "at the same time"}[lang] in answer.text


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"name": ""}, "Please write the full name."),
        ({"name": "x" * 10_000}, "Please keep this to 120 characters."),
        ({"name": "a\x00b"}, "characters that cannot be shown"),
        ({"name": "a\u202eb"}, "characters that cannot be shown"),
        ({"email": "anh@"}, "Please write the whole address"),
        ({"email": ""}, "Please write an e-mail address"),
        ({"email": "x" * 300 + "@example.org"}, "Please"),
        ({"country": "XX"}, "Please choose a country"),
        ({"lang": "fr"}, "Not a valid choice"),
        ({"way_W1": "roof"}, "Not a valid choice"),
        ({"way_W1": "point"}, "Please choose the point"),
        ({"way_W1": "point", "point": "XXX"}, "Not a valid choice"),
        ({"way_W1": ""}, "Please choose at least one session"),
        ({"consent_processing": ""}, "Without this consent"),
        ({"contact_email": "sec@example.org"}, "Please write your own name too."),
        ({"contact_name": "Secretary"}, "Please write your own e-mail address too."),
    ],
)
def test_what_is_missing_or_wrong_is_told_at_its_field(app, browser, there, given, told):
    answer = browser().post(there.form, filled(**given))

    assert answer.status_code == 422
    assert told in answer.text
    assert rows(app, Delegate) == 0


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "{x}", "=HYPERLINK(1)", "😀 Ánh"])
def test_strange_names_are_names(app, browser, there, name):
    assert browser().post(there.form, filled(name=name)).status_code == 303

    page = browser().get(link_of(app, there.slug)).text
    assert "<script>alert" not in page
    assert name.replace("<", "&lt;").replace(">", "&gt;") in page


def test_marks_typed_apart_are_put_together(app, browser, there):
    browser().post(there.form, filled(name="A\u0301nh"))

    assert "<h1>Ánh</h1>" in browser().get(link_of(app, there.slug)).text


def test_a_form_without_token_loses_nothing_and_registers_nobody(app, browser, there):
    answer = browser().post(there.form, filled(csrf_token=""))

    assert answer.status_code == 422
    assert "Nothing is lost: please send again." in answer.text
    assert 'value="Nguyễn Thị Ánh"' in answer.text
    assert rows(app, Delegate) == 0


def test_a_secretary_registers_somebody_without_an_address(app, browser, there):
    given = {"email": "", "contact_name": "Lê Thư", "contact_email": "thu@example.org"}

    browser().post(there.form, filled(**given))

    with app.app_context():
        assert [m.address for m in db.session.scalars(select(Message))] == ["thu@example.org"]


@pytest.mark.parametrize("email", ["anh@example.org", "nobody@example.org"])
def test_asking_for_a_link_again_tells_strangers_nothing(app, browser, there, email):
    browser().post(there.form, filled())

    page = browser().post(there.mine, {"email": email}).text

    assert page.replace(email, "…").count("If … is registered, its link is on the way") == 1
    # What is done at once is the same; an address that opens nothing is never written to.
    assert rows(app, Message) == 2
    with app.app_context():
        asked = select(Message).where(Message.template == "registration.link")
        facts = json.loads(seal.opened(db.session.scalars(asked).one().facts))
        with app.test_request_context():
            assert bool(write_links(facts, "en")) is (email == "anh@example.org")


def test_one_mailbox_is_not_flooded_with_links(app, browser, there, frozen):
    browser().post(there.form, filled())

    for _ in range(9):
        assert browser().post(there.mine, {"email": "anh@example.org"}).status_code == 200

    with app.app_context():
        asked = select(Message).where(Message.template == "registration.link")
        assert len(db.session.scalars(asked).all()) <= 3


def test_guessing_links_is_slowed_down(browser, there, frozen):
    stranger = browser()

    answers = [stranger.get(f"{there.mine}/{n:022}").status_code for n in range(62)]

    assert answers[:60] == [404] * 60
    assert answers[60:] == [429] * 2


def test_who_comes_too_late_is_told_so_before_typing_and_after(app, browser, there):
    with app.app_context():
        db.session.scalars(select(Terms)).one().closes_wall = clock.wall_of(clock.now(), "UTC")[0]
        db.session.commit()

    assert "Registration has closed" in browser().get(there.form).text
    late = browser().post(there.form, filled())
    assert late.status_code == 409


def test_a_category_that_needs_approval_says_so_behind_the_link(app, browser, there):
    with app.app_context():
        forum = db.session.scalars(select(Forum)).one()
        a_category(forum, code="press", needs_approval=True)
        delegate = registered(forum, hall("P1"), category="press")
        link = f"/vi/{forum.slug}/registration/{seal.opened(delegate.link_sealed)}"
        db.session.commit()

    assert "Chờ ban tổ chức duyệt" in browser().get(link).text


def test_the_seats_left_renew_themselves_and_answer_304_while_nothing_changed(browser, there):
    seats = f"{there.form}/seats"
    etag = browser().get(seats).headers["ETag"]
    browser().post(there.form, filled())

    page = browser().get(seats).text

    assert "Full" in page
    assert browser().get(seats, headers={"If-None-Match": etag}).status_code == 200
    assert 'id="left-W1-hall-wait"' in page


def test_an_overlap_is_one_thing_to_correct_and_errors_stand_in_the_order_of_the_page(
    browser, there
):
    sent = filled(way_W1="hall", way_W2="online", name="", consent_processing="")

    answer = browser().post(there.form, sent)

    assert "2 things to correct" not in answer.text
    assert "3 things to correct" in answer.text
    summary = answer.text[answer.text.index("to-correct") :].partition("</ul>")[0]
    places = [summary.index(words) for words in ("full name", "at the same time", "consent")]
    assert places == sorted(places)


def test_what_is_no_choice_is_told_with_the_name_of_its_field(browser, there):
    answer = browser().post(there.form, filled(lang="xx", way_W1="hall-hall"))

    assert "Language of our mails: Not a valid choice." in answer.text
    assert "W1: Not a valid choice." in answer.text


@pytest.mark.parametrize("said", ["0", "n", "no", "off", "false"])
def test_a_consent_that_says_no_is_none(app, browser, there, said):
    answer = browser().post(there.form, filled(consent_processing=said))

    assert answer.status_code == 422
    assert "Without this consent" in answer.text


def test_a_category_without_places_says_so_before_it_is_chosen(app, browser, there):
    with app.app_context():
        a_category(db.session.query(Forum).one(), code="press", quota=0)
        db.session.commit()

    assert "Delegate (all places taken)</option>" in browser().get(there.form).text


def test_a_point_that_is_full_somewhere_says_where_before_it_is_chosen(app, browser, there):
    assert "1 left at 1 point" in browser().get(there.form).text
    browser().post(there.form, filled(way_W1="point", point="SIN"))

    shown = browser().get(there.form).text

    assert "Singapore (SIN) · full: W1" in shown
    assert "1 left at 1 point" not in shown
    refused = browser().post(there.form, filled(way_W1="point", point="SIN", email="b@example.org"))
    assert "W1 is full at SIN" in refused.text


def test_where_nothing_was_released_there_is_no_form_to_send(app, browser):
    with app.app_context():
        slug = a_forum().slug
        db.session.commit()

    page = browser().get(f"/en/{slug}/register").text

    assert "No session is open for registration yet." in page
    assert "Send registration" not in page
