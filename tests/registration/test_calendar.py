"""The calendar that a delegate takes along, as it changes under the same names."""

from datetime import timedelta

from icalendar import Calendar

from forum_app.db import db
from forum_app.forums.models import Seating
from forum_app.models import Place, Point, Session
from forum_app.registration.feeds import agenda_calendar
from forum_app.registration.services import changes, decisions
from forum_app.registration.services.at_point import approve

from ..builders import NOW, a_category, release
from .applications import LATER, at_point, hall, registered


def event(forum, delegate, code="W1"):
    """(UID, SEQUENCE, STATUS, hour it starts) of a session in the calendar as it is now."""
    calendar = Calendar.from_ical(agenda_calendar(forum, delegate, "en", now=NOW))
    (found,) = [x for x in calendar.events if x["SUMMARY"].startswith(code)]
    return found["UID"], found["SEQUENCE"], found["STATUS"], found["DTSTART"].dt.hour


def test_a_session_moved_by_a_new_release_moves_in_the_calendar(forum):
    delegate = registered(forum, hall("W1"))
    uid, before, _, hour = event(forum, delegate)

    session = db.session.query(Session).filter_by(code="W1").one()
    session.starts_wall += timedelta(hours=1)
    db.session.flush()
    assert event(forum, delegate) == (uid, before, "CONFIRMED", hour)
    release(forum, number=2)

    moved = event(forum, delegate)
    assert (moved[0], moved[3]) == (uid, hour + 1)
    assert moved[1] > before


def test_until_the_address_is_confirmed_the_calendar_is_not_sure(forum):
    delegate = registered(forum, hall("W1"), confirmed=False)
    _, before, status, _ = event(forum, delegate)
    assert status == "TENTATIVE"

    decisions.confirm_address(delegate, actor="tests", now=LATER)

    _, after, status, _ = event(forum, delegate)
    assert status == "CONFIRMED"
    assert after > before


def test_while_the_organisers_decide_the_calendar_is_not_sure(forum):
    a_category(forum, code="press", needs_approval=True)
    yes, no = (registered(forum, hall(x), category="press") for x in ("W1", "P1"))
    assert {event(forum, yes)[2], event(forum, no, "P1")[2]} == {"TENTATIVE"}
    before = event(forum, no, "P1")[1]

    decisions.approve(yes, actor="tests", now=LATER)
    decisions.decline(no, reason="Full.", actor="tests", now=LATER)

    assert event(forum, yes)[2] == "CONFIRMED"
    assert event(forum, no, "P1")[2] == "CANCELLED"
    assert event(forum, no, "P1")[1] > before


def test_while_a_point_decides_who_sits_there_the_calendar_is_not_sure(forum):
    sin = db.session.query(Point).filter_by(code="SIN").one()
    sin.seating = Seating.APPROVAL
    delegate = registered(forum, at_point("W1", "SIN"))
    _, before, status, _ = event(forum, delegate)
    assert status == "TENTATIVE"

    approve(db.session.query(Place).one(), sin, actor="tests", now=LATER)

    _, after, status, _ = event(forum, delegate)
    assert status == "CONFIRMED"
    assert after > before


def test_the_sequence_never_falls(forum):
    delegate, seen = registered(forum, hall("W1"), confirmed=False), []
    acts = [
        lambda: None,
        lambda: release(forum, number=2),
        lambda: decisions.confirm_address(delegate, actor="tests", now=LATER),
        lambda: changes.change(forum, delegate, [hall("P1")], actor="tests", now=LATER),
        lambda: release(forum, number=3),
        lambda: changes.withdraw(delegate, actor="tests", now=LATER),
    ]
    for act in acts:
        act()
        seen.append(event(forum, delegate)[1])

    assert seen == sorted(set(seen))
