"""Speakers are asked by mail, answer on a page of their own, and leave the next release or not."""

import re

import pytest
from sqlalchemy import select

from forum_app.db import db
from forum_app.forums.services.texts import set_letter_text
from forum_app.models import Appearance, Availability, Entry, Person
from forum_app.programme.queries import clashes_of
from forum_app.programme.rules.speaking import NoAddress, NothingToAsk
from forum_app.programme.services import speaking
from forum_app.throttle.services import MISSED_LINKS

from ..accounts.letters import letters, said
from ..builders import a_forum, a_person, a_session, words
from .speaking import BY, appears, comes_to, forum_of, released


def rows_of(app, there):
    """(code of the session, invited, confirmed, declined) of Ánh's appearances."""
    with app.app_context():
        asked = select(Appearance).where(Appearance.person_id == there.anh).order_by(Appearance.id)
        instants = ("invited_at", "confirmed_at", "declined_at")
        return [
            tuple(getattr(x, name) is not None for name in instants)
            for x in db.session.scalars(asked)
        ]


def test_an_invitation_asks_in_the_language_of_the_speaker_for_what_is_not_answered(app, there):
    with app.app_context():
        comes_to(there, "W2")
        db.session.commit()

    answer = there.organiser.post(f"{there.desk}/invitation")

    assert answer.status_code == 303
    [letter] = letters(app, there.email)
    assert (letter.template, letter.lang) == ("programme.speaker_invitation", "en")
    text = said(app)
    assert "W1 Session" in text
    assert "W2" not in text
    assert "Trams" in text
    assert "09:30" in text  # in Singapore
    assert there.own in text
    assert rows_of(app, there) == [(True, False, False)] * 2 + [(False, True, False)]


def test_the_organiser_sees_in_which_language_the_letter_goes_and_chooses_another(app, there):
    shown = there.organiser.get(there.desk).text

    there.organiser.post(f"{there.desk}/invitation", {"lang": "vi"})
    there.organiser.post(f"{there.desk}/invitation", {"lang": "xx"})

    assert '<option value="en" lang="en" selected>' in shown
    assert "Local time there" in shown  # for the organiser, who is somewhere else
    assert [x.lang for x in letters(app, there.email)] == ["vi", "vi"]  # for good
    assert '<option value="vi" lang="vi" selected>' in there.organiser.get(there.desk).text


def test_the_organisers_may_begin_the_letter_with_words_of_their_own(app, there):
    with app.app_context():
        wanted = words("Kính mời {name}", "Dear {name}")
        known = ("name", "forum")
        set_letter_text(forum_of(there), speaking.LETTER, wanted, known, seen=0, **BY)
        db.session.commit()

    there.organiser.post(f"{there.desk}/invitation")

    assert "Dear Đỗ Ánh" in said(app)
    page = there.organiser.get("/vi/summit/desk/texts?letter=programme.speaker_invitation").text
    assert "Kính mời Nguyễn Thị Ánh" in page


def test_nobody_is_invited_without_an_address_or_who_comes_to_nothing(room):
    session = a_session(a_forum())
    anh = a_person(session.forum)
    appears(session, anh, comes=False)

    with pytest.raises(NoAddress):
        speaking.invite(anh, **BY)
    anh.email = "anh@example.org"
    with pytest.raises(NothingToAsk):
        speaking.invite(anh, **BY)


def test_who_answered_everything_is_sent_the_link_alone_as_after_it_was_renewed(app, there):
    with app.app_context():
        for code in ("W1", "W2"):
            comes_to(there, code)
        db.session.commit()
    there.organiser.post(f"{there.desk}/link")

    answer = there.organiser.post(f"{there.desk}/invitation")

    assert answer.status_code == 303
    text = said(app)
    assert "this is the link to your page" in text
    assert ("W1 Session" in text, "whether you will come" in text) == (True, False)
    assert there.own not in text
    link = re.search(r"https?://\S+(/en/\S+/speaker/\S+)", text)[1]
    assert there.reader.get(link).status_code == 200
    assert rows_of(app, there) == [(False, True, False)] * 3


def test_an_address_is_written_down_with_the_invitation_of_whoever_has_none(app, there):
    email = there.email
    with app.app_context():
        db.session.get_one(Person, there.anh).email = None
        a_person(forum_of(there), "Somebody Else", email="taken@example.org")
        db.session.commit()
    asked = there.organiser.get(there.desk).text

    for typed, told in (("no address", "is not an e-mail address"), ("Taken@example.org", "Else")):
        refused = there.organiser.post(f"{there.desk}/invitation", {"email": typed})
        assert (refused.status_code, told in refused.text) == (422, True)
        assert f'value="{typed}"' in refused.text
    done = there.organiser.post(f"{there.desk}/invitation", {"email": f" {email.upper()} "})

    assert 'name="email"' in asked
    assert done.status_code == 303
    assert len(letters(app, email)) == 1
    assert 'name="email"' not in there.organiser.get(there.desk).text
    there.organiser.post(f"{there.desk}/invitation", {"email": "other@example.org"})
    assert (len(letters(app, email)), letters(app, "other@example.org")) == (2, [])


def test_the_button_beside_what_is_said_names_it_in_vietnamese_too(there):
    page = there.organiser.get(there.desk.replace("/en/", "/vi/", 1)).text

    assert "Sửa phần giới thiệu" in page
    assert "Đổi giờ" not in page  # of the zone of a page


def test_a_second_invitation_is_a_second_letter(app, there):
    for _ in range(2):
        there.organiser.post(f"{there.desk}/invitation")

    assert len(letters(app, there.email)) == 2
    assert "2 letters were written" in there.organiser.get(there.desk).text


def test_looking_at_the_page_changes_nothing_and_a_button_answers_for_the_whole_session(app, there):
    page = there.reader.get(there.own)
    assert "I will come" in page.text
    assert rows_of(app, there) == [(False, False, False)] * 3

    there.reader.post(f"{there.own}/sessions/W1/answer", {"comes": "y"})
    because = {"comes": "n", "because": "I am abroad."}
    there.reader.post(f"{there.own}/sessions/W2/answer", because)

    answered = [(False, True, False)] * 2 + [(False, False, True)]
    assert rows_of(app, there) == answered
    desk = there.organiser.get(there.desk).text
    assert "I am abroad." in desk
    with app.app_context():
        entry = db.session.scalars(select(Entry).where(Entry.act == "programme.decline")).one()
        assert entry.actor.startswith("speaker ")
        assert "abroad" not in str(entry.facts)


def test_the_page_tells_both_clocks_and_no_session_of_others(there):
    page = there.reader.get(there.own).text

    assert "08:30–11:00</b> Hà Nội (UTC+7)" in page
    assert "09:30 Saturday, 1 June 2030 (UTC+8)" in page
    assert "W3" not in page
    assert there.reader.post(f"{there.own}/sessions/W3/answer", {"comes": "y"}).status_code == 404
    assert there.reader.post(f"{there.own}/sessions/X/answer", {"comes": "y"}).status_code == 404


def test_whoever_declines_after_a_release_stays_published_and_leaves_the_next(app, there):
    with app.app_context():
        released(forum_of(there))
        db.session.commit()

    there.reader.post(f"{there.own}/sessions/W1/answer", {"comes": "n"})

    assert "Đỗ Ánh" in there.reader.get("/en/summit/sessions/W1").text
    with app.app_context():
        found = [(x.code, x.sessions, x.is_hard) for x in clashes_of(forum_of(there)).all()]
        assert found == [("speaker_declined", ("W1",), False)]
        released(forum_of(there))
        db.session.commit()
    assert "Đỗ Ánh" not in there.reader.get("/en/summit/sessions/W1").text
    assert "Đỗ Ánh" in there.reader.get("/en/summit/sessions/W2").text


def test_a_link_that_is_none_leads_nowhere_and_guessing_ends(there, frozen):
    found = {there.reader.get(f"/en/summit/speaker/{'x' * 22}").status_code}
    for n in range(MISSED_LINKS.hits - 1):
        found.add(there.reader.get(f"/en/summit/speaker/guess-{n}.ics").status_code)

    assert found == {404}
    assert there.reader.get("/en/summit/speaker/one-more").status_code == 429
    assert there.reader.get(there.own).status_code == 200


def test_the_calendar_address_does_not_open_the_page_nor_the_page_the_calendar(there):
    feed = there.feed.rpartition("/")[2].removesuffix(".ics")

    assert there.reader.get(f"/en/summit/speaker/{feed}").status_code == 404
    assert there.reader.get(f"{there.own}.ics").status_code == 404
    for answer in (there.reader.get(there.own), there.reader.get(there.feed)):
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_new_link_ends_the_old_page_and_calendar(there):
    there.organiser.post(f"{there.desk}/link")

    assert there.reader.get(there.own).status_code == 404
    assert there.reader.get(there.feed).status_code == 404


def test_whoever_is_signed_in_is_led_to_the_own_page_and_others_nowhere(there, browser):
    answer = there.signed_in.get("/en/summit/speaker")

    assert (answer.status_code, answer.headers["Location"]) == (303, there.own)
    assert 'href="/en/summit/speaker"' in there.signed_in.get("/en/account").text
    assert there.organiser.get("/en/summit/speaker").status_code == 404


def test_a_speaker_writes_hours_down_and_takes_them_away_again(app, there):
    hours = {"starts_wall": "2030-06-01T12:00", "ends_wall": "2030-06-01T18:00"}

    there.reader.post(f"{there.own}/hours", hours)
    with app.app_context():
        codes = [(x.code, x.sessions) for x in clashes_of(forum_of(there)).all()]
        hours_id = db.session.scalar(select(Availability.id))
    wrong = there.reader.post(f"{there.own}/hours", hours | {"ends_wall": "2030-06-01T11:00"})

    assert codes == [("speaker_unavailable", ("W1",))]
    assert (wrong.status_code, "must begin before they end" in wrong.text) == (422, True)
    assert 'value="2030-06-01T11:00"' in wrong.text
    removed = there.reader.post(f"{there.own}/hours/{hours_id}/removal")
    assert removed.status_code == 303
    again = there.reader.post(f"{there.own}/hours/{hours_id}/removal")
    assert (again.status_code, "not there any more" in again.text) == (409, True)


def test_the_list_of_the_desk_finds_names_without_marks_and_tells_how_it_stands(there):
    there.reader.post(f"{there.own}/sessions/W1/answer", {"comes": "n"})

    everybody = there.organiser.get("/en/summit/desk/speakers").text
    found = there.organiser.get("/en/summit/desk/speakers?q=do+sao").text

    assert "Lê Bình" in everybody
    assert ("Đỗ Ánh" in found, "Declined" in found, "Lê Bình" in found) == (True, True, False)
    assert "Nobody of this name" in there.organiser.get("/en/summit/desk/speakers?q=xyz").text
