"""Registering: all or nothing, each seat counted, each rule told by name."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from forum_app.db import db
from forum_app.models import Consent, Delegate, Message, Person, Place, SeatCount, Ticket, Waiting
from forum_app.registration import queries, rules

from ..builders import NOW, a_category, a_consent, a_forum, a_point, a_session, release
from .applications import at_point, hall, online, registered


@pytest.fixture
def forum(room):
    """W1 and W2 in the morning, P1 in the afternoon; one hall seat in W1, two seats at SIN."""
    forum = a_forum()
    sin = a_point(forum, code="SIN")
    a_session(forum, code="W1", hall=1, online=9, points=[(sin, 2)])
    a_session(forum, code="W2", hall=9, online=9)
    a_session(forum, code="P1", starts="14:00", ends="17:00", hall=9, online=9)
    release(forum)
    return forum


def taken(code, way="hall"):
    asked = "SELECT taken FROM seat_counts c JOIN sessions s ON s.id = c.session_id"
    asked += " WHERE s.code = :code AND c.way = :way"
    return db.session.scalar(db.text(asked), {"code": code, "way": way})


def number_of(table):
    return db.session.scalar(select(func.count()).select_from(table))


def test_a_delegate_holds_a_counted_place_in_each_session_chosen(forum):
    delegate = registered(forum, hall("W1"), online("P1"))

    agenda = queries.agenda_of(forum, delegate)
    assert [(a.session.code, a.way.value) for a in agenda] == [("W1", "hall"), ("P1", "online")]
    assert (taken("W1"), taken("P1", "online"), taken("P1")) == (1, 1, 0)
    assert queries.ticket_of(delegate) is not None


def test_a_place_at_a_point_counts_at_that_point(forum):
    delegate = registered(forum, at_point("W1", "SIN"))

    assert queries.live_places_of(delegate)[0].point.code == "SIN"
    assert (taken("W1", "point"), taken("W1")) == (1, 0)


def test_the_letter_is_laid_in_with_the_registration_and_to_its_address(forum):
    delegate = registered(forum, hall("W1"))

    letter = db.session.scalars(select(Message)).one()
    assert (letter.template, letter.address) == ("registration.received", delegate.person.email)


def test_a_full_session_without_wish_to_wait_is_refused_by_name(forum):
    registered(forum, hall("W1"))

    with pytest.raises(rules.SessionFull) as told:
        registered(forum, hall("W1"))

    assert told.value.said_in("en").startswith("W1 is full")
    assert taken("W1") == 1


def test_who_wishes_to_wait_stands_in_line_and_may_hold_online_meanwhile(forum):
    registered(forum, hall("W1"))

    delegate = registered(forum, hall("W1", wait=True, meanwhile="online"))

    (w1,) = queries.agenda_of(forum, delegate)
    assert (w1.way.value, w1.waiting.way.value, w1.ahead) == ("online", "hall", 0)
    assert (taken("W1"), taken("W1", "online")) == (1, 1)


def test_without_waiting_lists_a_full_session_is_refused_whatever_one_wishes(forum):
    queries.terms_of(forum).waiting_lists = False
    registered(forum, hall("W1"))

    with pytest.raises(rules.SessionFull):
        registered(forum, hall("W1", wait=True))


def test_overlapping_sessions_are_refused_with_both_names(forum):
    with pytest.raises(rules.SessionsOverlap) as told:
        registered(forum, hall("W1"), online("W2"))

    assert "W1" in told.value.said_in("vi")
    assert "W2" in told.value.said_in("vi")


def test_one_person_registers_once(forum):
    registered(forum, hall("W1"), email="anh@example.org")

    with pytest.raises(rules.AlreadyRegistered):
        registered(forum, online("P1"), email="anh@example.org")


def test_the_default_category_is_taken_where_none_is_said(forum):
    assert registered(forum, hall("W1")).category.code == "delegate"


def test_a_category_that_is_full_is_refused_by_name(forum):
    a_category(forum, code="press", quota=1)
    registered(forum, online("P1"), category="press")

    with pytest.raises(rules.CategoryFull):
        registered(forum, online("P1"), category="press")


def test_a_category_with_approval_makes_the_registration_wait_and_hold_its_places(forum):
    a_category(forum, code="press", needs_approval=True)

    delegate = registered(forum, hall("W1"), category="press")

    assert (delegate.state, taken("W1")) == ("pending", 1)


@pytest.mark.parametrize("code", ["nobody", "no\x00body", "x" * 10_000])
def test_an_unknown_category_is_refused(forum, code):
    with pytest.raises(rules.UnknownCategory):
        registered(forum, hall("W1"), category=code)


def test_strangers_do_not_choose_a_category_that_is_not_public(forum):
    a_category(forum, code="speaker", is_public=False)

    with pytest.raises(rules.UnknownCategory):
        registered(forum, hall("W1"), category="speaker", confirmed=False)


def test_optional_consents_may_be_refused_and_the_required_one_not(forum):
    a_consent(forum, "news")

    registered(forum, hall("W1"), consents=("processing",))
    with pytest.raises(rules.ConsentNeeded):
        registered(forum, online("P1"), consents=("news",))

    assert number_of(Consent) == 1


@pytest.mark.parametrize(
    ("choice", "refusal"),
    [
        (hall("W9"), rules.UnknownSession),
        (at_point("W2", "SIN"), rules.NoSuchWay),
        (at_point("W1", "XXX"), rules.UnknownPoint),
        (hall("W1", wait=True, meanwhile="point"), rules.NoSuchWay),
    ],
)
def test_what_does_not_exist_cannot_be_chosen(forum, choice, refusal):
    with pytest.raises(refusal):
        registered(forum, choice)


def test_a_session_of_another_forum_cannot_be_chosen(forum):
    other = a_forum()
    a_session(other, code="W7", hall=9)
    release(other)

    with pytest.raises(rules.UnknownSession):
        registered(forum, hall("W7"))


def test_people_register_for_what_was_released_and_not_for_the_draft(forum):
    a_session(forum, code="W8", hall=9)

    with pytest.raises(rules.UnknownSession):
        registered(forum, hall("W8"))


def test_registration_closes(forum):
    terms = queries.terms_of(forum)
    terms.closes_wall = (NOW + timedelta(hours=7)).replace(tzinfo=None)
    db.session.flush()

    with pytest.raises(rules.RegistrationClosed):
        registered(forum, hall("W1"))


def test_an_address_that_is_not_confirmed_holds_its_places_for_the_hours_of_the_forum(forum):
    queries.terms_of(forum).confirm_hours = 3

    delegate = registered(forum, hall("W1"), confirmed=False)

    assert (delegate.state, delegate.confirm_by) == ("submitted", NOW + timedelta(hours=3))
    assert taken("W1") == 1


def test_nothing_of_a_registration_stands_in_another_forum(forum):
    delegate = registered(forum, hall("W1"))

    for table in (Person, Delegate, Place, Ticket, Consent, Message):
        assert set(db.session.scalars(select(table.forum_id))) == {delegate.forum_id}


def test_the_database_refuses_what_the_rules_forget(forum):
    delegate = registered(forum, hall("W1"))
    (place,) = queries.live_places_of(delegate)
    again = {c.name: getattr(place, c.name) for c in Place.__table__.c if c.name != "id"}
    over = db.update(SeatCount).values(taken=SeatCount.seats + 1)

    for broken in (db.insert(Place).values(**again), over):
        with pytest.raises(db.exc.IntegrityError), db.session.begin_nested():
            db.session.execute(broken)
    assert number_of(Waiting) == 0
