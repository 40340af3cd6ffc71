"""An earlier release becomes the draft again."""

from datetime import datetime, timedelta

import pytest

from forum_app.db import db
from forum_app.forums.models import MergedPerson
from forum_app.models import Appearance, Entry, Session, Talk
from forum_app.programme.models import AppearanceRole, Way
from forum_app.programme.queries import draft_version, orders_of
from forum_app.programme.rules.changelog import changes_in
from forum_app.programme.rules.restoring import DraftChangedMeanwhile
from forum_app.programme.services.orders import put_in_order
from forum_app.programme.services.releases import prepare, release_programme
from forum_app.programme.services.restoring import prepare_restoring, restore
from forum_app.programme.services.sessions import let_appear

from ..builders import NOW, a_forum, a_person, a_point, a_session, words

HOW = {"documented": False, "from_documented": False, "now": NOW}


@pytest.fixture
def forum(room):
    return a_forum()


def released(forum):
    return release_programme(forum, note=None, by=None, now=NOW)


def restored(forum, release):
    ready = prepare_restoring(forum, release)
    restore(forum, ready, seen=ready.version, actor="tests", now=NOW)
    return ready


def is_as(forum, release):
    return changes_in(release.frozen, prepare(forum).frozen) == []


def with_talks(forum, code="W1"):
    """Two talks of two people, one from SIN, and a chair."""
    session, sin = a_session(forum, code=code), a_point(forum, code="SIN")
    row = {"forum_id": forum.id, "session_id": session.id, "minutes": 20}
    talks = [Talk(uuid=f"{code}-{n}", position=n, title=words(f"T{n}"), **row) for n in (1, 2)]
    db.session.add_all(talks)
    db.session.flush()
    people = [a_person(forum, name) for name in ("Ánh", "Lim", "Chair")]
    for person, talk in zip(people, talks, strict=False):
        let_appear(person, session, AppearanceRole.SPEAKER, Way.HALL, **HOW).talk_id = talk.id
    let_appear(people[2], session, AppearanceRole.CHAIR, Way.HALL, **HOW)
    lim = db.session.query(Appearance).filter_by(person_id=people[1].id).one()
    lim.from_way, lim.point_id = Way.POINT, sin.id
    db.session.flush()
    return session, talks, people


def test_what_was_changed_is_as_it_was_and_the_version_rises(forum):
    session = a_session(forum, code="W1")
    first = released(forum)
    hall, version = session.hall_id, session.version
    session.title, session.cancelled_at = words("Khác", "Other"), NOW
    session.starts_wall = session.starts_wall - timedelta(minutes=30)
    session.hall_id = a_session(forum, code="X").hall_id
    released(forum)
    before = draft_version(forum)

    restored(forum, first)

    there = db.session.query(Session).filter_by(code="W1").one()
    assert is_as(forum, first)
    assert (there.hall_id, there.cancelled_at, there.title_folded) == (hall, None, "phien session")
    assert there.version == version + 1
    assert draft_version(forum) == before + 1


def test_sessions_that_came_later_go_to_the_tray_and_keep_their_times(forum):
    a_session(forum, code="W1")
    first = released(forum)
    later = a_session(forum, code="W2", starts="14:00", ends="15:00")

    ready = restored(forum, first)

    assert ready.tray == ["W2"]
    assert later.unscheduled_at == NOW
    assert later.starts_wall == datetime.fromisoformat("2030-06-01 14:00")


def test_one_that_was_put_into_the_tray_comes_out_again(forum):
    session = a_session(forum, code="W1")
    first = released(forum)
    session.unscheduled_at = NOW
    db.session.flush()

    restored(forum, first)

    assert session.unscheduled_at is None


def test_talks_and_people_come_back_by_their_uuids_with_order_part_and_point(forum):
    session, talks, people = with_talks(forum)
    first = released(forum)
    for position, talk in ((9, talks[0]), (1, talks[1])):
        talk.position = position
        db.session.flush()
    db.session.query(Appearance).filter_by(person_id=people[0].id).delete()
    db.session.delete(talks[0])
    lim = db.session.query(Appearance).filter_by(person_id=people[1].id).one()
    lim.from_way, lim.point_id, lim.role = Way.HALL, None, AppearanceRole.KEYNOTE
    row = {"forum_id": forum.id, "session_id": session.id, "minutes": 5}
    db.session.add(Talk(uuid="new", position=3, title=words("Mới"), **row))
    let_appear(a_person(forum, "New"), session, AppearanceRole.SPEAKER, Way.HALL, **HOW)
    released(forum)

    restored(forum, first)

    assert is_as(forum, first)
    assert [x.uuid for x in db.session.query(Talk).order_by(Talk.position)] == ["W1-1", "W1-2"]


def test_a_talk_that_went_to_another_session_comes_back(forum):
    _, talks, people = with_talks(forum)
    other = a_session(forum, code="W2", starts="14:00", ends="15:00")
    first = released(forum)
    one = db.session.query(Appearance).filter_by(person_id=people[0].id).one()
    one.talk_id = None
    db.session.flush()
    one.session_id, talks[0].session_id = other.id, other.id
    db.session.flush()
    one.talk_id = talks[0].id
    db.session.flush()

    restored(forum, first)

    assert is_as(forum, first)


def test_a_person_who_is_another_by_now_is_told_and_comes_back_as_that_one(forum):
    session, _, people = with_talks(forum)
    first = released(forum)
    other = a_person(forum, "Ánh Nguyễn")
    db.session.query(Appearance).filter_by(session_id=session.id).delete()
    row = {"gone_id": people[0].id, "kept_id": other.id, "forum_id": forum.id}
    db.session.add(MergedPerson(**row, merged_at=NOW, merged_by="tests"))
    db.session.flush()

    ready = restored(forum, first)

    assert [x.said_in("en") for x in ready.lost] == [
        "In W1, Ánh Nguyễn takes the place of Ánh: both are one person by now."
    ]
    names = {x.person.name for x in db.session.query(Appearance)}
    assert names == {"Ánh Nguyễn", "Lim", "Chair"}


def test_the_clocks_may_skip_by_now_what_they_did_not_then(forum):
    session = a_session(forum, code="W1")
    first = released(forum)
    told = {**first.frozen["sessions"][0], "zone": "Europe/Berlin"}
    told |= {"starts_wall": "2030-03-31T02:30:00", "ends_wall": "2030-03-31T04:00:00"}
    first.frozen["sessions"][0].update(told)
    db.session.expunge(first)

    ready = restored(forum, first)

    assert [x.said_in("en") for x in ready.lost] == [
        "W1 keeps its present time: the clocks of its zone skip the one it had."
    ]
    assert session.starts_wall == datetime.fromisoformat("2030-06-01 08:30")


def test_who_looked_before_somebody_changed_the_draft_is_told_and_nothing_changes(forum):
    session = a_session(forum, code="W1")
    first = released(forum)
    session.title = words("Khác", "Other")
    db.session.flush()
    ready = prepare_restoring(forum, first)
    session.title = words("Khác nữa", "Yet another")
    db.session.flush()

    with pytest.raises(DraftChangedMeanwhile):
        restore(forum, ready, seen=ready.version, actor="tests", now=NOW)

    assert session.title.said_in("en") == "Yet another"


def test_the_trail_tells_what_was_restored(forum):
    session = a_session(forum, code="W1")
    first = released(forum)
    session.title = words("Khác", "Other")
    a_session(forum, code="W2", starts="14:00", ends="15:00")

    restored(forum, first)
    db.session.commit()

    entry = db.session.query(Entry).filter_by(act="programme.restore_release").one()
    assert entry.facts["sessions"] == ["W1", "W2"]
    assert entry.facts["into_tray"] == ["W2"]


def test_one_person_in_two_talks_comes_back_into_both_and_their_answers_stay(forum):
    session, talks, people = with_talks(forum)
    again = let_appear(people[0], session, AppearanceRole.SPEAKER, Way.HALL, **HOW)
    again.talk_id = talks[1].id
    db.session.flush()
    first = released(forum)
    again.declined_at, again.declined_because, again.confirmed_at = NOW, "Ốm", None
    session.title = words("Khác")
    db.session.flush()

    ready = restored(forum, first)

    asked = db.session.query(Appearance).filter_by(person_id=people[0].id)
    told = [x.said_in("en") for x in ready.lost]
    assert told == ["Ánh declined to appear in W1 meanwhile: the answer stays."]
    there = {x.talk_id: x.declined_because for x in asked}
    assert there == {talks[0].id: None, talks[1].id: "Ốm"}


def in_a_row(forum):
    """W1, W2 and W3, one after the other, W2 after W1 and W3 after W2."""
    hours = (("W1", "08:00", "09:00"), ("W2", "09:00", "10:00"), ("W3", "10:00", "11:00"))
    made = [a_session(forum, code=x, starts=y, ends=z) for x, y, z in hours]
    put_in_order(made[1], ["W1"])
    put_in_order(made[2], ["W2"])
    return made


def test_orders_that_were_taken_away_come_back_and_those_that_came_later_go(forum):
    w1, w2, w3 = in_a_row(forum)
    first = released(forum)
    put_in_order(w2, [])
    put_in_order(w3, ["W1", "W2"])
    before = w2.version

    ready = restored(forum, first)

    assert orders_of(forum) == {("W2", "W1"), ("W3", "W2")}
    assert [x.said_in("en") for x in ready.orders] == [
        "W2 comes after W1 again.",
        "W3 does not have to come after W1 any more.",
    ]
    assert (ready.changes, ready.sessions, ready.has_changes) == ([], [], True)
    assert (db.session.get(Session, w2.id).version, w1.version) == (before + 1, 1)


def test_an_order_that_would_be_a_circle_by_now_is_told_and_stays_away(forum):
    _, w2, _ = in_a_row(forum)
    first = released(forum)
    put_in_order(w2, [])
    db.session.flush()
    later = a_session(forum, code="X", starts="07:00", ends="07:30")
    put_in_order(later, ["W2"])
    first.frozen["sessions"][1]["after"] = ["W1", "X"]  # as if it had been there, cancelled

    ready = restored(forum, first)

    assert [x.said_in("en") for x in ready.lost] == [
        "W2 does not come after X again: with the present orders that would be a circle."
    ]
    assert orders_of(forum) == {("W2", "W1"), ("W3", "W2"), ("X", "W2")}


def test_a_release_of_before_that_knows_no_orders_leaves_them_as_they_are(forum):
    in_a_row(forum)
    first = released(forum)
    for session in first.frozen["sessions"]:
        del session["after"]

    ready = prepare_restoring(forum, first)

    restore(forum, ready, seen=ready.version, actor="tests", now=NOW)
    db.session.commit()

    assert (ready.orders, ready.sessions) == ([], [])
    [told] = (
        db.session.query(Entry)
        .filter_by(act="programme.restore_release")
        .one()
        .facts["not_restored"]
    )
    assert told["en"].startswith("This release does not say which session")
    assert told["vi"].startswith("Bản phát hành này không ghi phiên nào")
