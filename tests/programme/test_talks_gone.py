"""Whoever names a talk that somebody else took out meanwhile is told so, and nothing is changed."""

import pytest
from sqlalchemy import select

from forum_app.db import db
from forum_app.forums.models import Role
from forum_app.models import Appearance, Session, Talk
from forum_app.programme.models import AppearanceRole, Way
from forum_app.programme.queries.speakers import people_in
from forum_app.programme.rules.speaking import TalkGone
from forum_app.programme.services import appearances, talks

from ..builders import a_forum, a_person, a_session, a_user
from ..desk.forms import as_shown
from .speaking import BY, a_talk, appears

DESK = "/en/summit/desk/programme/W1"


@pytest.fixture
def w1(app):
    """W1 with one talk, and Đỗ Ánh in it for the whole session."""
    with app.app_context():
        session = a_session(a_forum(slug="summit"), code="W1")
        a_talk(session)
        appears(session, a_person(session.forum, "Đỗ Ánh"))
        db.session.commit()


@pytest.fixture
def organiser(app, browser, w1):
    with app.app_context():
        user = a_user(forum=db.session.query(Session).one().forum, role=Role.ORGANISER)
        db.session.commit()
        return browser(user.id)


def taken_out(app):
    with app.app_context():
        talks.remove_talk(db.session.query(Talk).one(), db.session.query(Session).one(), **BY)
        db.session.commit()


def roles(app):
    with app.app_context():
        asked = select(Appearance.role, Appearance.talk_id).order_by(Appearance.position)
        return [(role.value, talk) for role, talk in db.session.execute(asked)]


def test_a_form_that_names_a_talk_taken_out_meanwhile_is_told_so(app, organiser):
    with app.app_context():
        talk, anh = db.session.query(Talk).one().uuid, db.session.query(Appearance).one()
        new, edit = f"{DESK}/people/new", f"{DESK}/people/{anh.id}"
        person = anh.person.uuid
    chosen = {"talk": talk, "role": "keynote"}
    typed_new = as_shown(organiser.get(new)) | chosen | {"person": person, "country": ""}
    typed = as_shown(organiser.get(edit)) | chosen
    taken_out(app)

    answers = [organiser.post(new, typed_new), organiser.post(f"{edit}/role", typed)]

    for answer in answers:
        assert answer.status_code == 409
        assert "This talk is not in the session any more." in answer.text
        assert '<option selected value="keynote">' in answer.text
    vi = organiser.post(new.replace("/en/", "/vi/"), typed_new)
    assert "Bài trình bày này không còn trong phiên." in vi.text
    assert roles(app) == [("speaker", None)]


def test_a_talk_that_goes_while_the_form_is_taken_is_refused_before_the_database_does(app, w1):
    with app.app_context():
        session, talk = db.session.query(Session).one(), db.session.query(Talk).one().id
        [there] = [x.appearance for x in people_in(session)]
        talks.remove_talk(db.session.get_one(Talk, talk), session, **BY)
        at = {"role": AppearanceRole.KEYNOTE, "talk_id": talk, "from_way": Way.HALL}
        answered = {"answer": "confirmed"}

        with pytest.raises(TalkGone):
            appearances.put_in(session, there.person, at, **BY)
        with pytest.raises(TalkGone):
            appearances.edit_appearance(there, session, at | answered, seen=1, **BY)

        assert there.talk_id is None


def test_a_talk_of_another_session_is_none_of_this_one(app, w1):
    with app.app_context():
        session = db.session.query(Session).one()
        elsewhere = a_talk(a_session(session.forum, code="W2"))

        with pytest.raises(TalkGone):
            appears(session, a_person(session.forum), talk=elsewhere)
