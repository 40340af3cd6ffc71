"""The draft and its clashes: read in a constant number of questions, shown, and not released."""

from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import event

from forum_app.db import db
from forum_app.models import Appearance, Availability, Entry, Release, Talk
from forum_app.programme.models import AppearanceRole, Way
from forum_app.programme.queries import after_of, clashes_of, plan_of
from forum_app.programme.rules.changes import (
    Clashing,
    HoursBackwards,
    OrderCircle,
    UnknownSession,
)
from forum_app.programme.services.hours import add_hours
from forum_app.programme.services.orders import put_in_order
from forum_app.programme.services.releases import release_programme
from forum_app.programme.services.sessions import let_appear
from forum_app.programme.services.speaking import page_for

from ..builders import NOW, a_forum, a_hall, a_person, a_point, a_session, words

BY = {"actor": "tests", "now": NOW}


def appears(person, session, way=Way.HALL):
    how = {"documented": False, "from_documented": False}
    return let_appear(person, session, AppearanceRole.SPEAKER, way, now=NOW, **how)


def codes_of(forum):
    return [(x.code, x.sessions) for x in clashes_of(forum).all()]


def released(forum):
    return release_programme(forum, note=None, by=None, now=NOW)


def test_two_sessions_in_one_hall_clash_unless_the_hall_holds_several(room):
    forum = a_forum()
    hall, one, other = a_hall(forum), a_session(forum, code="A"), a_session(forum, code="B")
    one.hall_id = other.hall_id = hall.id

    before = codes_of(forum)
    hall.holds_several = True

    assert (before, codes_of(forum)) == ([("hall_twice", ("A", "B"))], [])


def test_what_the_draft_says_is_what_the_rules_are_asked(room):
    forum, point = a_forum(changeover_minutes=7), None
    point = a_point(forum, code="SIN", zone="Asia/Singapore")
    session = a_session(forum, code="A", starts="08:00", ends="09:00", points=[(point, 5)])
    first = a_session(forum, code="B", starts="07:00", ends="08:00")
    row = {"forum_id": forum.id, "session_id": session.id, "title": words("Bài"), "minutes": 20}
    for position in (1, 2):
        talk = Talk(uuid=f"{session.uuid}{position}", position=position, **row)
        db.session.add(talk)
    db.session.flush()
    person = a_person(forum, "Lim")
    one = appears(person, session)
    one.talk_id, one.from_way, one.point_id = talk.id, Way.POINT, point.id
    hours = [datetime.combine(forum.first_day, time(x)) for x in (8, 9)]
    add_hours(person, forum, *hours, **BY)
    put_in_order(session, ["B"])

    plan = plan_of(forum)

    planned = next(x for x in plan.sessions if x.code == "A")
    said = planned.appearances[0]
    twenty = timedelta(minutes=20)
    assert (planned.span.starts, planned.span.ends) == (session.starts_at, session.ends_at)
    assert (said.person, said.name, said.way, said.point) == (person.uuid, "Lim", "point", "SIN")
    assert (said.span.starts, said.span.ends) == (
        session.starts_at + twenty,
        session.starts_at + 2 * twenty,
    )
    assert [(x.way, x.point, x.seats, x.taken) for x in planned.seats] == [("point", "SIN", 5, 0)]
    assert (planned.after, planned.hall in plan.halls) == (("B",), True)
    assert plan.points["SIN"].zone == "Asia/Singapore"
    assert [x.starts for x in plan.available[person.uuid]] == [session.starts_at]
    assert (plan.changeover_minutes, first.code) == (7, "B")


@pytest.mark.parametrize("way", [Way.HALL, Way.ONLINE])
def test_the_zone_that_somebody_named_counts_where_they_speak_online(room, way):
    person, session = a_person(forum := a_forum(), "Lim"), a_session(forum, code="A")
    appears(person, session, way)
    page_for(person, now=NOW).zone = "America/New_York"

    found = [x.code for x in clashes_of(forum).all()]

    assert found == (["speaking_online_hours"] if way is Way.ONLINE else [])


def test_a_longer_programme_asks_no_more_questions(room):
    forum = a_forum()
    a_session(forum)
    few = asked_for(forum)
    for _ in range(5):
        appears(a_person(forum), a_session(forum, hall=3))

    assert (few, asked_for(forum)) == (12, 12)


def asked_for(forum):
    asked = []

    def hear(_connection, _cursor, statement, *_):
        asked.append(statement)

    db.session.flush()
    event.listen(db.engine, "before_cursor_execute", hear)
    plan_of(forum)
    event.remove(db.engine, "before_cursor_execute", hear)
    return len(asked)


def test_a_draft_with_a_hard_clash_is_not_released_and_the_refusal_names_it(room):
    forum = a_forum()
    person = a_person(forum, "Đỗ Ánh Tuyết")
    for code in ("A", "B"):
        appears(person, a_session(forum, code=code))

    with pytest.raises(Clashing) as refused:
        released(forum)

    assert "Đỗ Ánh Tuyết is in A and in B at the same time" in refused.value.said_in("en")
    assert "Đỗ Ánh Tuyết có mặt ở cả A và B" in refused.value.said_in("vi")
    assert (refused.value.status, refused.value.reason) == (409, "programme_clashes")
    assert db.session.query(Release).count() == 0


def test_a_draft_with_soft_clashes_is_released(room):
    forum = a_forum()
    a_session(forum, code="P").kind = "plenary"
    a_session(forum, code="A")

    released(forum)

    assert codes_of(forum) == [("plenary_not_alone", ("A", "P"))]
    assert db.session.query(Release).count() == 1


def test_a_session_of_another_forum_clashes_with_nothing(room):
    forum, other = a_forum(), a_forum()
    one, elsewhere = a_session(forum, code="A"), a_session(other, code="B")
    appears(a_person(forum), one)
    appears(a_person(other), elsewhere)

    assert (codes_of(forum), codes_of(other)) == ([], [])


def test_an_order_is_kept_and_given_up(room):
    forum = a_forum()
    first, then = a_session(forum, code="A"), a_session(forum, code="B")

    assert put_in_order(then, ["A"]) == []
    assert after_of(then) == ["A"]
    assert codes_of(forum) == [("order", ("B", "A"))]
    assert put_in_order(then, []) == ["A"]
    assert (after_of(then), after_of(first)) == ([], [])


def test_an_order_in_a_circle_or_after_nobody_is_refused(room):
    forum = a_forum()
    a, b, c = (a_session(forum, code=x) for x in "ABC")
    put_in_order(b, ["A"])
    put_in_order(c, ["B"])

    with pytest.raises(OrderCircle, match="A, B, C"):
        put_in_order(a, ["C"])
    with pytest.raises(OrderCircle):
        put_in_order(a, ["A"])
    with pytest.raises(UnknownSession, match="“Z”"):
        put_in_order(a, ["Z"])
    assert after_of(a) == []


def test_an_order_in_a_circle_with_a_cancelled_session_is_refused_too(room):
    forum = a_forum()
    a, b = (a_session(forum, code=x) for x in "AB")
    put_in_order(b, ["A"])
    b.cancelled_at = NOW

    with pytest.raises(OrderCircle, match="A, B"):
        put_in_order(a, ["B"])


def test_hours_are_walls_of_the_venue_and_begin_before_they_end(room):
    forum = a_forum()
    person, day = a_person(forum), datetime.combine(forum.first_day, time(8))

    hours = add_hours(person, forum, day, day + timedelta(hours=2), **BY)
    with pytest.raises(HoursBackwards):
        add_hours(person, forum, day, day, **BY)

    assert (hours.ends_at - hours.starts_at, hours.starts_at.hour) == (timedelta(hours=2), 1)
    assert db.session.query(Availability).count() == 1


def test_the_trail_tells_of_hours(room):
    forum = a_forum()
    person, day = a_person(forum), datetime.combine(forum.first_day, time(8))
    add_hours(person, forum, day, day + timedelta(hours=2), **BY)

    db.session.commit()

    entry = db.session.query(Entry).filter_by(act="programme.add_hours").one()
    assert (entry.kind, entry.object_id) == ("person", person.id)
    assert db.session.query(Appearance).count() == 0
