"""What a release says of speakers, their calendar, and two persons who are one."""

from sqlalchemy import func, select

from forum_app import announce
from forum_app.db import db
from forum_app.models import Person, SpeakerPage
from forum_app.programme.queries import speakers_of
from forum_app.programme.queries.speakers import page_of_person, speakers_listed
from forum_app.programme.rules import appearances_in
from forum_app.programme.services import speaking

from ..builders import NOW, a_forum, a_person, a_session, words
from .speaking import BY, appears, comes_to, forum_of, has_photo, link_of, released, sent_slides

AS_EVER = ("uuid", "name", "post", "organisation", "country", "documented")


def test_the_public_page_shows_biography_and_photo_of_who_confirmed_as_they_were_released(
    app, there
):
    with app.app_context():
        forum, anh = forum_of(there), db.session.get_one(Person, there.anh)
        writes_of_themself(anh, "Of trams.")
        released(forum)
        shown = [biography_released(forum)]
        comes_to(there, "W1")
        released(forum)
        writes_of_themself(anh, "A draft.")
        shown.append(biography_released(forum))
        db.session.commit()

    assert shown == [None, words("Of trams.")]


def test_old_releases_without_biographies_are_read_as_ever(app, there):
    with app.app_context():
        forum = forum_of(there)
        frozen = released(forum).frozen
        for session in frozen["sessions"]:
            for one in session["appearances"]:
                one["person"] = {k: one["person"][k] for k in AS_EVER}

        assert {x.person.name for x in appearances_in(frozen)} == {"Đỗ Ánh", "Lê Bình"}


def test_the_calendar_has_what_was_released_and_takes_out_what_ended(app, there):
    with app.app_context():
        forum = forum_of(there)
        released(forum)
        db.session.commit()
    before = there.reader.get(there.feed).text

    there.reader.post(f"{there.own}/sessions/W2/answer", {"comes": "n"})
    after = there.reader.get(there.feed).text

    assert before.count("BEGIN:VEVENT") == after.count("BEGIN:VEVENT") == 2
    assert "TZID:Asia/Ho_Chi_Minh" in before
    assert "LOCATION:Singapore (SIN)" in before
    assert (before.count("STATUS:CANCELLED"), after.count("STATUS:CANCELLED")) == (0, 1)
    assert ("SEQUENCE:1" in before, "SEQUENCE:2" in after) == (True, True)
    uids = [sorted(x for x in text.split() if x.startswith("UID:")) for text in (before, after)]
    assert uids[0] == uids[1]
    with app.app_context():
        released(forum_of(there))
        db.session.commit()
    third = there.reader.get(there.feed).text
    assert (third.count("STATUS:CANCELLED"), "SEQUENCE:3" in third) == (1, True)


def test_two_persons_who_are_one_have_one_page_with_all_of_both(room):
    session = a_session(a_forum())
    kept, gone = (a_person(session.forum, "Đỗ Ánh") for _ in range(2))
    appears(session, kept)
    appears(session, gone)
    appears(session, gone, "chair")
    writes_of_themself(gone, "Of trams.")
    has_photo(gone)
    for person in (kept, gone):
        sent_slides(person, session, f"%PDF-{person.id}".encode())
    link = link_of(kept)

    about = {"kept_id": kept.id, "gone_id": gone.id, "forum_id": session.forum_id}
    announce.say(announce.PersonsMerged(**about, actor="tests", at=NOW))
    db.session.expire_all()

    assert db.session.scalar(select(func.count(SpeakerPage.id))) == 1
    page = page_of_person(kept)
    assert (page.biography, page.photo is not None) == (words("Of trams."), True)
    assert link_of(kept) == link
    [listed] = speakers_listed(session.forum)
    assert [x.appearance.role for x in listed.appearances] == ["speaker", "chair"]


def biography_released(forum):
    [anh] = [x.person for x in speakers_of(forum).speakers if x.person.name == "Đỗ Ánh"]
    return anh.biography


def writes_of_themself(person, text):
    page = page_of_person(person)
    wanted = {name: getattr(page, name) for name in speaking.OF_A_PAGE}
    wanted["biography"] = words(text)
    speaking.edit_page(page, wanted, None, seen=page.version, **BY)
