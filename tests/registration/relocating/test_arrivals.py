"""Whoever decides who sits at a point hears by one letter of all who were moved there."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from forum_app.broadcast.services.contacts import add_contact
from forum_app.broadcast.services.coordinators import ROLE
from forum_app.broadcast.services.keys import renew_key
from forum_app.db import db
from forum_app.models import Message, Place, SeatCount
from forum_app.post import feeds
from forum_app.registration.services import at_point as deciding
from forum_app.registration.services import bulk

from ...builders import a_user, words
from ...house.at_points import CONTACT
from ..applications import at_point, hall, registered
from .moving import BACK, MOVED, a_mover, begin, moves, settled, undone
from .moving import withdraws as withdraws_point

BY = {"actor": "tests", "now": MOVED}
UNDO = timedelta(minutes=10)
W1, P1 = at_point("W1", "SIN"), at_point("P1", "SIN")


@pytest.fixture
def minh():
    """Signs in, and reads English."""
    user = a_user("Minh")
    user.locale = "en"
    return user


@pytest.fixture
def jkt(jkt, minh):
    """By the clocks of Tokyo; who sits there Minh decides, and Lan, who holds its secret page. Tân
    keeps its devices. Every point has five seats in each session."""
    jkt.seating, jkt.zone, jkt.name = "approval", "Asia/Tokyo", words("Tokyo")
    db.session.execute(update(SeatCount).where(SeatCount.way == "point").values(seats=5))
    ROLE.appoint(jkt, minh, by=None, **BY)
    for part, name in (("coordinator", "lan"), ("technician", "tan")):
        given = {"part": part, "name": name, "email": f"{name}@example.org", "languages": ["vi"]}
        add_contact(jkt, CONTACT | given, **BY)
    return jkt


def letters(template="arrived"):
    """The letters to coordinators, in the order in which they were laid."""
    asked = select(Message).filter_by(template=f"registration.{template}").order_by(Message.id)
    return db.session.scalars(asked.execution_options(populate_existing=True)).all()


def said(app, letter):
    """Its text as it would leave now, or None where it would not."""
    with app.test_request_context():
        told = feeds.letter_of(letter)
        return told and feeds.text_of(told, letter.lang, base_url="http://localhost")


def heading(app, letter):
    return said(app, letter).splitlines()[2]


def test_each_coordinator_has_one_letter_about_all_who_came_by_both_clocks(
    app, forum, sin, jkt, minh
):
    secret = renew_key(jkt, by=None, **BY)
    for choices in ([W1], [W1], [W1, P1]):
        registered(forum, *choices)

    moves(forum, sin, to=jkt)

    [to_minh, to_lan] = letters()
    assert (to_minh.address, to_lan.address) == (minh.email, "lan@example.org")
    assert {x.next_at for x in letters()} == {MOVED + UNDO}
    text = said(app, to_minh)
    assert heading(app, to_minh) == "3 people were moved to Tokyo: please decide"
    w1, p1 = text.partition("P1 ")[0].partition("W1 ")[2], text.partition("P1 ")[2]
    assert "At the point (Asia/Tokyo): 10:30" in w1
    assert "At the venue (Hà Nội): 08:30" in w1
    assert "Waiting for your decision: 3 people" in w1
    assert "At the point (Asia/Tokyo): 16:00" in p1
    assert "Waiting for your decision: 1 person" in p1
    assert "/en/" in text
    assert "/points/JKT/desk#sitting" in text
    assert secret not in text
    vi = said(app, to_lan)
    assert heading(app, to_lan) == "3 người được chuyển đến Tokyo: chờ bạn quyết định"
    assert "không còn tham gia nên ban tổ chức đã chuyển đại biểu ở đó" in vi
    assert "Chờ duyệt: 3 người" in vi
    assert f"/vi/{forum.slug}/at-point/{secret}#sitting" in vi


def test_no_letter_names_anybody(app, forum, sin, jkt):
    registered(forum, W1, name="Trần Bí Mật")

    moves(forum, sin, to=jkt)

    assert "Bí Mật" not in said(app, letters()[0])


def test_it_leaves_at_once_where_the_organiser_writes_at_once(forum, sin, jkt):
    registered(forum, W1)

    moves(forum, sin, to=jkt, at_once=True)

    assert {x.next_at for x in letters()} == {MOVED}


def test_the_end_of_an_act_is_told_once_however_often_it_is_looked_at(forum, sin, jkt):
    for _ in range(3):
        registered(forum, W1)
    act = begin(forum, sin, to=jkt)
    for _ in range(2):
        bulk.settle_next(act.id, now=MOVED)
        assert letters() == []

    for _ in range(2):
        settled(act, MOVED)

    assert len(letters()) == 2


@pytest.mark.parametrize("seating", ["open", "closed"])
def test_where_nobody_decides_nobody_is_written_to(forum, sin, jkt, seating):
    jkt.seating = seating
    registered(forum, W1)

    moves(forum, sin, to=jkt)

    assert letters() == []


def test_whoever_goes_online_concerns_no_coordinator(forum, sin, jkt):
    registered(forum, W1)

    moves(forum, sin)

    assert letters() == []


def test_taken_back_before_it_leaves_it_says_nothing(app, forum, sin, jkt):
    registered(forum, W1)
    act = moves(forum, sin, to=jkt)

    bulk.begin_undo(act.id, by_id=a_mover(), now=BACK)

    assert {x.next_at for x in letters()} == {BACK + UNDO}  # it waits until all are back
    settled(act, now=BACK)
    assert [said(app, x) for x in letters()] == [None, None]
    assert {x.state.value for x in letters()} == {"cancelled"}
    assert letters("went_back") == []


def test_what_left_already_is_not_put_off(forum, sin, jkt):
    registered(forum, W1)
    act = moves(forum, sin, to=jkt, at_once=True)
    db.session.execute(update(Message).values(attempts=1))

    bulk.begin_undo(act.id, by_id=a_mover(), now=BACK)

    assert {x.next_at for x in letters()} == {MOVED}


def test_whoever_could_not_be_put_back_still_waits_for_the_decision(app, forum, sin, jkt):
    for _ in range(2):
        registered(forum, W1)
    act = moves(forum, sin, to=jkt)
    cut = update(SeatCount).where(SeatCount.point_id == sin.id).values(seats=1)
    db.session.execute(cut)

    undone(act)

    assert heading(app, letters()[0]).startswith("1 person was moved to ")


def test_it_tells_who_waits_as_it_leaves(app, forum, sin, jkt, minh):
    first, second = (registered(forum, W1) for _ in range(2))
    moves(forum, sin, to=jkt)
    there = {
        x.delegate_id: x
        for x in db.session.scalars(select(Place).filter_by(point_id=jkt.id, state="confirmed"))
    }

    deciding.approve(there[first.id], jkt, actor="tests", now=BACK)
    assert heading(app, letters()[0]).startswith("1 person was moved to ")
    deciding.decline(there[second.id], jkt, actor="tests", now=BACK)
    assert said(app, letters()[0]) is None


def test_whoever_sat_there_before_is_not_counted(app, forum, sin, jkt):
    registered(forum, at_point("W1", "JKT"), hall("P1"))
    registered(forum, W1)

    moves(forum, sin, to=jkt)

    assert "Waiting for your decision: 1 person" in said(app, letters()[0])


def test_whoever_is_there_no_more_and_a_point_that_is_lost_too_are_told_nothing(
    app, forum, sin, jkt, minh
):
    registered(forum, W1)
    moves(forum, sin, to=jkt)
    [to_minh, to_lan] = letters()

    ROLE.take(jkt, minh.id, **BY)
    assert said(app, to_minh) is None
    assert said(app, to_lan)
    withdraws_point(jkt)
    assert said(app, to_lan) is None


def leave():
    """The letters that were laid leave."""
    waiting = update(Message).where(Message.state == "waiting", Message.template.like("%arrived"))
    db.session.execute(waiting.values(state="sent", sent_at=MOVED, attempts=1))


def test_whoever_was_written_to_hears_once_that_the_move_was_undone(app, forum, sin, jkt, minh):
    for choices in ([W1], [W1, P1]):
        registered(forum, *choices)
    act = moves(forum, sin, to=jkt, at_once=True)
    leave()

    undone(act)
    settled(act, BACK)

    to_minh, to_lan = letters("went_back")
    assert (to_minh.address, to_minh.next_at) == (minh.email, BACK)
    assert heading(app, to_minh) == "The move to Tokyo was undone: 2 people went back"
    text = said(app, to_minh)
    assert "Went back: 2 people" in text.partition("P1 ")[0]
    assert "Went back: 1 person" in text.partition("P1 ")[2]
    assert "At the point (Asia/Tokyo): 16:00" in text
    assert "/points/JKT/desk#sitting" in text
    assert "could not go back" not in text
    assert "Đã về lại chỗ cũ: 2 người" in said(app, to_lan)


def test_of_two_coordinators_the_one_whose_letter_had_left_hears_that_it_was_undone(
    app, forum, sin, jkt, minh
):
    registered(forum, W1)
    act = moves(forum, sin, to=jkt)
    leave()
    to_lan = letters()[1]
    to_lan.state, to_lan.sent_at, to_lan.attempts = "waiting", None, 0
    db.session.flush()

    undone(act)

    assert [x.address for x in letters("went_back")] == [minh.email]
    assert [x.state.value for x in letters()] == ["sent", "cancelled"]


def test_who_could_not_be_put_back_is_named_in_the_letter_about_the_others(app, forum, sin, jkt):
    for _ in range(2):
        registered(forum, W1)
    act = moves(forum, sin, to=jkt, at_once=True)
    leave()
    db.session.execute(update(SeatCount).where(SeatCount.point_id == sin.id).values(seats=1))

    undone(act)

    text = said(app, letters("went_back")[0])
    assert "The move to Tokyo was undone: 1 person went back" in text
    assert "1 person could not go back, is still at your point" in text


def test_a_letter_that_was_being_sent_and_never_left_is_followed_by_none(app, forum, sin, jkt):
    registered(forum, W1)
    act = moves(forum, sin, to=jkt, at_once=True)
    lease = MOVED + UNDO
    db.session.execute(update(Message).values(attempts=1, next_at=lease))

    undone(act)

    assert {x.next_at for x in letters("went_back")} == {lease}
    assert [said(app, x) for x in letters("went_back")] == [None, None]
    db.session.execute(
        update(Message).filter_by(template="registration.arrived").values(state="dead")
    )
    assert [said(app, x) for x in letters("went_back")] == [None, None]
