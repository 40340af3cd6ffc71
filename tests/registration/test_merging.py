"""Two persons become one: nothing is lost, nothing oversold, whoever waits comes in."""

import pytest
from sqlalchemy import insert, select

from forum_app.db import db
from forum_app.exhibition.rules.exhibitors import ContactOfTwo
from forum_app.forums.rules import MergedAlready, SamePerson
from forum_app.forums.services import merging
from forum_app.models import (
    CheckIn,
    Consent,
    Delegate,
    DoorCount,
    Entry,
    Exhibitor,
    Person,
    Place,
    SeatCount,
    Session,
    Ticket,
)
from forum_app.registration import queries
from forum_app.registration.models import TicketPurpose
from forum_app.registration.queries.doubles import doubles_of, twins_of
from forum_app.registration.rules.doubles import TwinsChanged, WhichStays
from forum_app.registration.services import changes
from forum_app.registration.services.doubles import Decision, merge

from ..builders import NOW, a_consent, a_forum, a_person, a_user
from ..exhibition.floors import an_exhibitor
from .applications import LATER, hall, has, online, registered, waits_for
from .test_lines import counts_are_true, letters

BY = {"actor": "user 7", "now": LATER}


def merges(forum, one, other, *, stays="one", joins=True, seen=None, **values):
    seen = seen or twins_of(forum, one, other).seen
    decided = Decision(values=values, stays=stays, joins=joins, seen=seen)
    return merge(forum, one, other, decided, **BY)


def test_who_is_kept_is_as_the_organiser_chose_and_the_trail_says_what_was(forum):
    user = a_user()
    one = a_person(forum, "Nguyễn An", email="old@example.org", organisation="A")
    other = a_person(forum, "Nguyễn Văn An", email="new@example.org", user_id=user.id)

    kept = merges(forum, one, other, name="other", email="other")
    db.session.commit()

    assert (kept.id, kept.name, kept.name_folded) == (one.id, "Nguyễn Văn An", "nguyen van an")
    assert (kept.email, kept.organisation, kept.user_id) == ("new@example.org", "A", user.id)
    gone = db.session.get_one(Person, other.id)
    assert (gone.email, gone.user_id) == (None, None)
    entry = db.session.scalars(select(Entry).filter_by(act="forums.merge_persons")).one()
    assert (entry.actor, entry.object_id, entry.facts) == ("user 7", one.id, {"gone_id": other.id})


@pytest.mark.parametrize("stays", ["one", "other"])
def test_of_two_registrations_the_chosen_one_stays_with_the_places_of_both(forum, stays):
    first = registered(forum, online("W1"), name="Twice", email="a@example.org")
    second = registered(forum, online("P1"), name="Twice", email="b@example.org")
    kept, ended = (first, second) if stays == "one" else (second, first)

    merges(forum, first.person, second.person, stays=stays)
    db.session.refresh(kept), db.session.refresh(ended)

    assert has(kept, forum) == {"W1": "online", "P1": "online"}
    assert (ended.state.value, ended.reason, has(ended, forum)) == ("withdrawn", "merged", {})
    assert kept.person_id == ended.person_id == first.person_id
    assert queries.ticket_of(kept).revoked_at is None
    assert letters("changed") == {"a@example.org"}
    assert letters("decided") == set()
    assert counts_are_true()


def test_where_both_hold_the_same_session_one_seat_comes_free_and_goes_to_the_line(forum):
    first = registered(forum, hall("W1"), name="Twice")
    second = registered(forum, online("W1"), name="Twice")
    waiting = registered(forum, online("W1", wait=True), name="Waits")

    merges(forum, first.person, second.person)

    assert has(first, forum) == {"W1": "hall"}
    assert has(waiting, forum) == {"W1": "online"}
    assert letters("promoted") == {waiting.person.email}
    assert counts_are_true()


def test_places_at_the_same_time_are_freed_and_places_of_the_other_only_come_if_asked(forum):
    first = registered(forum, hall("W1"), name="Twice")
    second = registered(forum, hall("W2"), online("P1"), name="Twice")
    waiting = registered(forum, hall("W2", wait=True), name="Waits")

    merges(forum, first.person, second.person, joins=False)

    assert has(first, forum) == {"W1": "hall"}
    assert has(waiting, forum) == {"W2": "hall"}
    assert counts_are_true()


def test_a_seat_that_changes_hands_is_never_free_meanwhile(forum):
    first = registered(forum, online("P1"), name="Twice")
    second = registered(forum, hall("W1"), name="Twice")
    waiting = waits_for(forum)

    merges(forum, first.person, second.person)

    assert has(first, forum) == {"P1": "online", "W1": "hall"}
    assert has(waiting, forum) == {"W1": "waits for hall"}
    assert counts_are_true()


def test_a_turn_in_a_line_is_kept(forum):
    seated = registered(forum, hall("W1"))
    second = waits_for(forum, meanwhile=None)
    third = waits_for(forum)
    first = registered(forum, online("P1"), name="Twice")

    merges(forum, first.person, second.person, stays="other")
    changes.withdraw(changes.lock_delegate(seated.id), actor="tests", now=LATER)

    assert has(third, forum) == {"W1": "waits for hall"}
    assert has(first, forum) == {"P1": "online", "W1": "hall"}


def test_nobody_decides_for_the_organiser_which_registration_stays(forum):
    first, second = registered(forum, online("W1")), registered(forum, online("P1"))

    for nothing in (None, "", "neither"):
        with pytest.raises(WhichStays):
            merges(forum, first.person, second.person, stays=nothing)


def test_whoever_saw_another_state_of_the_two_is_told(forum):
    first, second = registered(forum, online("W1")), registered(forum, online("P1"))
    seen = twins_of(forum, first.person, second.person).seen
    changes.change(forum, changes.lock_delegate(second.id), [hall("P1")], actor="tests", now=LATER)

    with pytest.raises(TwinsChanged):
        merges(forum, first.person, second.person, seen=seen)


def test_nobody_is_merged_with_themself_nor_twice(forum):
    one, other, third = (a_person(forum, f"P {n}") for n in range(3))
    with pytest.raises(SamePerson):
        merges(forum, one, one)

    merges(forum, one, other)

    for again in ((one, other), (other, third)):
        with pytest.raises(MergedAlready):
            merges(forum, *again)


def test_who_is_in_twice_is_counted_in_once(forum):
    people = [registered(forum, hall("P1"), name="Twice") for _ in range(2)]
    session = db.session.scalars(select(Session).filter_by(code="P1")).one()
    at = {"forum_id": forum.id, "session_id": session.id}
    for delegate in people:
        ticket = queries.ticket_of(delegate)
        who = {"ticket_id": ticket.id, "person_id": delegate.person_id, "hall_id": session.hall_id}
        how = {"nonce": f"n{delegate.id}", "entered_at": NOW, "actor": "tests"}
        db.session.execute(insert(CheckIn).values(**at, **who, **how))
    db.session.execute(insert(DoorCount).values(**at, inside=2))

    merges(forum, people[0].person, people[1].person)

    live = select(CheckIn.person_id).where(CheckIn.undone_at.is_(None))
    assert db.session.scalars(live).all() == [people[0].person_id]
    assert db.session.scalars(select(DoorCount.inside)).all() == [1]


def test_a_printed_ticket_opens_the_door_after_the_merge(forum):
    kept = a_person(forum, "Twice")
    second = registered(forum, online("P1"), name="Twice")
    code = queries.ticket_of(second).code

    merges(forum, kept, second.person)
    db.session.refresh(second)

    assert queries.ticket_of(second).code == code


def test_of_two_stand_passes_one_stays(forum):
    one, other = a_person(forum, "Twice"), a_person(forum, "Twice")
    for code, person in (("A", one), ("B", other)):
        ticket = {"code": code, "person_id": person.id, "purpose": TicketPurpose.STAND}
        db.session.execute(insert(Ticket).values(forum_id=forum.id, issued_at=NOW, **ticket))

    merges(forum, one, other)

    live = select(Ticket.code).where(Ticket.revoked_at.is_(None))
    assert db.session.scalars(live).all() == ["A"]
    assert db.session.query(Ticket).filter_by(person_id=one.id).count() == 2


def test_two_contacts_of_two_exhibitors_are_told_and_nothing_changes(forum):
    one, other = an_exhibitor(forum, "Alpha"), an_exhibitor(forum, "Beta")

    with pytest.raises(ContactOfTwo) as refused:
        merges(forum, one.contact, other.contact)

    assert "Alpha" in str(refused.value)
    assert db.session.query(Exhibitor).count() == 2


def test_what_was_agreed_to_in_either_holds_unless_the_other_said_otherwise(forum):
    news, photos = a_consent(forum, "news"), a_consent(forum, "photos")
    first = registered(forum, online("W1"), consents=("processing", "photos"))
    taken_back = select(Consent).filter_by(delegate_id=first.id, wording_id=photos.id)
    db.session.scalars(taken_back).one().withdrawn_at = LATER
    both = ("processing", "news", "photos")
    second = registered(forum, online("P1"), consents=both)

    merges(forum, first.person, second.person)

    given = queries.consents_of(first).wording_ids
    assert news.id in given
    assert photos.id not in given


def test_who_was_told_apart_is_proposed_no_more_and_who_is_gone_neither(forum):
    people = [a_person(forum, "Trần Bình", organisation="A") for _ in range(3)]
    a_person(a_forum(), "Trần Bình", organisation="A")
    assert doubles_of(forum, at_most=9)[1] == 3

    merging.tell_apart(people[1], people[0], **BY)
    merging.tell_apart(people[0], people[1], **BY)
    assert doubles_of(forum, at_most=9)[1] == 2

    merges(forum, people[1], people[2])
    assert doubles_of(forum, at_most=9)[1] == 0


def test_seats_and_places_are_as_many_as_before_where_all_come_along(forum):
    first = registered(forum, hall("W1"), name="Twice")
    second = registered(forum, hall("P1"), name="Twice")
    taken = dict(db.session.execute(select(SeatCount.id, SeatCount.taken)).all())

    merges(forum, first.person, second.person)

    db.session.expire_all()
    assert dict(db.session.execute(select(SeatCount.id, SeatCount.taken)).all()) == taken
    held = select(db.func.count()).where(Place.delegate_id == first.id, Place.released_at.is_(None))
    assert db.session.scalar(held) == 2
    assert db.session.query(Delegate).count() == 2
