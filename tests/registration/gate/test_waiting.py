"""Whoever stands at a gate looks again as soon as what they hold is another."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from forum_app.db import db, written
from forum_app.forums.models import Seating
from forum_app.live.models import LiveVersion
from forum_app.models import Place, Point, SeatCount, Session
from forum_app.programme.services.releases import release_programme
from forum_app.registration.rules.waiting import SHARES, gate_topic
from forum_app.registration.services import at_point, changes, decisions

from ...builders import NOW
from ..applications import online, registered
from .seen import GATE, STARTS, registration_of, the_forum

BY = {"actor": "tests", "now": NOW}


def approved(delegate):
    place = db.session.scalars(select(Place).filter_by(delegate_id=delegate.id)).one()
    at_point.approve(place, place.point, **BY)


ACTS = {
    "withdrawn": ("online", lambda one: changes.withdraw(one, **BY)),
    "seat approved": ("point", approved),
    "address confirmed": ("unconfirmed", lambda one: decisions.confirm_address(one, **BY)),
}


def versions_of(app, topics):
    with app.app_context():
        asked = select(LiveVersion.topic, LiveVersion.version)
        there = dict(db.session.execute(asked).all())
        return [there.get(topic, 0) for topic in topics]


def listens(page):
    return re.findall(r"[?;&]t=(gate[.\d]+)~", page)


@pytest.mark.parametrize("act", list(ACTS))
def test_what_changes_for_somebody_is_told_to_the_gate_where_they_wait(app, at, house, act):
    who, does = ACTS[act]
    with app.app_context():
        db.session.execute(update(Point).values(seating=Seating.APPROVAL))
        db.session.commit()
    topics = listens(at(who).text)
    before = versions_of(app, topics)

    with app.app_context():
        written(lambda: does(db.session.scalars(registration_of(house.users[who])).one()))

    assert len(topics) == 1
    assert versions_of(app, topics) == [before[0] + 1]


def test_who_is_next_in_the_line_is_told_at_the_gate_too(app, at, house):
    with app.app_context():
        change = update(SeatCount).where(SeatCount.way == "online").values(seats=SeatCount.taken)
        db.session.execute(change.execution_options(synchronize_session=False))
        waiting = registered(the_forum(), online("W1", wait=True))
        topics = [gate_topic(waiting.forum_id, waiting.id)]
        db.session.commit()
    before = versions_of(app, topics)

    with app.app_context():
        ends = registration_of(house.users["online"])
        written(lambda: changes.withdraw(db.session.scalars(ends).one(), **BY))

    assert versions_of(app, topics) == [before[0] + 1]


def test_a_page_of_nobody_registered_listens_to_lines_alone(at):
    assert listens(at("nobody").text) == []


@pytest.mark.parametrize(
    ("who", "minutes", "seconds"),
    [
        ("speaker", -40, 10 * 60),  # until the green room
        ("speaker", -30, 30 * 60),  # until they go on stage
        ("speaker", 0, 180 * 60),  # until their line closes
        ("online", -1, 181 * 60),  # nothing is another for them as it begins
        ("hall", 0, None),
    ],
)
def test_a_page_looks_again_when_another_line_is_first_though_nobody_changed_one(
    at, who, minutes, seconds
):
    found = re.search(r'data-gate-next="(\d+)"', at(who, minutes).text)

    assert (int(found[1]) if found else None) == seconds


def test_one_change_lets_a_share_of_those_who_wait_look_again():
    topics = {gate_topic(3, delegate_id) for delegate_id in range(1, 2001)}

    assert (len(topics), gate_topic(3, 7) in topics) == (SHARES, True)


def test_a_release_that_moves_the_session_is_told_to_whoever_waits_with_its_head(app, at, house):
    later = STARTS + timedelta(minutes=45)
    with app.app_context():
        topics = [f"lines.{the_forum().id}"]
    before = versions_of(app, topics)

    def moved():
        session = db.session.scalars(select(Session).filter_by(code="W1").limit(1)).one()
        session.starts_wall += timedelta(minutes=45)
        release_programme(the_forum(), note=None, by=None, now=NOW)

    with app.app_context():
        written(moved)

    assert versions_of(app, topics) == [before[0] + 1]
    fragment = at("online", path=f"{GATE}/lines").text
    head = fragment.partition("<template data-gate-beside")[2].partition("</template>")[0]
    assert f'data-when="{later.isoformat()}"' in head
    assert "<h1>" in head
    assert "<h1>" not in fragment.replace(head, "")


@pytest.mark.parametrize(
    ("who", "minutes", "offered"),
    [
        ("online", -60, True),
        ("online", 0, True),
        ("online", 60 * 24, False),  # over
        ("point", 0, False),  # where the point's own devices show them
        ("withdrawn", 0, False),
    ],
)
def test_the_page_and_what_renews_it_say_alike_whether_a_camera_may_be_tried(
    at, who, minutes, offered
):
    page, fragment = at(who, minutes).text, at(who, minutes, path=f"{GATE}/lines").text

    assert ('id="gate-check" data-offered' in page) is offered
    assert ("<template data-gate-beside data-offered>" in fragment) is offered
    assert "data-gate-beside" not in page
