"""What a board tells of one session is what the whole draft, looked at afresh, tells of it."""

from datetime import datetime, time, timedelta
from random import Random

import pytest

from forum_app.db import db
from forum_app.models import Prerequisite, Talk
from forum_app.programme.models import AppearanceRole, Way
from forum_app.programme.queries import board_of, clashes_near, clashes_of
from forum_app.programme.services.hours import add_hours
from forum_app.programme.services.sessions import let_appear
from forum_app.programme.services.speaking import page_for

from ..builders import NOW, a_forum, a_hall, a_person, a_point, a_session
from .channels import a_channel, interprets

HOURS = ("00:00", "07:30", "08:00", "09:00", "09:55", "10:00", "13:00", "22:00", "23:30")


def a_draft(draw, **given):
    """Twelve sessions in three halls on two days, in each other's way as chance has it."""
    forum = a_forum(changeover_minutes=draw.choice((0, 10)), **given)
    halls = [a_hall(forum) for _ in range(3)]
    halls[0].holds_several = draw.random() < 0.5
    point = a_point(forum, zone="America/New_York", languages=["en"])
    people = [a_person(forum, f"Người {n}") for n in range(4)]
    starts, ends = forum.first_day, forum.last_day
    add_hours(people[0], forum, _wall(starts, 8), _wall(ends, 12), actor="tests", now=NOW)
    sessions = [_a_session(forum, halls, point, people, draw) for _ in range(12)]
    zones = ("Europe/London", "America/Los_Angeles", "Asia/Kolkata", None)
    for person, zone in zip(people, zones, strict=True):
        page_for(person, now=NOW).zone = zone
    for later, earlier in [draw.sample(sessions, 2) for _ in range(5)]:
        key = {"forum_id": forum.id, "session_id": later.id, "after_id": earlier.id}
        if db.session.get(Prerequisite, tuple(key.values())) is None:
            db.session.add(Prerequisite(**key))
            db.session.flush()
    return forum, sessions


def _wall(day, hour):
    return datetime.combine(day, time(hour))


def _a_session(forum, halls, point, people, draw):
    begin, end = draw.sample(HOURS, 2)
    session = a_session(forum, day=draw.randrange(2), starts=begin, ends=end, points=[(point, 5)])
    session.hall_id, session.kind = draw.choice(halls).id, draw.choice(("workshop", "plenary"))
    session.unscheduled_at = NOW if draw.random() < 0.15 else None
    session.cancelled_at = NOW if draw.random() < 0.1 else None
    row = {"forum_id": forum.id, "session_id": session.id, "title": session.title}
    talk = Talk(uuid=session.uuid, position=1, minutes=draw.choice((30, 200)), **row)
    db.session.add(talk)
    db.session.flush()
    session.languages = draw.choice(([], ["vi"], ["vi", "en"]))
    session.spoken = draw.choice(([], ["vi"], ["vi", "en"]))
    channels = [a_channel(session, x) for x in draw.choice(((), ("en",), ("en", "ja")))]
    if channels and draw.random() < 0.5:
        channels[0].relay_from_id = channels[-1].id if len(channels) > 1 else None
        interprets(channels[-1], session, draw.choice(people))
    for person in draw.sample(people, 2):
        how = {"documented": False, "from_documented": False, "now": NOW}
        way = draw.choice((Way.HALL, Way.ONLINE))
        one = let_appear(person, session, AppearanceRole.SPEAKER, way, **how)
        one.talk_id = draw.choice((None, talk.id))
        if draw.random() < 0.3:
            one.from_way, one.point_id = Way.POINT, point.id
    db.session.flush()
    return session


@pytest.mark.parametrize("seed", range(12))
def test_the_clashes_of_one_session_are_those_of_the_whole_draft_that_name_it(room, seed):
    forum, sessions = a_draft(Random(seed))
    whole = clashes_of(forum)

    for session in sessions:
        assert clashes_near(forum, {session.id: session.code}) == whole.of(session.code), (
            session.code
        )


@pytest.mark.parametrize("seed", range(12, 18))
def test_a_board_shows_what_touches_its_day_and_each_clash_of_it(room, seed):
    forum, sessions = a_draft(Random(seed))
    whole = clashes_of(forum)

    for day in forum.days:
        board = board_of(forum, day)
        codes = {card.code for card in board.cards}
        placed = {card.code for card in board.placed}
        starts = min(forum.days) - timedelta(days=1)
        assert codes - placed == {
            x.code for x in sessions if x.unscheduled_at and not x.cancelled_at
        }
        assert placed == {
            x.code
            for x in sessions
            if not (x.unscheduled_at or x.cancelled_at)
            and x.starts_wall.date() <= day
            and (x.ends_wall - timedelta(minutes=1)).date() >= day > starts
        }
        assert board.clashes == [x for x in whole.all() if codes & set(x.sessions)]


def test_a_circle_of_orders_is_whole_however_far_apart_its_sessions_are(room):
    forum = a_forum()
    hours = (("A", 7), ("B", 12), ("C", 17), ("D", 19))
    found = [a_session(forum, code=x, starts=f"{y:02}:00", ends=f"{y:02}:30") for x, y in hours]
    for later, earlier in zip(found, found[1:] + found[:1], strict=True):
        key = {"forum_id": forum.id, "session_id": later.id, "after_id": earlier.id}
        db.session.add(Prerequisite(**key))
    db.session.flush()

    told = [x for x in clashes_near(forum, {found[0].id: "A"}) if x.code == "order_circle"]

    assert [x.sessions for x in told] == [("A", "B", "C", "D")]


def test_the_session_before_is_near_while_the_line_is_changed(room):
    forum, hours = a_forum(changeover_minutes=10), (("07:00", "08:00"), ("08:09", "09:00"))
    found = [a_session(forum, starts=x, ends=y) for x, y in hours]
    found[1].hall_id = found[0].hall_id
    how = {"documented": False, "from_documented": False, "now": NOW}
    for session in found:
        let_appear(a_person(forum), session, AppearanceRole.SPEAKER, Way.ONLINE, **how)

    assert [x.code for x in clashes_near(forum, {found[1].id: found[1].code})] == ["changeover"]
