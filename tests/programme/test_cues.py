"""Whoever chairs a session has its cue sheet, and no other page of the desk."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from forum_app.db import db
from forum_app.forums.models import Role
from forum_app.models import Appearance, Session
from forum_app.programme.queries.speakers import page_of_person
from forum_app.programme.services import speaking
from forum_app.programme.services.releases import release_programme

from ..builders import NOW, a_forum, a_person, a_point, a_session, a_user, words
from ..printed import pages_of
from .speaking import BY, a_talk, appears


@pytest.fixture
def there(app, browser):
    """W1: chaired by `chair`, Ánh speaks in its second talk from Washington. W2: another's."""
    with app.app_context():
        forum = a_forum(slug="summit")
        was = a_point(forum, code="WAS", name="Washington", zone="America/New_York")
        w1, w2 = (a_session(forum, code=x) for x in ("W1", "W2"))
        a_talk(w1, 10, en="Opening")
        talk = a_talk(w1, 20, en="Trams")
        users = {who: a_user() for who in ("chair", "speaker", "other")}
        people = {who: a_person(forum, who, user_id=user.id) for who, user in users.items()}
        anh = a_person(forum, "Đỗ Ánh")
        appears(w1, people["chair"], "chair", comes=True)
        appears(w1, people["speaker"])
        appears(w1, anh, talk=talk, point=was, comes=True)
        appears(w2, people["other"], "moderator", comes=True)
        page = page_of_person(anh)
        wanted = {name: getattr(page, name) for name in speaking.OF_A_PAGE}
        wanted |= {"name_said": words("Đõ Ánh", "Daw Ine"), "contact": "Zalo 0900"}
        speaking.edit_page(page, wanted, None, seen=page.version, **BY)
        release_programme(forum, note=None, by=None, now=NOW)
        users["organiser"] = a_user(forum=forum, role=Role.ORGANISER)
        db.session.commit()
        browsers = {who: browser(user.id) for who, user in users.items()}
        return SimpleNamespace(**browsers, reader=browser(), w1="/en/summit/cues/W1")


def test_the_sheet_tells_the_order_by_both_clocks_and_how_to_say_and_reach_who_speaks(there):
    page = there.chair.get(there.w1).text

    assert page.index("08:30–08:40") < page.index("08:40–09:00")
    for told in ("Trams", "Daw Ine", "Đõ Ánh", "Washington (WAS)", "Zalo 0900", "21:40", "−1"):
        assert told in page, told
    assert "/speaker/" not in page


def test_a_chair_runs_the_own_session_and_for_everybody_else_there_is_no_such_page(there):
    assert there.other.get(there.w1).status_code == 404
    assert there.speaker.get(there.w1).status_code == 404
    assert there.chair.get("/en/summit/cues/W2").status_code == 404
    assert there.chair.get("/en/summit/cues/X9").status_code == 404
    assert there.other.get("/en/summit/cues/W2").status_code == 200
    assert there.organiser.get(there.w1).status_code == 200
    assert "/sign-in" in there.reader.get(there.w1).headers["Location"]
    assert there.chair.get("/en/summit/desk/cues").status_code == 403
    assert there.chair.get("/en/summit/desk/programme/W1/talks").status_code == 403


@pytest.mark.parametrize("how", ["taken out", "declined", "another role"])
def test_who_chairs_no_longer_is_out_at_once(app, there, how):
    with app.app_context():
        chair = db.session.scalars(select(Appearance).where(Appearance.role == "chair")).one()
        if how == "taken out":
            db.session.delete(chair)
        elif how == "declined":
            chair.confirmed_at, chair.declined_at = None, NOW
        else:
            chair.role = "speaker"
        db.session.commit()

    assert there.chair.get(there.w1).status_code == 404


def test_the_sheet_is_that_of_the_release_not_of_the_draft(app, there):
    with app.app_context():
        session = db.session.scalars(select(Session).where(Session.code == "W1")).one()
        a_talk(session, 30, en="Only planned")
        db.session.commit()

    assert "Only planned" not in there.chair.get(there.w1).text


def test_a_session_that_was_never_released_says_so(app, there):
    with app.app_context():
        forum = db.session.scalars(select(Session)).first().forum
        session = a_session(forum, code="W9")
        chair = db.session.scalars(select(Appearance).where(Appearance.role == "chair")).one()
        appears(session, chair.person, "chair")
        db.session.commit()

    assert "in no release yet" in there.chair.get("/en/summit/cues/W9").text


def test_an_organiser_prints_all_of_them(there):
    page = there.organiser.get("/en/summit/desk/cues").text

    assert page.count('<article class="cue-sheet">') == 2
    assert "Cue sheets" in page


def test_the_sheet_on_paper_says_what_the_page_says_in_its_language(there):
    (page,) = pages_of(there.chair.get(f"{there.w1}/sheet.pdf").data)
    (vietnamese,) = pages_of(there.organiser.get("/vi/summit/cues/W1/sheet.pdf").data)

    assert "W1 · Cue sheet" in page
    assert "08:30–08:40 10 Opening 08:40–09:00 20 Trams Đỗ Ánh" in page
    assert "Đõ Ánh Daw Ine" in page
    assert "Washington (WAS) 21:40 −1 day UTC−4 Zalo 0900" in page
    assert "Chair chair In the hall 08:30 UTC+7 –" in page
    assert "speaker To be confirmed" in page
    assert "Washington (WAS) 21:40 −1 ngày" in vietnamese


def test_nobody_else_has_it_on_paper_and_what_is_not_released_is_not_there(app, there):
    with app.app_context():
        forum = db.session.scalars(select(Session)).first().forum
        a_session(forum, code="W9")
        db.session.commit()

    paper = f"{there.w1}/sheet.pdf"
    assert [x.get(paper).status_code for x in (there.other, there.speaker)] == [404, 404]
    assert there.organiser.get("/en/summit/cues/W9/sheet.pdf").status_code == 404


def test_a_chair_finds_the_sheet_on_the_own_page(there):
    assert f'href="{there.w1}"' in there.chair.get("/en/account").text
    assert "Sessions that you chair" not in there.speaker.get("/en/account").text
