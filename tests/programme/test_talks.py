"""Talks always fit their session; the people in it have roles, an origin and an order."""

from datetime import timedelta
from itertools import pairwise
from types import SimpleNamespace

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from forum_app.db import db
from forum_app.forums.models import Role
from forum_app.models import Appearance, Draft, Entry, Person, Session, Talk
from forum_app.programme.models import AppearanceRole, Way
from forum_app.programme.queries import clashes_of
from forum_app.programme.queries.speakers import page_of_person, people_in, talks_in_draft
from forum_app.programme.rules.speaking import (
    MovedMeanwhile,
    NoSuchPoint,
    RoleTwice,
    TalksTooLong,
)
from forum_app.programme.services import appearances, talks
from forum_app.programme.services.speaking import Answer, answer
from forum_app.refusal import ChangedMeanwhile

from ..builders import a_forum, a_person, a_point, a_session, a_user, words
from ..desk.forms import as_shown
from .speaking import BY, a_talk, appears

NEW = {"organisation": "", "post_vi": "", "post_en": "", "country": "", "email": ""}


@pytest.fixture
def hour(room):
    """A session of one hour, in a forum of its own."""
    return a_session(a_forum(), code="W1", starts="08:00", ends="09:00")


def order_of(session):
    return [x.title.said_in("en") for x in talks_in_draft(session)]


def test_talks_are_taken_as_long_as_they_fit_and_the_refusal_names_what_is_left(hour):
    a_talk(hour, 20)
    a_talk(hour, 30)

    with pytest.raises(TalksTooLong) as told:
        a_talk(hour, 11)

    assert "has 10 minutes left" in str(told.value)
    assert [x.minutes for x in talks_in_draft(hour)] == [20, 30]
    assert a_talk(hour, 10).position == 3


def test_a_talk_grows_no_further_than_the_session_and_may_always_get_shorter(hour):
    one, other = a_talk(hour, 30), a_talk(hour, 30)
    hour.ends_wall -= timedelta(minutes=20)
    db.session.flush()
    wanted = {"title": one.title}

    talks.edit_talk(one, hour, wanted | {"minutes": 25}, seen=1, **BY)
    with pytest.raises(TalksTooLong):
        talks.edit_talk(other, hour, wanted | {"minutes": 31}, seen=1, **BY)

    assert (one.minutes, other.minutes, one.version) == (25, 30, 2)


def test_a_session_made_shorter_than_its_talks_is_a_hard_clash_until_it_is_mended(hour):
    a_talk(hour, 60)
    hour.ends_wall -= timedelta(minutes=20)
    db.session.flush()

    found = [(x.code, x.is_hard) for x in clashes_of(hour.forum).all()]

    assert found == [("talks_too_long", True)]


def test_talks_change_places_and_whoever_saw_another_order_is_told(hour):
    first, _, last = (a_talk(hour, 10, en=x) for x in "abc")

    talks.move_talk(last, hour, -1, seen=3, **BY)
    with pytest.raises(MovedMeanwhile):
        talks.move_talk(last, hour, -1, seen=3, **BY)

    assert order_of(hour) == ["a", "c", "b"]
    talks.move_talk(first, hour, -1, seen=1, **BY)
    assert order_of(hour) == ["a", "c", "b"]


def test_who_is_in_a_talk_that_is_taken_out_stays_for_the_whole_session_once(hour):
    talk, anh = a_talk(hour), a_person(hour.forum)
    in_talk = appears(hour, anh, talk=talk)
    binh = a_person(hour.forum, "Bình")
    appears(hour, binh)
    appears(hour, binh, talk=talk)

    stayed = talks.remove_talk(talk, hour, **BY)

    assert (stayed, in_talk.talk_id, in_talk.version) == (2, None, 2)
    there = [(x.appearance.person.name, x.talk) for x in people_in(hour)]
    assert there == [(anh.name, None), ("Bình", None)]


def test_somebody_has_several_roles_but_each_once_in_a_talk(hour):
    anh, talk = a_person(hour.forum), a_talk(hour)
    appears(hour, anh, "chair")
    appears(hour, anh, "speaker")
    appears(hour, anh, "speaker", talk=talk)

    with pytest.raises(RoleTwice):
        appears(hour, anh, "chair")
    with pytest.raises(RoleTwice):
        appears(hour, anh, "speaker", talk=talk)

    assert len(people_in(hour)) == 3


def test_the_database_itself_refuses_a_role_twice_and_a_talk_of_another_session(hour):
    anh = a_person(hour.forum)
    appears(hour, anh)
    elsewhere = a_talk(a_session(hour.forum, code="W2"))
    row = {"forum_id": hour.forum_id, "session_id": hour.id, "person_id": anh.id, "position": 9}
    row |= {"role": "speaker", "from_way": "hall", "documented": False, "from_documented": False}

    for wrong in ({}, {"role": "chair", "talk_id": elsewhere.id}):
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.execute(insert(Appearance).values(**row | wrong))


def test_whoever_speaks_from_a_point_needs_one_and_others_have_none(hour):
    anh, point = a_person(hour.forum), a_point(hour.forum)
    at = {"role": AppearanceRole.SPEAKER, "talk_id": None}

    with pytest.raises(NoSuchPoint):
        appearances.put_in(hour, anh, {**at, "from_way": Way.POINT, "point_id": None}, **BY)
    online = {**at, "from_way": Way.ONLINE, "point_id": point.id}
    made = appearances.put_in(hour, anh, online, **BY)

    assert (made.from_way, made.point_id) == ("online", None)


def test_two_organisers_who_change_one_appearance_meet(hour):
    made = appears(hour, a_person(hour.forum))
    at = {"role": AppearanceRole.CHAIR, "talk_id": None, "from_way": Way.HALL, "point_id": None}

    appearances.edit_appearance(made, hour, at | {"answer": "confirmed"}, seen=1, **BY)
    with pytest.raises(ChangedMeanwhile):
        appearances.edit_appearance(made, hour, at | {"answer": ""}, seen=1, **BY)

    assert (made.role, made.confirmed_at, made.version) == ("chair", BY["now"], 2)


def test_why_somebody_declined_stands_in_no_fact_of_the_trail(app):
    with app.app_context():
        session = a_session(a_forum(), code="W1")
        made = appears(session, a_person(session.forum))
        because = Answer(comes=False, because="In hospital")
        answer(page_of_person(made.person), session, because, **BY)
        at = {"role": made.role, "talk_id": None, "from_way": Way.HALL, "point_id": None}

        appearances.edit_appearance(made, session, at | {"answer": ""}, seen=2, **BY)
        db.session.commit()

        last = db.session.scalars(select(Entry).order_by(Entry.id.desc())).first()
        assert last.act == "programme.edit_appearance"
        assert set(last.facts["before"]) == {"declined_at"}
        assert made.declined_because is None


def test_what_is_changed_is_no_longer_what_a_public_source_says(hour):
    made = appears(hour, a_person(hour.forum))
    made.documented = made.from_documented = True
    at = {"role": made.role, "talk_id": None, "from_way": Way.ONLINE, "point_id": None}

    appearances.edit_appearance(made, hour, at | {"answer": ""}, seen=1, **BY)

    assert (made.documented, made.from_documented) == (True, False)


def test_every_change_counts_the_draft_up_and_stands_in_the_trail(app):
    with app.app_context():
        session = a_session(a_forum(), code="W1")
        one, other = a_talk(session), a_talk(session)
        anh, binh = (appears(session, a_person(session.forum, x)) for x in ("Ánh", "Bình"))
        db.session.commit()
        versions = [db.session.scalar(select(Draft.version))]
        acts = [
            lambda: talks.move_talk(other, session, -1, seen=2, **BY),
            lambda: appearances.move_person(binh, session, -1, seen=2, **BY),
            lambda: appearances.take_out(anh, **BY),
            lambda: talks.remove_talk(one, session, **BY),
        ]
        for act in acts:
            act()
            db.session.commit()
            versions.append(db.session.scalar(select(Draft.version)))

        assert all(x < y for x, y in pairwise(versions)), versions
        noted = db.session.scalars(select(Entry.act).where(Entry.kind == "session"))
        ends = [x.removeprefix("programme.") for x in noted.all()[-4:]]
        assert ends == ["order_talks", "order_people", "take_out", "remove_talk"]


@pytest.fixture
def desk(app, browser):
    """An organiser of a forum in which W1 lasts an hour; `parts` is its page of talks."""
    with app.app_context():
        forum = a_forum(slug="summit")
        session = a_session(forum, code="W1", starts="08:00", ends="09:00")
        a_point(forum, code="SIN", name="Singapore", zone="Asia/Singapore")
        anh = appears(session, a_person(forum, "Đỗ Ánh", email="anh@example.org"))
        made = {"anh": anh.person.uuid, "appearance": anh.id}
        user = a_user(forum=forum, role=Role.ORGANISER)
        db.session.commit()
        made |= {"organiser": browser(user.id), "other": browser(user.id)}
    base = "/en/summit/desk/programme/W1"
    return SimpleNamespace(**made, base=base, parts=f"{base}/talks")


def test_an_organiser_adds_edits_orders_and_removes_talks_on_one_page(app, desk):
    new = f"{desk.parts}/new"
    for title in ("Trams", "Buses"):
        typed = as_shown(desk.organiser.get(new)) | {"title_en": title, "minutes": "25"}
        assert desk.organiser.post(new, typed).status_code == 303
    refused = desk.organiser.post(new, typed | {"minutes": "11"})
    assert (refused.status_code, "has 10 minutes left" in refused.text) == (422, True)
    assert 'value="11"' in refused.text

    with app.app_context():
        trams, buses = db.session.scalars(select(Talk.uuid).order_by(Talk.position)).all()
    desk.organiser.post(f"{desk.parts}/{buses}/move", {"to": "up", "seen": "2"})
    page = desk.organiser.get(desk.parts).text
    assert page.index("Buses") < page.index("Trams")
    assert "08:00–08:25" in page
    assert "10 minutes of the session are left" in page
    late = desk.other.post(f"{desk.parts}/{buses}/move", {"to": "up", "seen": "2"})
    assert (late.status_code, "changed the order" in late.text) == (409, True)

    assert desk.organiser.post(f"{desk.parts}/{trams}/removal").status_code == 303
    gone = desk.other.post(f"{desk.parts}/{trams}/removal")
    assert (gone.status_code, "not in the session any more" in gone.text) == (409, True)


def test_two_organisers_who_edit_one_talk_see_both_versions(app, desk):
    new = f"{desk.parts}/new"
    typed = as_shown(desk.organiser.get(new)) | {"title_en": "Trams", "minutes": "25"}
    desk.organiser.post(new, typed)
    with app.app_context():
        there = f"{desk.parts}/{db.session.scalar(select(Talk.uuid))}"
    typed = as_shown(desk.other.get(there))
    desk.organiser.post(there, as_shown(desk.organiser.get(there)) | {"title_en": "By one"})

    answer = desk.other.post(there, typed | {"title_en": "By another"})

    assert answer.status_code == 409
    both = answer.text.split('id="both"')[1].split("</section>")[0]
    assert "By one" in both
    assert "By another" in both


def test_an_organiser_puts_somebody_new_in_and_knows_again_who_has_the_address(app, desk):
    new = f"{desk.base}/people/new"
    shown = as_shown(desk.organiser.get(new))
    typed = shown | NEW | {"name": "Lim Wei", "country": "SG", "from_way": "point", "point": ""}

    refused = desk.organiser.post(new, typed)
    assert (refused.status_code, "please choose which" in refused.text) == (422, True)
    nobody = desk.organiser.post(new, typed | {"name": "", "point": "SIN"})
    assert (nobody.status_code, "name of somebody new" in nobody.text) == (422, True)
    assert desk.organiser.post(new, typed | {"point": "SIN"}).status_code == 303
    known = typed | {"name": "A. Do", "email": "ANH@example.org", "role": "chair"}
    assert desk.organiser.post(new, known | {"from_way": "hall"}).status_code == 303

    page = desk.organiser.get(desk.parts).text
    assert "Singapore (SIN)" in page
    with app.app_context():
        assert db.session.query(Person).count() == 2
        roles = db.session.scalars(select(Appearance.role).order_by(Appearance.position)).all()
        assert [x.value for x in roles] == ["speaker", "speaker", "chair"]


def test_what_is_known_of_an_answer_is_written_down_at_the_desk(app, desk):
    there = f"{desk.base}/people/{desk.appearance}"
    typed = as_shown(desk.organiser.get(there)) | {"answer": "declined"}

    answer = desk.organiser.post(f"{there}/role", typed)

    assert answer.status_code == 303
    assert "Declined" in desk.organiser.get(desk.parts).text
    assert "declined to appear in W1" in desk.organiser.get(desk.base).text
    with app.app_context():
        assert db.session.query(Session).one().title == words("Phiên", "Session")
